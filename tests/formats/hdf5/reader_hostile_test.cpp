#include <doctest/doctest.h>
#include <sys/inotify.h>
#include <unistd.h>
#include <zlib.h>

#include "formats/hdf5/reader.hpp"
#include "formats/limits.hpp"
#include "formats/sandbox.hpp"
#include "formats/streams.hpp"
#include "tests/formats/processor_seconds.hpp"
#include "tests/formats/raw_file.hpp"
#include "tests/formats/samples.hpp"
#include "tests/formats/scratch.hpp"

using namespace gen;
using namespace gen::test;

namespace {

/// What reading it says, which must be the same, and the fault of the input, in this process and in a confined one.
std::string reading(const std::string& path) {
    std::string message[2];
    for (const bool confined : {false, true}) {
        use_sandbox(confined ? Sandbox::always : Sandbox::never);
        const double begin = processor_seconds();
        message[confined] = message_of([&] {
            try {
                read_document(path).find("/a");
            } catch (const Error& error) {
                CHECK(error.fault() == Fault::input);
                throw;
            }
        });
        CHECK(processor_seconds() - begin < 1);
    }
    use_sandbox(Sandbox::automatic);
    CHECK(message[0] == message[1]);
    return message[0];
}

/// Tells whether a file was opened while it lived.
class Watch {
public:
    explicit Watch(const std::string& path) : fd_(inotify_init1(IN_NONBLOCK)) { inotify_add_watch(fd_, path.c_str(), IN_OPEN | IN_ACCESS); }
    ~Watch() { close(fd_); }
    bool was_opened() const {
        char event[4096];
        return read(fd_, event, sizeof event) > 0;
    }

private:
    int fd_;
};

std::string reading_secretly(const Scratch& scratch, const std::function<void(hid_t)>& fill) {
    raw_file(scratch.path("a.h5"), fill);
    const Watch watch(scratch.path("secret"));
    const std::string message = reading(scratch.path("a.h5"));
    CHECK_FALSE(watch.was_opened());
    slurp(scratch.path("secret"));
    CHECK(watch.was_opened());
    return message;
}

}  // namespace

TEST_CASE("hostile: external storage is refused and the other file never opened") {
    const Scratch scratch;
    spill(scratch.path("secret"), std::string(100, 's'));
    CHECK(reading_secretly(scratch, [&](hid_t root) {
              const Handle creation(H5Pcreate(H5P_DATASET_CREATE), "creation");
              H5Pset_external(creation.get(), scratch.path("secret").c_str(), 0, 100);
              raw_set(root, "a", H5T_STD_U8LE, {100}, creation.get());
          }) == "a.h5: /a keeps its data in other files, expected them in this one");
}

TEST_CASE("hostile: a virtual data set is refused and the other file never opened") {
    const Scratch scratch;
    raw_file(scratch.path("secret"), [](hid_t root) { raw_set(root, "x", H5T_STD_U8LE, {10}); });
    for (const hsize_t most : {hsize_t{10}, H5S_UNLIMITED}) {
        CHECK(reading_secretly(scratch, [&](hid_t root) {
                  const hsize_t extent = 10;
                  const Handle space(H5Screate_simple(1, &extent, &most), "space");
                  const Handle creation(H5Pcreate(H5P_DATASET_CREATE), "creation");
                  H5Pset_virtual(creation.get(), space.get(), scratch.path("secret").c_str(), "x", space.get());
                  const Handle set(H5Dcreate2(root, "a", H5T_STD_U8LE, space.get(), H5P_DEFAULT, creation.get(), H5P_DEFAULT), "a");
              }) == "a.h5: /a is a virtual data set, expected its data in this file");
    }
}

