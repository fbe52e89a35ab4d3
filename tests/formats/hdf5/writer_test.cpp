#include "formats/hdf5/writer.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>

#include <array>

#include "formats/hdf5/handle.hpp"
#include "formats/posix.hpp"
#include "formats/streams.hpp"
#include "tests/formats/samples.hpp"
#include "tests/formats/scratch.hpp"

using namespace gen;
using namespace gen::test;

namespace {

std::string in_memory(const Document& document) {
    const h5::Buffer bytes = h5::write_bytes(document, "test");
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string through_a_file(const Document& document, const Scratch& scratch, const std::string& name) {
    const std::string path = scratch.path(name);
    const Descriptor fd(open(path.c_str(), O_RDWR | O_CREAT, 0666));
    h5::write_file(document, path, fd.get(), path);
    return slurp(path);
}

Document compressed() {
    Document d = everything();
    d.datasets[0] = numbers_set<std::uint8_t>("/images", Type::u8, {1000, 1, 28, 28});
    d.datasets[0].deflate = 6;
    return d;
}

/// 24 MB whose rows are made when they are asked for.
Document large(std::size_t rows) {
    Document d;
    add_header(d, "images", std::nullopt);
    Dataset set{.path = "/images", .type = Type::f32, .shape = {rows, 1, 28, 28}, .rows = {}, .attributes = {}};
    set.rows = [next = std::size_t{0}](std::size_t first, std::size_t count, void* out) mutable {
        if (first != next) fail("row ", first, " was asked for, expected ", next);
        next = first + count;
        for (std::size_t i = 0; i < count * 784; ++i) static_cast<float*>(out)[i] = static_cast<float>(first * 784 + i);
    };
    d.datasets.push_back(std::move(set));
    d.datasets.push_back(numbers_set<std::int32_t>("/labels", Type::i32, {rows}));
    return d;
}

std::size_t resident_peak() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::stoul(line.substr(6)) * 1024;
    return 0;
}

}  // namespace

TEST_CASE("writer: memory and file give the same bytes") {
    const Scratch scratch;
    CHECK(in_memory(everything()) == through_a_file(everything(), scratch, "a.h5"));
    CHECK(in_memory(compressed()) == through_a_file(compressed(), scratch, "b.h5"));
    CHECK(in_memory(large(3000)) == through_a_file(large(3000), scratch, "c.h5"));
}

TEST_CASE("writer: the same document gives the same bytes again, and over an old file") {
    const Scratch scratch;
    CHECK(in_memory(everything()) == in_memory(everything()));
    through_a_file(large(3000), scratch, "a.h5");
    CHECK(through_a_file(everything(), scratch, "a.h5") == in_memory(everything()));
}

TEST_CASE("writer: compressed chunks come back, and are smaller") {
    const Scratch scratch;
    Output(scratch.path("a.h5")).commit(compressed());
    const Document back = read_document(scratch.path("a.h5"));
    CHECK(bytes_of(back.require("/images")) == bytes_of(compressed().datasets[0]));
    CHECK(back.digest == content_digest(compressed()));
    CHECK(slurp(scratch.path("a.h5")).size() < 400'000);
}

TEST_CASE("writer: rows are asked for once and in order, and never all held") {
    const Scratch scratch;
    const std::size_t before = resident_peak();
    Output(scratch.path("a.h5")).commit(large(20'000));
    CHECK(resident_peak() - before < (std::size_t{10} << 20));
    const Document back = read_document(scratch.path("a.h5"));
    CHECK(resident_peak() - before < (std::size_t{10} << 20));
    float row[784];
    back.require("/images").rows(19'999, 1, row);
    CHECK(row[783] == 20'000.0f * 784 - 1);
}

TEST_CASE("writer: what content-sha256 leaves out is covered by a digest as well") {
    Document d = everything();
    for (Dataset& set : d.datasets)
        if (set.path == "/metrics") set = numbers_set<float>("/metrics", Type::f32, {3000, 11});
    const Scratch scratch;
    const std::string whole = in_memory(d);
    const std::string row(reinterpret_cast<const char*>(std::array<float, 3>{20000, 20001, 20002}.data()), 12);
    const std::size_t at = whole.find(row);
    REQUIRE(at != std::string::npos);
    for (const std::size_t byte : {at, at + 11}) {
        std::string damaged = whole;
        damaged[byte] = static_cast<char>(damaged[byte] ^ 1);
        spill(scratch.path("x.h5"), damaged);
        CHECK(message_of([&] { read_document(scratch.path("x.h5")); }).starts_with("x.h5: damaged: /metrics@rest-sha256 is "));
    }
    spill(scratch.path("x.h5"), whole);
    const Document read = read_document(scratch.path("x.h5"));
    CHECK(read.digest == content_digest(d));
    Document shorter = read;
    for (Dataset& set : shorter.datasets)
        if (set.path == "/metrics") set.shape[0] = 2;
    spill(scratch.path("x.h5"), in_memory(shorter));
    CHECK(read_document(scratch.path("x.h5")).require("/metrics").shape == Shape{2, 11});
}

TEST_CASE("writer: nothing of HDF5 stays open") {
    in_memory(everything());
    CHECK(H5Fget_obj_count(static_cast<hid_t>(H5F_OBJ_ALL), H5F_OBJ_ALL) == 0);
}

TEST_CASE("writer: a path that is there twice or is none is refused") {
    Document twice;
    twice.datasets = {text_dataset("/a", "x"), text_dataset("/a", "y")};
    CHECK(message_of([&] { in_memory(twice); }).starts_with("test: /a"));
    Document none;
    none.datasets = {text_dataset("a", "x")};
    CHECK(message_of([&] { in_memory(none); }) == "test: \"a\" is not the path of a data set");
}
