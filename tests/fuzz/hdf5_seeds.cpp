#include "tests/fuzz/hdf5_seeds.hpp"

#include <algorithm>

#include "formats/digest.hpp"
#include "formats/hdf5/writer.hpp"
#include "formats/images.hpp"
#include "formats/json.hpp"
#include "formats/streams.hpp"
#include "tests/formats/raw_file.hpp"
#include "tests/formats/samples.hpp"
#include "tests/formats/scratch.hpp"

namespace gen::test {
namespace {

std::string image_of(const Document& document) {
    const h5::Buffer image = h5::write_bytes(document, "fuzz");
    return {reinterpret_cast<const char*>(image.data()), image.size()};
}

Document pictures() {
    Images made;
    made.shape = {60, 1, 28, 28};
    made.rows = numbers_set<std::uint8_t>("/images", Type::u8, made.shape).rows;
    made.labels.assign(60, 3);
    made.classes = {"a", "b", "c", "d"};
    return document_of(made, some_provenance());
}

Document compressed() {
    Document document = pictures();
    document.datasets[0].deflate = 6;
    return document;
}

Document long_rest() {
    Document document = everything();
    for (Dataset& set : document.datasets)
        if (set.path == "/metrics") set = numbers_set<float>("/metrics", Type::f32, {20'000, 4});
    document.datasets.push_back(text_dataset("/provenance/more", std::string(100'000, 'x')));
    return document;
}

void add_text(hid_t where, const char* name, const std::string& value) {
    const Handle type(H5Tcopy(H5T_C_S1), "type");
    H5Tset_size(type.get(), value.size());
    const Handle space(H5Screate(H5S_SCALAR), "space");
    const Handle attribute(H5Acreate2(where, name, type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT), name);
    H5Awrite(attribute.get(), type.get(), value.data());
}

void add_chunked(hid_t where, const char* name, const std::vector<hsize_t>& extents, const std::vector<hsize_t>& chunk, bool filtered) {
    const Handle creation(H5Pcreate(H5P_DATASET_CREATE), "creation");
    H5Pset_obj_track_times(creation.get(), 0);
    H5Pset_chunk(creation.get(), static_cast<int>(chunk.size()), chunk.data());
    if (filtered) {
        H5Pset_shuffle(creation.get());
        H5Pset_deflate(creation.get(), 4);
        H5Pset_fletcher32(creation.get());
    }
    const Handle set = raw_set(where, name, H5T_STD_I32LE, extents, creation.get());
    std::vector<int> values(extents[0] * extents[1]);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<int>(i * i % 1000);
    H5Dwrite(set.get(), H5T_NATIVE_INT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
}

/// As h5py lays it out by default (`newest` false: superblock 0, symbol tables, B-trees of version 1) or with its newest formats: groups and
/// attributes that are many, chunks, filters, words.
void fill_like_h5py(hid_t root) {
    add_chunked(root, "plain", {200, 30}, {16, 30}, false);
    add_chunked(root, "packed", {300, 40}, {7, 11}, true);
    const Handle group(H5Gcreate2(root, "group", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), "group");
    for (int i = 0; i < 40; ++i) {
        add_chunked(group.get(), ("set " + std::to_string(i)).c_str(), {6, 2}, {4, 2}, i % 2 == 0);
        add_text(group.get(), ("attribute " + std::to_string(i)).c_str(), std::string(50, 'a'));
    }
    const Handle text(H5Tcopy(H5T_C_S1), "type");
    H5Tset_size(text.get(), H5T_VARIABLE);
    const Handle words = raw_set(root, "words", text.get(), {2});
    const char* const both[] = {"cat", "golden retriever"};
    H5Dwrite(words.get(), text.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, both);
}

/// `digest` where one is to be noted.
std::string file_like_h5py(bool newest, const std::string& digest = "") {
    const Scratch scratch;
    const auto fill = [&](hid_t root) {
        fill_like_h5py(root);
        if (!digest.empty()) add_text(root, "content-sha256", digest);
    };
    raw_file(scratch.path("fuzz"), fill, H5P_DEFAULT, newest);
    if (digest.empty()) return file_like_h5py(newest, content_digest(read_document(scratch.path("fuzz"))));
    return slurp(scratch.path("fuzz"));
}

Document document_of_bytes(const std::string& bytes) {
    const Scratch scratch;
    spill(scratch.path("fuzz"), bytes);
    return read_document(scratch.path("fuzz"));  // stays valid without the name
}

}  // namespace

std::string content_of(const Document& document) {
    std::vector<std::string> rest{"producer " + document.text_attribute("producer"), join(document.unreadable.size(), " unreadable")};
    for (const Dataset& set : document.datasets) {
        if (is_digested(set.path)) continue;
        std::string said = join(set.path, ' ', name_of(set.type), ' ', text(set.shape), ' ', bytes_of(set));
        for (const Attribute& a : set.attributes)
            if (!is_digest_of_rest(set, a))
                said += join('@', Json::object({{a.name, std::visit([](const auto& v) { return Json(v); }, a.value)}}).dump());
        rest.push_back(said);
    }
    std::sort(rest.begin(), rest.end());
    std::string all = content_digest(document);
    for (const std::string& each : rest) all += '\n' + each;
    return all;
}

std::vector<Seed> hdf5_seeds() {
    std::vector<Seed> all;
    const auto add = [&](const std::string& name, const std::string& bytes, Road other) {
        const bool is_ours = other == Road::unverified;
        all.push_back({all.size(), name, Road::verified, is_ours, bytes, content_of(document_of_bytes(bytes))});
        all.push_back({all.size(), name + (is_ours ? ", digest ignored" : ", foreign"), other, is_ours, bytes, ""});
    };
    add("everything", image_of(everything()), Road::unverified);
    add("images", image_of(pictures()), Road::unverified);
    add("compressed", image_of(compressed()), Road::unverified);
    add("long rest", image_of(long_rest()), Road::unverified);
    add("like h5py", file_like_h5py(false), Road::foreign);
    add("like new h5py", file_like_h5py(true), Road::foreign);
    return all;
}

}  // namespace gen::test