TEST_CASE("hostile: links that are not hard are refused, at the end and in the middle of a path") {
    const Scratch scratch;
    raw_file(scratch.path("secret"), [](hid_t root) { raw_set(root, "x", H5T_STD_U8LE, {10}); });
    CHECK(reading_secretly(scratch, [&](hid_t root) {
              H5Lcreate_external(scratch.path("secret").c_str(), "/x", root, "a", H5P_DEFAULT, H5P_DEFAULT);
          }) == "a.h5: /a is an external link, expected a hard one");
    CHECK(reading_secretly(scratch, [&](hid_t root) {
              const Handle group(H5Gcreate2(root, "g", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), "g");
              H5Lcreate_external(scratch.path("secret").c_str(), "/", group.get(), "h", H5P_DEFAULT, H5P_DEFAULT);
          }) == "a.h5: /g/h is an external link, expected a hard one");
    CHECK(reading_secretly(scratch, [&](hid_t root) { H5Lcreate_soft("/nowhere", root, "a", H5P_DEFAULT, H5P_DEFAULT); }) ==
          "a.h5: /a is a soft link, expected a hard one");
}

TEST_CASE("hostile: circles and second names are refused") {
    const Scratch scratch;
    raw_file(scratch.path("a.h5"), [](hid_t root) {
        const Handle group(H5Gcreate2(root, "g", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), "g");
        H5Lcreate_hard(root, "/", group.get(), "up", H5P_DEFAULT, H5P_DEFAULT);
    });
    CHECK(reading(scratch.path("a.h5")) == "a.h5: /g/up is linked twice, expected each object once");
    raw_file(scratch.path("a.h5"), [](hid_t root) {
        const Handle group(H5Gcreate2(root, "x", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), "x");
        H5Lcreate_hard(root, "x", root, "a", H5P_DEFAULT, H5P_DEFAULT);
    });
    CHECK(reading(scratch.path("a.h5")) == "a.h5: /x is linked twice, expected each object once");
}

TEST_CASE("hostile: too many objects, too deep, names that would spoil a message") {
    const Scratch scratch;
    raw_file(scratch.path("a.h5"), [](hid_t root) {
        const Handle group(H5Gcreate2(root, "g", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), "g");
        for (std::size_t i = 0; i <= limit::objects; ++i) H5Lcreate_hard(root, "g", root, std::to_string(i).c_str(), H5P_DEFAULT, H5P_DEFAULT);
    });
    CHECK(reading(scratch.path("a.h5")) == "a.h5: more than 100000 objects");
    raw_file(scratch.path("a.h5"), [](hid_t root) {
        std::string path;
        for (int i = 0; i < 9; ++i) Handle(H5Gcreate2(root, (path += "/g").c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), path);
    });
    CHECK(reading(scratch.path("a.h5")) == "a.h5: /g/g/g/g/g/g/g/g/g lies deeper than 8 groups");
    for (const std::string& name : {std::string("a\nb"), std::string("x@y"), std::string(256, 'n')}) {
        raw_file(scratch.path("a.h5"), [&](hid_t root) { raw_set(root, name.c_str(), H5T_STD_U8LE, {1}); });
        CHECK(reading(scratch.path("a.h5")) == "a.h5: / holds a name that is empty, longer than 255 bytes or not plain text");
    }
}

TEST_CASE("hostile: types other than plain numbers are passed over, and refused where they are asked for") {
    const Scratch scratch;
    const Handle compound(H5Tcreate(H5T_COMPOUND, 4), "type");
    H5Tinsert(compound.get(), "x", 0, H5T_STD_I32LE);
    const Handle vlen(H5Tvlen_create(H5T_STD_I32LE), "type");
    const Handle opaque(H5Tcreate(H5T_OPAQUE, 4), "type");
    const hsize_t two = 2;
    const Handle array(H5Tarray_create2(H5T_STD_I32LE, 1, &two), "type");
    const struct {
        hid_t type;
        const char* name;
    } types[] = {{compound.get(), "compound"}, {vlen.get(), "variable-length"}, {opaque.get(), "opaque"},
                 {array.get(), "array"},       {H5T_STD_REF_OBJ, "reference"},  {H5T_STD_B8LE, "bitfield"}};
    for (const auto& t : types) {
        raw_file(scratch.path("a.h5"), [&](hid_t root) { raw_set(root, "a", t.type, {3}); });
        CHECK(reading(scratch.path("a.h5")) == std::string("a.h5: /a is of ") + t.name + " type, expected integers or floats");
    }
    const Handle odd(H5Tcopy(H5T_STD_I32LE), "type");
    H5Tset_precision(odd.get(), 17);
    raw_file(scratch.path("a.h5"), [&](hid_t root) { raw_set(root, "a", odd.get(), {3}); });
    CHECK(reading(scratch.path("a.h5")) == "a.h5: /a has integers of 17 bits in 4 bytes, expected 1, 2, 4 or 8 whole bytes");
    raw_file(scratch.path("a.h5"), [&](hid_t root) { raw_set(root, "a", H5T_NATIVE_LDOUBLE, {3}); });
    CHECK(reading(scratch.path("a.h5")).starts_with("a.h5: /a has floats of 80 bits in 16 bytes"));
    const Document document = read_document(scratch.path("a.h5"));
    CHECK(document.find("/b") == nullptr);
    CHECK(document.unreadable.size() == 1);
}

