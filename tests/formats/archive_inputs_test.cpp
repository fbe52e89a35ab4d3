#include "formats/archive_inputs.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "formats/archive_files.hpp"
#include "formats/foreign.hpp"
#include "formats/foreign_files.hpp"

using namespace gen;
using namespace gen::foreign;

namespace {

using Strings = std::vector<std::string>;
using Numbers = std::vector<std::int32_t>;

std::string record(char label) { return label + noise(3072); }

const std::string names = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n";
const std::vector<ArchiveFile> batches = {{"cifar/readme.html", "text"},
                                          {"cifar/test_batch.bin", record(3)},
                                          {"cifar/data_batch_2.bin", record(2)},
                                          {"cifar/data_batch_1.bin", record(1)},
                                          {"cifar/batches.meta.txt", names}};

}  // namespace

TEST_CASE("archives of data: --dataset chooses among several files, whose class names lie beside them") {
    const Folder folder;
    for (const auto& [name, content] : {std::pair{"c.tar.gz", archived("gnutar", "gzip", batches)},
                                        std::pair{"c.7z", archived("7zip", "none", batches)}, std::pair{"c.zip", archived("zip", "none", batches)}}) {
        const std::string path = folder.add(name, content);
        CHECK(open_foreign({path}, {.dataset = "data_batch_*"})->labels == Numbers{1, 2});
        CHECK(open_foreign({path}, {.dataset = "test_batch.bin"})->labels == Numbers{3});
        CHECK(open_foreign({path}, {.dataset = "cifar/*_batch*.bin"})->classes.back() == "j");
        CHECK_THROWS_WITH_AS(open_foreign({path}, {}),
                             (path + ": holds 3 files of data; --dataset 'test_batch.bin' takes one of them, --dataset '*' all that are called so: "
                                     "cifar/test_batch.bin, cifar/data_batch_2.bin, cifar/data_batch_1.bin")
                                 .c_str(),
                             Error);
        CHECK_THROWS_WITH_AS(open_foreign({path}, {.dataset = "train"}), doctest::Contains(": has no file train; it has cifar/readme.html, "), Error);
    }
}

TEST_CASE("archives of data: the only file is taken, packed or not, and its labels may be in the archive") {
    const Folder folder;
    const std::string pictures = idx(8, {2, 1, 2}, {1, 2, 3, 4});
    const std::vector<ArchiveFile> files = {{"images.gz", gzip(pictures)}, {"labels", idx(8, {2}, {7, 5})}, {"read.me", "text"}};
    const std::string path = folder.add("digits.tar", archived("pax", "none", files));
    const auto source = open_foreign({path}, {.labels = "labels"});
    CHECK(source->labels == Numbers{7, 5});
    CHECK(row(*source, 1) == std::vector<real>{3, 4});
    CHECK(source->name == path + ": images.gz");
    const std::string table = folder.add("t.tar.zst", archived("ustar", "zstd", {{"t.csv", "1,2\n3,4\n"}}));
    CHECK(open_foreign({table}, {})->count == 2);
    const std::string empty = folder.add("e.tar", archived("pax", "none", {{"movie", "\1\2\3"}}));
    CHECK_THROWS_WITH_AS(open_foreign({empty}, {}), (empty + ": has no file that is read here; it has movie").c_str(), Error);
}

TEST_CASE("archives of pictures: as folders, whatever packed them, and --dataset takes a folder of them") {
    const Folder folder;
    const std::vector<ArchiveFile> files = {{"./train/cat/0.png", dot}, {"./train/dog/1.png", dot}, {"./val/cat/2.png", dot}, {"list.txt", "x"}};
    std::vector<ZipFile> zipped;
    for (const ArchiveFile& file : files) zipped.push_back({file.name, file.content});
    for (const auto& [name, content] : {std::pair{"p.tar", archived("gnutar", "none", files)}, std::pair{"p.txz", archived("gnutar", "xz", files)},
                                        std::pair{"p.7z", archived("7zip", "none", files)}, std::pair{"p.zip", zip(zipped)}}) {
        const std::string path = folder.add(name, content);
        const auto all = open_foreign({path}, {});
        CHECK(all->row_names == Strings{"train/cat/0.png", "train/dog/1.png", "val/cat/2.png"});
        CHECK(all->classes == Strings{"train", "val"});
        CHECK(all->warnings == Strings{path + ": the folders train, val are taken as classes; if they are the parts of a set, name one of them",
                                       path + ": 1 file is left out, which is neither PNG nor JPEG: list.txt"});
        CHECK(row(*all, 2) == std::vector<real>{42});
        const auto some = open_foreign({path}, {.dataset = "train"});
        CHECK(some->classes == Strings{"cat", "dog"});
        CHECK(some->row_name(0) == path + ": train/cat/0.png");
    }
}

TEST_CASE("archives: prose beside a table is not meant, and a name that stands twice is told") {
    const Folder folder;
    const std::string table = folder.add("t.zip", zip({{"data.csv", "1,2\n3,4\n"}, {"README.txt", "of data\n"}, {"about.md", "more\n"}}));
    CHECK(open_foreign({table}, {})->count == 2);
    const std::string twice = folder.add("p.zip", zip({{"a.png", dot}, {"a.png", dot}}));
    CHECK(open_foreign({twice}, {})->warnings == Strings{twice + ": 1 picture has the name of another, and both are taken: a.png"});
    const std::string array = npy("|u1", "(1, 2, 2)", {1, 2, 3, 4});
    const std::string inner = folder.add("i.zip", zip({{"a.npz", zip({{"a.npy", array}, {"b.npy", array}})}}));
    CHECK_THROWS_WITH_AS(open_foreign({inner}, {}), doctest::Contains((": name one, data-import " + inner + " --dataset a; ").c_str()), Error);
    CHECK(open_foreign({inner}, {.dataset = "b"})->count == 1);
}

TEST_CASE("packed inputs: each compression around each format") {
    const Folder folder;
    const std::string table = "1,2\n3,4\n";
    const std::string pictures = idx(8, {2, 1, 2}, {1, 2, 3, 4});
    for (const char* filter : {"gzip", "bzip2", "xz", "zstd", "lz4"}) {
        CAPTURE(filter);
        const InputFiles files;
        files.keep("-", bytes(compressed(filter, table), "stdin"));
        CHECK(row(*open_foreign({"-"}, {}, files), 1) == std::vector<real>{3, 4});
        const std::string labels = folder.add("l", compressed(filter, "7\n8\n"));
        const auto digits = open_foreign({folder.add("i", compressed(filter, pictures))}, {.labels = labels});
        CHECK(row(*digits, 1) == std::vector<real>{3, 4});
        CHECK(digits->labels == Numbers{7, 8});
        CHECK(open_foreign({folder.add("p", compressed(filter, dot))}, {})->count == 1);
        CHECK(open_foreign({folder.add("z", compressed(filter, zip({{"a/1.png", dot}, {"b/2.png", dot}})))}, {})->labels == Numbers{0, 1});
    }
}
