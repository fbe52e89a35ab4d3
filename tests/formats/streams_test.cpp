#include "formats/streams.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <thread>

#include "formats/hdf5/handle.hpp"
#include "formats/hdf5/reader.hpp"
#include "formats/hdf5/stored_file.hpp"
#include "formats/posix.hpp"
#include "formats/sandbox.hpp"
#include "tests/formats/samples.hpp"
#include "tests/formats/scratch.hpp"

using namespace gen;
using namespace gen::test;

namespace {

Document numbered(double number) {
    Document d;
    add_header(d, "tensor", std::nullopt);
    d.datasets = {dataset("/data", Matrix(1, 1, {static_cast<real>(number)})), text_dataset("/padding", std::string(40'000, 'x'))};
    return d;
}

double number_of(const Document& document) { return matrix_of(document.require("/data"))(0, 0); }

std::string bytes_of_file(const Scratch& scratch, const Document& document) {
    Output(scratch.path("bytes")).commit(document);
    return slurp(scratch.path("bytes"));
}

/// Standard input is another file while this lives.
class Stdin {
public:
    explicit Stdin(int fd) : saved_(dup(STDIN_FILENO)) { dup2(fd, STDIN_FILENO); }
    ~Stdin() {
        dup2(saved_, STDIN_FILENO);
        close(saved_);
    }

private:
    int saved_;
};

}  // namespace

TEST_CASE("streams: images one after another, from a file and from a pipe, and not a byte more") {
    const Scratch scratch;
    const std::string all = bytes_of_file(scratch, numbered(1)) + bytes_of_file(scratch, numbered(2)) + "rest";
    spill(scratch.path("both"), all);
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    std::thread sender([&] {
        // In small pieces, so that every read is short.
        for (std::size_t at = 0; at < all.size(); at += 997) CHECK(write(ends[1], all.data() + at, std::min<std::size_t>(997, all.size() - at)) > 0);
        close(ends[1]);
    });
    for (const int fd : {open(scratch.path("both").c_str(), O_RDONLY), ends[0]}) {
        const Stdin now(fd);
        for (const double wanted : {1.0, 2.0}) {
            Input input("-");  // a process of its own in real life
            CHECK(number_of(*input.next()) == wanted);
        }
        char rest[10] = {};
        CHECK(read(STDIN_FILENO, rest, sizeof rest) == 4);
        CHECK(std::string(rest) == "rest");
        close(fd);
    }
    sender.join();
}

TEST_CASE("streams: a list ends cleanly behind the last image, and documents outlive the input") {
    const Scratch scratch;
    spill(scratch.path("both"), bytes_of_file(scratch, numbered(1)) + bytes_of_file(scratch, numbered(2)));
    std::vector<Document> documents;
    {
        Input input(scratch.path("both"));
        while (std::optional<Document> document = input.next()) documents.push_back(std::move(*document));
    }
    REQUIRE(documents.size() == 2);
    CHECK(number_of(documents[1]) == 2);
    spill(scratch.path("tail"), bytes_of_file(scratch, numbered(1)) + "?");
    Input input(scratch.path("tail"));
    input.next();
    CHECK(message_of([&] { input.next(); }) == "tail: not an HDF5 file");
}

TEST_CASE("streams: a truncated pipe is refused with both sizes") {
    const Scratch scratch;
    const std::string whole = bytes_of_file(scratch, numbered(1));
    for (const std::size_t length : {std::size_t{1}, std::size_t{51}, std::size_t{52}, whole.size() - 1}) {
        int ends[2];
        REQUIRE(pipe(ends) == 0);
        CHECK(write(ends[1], whole.data(), length) == static_cast<ssize_t>(length));
        close(ends[1]);
        const Stdin now(ends[0]);
        close(ends[0]);
        const std::string wanted = length < 8    ? "stdin: not an HDF5 file"
                                   : length < 52 ? "stdin: truncated: 51 bytes, expected an HDF5 superblock"
                                                 : join("stdin: truncated: ", length, " bytes, expected ", whole.size());
        CHECK(message_of([] { read_document("-"); }) == wanted);
    }
}

TEST_CASE("streams: a file that becomes shorter while it is read is refused, in either process") {
    const Scratch scratch;
    use_sandbox(Sandbox::always);
    const std::string path = scratch.path("u.h5");
    Output(path).commit(numbered(1));
    const std::size_t whole = std::filesystem::file_size(path);
    for (const std::size_t left : {std::size_t{40000}, std::size_t{5000}, std::size_t{60}, std::size_t{0}}) {
        const auto stored =
            std::make_shared<const h5::StoredFile>(std::make_shared<const Descriptor>(open(path.c_str(), O_RDONLY)), 0, whole, "u.h5");
        std::filesystem::resize_file(path, left);
        CHECK(message_of([&] { h5::read_document(stored, h5::Reading::verified); }) ==
              join("u.h5: truncated: ends after ", left, " bytes, expected ", whole));
        use_sandbox(Sandbox::automatic);
    }
}

TEST_CASE("streams: an input that cannot be opened is named") {
    const Scratch scratch;
    CHECK(message_of([&] { Input(scratch.path("digits.h5")); }) == "digits.h5: no such file or directory");
    std::filesystem::create_directory(scratch.path("folder"));
    CHECK(message_of([&] { Input(scratch.path("folder")); }) ==
          "folder: is a folder, expected an HDF5 file; pictures in it are imported by data-import folder -o folder.h5");
    CHECK(message_of([&] { Output(scratch.path("folder")); }) == "folder: is a directory");
    CHECK(message_of([&] { Output(scratch.path("none/x.h5")); }) == "none/x.h5: no such file or directory");
    CHECK(message_of([&] { Output(""); }) == "an output has an empty name, expected a file or -");
}

TEST_CASE("streams: an output that is never committed leaves nothing, and the old file as it was") {
    const Scratch scratch;
    spill(scratch.path("u.h5"), "old");
    {
        const Output out(scratch.path("u.h5"));
    }
    {
        const Output out(scratch.path("new.h5"));
    }
    CHECK(slurp(scratch.path("u.h5")) == "old");
    CHECK_FALSE(std::filesystem::exists(scratch.path("u.h5.part")));
    CHECK_FALSE(std::filesystem::exists(scratch.path("new.h5")));
    CHECK_FALSE(std::filesystem::exists(scratch.path("new.h5.part")));
}

TEST_CASE("streams: a left-over part is reused, and replaced whole") {
    const Scratch scratch;
    spill(scratch.path("u.h5.part"), std::string(200'000, 'z'));
    Output(scratch.path("u.h5")).commit(numbered(3));
    CHECK(slurp(scratch.path("u.h5")) == bytes_of_file(scratch, numbered(3)));
    CHECK_FALSE(std::filesystem::exists(scratch.path("u.h5.part")));
}

TEST_CASE("streams: two writers of one file: the second is told") {
    const Scratch scratch;
    Output first(scratch.path("u.h5"));
    CHECK(message_of([&] { Output(scratch.path("u.h5")); }) == "u.h5: another process is writing it");
    first.commit(std::string("text"));
    CHECK(slurp(scratch.path("u.h5")) == "text");
}

TEST_CASE("streams: replacing keeps permissions, links and the file before") {
    const Scratch scratch;
    spill(scratch.path("real.h5"), "old");
    REQUIRE(chmod(scratch.path("real.h5").c_str(), 0640) == 0);
    std::filesystem::create_symlink("real.h5", scratch.path("link.h5"));
    replace_file(scratch.path("link.h5"), numbered(1), true);
    CHECK(std::filesystem::is_symlink(scratch.path("link.h5")));
    CHECK(slurp(scratch.path("real.h5.1")) == "old");
    CHECK(number_of(read_document(scratch.path("real.h5"))) == 1);
    struct stat info{};
    REQUIRE(stat(scratch.path("real.h5").c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0640);
    replace_file(scratch.path("real.h5"), numbered(2), true);
    CHECK(number_of(read_document(scratch.path("real.h5.1"))) == 1);
    replace_file(scratch.path("first.h5"), numbered(2), true);
    CHECK_FALSE(std::filesystem::exists(scratch.path("first.h5.1")));
}

TEST_CASE("output: where the file is gone, the one kept before it stays") {
    const Scratch scratch;
    spill(scratch.path("u.h5.1"), "kept");
    replace_file(scratch.path("u.h5"), numbered(1), true);
    CHECK(slurp(scratch.path("u.h5.1")) == "kept");
}

TEST_CASE("output: a .part that is another name of a file leaves that file alone, and a link to nothing yet stays a link") {
    const Scratch scratch;
    spill(scratch.path("data"), "precious");
    std::filesystem::create_hard_link(scratch.path("data"), scratch.path("u.h5.part"));
    Output(scratch.path("u.h5")).commit(numbered(1));
    CHECK(slurp(scratch.path("data")) == "precious");
    std::filesystem::create_symlink("new.h5", scratch.path("link.h5"));
    Output(scratch.path("link.h5")).commit(numbered(2));
    CHECK(std::filesystem::is_symlink(scratch.path("link.h5")));
    CHECK(number_of(read_document(scratch.path("new.h5"))) == 2);
}

TEST_CASE("output: what a writer that died has left decides nothing: neither permissions nor owner") {
    const Scratch scratch;
    const std::string part = scratch.path("u.h5.part");
    spill(part, "stale");
    REQUIRE(chmod(part.c_str(), 0600) == 0);
    if (geteuid() == 0) REQUIRE(chown(part.c_str(), 12345, 12345) == 0);
    Output(scratch.path("u.h5")).commit(numbered(1));
    struct stat info{};
    REQUIRE(stat(scratch.path("u.h5").c_str(), &info) == 0);
    const mode_t mask = umask(0);
    umask(mask);
    CHECK((info.st_mode & 0777) == (0666 & ~mask));
    CHECK(info.st_uid == geteuid());
}

TEST_CASE("output: a .part that is no regular file is refused and stays") {
    const Scratch scratch;
    const std::string part = scratch.path("u.h5.part");
    spill(scratch.path("data"), "precious");
    std::filesystem::create_symlink("data", part);
    CHECK(message_of([&] { Output(scratch.path("u.h5")); }) == "u.h5.part: is in the way: no regular file");
    CHECK(slurp(scratch.path("data")) == "precious");
    std::filesystem::remove(part);
    REQUIRE(mkfifo(part.c_str(), 0600) == 0);
    CHECK(message_of([&] { Output(scratch.path("u.h5")); }) == "u.h5.part: is in the way: no regular file");
    CHECK(std::filesystem::is_fifo(part));
}

TEST_CASE("output: where another file has taken the name of its part, nothing is renamed") {
    const Scratch scratch;
    Output out(scratch.path("u.h5"));
    std::filesystem::remove(scratch.path("u.h5.part"));
    spill(scratch.path("u.h5.part"), "another's");
    CHECK(message_of([&] { out.commit(numbered(1)); }) == "u.h5: another process has replaced u.h5.part");
    CHECK_FALSE(std::filesystem::exists(scratch.path("u.h5")));
    CHECK(slurp(scratch.path("u.h5.part")) == "another's");
}

TEST_CASE("streams: what lies in memory has a name that no file can have") {
    const Scratch scratch;
    const std::string name = h5::name_in_memory();
    CHECK(name != h5::name_in_memory());
    CHECK(open(name.c_str(), O_RDWR | O_CREAT, 0600) < 0);
    CHECK(errno == ENAMETOOLONG);
    const std::filesystem::path before = std::filesystem::current_path();
    std::filesystem::current_path(scratch.path("."));
    for (const char* const file : {"gentools-read-0", "gentools-write-0"}) spill(scratch.path(file), "in the way");
    Output("u.h5").commit(numbered(1));
    CHECK(number_of(read_document("u.h5")) == 1);
    std::filesystem::current_path(before);
}

TEST_CASE("streams: what is no regular file is written straight") {
    const Scratch scratch;
    CHECK(message_of([] { Output("/dev/full").commit(numbered(1)); }) == "/dev/full: no space left on device");
    Output null("/dev/null");
    CHECK_FALSE(null.is_regular());
    null.commit(numbered(1));
    REQUIRE(mkfifo(scratch.path("fifo").c_str(), 0600) == 0);
    std::thread sender([&] { Output(scratch.path("fifo")).commit(numbered(5)); });
    CHECK(number_of(read_document(scratch.path("fifo"))) == 5);
    sender.join();
}

TEST_CASE("streams: a reader that is gone is an error where the signal is ignored") {
    const Scratch scratch;
    const auto before = std::signal(SIGPIPE, SIG_IGN);
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    close(ends[0]);
    const std::string message = message_of([&] { write_fully(ends[1], "x", 1, "stdout"); });
    close(ends[1]);
    std::signal(SIGPIPE, before);
    CHECK(message == "stdout: broken pipe");
}

TEST_CASE("streams: a terminal is refused with what to type instead") {
    const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0) {
        MESSAGE("no pseudo-terminals here: not tested");
        return;
    }
    const std::string path = ptsname(terminal);
    CHECK(message_of([&] { Output out(path); }) == path + " is a terminal, expected a file or a pipe: name one with --output FILE");
    CHECK(message_of([&] { Input in(path); }) == path + " is a terminal, expected a file or a pipe");
    close(terminal);
}
