// hostile-file KIND FILE TIMES: an HDF5 file of that kind that costs whoever reads it carelessly, TIMES as large as in the short test; or one that
// leads to the file "secret" beside it. Without arguments it prints the kinds.
#include <zlib.h>

#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <string_view>

#include "core/error.hpp"
#include "tests/formats/raw_file.hpp"

using namespace gen;
using namespace gen::test;

namespace {

constexpr hsize_t mib = 1 << 20;

Handle group(hid_t where, const char* name) { return Handle(H5Gcreate2(where, name, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), name); }
Handle creation() { return Handle(H5Pcreate(H5P_DATASET_CREATE), "creation"); }

/// Zeros in deflated chunks of so many bytes, all of them the same.
Handle deflated(hid_t where, const char* name, hid_t type, const std::vector<hsize_t>& extents, std::vector<hsize_t> chunk) {
    const Handle how = creation();
    H5Pset_chunk(how.get(), static_cast<int>(chunk.size()), chunk.data());
    H5Pset_deflate(how.get(), 9);
    Handle set = raw_set(where, name, type, extents, how.get());
    std::size_t bytes = H5Tget_size(type);
    for (const hsize_t extent : chunk) bytes *= extent;
    const std::vector<Bytef> zeros(bytes);
    std::vector<Bytef> packed(compressBound(bytes));
    uLongf size = packed.size();
    compress2(packed.data(), &size, zeros.data(), bytes, 9);
    std::vector<hsize_t> corner(extents.size());
    for (; corner[0] < extents[0]; corner[0] += chunk[0]) H5Dwrite_chunk(set.get(), H5P_DEFAULT, 0, corner.data(), size, packed.data());
    return set;
}

void attribute(hid_t where, const char* name, hid_t type, const std::vector<hsize_t>& extents, const void* values) {
    const Handle space = extents.empty() ? Handle(H5Screate(H5S_SCALAR), name) : raw_space(extents);
    const Handle made(H5Acreate2(where, name, type, space.get(), H5P_DEFAULT, H5P_DEFAULT), name);
    if (values != nullptr) H5Awrite(made.get(), type, values);
}

void text(hid_t where, const char* name, const std::string& words) {
    const Handle type(H5Tcopy(H5T_C_S1), "type");
    H5Tset_size(type.get(), words.size());
    const Handle space(H5Screate(H5S_SCALAR), name);
    const Handle set(H5Dcreate2(where, name, type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), name);
    H5Dwrite(set.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, words.data());
}

Handle images(hid_t root, hsize_t n) {
    Handle set = deflated(root, "images", H5T_STD_U8LE, {n, 1, 256, 256}, {16, 1, 256, 256});
    const double range[] = {0, 255};
    attribute(set.get(), "range", H5T_NATIVE_DOUBLE, {2}, range);
    return set;
}

std::string linear(hsize_t in, hsize_t out) { return R"({"type":"linear","in":)" + std::to_string(in) + R"(,"out":)" + std::to_string(out) + "}"; }

std::string architecture(const std::string& encoder) {
    return R"({"kind":"vae","input":[1,28,28],"latent":2,"likelihood":"bernoulli","prior":{"mean":0,"sd":1},"networks":{"encoder":[)" + encoder +
           R"(],"decoder":[)" + linear(2, 784) + "]}}";
}

struct Kind {
    const char* name;
    const char* encoding;
    void (*fill)(hid_t root, hsize_t times);
};

constexpr Kind kinds[] = {
    {"deflated_images", "images", [](hid_t root, hsize_t times) { images(root, 4096 * times); }},
    {"deflated_labels", "images",
     [](hid_t root, hsize_t times) {
         images(root, 16);
         deflated(root, "labels", H5T_STD_I32LE, {128 * mib * times}, {mib});
     }},
    {"deflated_tensor", "tensor", [](hid_t root, hsize_t times) { deflated(root, "data", H5T_IEEE_F32LE, {1024 * times, mib / 4}, {4, mib / 4}); }},
    {"deflated_latents", "latents", [](hid_t root, hsize_t times) { deflated(root, "latents", H5T_IEEE_F32LE, {128 * mib * times, 2}, {mib, 2}); }},
    {"deflated_metrics", "model",
     [](hid_t root, hsize_t times) {
         text(root, "architecture", architecture(""));
         deflated(root, "metrics", H5T_IEEE_F64LE, {128 * mib * times, 1}, {mib, 1});
     }},
    {"deflated_parameters", "model",
     [](hid_t root, hsize_t times) {
         text(root, "architecture", architecture(linear(784, 400'000 * times) + ',' + linear(400'000 * times, 4)));
         const Handle parameters = group(root, "parameters"), encoder = group(parameters.get(), "encoder"), layer = group(encoder.get(), "0");
         deflated(layer.get(), "weight", H5T_IEEE_F32LE, {400'000 * times, 784}, {400, 784});
     }},
    {"one_chunk", "tensor", [](hid_t root, hsize_t times) { deflated(root, "data", H5T_STD_U8LE, {900 * mib * times}, {900 * mib * times}); }},
    {"huge_layer", "model",
     [](hid_t root, hsize_t times) {
         const hsize_t width = 1'000'000 * times;
         text(root, "architecture", architecture(linear(784, width) + ',' + linear(width, width) + ',' + linear(width, 4)));
     }},
    {"many_layers", "model",
     [](hid_t root, hsize_t times) {
         std::string layers;
         for (hsize_t i = 0; i < 100'000 * times; ++i) layers += R"({"type":"relu"},)";
         layers.pop_back();
         text(root, "architecture", architecture(layers));
     }},
    {"nested_text", "model", [](hid_t root, hsize_t times) { text(root, "architecture", std::string(mib * times, '[')); }},
    {"wide_text", "model",
     [](hid_t root, hsize_t times) {
         std::string words = "[";
         while (words.size() < 8 * mib * times) words += "[],";
         text(root, "architecture", words + "0]");
     }},
    {"many_chunks", "tensor",
     [](hid_t root, hsize_t times) {
         const Handle how = creation();
         const hsize_t chunk = 4;
         H5Pset_chunk(how.get(), 1, &chunk);
         const hsize_t n = 4 * 50'000 * times;
         const Handle set = raw_set(root, "data", H5T_STD_U8LE, {n}, how.get());
         const std::vector<unsigned char> values(n);
         H5Dwrite(set.get(), H5T_NATIVE_UCHAR, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
     }},
    {"many_groups", "tensor",
     [](hid_t root, hsize_t times) {
         for (hsize_t i = 0; i < 20'000 * times; ++i) group(root, std::to_string(i).c_str());
     }},
    {"many_sets", "tensor",
     [](hid_t root, hsize_t times) {
         for (hsize_t i = 0; i < 20'000 * times; ++i) raw_set(root, std::to_string(i).c_str(), H5T_STD_U8LE, {0});
     }},
    {"many_attributes", "tensor",
     [](hid_t root, hsize_t times) {
         for (hsize_t i = 0; i < 20'000 * times; ++i) attribute(root, std::to_string(i).c_str(), H5T_STD_U8LE, {}, nullptr);
     }},
    {"nested_groups", "tensor",
     [](hid_t root, hsize_t times) {
         Handle inner = group(root, "g");
         for (hsize_t i = 1; i < 20'000 * times; ++i) inner = group(inner.get(), "g");
     }},
    {"large_images", "images",
     [](hid_t root, hsize_t times) {
         const Handle how = creation();
         H5Pset_alloc_time(how.get(), H5D_ALLOC_TIME_EARLY);  // room that holds nothing, as far as the file system goes
         H5Pset_fill_time(how.get(), H5D_FILL_TIME_NEVER);
         const Handle set = raw_set(root, "images", H5T_STD_U8LE, {6144 * times, 1, 256, 256}, how.get());
         const double range[] = {0, 255};
         attribute(set.get(), "range", H5T_NATIVE_DOUBLE, {2}, range);
     }},
    {"claims", "tensor", [](hid_t root, hsize_t times) { raw_set(root, "data", H5T_STD_U8LE, {times << 40}); }},
    // Those that lead elsewhere.
    {"external_storage", "tensor",
     [](hid_t root, hsize_t) {
         const Handle how = creation();
         H5Pset_external(how.get(), "secret", 0, 100);
         raw_set(root, "data", H5T_STD_U8LE, {100}, how.get());
     }},
    {"virtual_set", "tensor",
     [](hid_t root, hsize_t) {
         const Handle space = raw_space({10}), how = creation();
         H5Pset_virtual(how.get(), space.get(), "secret", "data", space.get());
         raw_set(root, "data", H5T_STD_U8LE, {10}, how.get());
     }},
    {"external_link", "tensor", [](hid_t root, hsize_t) { H5Lcreate_external("secret", "/data", root, "data", H5P_DEFAULT, H5P_DEFAULT); }},
    {"soft_link", "tensor", [](hid_t root, hsize_t) { H5Lcreate_soft("/elsewhere", root, "data", H5P_DEFAULT, H5P_DEFAULT); }},
    {"circle", "tensor",
     [](hid_t root, hsize_t) {
         const Handle inner = group(root, "g");
         H5Lcreate_hard(root, "/", inner.get(), "up", H5P_DEFAULT, H5P_DEFAULT);
     }},
    {"plugin", "tensor",
     [](hid_t root, hsize_t) {
         const Handle how = creation();
         const hsize_t chunk = 100;
         constexpr H5Z_filter_t bzip2 = 307;
         H5Pset_chunk(how.get(), 1, &chunk);
         H5Pset_filter(how.get(), bzip2, H5Z_FLAG_OPTIONAL, 0, nullptr);
         const Handle set = raw_set(root, "data", H5T_STD_U8LE, {100}, how.get());
         const unsigned char values[100] = {};
         const hsize_t corner = 0;
         H5Dwrite_chunk(set.get(), H5P_DEFAULT, 0, &corner, sizeof values, values);
     }},
};

}  // namespace

int main(int argc, char** argv) try {
    for (const Kind& kind : kinds) {
        if (argc < 4) {
            std::puts(kind.name);
        } else if (kind.name == std::string_view(argv[1])) {
            raw_file(argv[2], [&](hid_t root) { kind.fill(root, std::strtoull(argv[3], nullptr, 10)); }, H5P_DEFAULT, true, kind.encoding);
            return 0;
        }
    }
    return argc < 4 ? 0 : 2;
} catch (const gen::Error& error) {
    std::fprintf(stderr, "hostile-file: %s\n", error.what());
    return 1;
}
