// Archives of pictures and of data, packed in every way, with a dataset.json.
#include "tests/formats/archive_files.hpp"
#include "tests/formats/foreign_files.hpp"
#include "tests/fuzz/imported.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/fuzz/zip_checksums.hpp"

namespace gen::fuzz {

void read(const std::string& input) { import_input(input); }

std::vector<std::string> seeds() {
    using namespace foreign;
    const std::vector<ArchiveFile> pictures = {{"cat/0.png", dot}, {"dog/1.png", dot}, {"dog/2.png", "", "cat/0.png"}};
    const std::string json = R"({"labels": [["00000/a.png", 1], ["00000/b.png", 0]]})";
    return {archived("gnutar", "none", pictures),
            archived("pax", "gzip", pictures),
            archived("ustar", "xz", {{"train.csv", "1,2\n3,4\n"}}),
            archived("7zip", "none", {{"a/0.png", dot}, {"b/1.png", dot}}),
            archived("v7tar", "bzip2", pictures),
            archived("gnutar", "zstd", {{"x.npy", npy("|u1", "(3, 4, 4)", noise(48))}}),
            compressed("gzip", "1,2\n3,4\n"),
            compressed("xz", idx(8, {3, 4, 4}, noise(48))),
            zip({{"dataset.json", json, false}, {"00000/a.png", dot, false}, {"00000/b.png", dot, false}}),
            zip({{"cat/0.png", dot, false}, {"dog/1.png", dot, true}})};
}

std::vector<std::string> words() {
    return {"ustar", "ustar  ", "../", "/", "cat/", ".png", "PK\1\2", "PK\3\4", "\"labels\"", "null", "[", "]", "{", "}", ", "};
}

std::string mended(std::string input) { return with_zip_checksums(std::move(input)); }

}  // namespace gen::fuzz
