// What files cost that hold very many things, or claim to. Times are of the processor: other work of the machine does not count.
#include <doctest/doctest.h>
#include <zlib.h>

#include <algorithm>
#include <functional>

#include "core/error.hpp"
#include "core/real.hpp"
#include "formats/arrays/hdf5_file.hpp"
#include "formats/confined.hpp"
#include "formats/hdf5/reader.hpp"
#include "formats/sandbox.hpp"
#include "formats/streams.hpp"
#include "tests/formats/processor_seconds.hpp"
#include "tests/formats/raw_file.hpp"
#include "tests/formats/samples.hpp"
#include "tests/formats/scratch.hpp"

using namespace gen;
using namespace gen::test;

namespace {

double seconds_of(const std::function<void()>& work) {
    const double begin = processor_seconds();
    work();
    return processor_seconds() - begin;
}

/// As h5py stores [n, 4] in chunks of a row: superblock 0, a B-tree of version 1.
void chunked_file(const std::string& path, std::size_t n) {
    raw_file(
        path,
        [&](hid_t root) {
            const Handle creation(H5Pcreate(H5P_DATASET_CREATE), "creation");
            const hsize_t chunk[] = {1, 4};
            H5Pset_chunk(creation.get(), 2, chunk);
            const Handle set = raw_set(root, "a", H5T_STD_U8LE, {n, 4}, creation.get());
            for (std::size_t i = 0; i < n; ++i) {
                const hsize_t corner[] = {i, 0};
                const unsigned char values[] = {static_cast<unsigned char>(i % 251), 1, 2, 3};
                H5Dwrite_chunk(set.get(), H5P_DEFAULT, 0, corner, sizeof values, values);
            }
        },
        H5P_DEFAULT, false);
}

/// Each group in the one before.
void nested_groups(hid_t where, std::size_t left) {
    Handle group(H5Gcreate2(where, "g", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), "g");
    for (; left > 1; --left) group = Handle(H5Gcreate2(group.get(), "g", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), "g");
}

[[maybe_unused]] std::shared_ptr<const h5::StoredFile> in_memory(const std::string& path) {
    const std::string bytes = slurp(path);
    h5::Buffer buffer;
    buffer.resize(bytes.size());
    bytes.copy(reinterpret_cast<char*>(buffer.data()), bytes.size());
    return std::make_shared<const h5::StoredFile>(std::move(buffer), "a.h5");
}

}  // namespace

TEST_CASE("costs: four times the chunks take about four times as long") {
    const Scratch scratch;
    double seconds[2];
    for (const std::size_t i : {std::size_t{0}, std::size_t{1}}) {
        const std::size_t n = i == 0 ? 10'000 : 40'000;
        chunked_file(scratch.path("a.h5"), n);
        seconds[i] = seconds_of([&] {
            const Document document = read_document(scratch.path("a.h5"));
            const std::string bytes = bytes_of(document.require("/a"));
            CHECK(bytes.size() == 4 * n);
            CHECK(static_cast<unsigned char>(bytes[4 * (n - 1)]) == (n - 1) % 251);
        });
    }
    CHECK(seconds[1] < 8 * std::max(seconds[0], 0.02));
}

TEST_CASE("costs: attributes, nested groups and groups by the thousand are refused or passed over soon") {
    const Scratch scratch;
    constexpr int many = 20'000;
    raw_file(scratch.path("a.h5"), [](hid_t root) {
        const Handle space(H5Screate(H5S_SCALAR), "space");
        for (int i = 0; i < many; ++i)
            Handle(H5Acreate2(root, std::to_string(i).c_str(), H5T_STD_U8LE, space.get(), H5P_DEFAULT, H5P_DEFAULT), "attribute");
    });
    raw_file(scratch.path("b.h5"), [](hid_t root) { nested_groups(root, many); });
    raw_file(scratch.path("c.h5"), [](hid_t root) {
        for (int i = 0; i < many; ++i) Handle(H5Gcreate2(root, std::to_string(i).c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), "group");
    });
    const std::string none = "nothing was thrown";
    const std::string attributes = "a.h5 has 20002 attributes, expected at most 1000";
    const struct {
        const char *name, *ours, *of_others;
    } files[] = {{"a.h5", attributes.c_str(), attributes.c_str()},
                 {"b.h5", "b.h5: /g/g/g/g/g/g/g/g/g lies deeper than 8 groups", none.c_str()},
                 {"c.h5", none.c_str(), none.c_str()}};
    use_sandbox(Sandbox::always);
    for (const auto& file : files) {
        const std::string path = scratch.path(file.name);
        CHECK(seconds_of([&] { CHECK(message_of([&] { read_document(path); }) == file.ours); }) < 2);
        CHECK(seconds_of([&] { CHECK(message_of([&] { open_hdf5(Bytes::open(path)); }) == file.of_others); }) < 2);
    }
    use_sandbox(Sandbox::automatic);
}