TEST_CASE("hostile: sizes that are claimed but not there") {
    const Scratch scratch;
    raw_file(scratch.path("a.h5"), [](hid_t root) { raw_set(root, "a", H5T_IEEE_F32LE, {1 << 20, 1 << 20}); });
    CHECK(reading(scratch.path("a.h5")) == "a.h5: /a is 4398046511104 bytes, which cannot come from a file of 547");
    raw_file(scratch.path("a.h5"), [](hid_t root) { raw_set(root, "a", H5T_IEEE_F32LE, {hsize_t{1} << 32, hsize_t{1} << 32, 4, 4}); });
    CHECK(reading(scratch.path("a.h5")) == "a.h5: /a: shape 4294967296x4294967296x4x4 is too large");
    raw_file(scratch.path("a.h5"), [](hid_t root) { raw_set(root, "a", H5T_IEEE_F32LE, std::vector<hsize_t>(32, 1)); });
    CHECK(reading(scratch.path("a.h5")) == "a.h5: /a has 32 dimensions, expected at most 8");
    raw_file(scratch.path("a.h5"), [](hid_t root) {
        const Handle creation(H5Pcreate(H5P_DATASET_CREATE), "creation");
        const hsize_t chunk = 1;
        H5Pset_chunk(creation.get(), 1, &chunk);
        raw_set(root, "a", H5T_IEEE_F32LE, {hsize_t{1} << 50}, creation.get());
    });
    CHECK(reading(scratch.path("a.h5")).starts_with("a.h5: /a has 1125899906842624 chunks, more than a file of "));
}

TEST_CASE("hdf5: what was never written has the fill value") {
    const Scratch scratch;
    const unsigned char seven = 7;
    for (const bool chunked : {false, true}) {
        raw_file(scratch.path("a.h5"), [&](hid_t root) {
            const Handle creation(H5Pcreate(H5P_DATASET_CREATE), "creation");
            const hsize_t chunk[] = {2, 3};
            if (chunked) H5Pset_chunk(creation.get(), 2, chunk);
            H5Pset_fill_value(creation.get(), H5T_NATIVE_UCHAR, &seven);
            raw_set(root, "a", H5T_STD_U8LE, {3, 3}, creation.get());
            const Handle half = raw_set(root, "b", H5T_STD_U8LE, {3, 3}, creation.get());
            if (!chunked) return;
            const hsize_t corner[] = {2, 0};
            const unsigned char values[] = {1, 2, 3, 9, 9, 9};
            H5Dwrite_chunk(half.get(), H5P_DEFAULT, 0, corner, sizeof values, values);
        });
        const Document document = read_document(scratch.path("a.h5"));
        CHECK(bytes_of(document.require("/a")) == std::string(9, '\7'));
        CHECK(bytes_of(document.require("/b")) == std::string(6, '\7') + (chunked ? "\1\2\3" : "\7\7\7"));
    }
}

