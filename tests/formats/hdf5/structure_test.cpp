#include <doctest/doctest.h>

#include "formats/hdf5/attributes.hpp"
#include "formats/hdf5/sandbox.hpp"
#include "formats/hdf5/structure_reader.hpp"
#include "formats/sandbox.hpp"
#include "formats/streams.hpp"
#include "tests/formats/raw_file.hpp"
#include "tests/formats/samples.hpp"
#include "tests/formats/scratch.hpp"

using namespace gen;
using namespace gen::test;

namespace {

/// A file with everything that a structure has fields for.
void odd_file(const std::string& path) {
    raw_file(path, [](hid_t root) {
        const Handle creation(H5Pcreate(H5P_DATASET_CREATE), "creation");
        const hsize_t chunk[] = {2, 2};
        const float fill = 2.5F;
        H5Pset_chunk(creation.get(), 2, chunk);
        H5Pset_shuffle(creation.get());
        H5Pset_deflate(creation.get(), 1);
        H5Pset_fill_value(creation.get(), H5T_NATIVE_FLOAT, &fill);
        raw_set(root, "chunks", H5T_IEEE_F32BE, {5, 3}, creation.get());
        const Handle compound(H5Tcreate(H5T_COMPOUND, 4), "type");
        H5Tinsert(compound.get(), "x", 0, H5T_STD_I32LE);
        raw_set(root, "odd", compound.get(), {3});
        const Handle text(H5Tcopy(H5T_C_S1), "type");
        H5Tset_size(text.get(), H5T_VARIABLE);
        const Handle words = raw_set(root, "words", text.get(), {2});
        const char* const both[] = {"cat", "golden retriever"};
        H5Dwrite(words.get(), text.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, both);
        H5Lcreate_soft("/words", root, "soft", H5P_DEFAULT, H5P_DEFAULT);
        H5Lcreate_external("b.h5", "/x", root, "outside", H5P_DEFAULT, H5P_DEFAULT);
        H5Lcreate_hard(root, "words", root, "words again", H5P_DEFAULT, H5P_DEFAULT);
        const Handle group(H5Gcreate2(root, "matrix", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), "group");
        h5::write_text_attribute(group.get(), "encoding-type", "csr_matrix", "group");
        h5::write_text_attribute(group.get(), "other", "x", "group");
    });
}

const h5::StoredSet& set_of(const h5::Structure& structure, std::string_view path) {
    for (const h5::StoredSet& set : structure.sets)
        if (set.path == path) return set;
    FAIL("no ", path);
    return structure.sets[0];
}

}  // namespace

TEST_CASE("structure: of anyone's file all is looked up and nothing refused") {
    const Scratch scratch;
    odd_file(scratch.path("a.h5"));
    const h5::Structure structure = h5::structure_of(h5::StoredFile(Bytes::open(scratch.path("a.h5"))), h5::Whose::anyone);
    CHECK(structure.sets.size() == 3);
    REQUIRE(structure.links.size() == 3);
    CHECK(structure.links[0].path == "/outside");
    CHECK(structure.links[0].file == "b.h5");
    CHECK(structure.links[0].target == "/x");
    CHECK(structure.links[1].target == "/words");
    CHECK(structure.links[1].file.empty());
    CHECK(structure.links[2].path == "/words again");
    REQUIRE(structure.groups.size() == 1);
    CHECK(structure.groups[0].path == "/matrix");
    CHECK(structure.groups[0].attributes.size() == 1);
    CHECK(set_of(structure, "/odd").refusal == "is of compound type, expected integers or floats");
    CHECK(set_of(structure, "/words").words == std::vector<std::string>{"cat", "golden retriever"});
    const h5::StoredSet& chunks = set_of(structure, "/chunks");
    CHECK(chunks.chunks.size() == 6);
    CHECK(chunks.filters == std::vector<h5::Filter>{h5::Filter::shuffle, h5::Filter::deflate});
    CHECK(chunks.fill.size() == 4);
    CHECK(chunks.type_name == "f32");
}

TEST_CASE("structure: as bytes and back it is the same, and every piece of them is refused") {
    const Scratch scratch;
    odd_file(scratch.path("a.h5"));
    for (const bool ours : {false, true}) {
        if (ours) Output(scratch.path("a.h5")).commit(everything());
        const h5::StoredFile stored(Bytes::open(scratch.path("a.h5")));
        const std::vector<std::byte> bytes = h5::pack(h5::structure_of(stored, ours ? h5::Whose::ours : h5::Whose::anyone));
        CHECK(h5::pack(h5::unpack(bytes, "x")) == bytes);
        for (std::size_t n = 0; n < bytes.size(); n += 7)
            CHECK(message_of([&] { h5::unpack({bytes.data(), n}, "x"); }) == "x: damaged: HDF5 gives no description of its structure");
    }
}

TEST_CASE("structure: a confined process reads the same documents") {
    const Scratch scratch;
    Output(scratch.path("a.h5")).commit(everything());
    use_sandbox(Sandbox::never);
    const Document here = read_document(scratch.path("a.h5"));
    use_sandbox(Sandbox::always);
    const Document there = read_document(scratch.path("a.h5"));
    use_sandbox(Sandbox::automatic);
    CHECK(content_digest(there) == content_digest(here));
    CHECK(there.attributes == here.attributes);
}

TEST_CASE("structure: of bytes that came through a pipe, not of a file that has their name") {
    const Scratch scratch;
    const std::string path = scratch.path("stdin");
    odd_file(path);
    const std::string bytes = slurp(path);
    raw_file(path, [](hid_t root) { raw_set(root, "x", H5T_STD_U8LE, {10}); });
    spill(path, slurp(path) + std::string(bytes.size(), '\0'));
    const auto* const begin = reinterpret_cast<const std::byte*>(bytes.data());
    const h5::StoredFile stored(Bytes::of(path, {begin, begin + bytes.size()}));
    CHECK(h5::sandboxed_structure_of(stored, h5::Whose::anyone).sets.size() == 3);
    const h5::StoredFile part(Bytes::of(path, {begin, begin + bytes.size()}).part(0, bytes.size(), path));
    CHECK(h5::sandboxed_structure_of(part, h5::Whose::anyone).sets.size() == 3);
}