TEST_CASE("costs: chunks that are more than is kept in memory come back from a file without a name, in any order") {
    constexpr hsize_t rows = 70, row = 1 << 20, together = 16;
    const auto value = [](hsize_t i) { return static_cast<Bytef>(i * 37 + 1); };
    const Scratch scratch;
    raw_file(
        scratch.path("a.h5"),
        [&](hid_t root) {
            const Handle creation(H5Pcreate(H5P_DATASET_CREATE), "creation");
            const hsize_t chunk[] = {together, row};
            H5Pset_chunk(creation.get(), 2, chunk);
            H5Pset_deflate(creation.get(), 1);
            const Handle set = raw_set(root, "images", H5T_STD_U8LE, {rows, row}, creation.get());
            std::vector<Bytef> plain(together * row), packed(compressBound(plain.size()));
            for (hsize_t first = 0; first < rows; first += together) {
                for (hsize_t i = 0; i < together; ++i) std::fill_n(plain.begin() + static_cast<std::ptrdiff_t>(i * row), row, value(first + i));
                uLongf size = packed.size();
                compress2(packed.data(), &size, plain.data(), plain.size(), 1);
                const hsize_t corner[] = {first, 0};
                H5Dwrite_chunk(set.get(), H5P_DEFAULT, 0, corner, size, packed.data());
            }
        },
        H5P_DEFAULT, true, "images");
    const Document document = read_document(scratch.path("a.h5"));
    std::vector<Bytef> got(row);
    for (const std::size_t i : {std::size_t{69}, std::size_t{0}, std::size_t{17}, std::size_t{68}}) {
        document.require("/images").rows(i, 1, got.data());
        CHECK(std::ranges::count(got, value(i)) == row);
    }
}

#if !defined(__SANITIZE_ADDRESS__)
namespace {

/// What reading a file says in a process that may have 256 MiB. Beside what `fill` makes, the file holds 1 MiB of numbers.
std::string reading_in_little_memory(const std::function<void(hid_t root)>& make) {
    const Scratch scratch;
    raw_file(scratch.path("a.h5"), [&](hid_t root) {
        make(root);
        const std::vector<unsigned char> ballast(1 << 20);
        const Handle set = raw_set(root, "z", H5T_STD_U8LE, {1 << 20});
        H5Dwrite(set.get(), H5T_NATIVE_UCHAR, H5S_ALL, H5S_ALL, H5P_DEFAULT, ballast.data());
    });
    const std::shared_ptr<const h5::StoredFile> stored = in_memory(scratch.path("a.h5"));
    use_sandbox(Sandbox::never);
    const std::string said = message_of(
        [&] { confined("a.h5", [&] { return h5::read_document(stored), std::vector<std::byte>(); }, {.memory = std::size_t{256} << 20}); });
    use_sandbox(Sandbox::automatic);
    return said;
}

void add_in_chunks(hid_t root, const char* name, hsize_t extent, bool first_is_written) {
    const Handle creation(H5Pcreate(H5P_DATASET_CREATE), "creation");
    const hsize_t chunk = 1 << 20, at = 0;
    H5Pset_chunk(creation.get(), 1, &chunk);
    H5Pset_deflate(creation.get(), 9);
    const Handle set = raw_set(root, name, H5T_STD_U8LE, {extent}, creation.get());
    std::vector<Bytef> zeros(chunk), packed(chunk);
    uLongf size = packed.size();
    compress2(packed.data(), &size, zeros.data(), zeros.size(), 9);
    if (first_is_written) H5Dwrite_chunk(set.get(), H5P_DEFAULT, 0, &at, size, packed.data());
}

}  // namespace

TEST_CASE("costs: what a small file claims and does not hold takes no memory") {
    const std::string none = "nothing was thrown";
    const std::string too_large = "a.h5: /a is 2147483648 bytes, which cannot come from a file of ";
    constexpr hsize_t gib = hsize_t{1} << 30;
    CHECK(reading_in_little_memory([](hid_t root) { raw_set(root, "a", H5T_STD_U8LE, {2 * gib}); }).starts_with(too_large));
    CHECK(reading_in_little_memory([](hid_t root) { add_in_chunks(root, "a", 2 * gib, false); }).starts_with(too_large));
    CHECK(reading_in_little_memory([](hid_t root) { add_in_chunks(root, "a", 2 * gib, true); }).starts_with(too_large));
    CHECK(reading_in_little_memory([](hid_t root) { raw_set(root, "a", H5T_STD_U8LE, {1 << 10, 1 << 10, 1 << 10}); }) == none);
    const std::string to_be_held = "a.h5: /a needs " + std::to_string(gib * sizeof(real)) + " bytes of memory, expected at most ";
    CHECK(reading_in_little_memory([](hid_t root) { raw_set(root, "a", H5T_STD_U8LE, {gib}); }).starts_with(to_be_held));
    CHECK(reading_in_little_memory([](hid_t root) { add_in_chunks(root, "a", gib, false); }).starts_with(to_be_held));
}

TEST_CASE("costs: of others, too, what a small file claims and does not hold is refused") {
    const Scratch scratch;
    raw_file(scratch.path("a.h5"), [](hid_t root) {
        raw_set(root, "a", H5T_STD_U8LE, {hsize_t{1} << 31});
        add_in_chunks(root, "b", hsize_t{1} << 31, true);
    });
    const auto file = open_hdf5(Bytes::open(scratch.path("a.h5")));
    for (const std::string name : {"a", "b"})
        CHECK(message_of([&] {
                  file->open(file->require(name));
              }).starts_with("a.h5: " + name + " is 2147483648 bytes, which cannot come from a file of "));
}

TEST_CASE("costs: small data sets that are deflated are no more, all together, than may be held") {
    const Scratch scratch;
    raw_file(scratch.path("a.h5"), [](hid_t root) {
        for (const char* const name : {"a", "b", "c"}) add_in_chunks(root, name, (160 << 20) / sizeof(real), true);
    });
    CHECK(message_of([&] { read_document(scratch.path("a.h5")); }).starts_with("a.h5: /b needs 335544320 bytes of memory, expected at most "));
}
#endif
