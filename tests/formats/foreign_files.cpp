#include "formats/foreign_files.hpp"

#include <png.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>

// In this order: jpeglib.h uses FILE.
// clang-format off
#include <cstdio>
#include <jpeglib.h>
// clang-format on

#include "core/error.hpp"
#include "core/random.hpp"

namespace gen::foreign {
namespace {

std::string deflated(const std::string& plain, int window, const std::string& inner) {
    z_stream stream = {};
    deflateInit2(&stream, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
    gz_header header = {};
    header.name = reinterpret_cast<Bytef*>(const_cast<char*>(inner.c_str()));
    if (!inner.empty()) deflateSetHeader(&stream, &header);
    std::string packed(deflateBound(&stream, plain.size()) + inner.size() + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

}  // namespace

Folder::Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "gentools-XXXXXX").string();
    root_ = ::mkdtemp(name.data());
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
}

std::string Folder::add(const std::string& name, const std::string& content) const {
    const std::filesystem::path path = root_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
}

std::string big32(std::uint32_t value) {
    return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8), static_cast<char>(value)};
}

std::string little(std::uint64_t value, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(i < 8 ? value >> (8 * i) : 0);
    return out;
}

std::string idx(int type, const std::vector<std::uint32_t>& dimensions, const std::string& numbers) {
    std::string out = {0, 0, static_cast<char>(type), static_cast<char>(dimensions.size())};
    for (const std::uint32_t n : dimensions) out += big32(n);
    return out + numbers;
}

std::string gzip(const std::string& plain, const std::string& inner) { return deflated(plain, 15 + 16, inner); }
std::string zlib(const std::string& plain) { return deflated(plain, 15, ""); }

std::string npy(const std::string& descr, const std::string& shape, const std::string& numbers, int version, const std::string& fortran) {
    const std::string header = "{'descr': '" + descr + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }\n";
    return "\x93NUMPY" + little(static_cast<std::uint64_t>(version), 2) + little(header.size(), version == 1 ? 2 : 4) + header + numbers;
}

std::string mat_element(std::uint32_t type, const std::string& data) {
    const std::string padding(type == 15 ? 0 : (8 - data.size() % 8) % 8, '\0');
    return little(type, 4) + little(data.size(), 4) + data + padding;
}

std::string mat_matrix(int matrix_class, const std::vector<std::uint32_t>& dimensions, std::uint32_t type, const std::string& numbers) {
    std::string sizes;
    for (const std::uint32_t n : dimensions) sizes += little(n, 4);
    const std::string small_name = little(1, 2) + little(1, 2) + "x" + std::string(3, '\0');
    return mat_element(
        14, mat_element(6, little(static_cast<std::uint64_t>(matrix_class), 8)) + mat_element(5, sizes) + small_name + mat_element(type, numbers));
}

std::string mat_file(const std::string& elements) {
    std::string header = "MATLAB 5.0 MAT-file";
    header.resize(124, ' ');
    return header + little(0x0100, 2) + "IM" + elements;
}

std::string png(std::uint32_t width, std::uint32_t height, int channels, const std::string& pixels) {
    constexpr png_uint_32 formats[] = {PNG_FORMAT_GRAY, PNG_FORMAT_GA, PNG_FORMAT_RGB, PNG_FORMAT_RGBA};
    png_image image = {};
    image.version = PNG_IMAGE_VERSION;
    image.width = width;
    image.height = height;
    image.format = formats[channels - 1];
    png_alloc_size_t size = 0;
    png_image_write_to_memory(&image, nullptr, &size, 0, pixels.data(), 0, nullptr);
    std::string out(size, '\0');
    png_image_write_to_memory(&image, out.data(), &size, 0, pixels.data(), 0, nullptr);
    out.resize(size);
    return out;
}

std::string png_chunk(const std::string& type, const std::string& content) {
    const std::string summed = type + content;
    const auto checksum = crc32_z(0, reinterpret_cast<const Bytef*>(summed.data()), summed.size());
    return big32(static_cast<std::uint32_t>(content.size())) + summed + big32(static_cast<std::uint32_t>(checksum));
}

std::string png(const RawPng& raw) {
    const std::string header = big32(raw.width) + big32(raw.height) + static_cast<char>(raw.bits) + static_cast<char>(raw.colour_type) + '\0' + '\0' +
                               static_cast<char>(raw.interlaced ? 1 : 0);
    return "\x89PNG\r\n\x1a\n" + png_chunk("IHDR", header) + raw.chunks + png_chunk("IDAT", zlib(raw.rows)) + png_chunk("IEND", "");
}

const std::string dot = png(1, 1, 1, "\x2a");

std::string jpeg(int width, int height, int channels, const std::string& pixels, Inks inks) {
    jpeg_compress_struct info = {};
    jpeg_error_mgr errors = {};
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char* out = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&info, &out, &size);
    info.image_width = static_cast<JDIMENSION>(width);
    info.image_height = static_cast<JDIMENSION>(height);
    info.input_components = channels;
    info.in_color_space = channels == 1 ? JCS_GRAYSCALE : channels == 4 ? JCS_CMYK : JCS_RGB;
    jpeg_set_defaults(&info);
    if (inks == Inks::ycck) jpeg_set_colorspace(&info, JCS_YCCK);
    if (inks == Inks::plain_cmyk) info.write_Adobe_marker = FALSE;
    jpeg_set_quality(&info, 95, TRUE);
    jpeg_start_compress(&info, TRUE);
    for (int y = 0; y < height; ++y) {
        auto* line = reinterpret_cast<JSAMPLE*>(const_cast<char*>(pixels.data())) + y * width * channels;
        jpeg_write_scanlines(&info, &line, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    std::string file(reinterpret_cast<char*>(out), size);
    std::free(out);
    return file;
}

std::string zip(const std::vector<ZipFile>& files) {
    std::string out;
    std::string directory;
    for (const ZipFile& file : files) {
        const std::string packed = file.deflated ? deflated(file.content, -15, "") : file.content;
        const auto checksum = crc32_z(0, reinterpret_cast<const Bytef*>(file.content.data()), file.content.size());
        const std::string common = little(20, 2) + little(0, 2) + little(file.deflated ? 8 : 0, 2) + little(0, 4) + little(checksum, 4) +
                                   little(packed.size(), 4) + little(file.content.size(), 4) + little(file.name.size(), 2) + little(0, 2);
        directory += "PK\x01\x02" + little(20, 2) + common + little(0, 2 + 2 + 2 + 4) + little(out.size(), 4) + file.name;
        out += "PK\x03\x04" + common + file.name + packed;
    }
    const std::string end = "PK\x05\x06" + little(0, 4) + little(files.size(), 2) + little(files.size(), 2) + little(directory.size(), 4) +
                            little(out.size(), 4) + little(0, 2);
    return out + directory + end;
}

std::string noise(std::size_t n, std::uint32_t seed) {
    std::string out;
    for (std::size_t i = 0; i < n; ++i) out += static_cast<char>(random_word({9, Purpose::synth, 0}, seed, static_cast<std::uint32_t>(i)));
    return out;
}

Bytes bytes(const std::string& content, const std::string& name) {
    const auto* begin = reinterpret_cast<const std::byte*>(content.data());
    return Bytes::of(name, {begin, begin + content.size()});
}

std::vector<real> row(const Source& source, std::size_t i) {
    Picture picture;
    source.read(i, picture);
    return picture.values;
}

}  // namespace gen::foreign