TEST_CASE("hostile: what inflates to more than was declared is refused without being inflated") {
    const Scratch scratch;
    raw_file(scratch.path("a.h5"), [](hid_t root) {
        std::vector<Bytef> zeros(std::size_t{64} << 20), packed(1 << 20);
        uLongf size = packed.size();
        compress2(packed.data(), &size, zeros.data(), zeros.size(), 9);
        const Handle creation(H5Pcreate(H5P_DATASET_CREATE), "creation");
        const hsize_t chunk = 64, at = 0;
        H5Pset_chunk(creation.get(), 1, &chunk);
        H5Pset_deflate(creation.get(), 9);
        const Handle set = raw_set(root, "a", H5T_STD_U8LE, {64}, creation.get());
        H5Dwrite_chunk(set.get(), H5P_DEFAULT, 0, &at, size, packed.data());
    });
    CHECK(reading(scratch.path("a.h5")) == "a.h5: /a: damaged: a compressed chunk does not give 64 bytes");
    raw_file(scratch.path("a.h5"), [](hid_t root) {
        const Handle creation(H5Pcreate(H5P_DATASET_CREATE), "creation");
        const hsize_t chunk = 1 << 20;
        H5Pset_chunk(creation.get(), 1, &chunk);
        H5Pset_deflate(creation.get(), 9);
        raw_set(root, "a", H5T_STD_U8LE, {hsize_t{1} << 40}, creation.get());
    });
    CHECK(reading(scratch.path("a.h5")) == "a.h5: /a has 1048576 chunks, more than a file of 547 bytes can hold");
}

TEST_CASE("hostile: filters other than ours are refused") {
    const Scratch scratch;
    raw_file(scratch.path("a.h5"), [](hid_t root) {
        const Handle creation(H5Pcreate(H5P_DATASET_CREATE), "creation");
        const hsize_t chunk = 10;
        H5Pset_chunk(creation.get(), 1, &chunk);
        H5Pset_scaleoffset(creation.get(), H5Z_SO_INT, 4);
        raw_set(root, "a", H5T_STD_I32LE, {10}, creation.get());
    });
    CHECK(
        reading(scratch.path("a.h5")) ==
        "a.h5: /a is stored with HDF5 filter scaleoffset (6), expected deflate, shuffle, fletcher32 or lzf; h5repack -f GZIP=6 OLD NEW rewrites it");
}

TEST_CASE("hostile: a user block is refused, and other files are no HDF5 files") {
    const Scratch scratch;
    const Handle creation(H5Pcreate(H5P_FILE_CREATE), "creation");
    H5Pset_userblock(creation.get(), 512);
    raw_file(scratch.path("a.h5"), [](hid_t root) { raw_set(root, "a", H5T_STD_U8LE, {1}); }, creation.get());
    CHECK(reading(scratch.path("a.h5")) ==
          "a.h5: not an HDF5 file (it begins after a user block of 512 bytes, expected none): data-import a.h5 -o images.h5");
    spill(scratch.path("a.h5"), slurp(scratch.path("a.h5")).substr(512));
    CHECK(reading(scratch.path("a.h5")) == "a.h5: HDF5 base address 512, expected 0 (no user block)");
    spill(scratch.path("x.png"), "\x89PNG\r\n\x1a\n and so on");
    CHECK(reading(scratch.path("x.png")) == "x.png: is a PNG picture, expected HDF5: data-import x.png -o x.h5");
    spill(scratch.path("x.png"), "");
    CHECK(reading(scratch.path("x.png")) == "x.png: empty, expected an HDF5 file");
}

TEST_CASE("hostile: superblocks of all versions are read") {
    const Scratch scratch;
    const auto fill = [](hid_t root) {
        const Handle set = raw_set(root, "a", H5T_STD_U8LE, {3});
        const unsigned char values[] = {1, 2, 3};
        H5Dwrite(set.get(), H5T_NATIVE_UCHAR, H5S_ALL, H5S_ALL, H5P_DEFAULT, values);
    };
    const Handle creation(H5Pcreate(H5P_FILE_CREATE), "creation");
    H5Pset_istore_k(creation.get(), 64);
    raw_file(scratch.path("0.h5"), fill, H5P_DEFAULT, false);
    raw_file(scratch.path("1.h5"), fill, creation.get(), false);
    raw_file(scratch.path("3.h5"), fill);
    for (const char version : {'0', '1', '3'}) {
        const std::string path = scratch.path(std::string(1, version) + ".h5");
        CHECK(slurp(path)[8] == version - '0');
        CHECK(bytes_of(read_document(path).require("/a")) == "\x01\x02\x03");
    }
}

