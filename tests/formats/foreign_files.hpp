#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "formats/source.hpp"

namespace gen::foreign {

// Small files of foreign formats, made from scratch. File contents are std::string here.

/// A fresh folder that goes away.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    /// Writes a file (and the folders above it); its path.
    std::string add(const std::string& name, const std::string& content) const;
    std::string path(const std::string& name) const { return (root_ / name).string(); }

private:
    std::filesystem::path root_;
};

std::string big32(std::uint32_t value);
std::string little(std::uint64_t value, int bytes);

std::string idx(int type, const std::vector<std::uint32_t>& dimensions, const std::string& numbers);
/// `inner`: the name in the gzip header.
std::string gzip(const std::string& plain, const std::string& inner = "");
std::string zlib(const std::string& plain);
std::string npy(const std::string& descr, const std::string& shape, const std::string& numbers, int version = 1,
                const std::string& fortran = "False");
/// A MATLAB element of `type`.
std::string mat_element(std::uint32_t type, const std::string& data);
/// A matrix of class `matrix_class` with its numbers stored as `type`.
std::string mat_matrix(int matrix_class, const std::vector<std::uint32_t>& dimensions, std::uint32_t type, const std::string& numbers);
std::string mat_file(const std::string& elements);
/// `pixels` interleaved, 1 ... 4 channels of 8 bits.
std::string png(std::uint32_t width, std::uint32_t height, int channels, const std::string& pixels);
/// Any PNG: `rows` as PNG packs them, each after its filter's number; `chunks` stand before the pixels.
struct RawPng {
    std::uint32_t width = 1;
    std::uint32_t height = 1;
    int bits = 8;
    int colour_type = 0;  // 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha
    bool interlaced = false;
    std::string chunks = {};
    std::string rows;
};
std::string png(const RawPng& raw);
/// A PNG of one grey pixel, 42.
extern const std::string dot;
std::string png_chunk(const std::string& type, const std::string& content);
/// How four channels are stored; readers take those beside an Adobe marker as inverted.
enum class Inks { adobe_cmyk, plain_cmyk, ycck };
/// `pixels` interleaved, 1, 3 or 4 channels.
std::string jpeg(int width, int height, int channels, const std::string& pixels, Inks inks = Inks::adobe_cmyk);

struct ZipFile {
    std::string name;
    std::string content;
    bool deflated = false;
};
std::string zip(const std::vector<ZipFile>& files);

/// n bytes that look random.
std::string noise(std::size_t n, std::uint32_t seed = 1);

Bytes bytes(const std::string& content, const std::string& name = "x");
std::vector<real> row(const Source& source, std::size_t i);

}  // namespace gen::foreign