TEST_CASE("hostile: data sets that share bytes or lie outside the file are refused") {
    const Scratch scratch;
    haddr_t first = 0, second = 0;
    const auto fill = [&](hid_t root) {
        const std::vector<unsigned char> values(1000);
        for (haddr_t* const at : {&first, &second}) {
            const Handle set = raw_set(root, at == &first ? "a" : "b", H5T_STD_U8LE, {1000});
            H5Dwrite(set.get(), H5T_NATIVE_UCHAR, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
            *at = H5Dget_offset(set.get());
        }
    };
    raw_file(scratch.path("a.h5"), fill, H5P_DEFAULT, false);  // version 0 has no checksums over its metadata
    const std::string bytes = slurp(scratch.path("a.h5"));
    const auto with_second_at = [&](haddr_t address) {
        std::string changed = bytes;
        const std::string old(reinterpret_cast<const char*>(&second), 8);
        changed.replace(changed.find(old), 8, std::string(reinterpret_cast<const char*>(&address), 8));
        spill(scratch.path("a.h5"), changed);
        return reading(scratch.path("a.h5"));
    };
    CHECK(with_second_at(first + 999) == "a.h5: /b: damaged: shares its bytes with /a");
    // Later versions of HDF5 see it themselves.
    for (const haddr_t outside : {bytes.size() - 999, ~haddr_t{0} - 5}) {
        const std::string said = with_second_at(outside);
        CHECK_MESSAGE((said.starts_with("a.h5: /b: damaged: its data lie outside the file of ") || said.starts_with("a.h5: /b: damaged (")), said);
    }
}

TEST_CASE("hostile: attributes that are too large are refused, those that only others write are passed over") {
    const Scratch scratch;
    const auto attribute = [&](hid_t type, const std::vector<hsize_t>& extents) {
        raw_file(scratch.path("a.h5"), [&](hid_t root) {
            const Handle space = raw_space(extents);
            const Handle made(H5Acreate2(root, "x", type, space.get(), H5P_DEFAULT, H5P_DEFAULT), "x");
        });
        return reading(scratch.path("a.h5"));
    };
    const std::string none = "nothing was thrown";
    CHECK(attribute(H5T_IEEE_F64LE, {2, 2}) == none);
    CHECK(attribute(H5T_IEEE_F64LE, {10'000}) == "a.h5: attribute x has 10000 values of 8 bytes, expected at most 65536 bytes");
    const Handle vlen(H5Tcopy(H5T_C_S1), "type");
    H5Tset_size(vlen.get(), H5T_VARIABLE);
    CHECK(attribute(vlen.get(), {1}) == none);
    CHECK(std::get<std::vector<std::string>>(read_document(scratch.path("a.h5")).attribute("x")->value) == std::vector<std::string>{""});
    CHECK(attribute(H5T_STD_REF_OBJ, {1}) == none);
    CHECK(read_document(scratch.path("a.h5")).attribute("x") == nullptr);
}

TEST_CASE("hostile: a file that ends too early is refused wherever it ends, and nothing stays open") {
    const Scratch scratch;
    Output(scratch.path("whole.h5")).commit(everything());
    const std::string whole = slurp(scratch.path("whole.h5"));
    for (std::size_t i = 1; i < 50; ++i) {
        const std::size_t length = whole.size() * i / 50;
        spill(scratch.path("a.h5"), whole.substr(0, length));
        CHECK(reading(scratch.path("a.h5")) == "a.h5: truncated: " + std::to_string(length) + " bytes, expected " + std::to_string(whole.size()));
    }
    spill(scratch.path("a.h5"), whole.substr(0, 20));
    CHECK(reading(scratch.path("a.h5")) == "a.h5: truncated: 20 bytes, expected an HDF5 superblock");
    CHECK(H5Fget_obj_count(static_cast<hid_t>(H5F_OBJ_ALL), H5F_OBJ_ALL) == 0);
}

TEST_CASE("hostile: a changed byte of the data is found by the digest") {
    const Scratch scratch;
    Output(scratch.path("a.h5")).commit(everything());
    std::string bytes = slurp(scratch.path("a.h5"));
    bytes[bytes.find(std::string(1000, 'x')) + 500] = 'y';
    spill(scratch.path("a.h5"), bytes);
    const Document unverified = *Input(scratch.path("a.h5"), Input::Verify::nothing).next();
    CHECK(reading(scratch.path("a.h5")) == "a.h5: content digest is " + content_digest(unverified) + ", expected " + content_digest(everything()));
}
