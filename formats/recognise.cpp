#include "formats/recognise.hpp"

#include <algorithm>
#include <cstring>

#include "core/error.hpp"
#include "formats/cifar10.hpp"
#include "formats/idx.hpp"
#include "formats/lines.hpp"
#include "formats/mat.hpp"
#include "formats/npy.hpp"
#include "formats/zip_reader.hpp"

namespace gen {
namespace {

constexpr std::size_t head_bytes = 4096;

std::string text_head(const Bytes& bytes, std::size_t n) {
    const std::vector<std::byte> head = bytes.head(n);
    return {reinterpret_cast<const char*>(head.data()), head.size()};
}

bool is_tar(const Bytes& bytes) {
    const std::string head = text_head(bytes, 262);
    return head.size() == 262 && head.ends_with("ustar");
}

/// What --metrics of a trainer writes.
bool is_metrics(const Bytes& bytes) {
    const std::string head = text_head(bytes, 16);
    return head.starts_with("epoch\t") || head.starts_with("#epoch\t") || head.starts_with("{\"epoch\":");
}

const ForeignFormat formats[] = {
    {"idx", "an IDX file", is_idx},
    {"npy", "a NumPy array (NPY)", is_npy},
    {"mat", "a MATLAB file", is_mat},
    {"images", "a zip archive", is_zip},
    {"images", "a PNG picture", [](const Bytes& b) { return is_png(b.head(8)); }},
    {"images", "a JPEG picture", [](const Bytes& b) { return is_jpeg(b.head(8)); }},
    {"cifar10", "a file of CIFAR-10 records", is_cifar10},
    {"", "a tar archive", is_tar},
    {"", "a training curve", is_metrics},
    {"csv", "text", is_text},
};

/// Null if there is none.
const ForeignFormat* found_in(const Bytes& bytes) {
    constexpr std::size_t least = 8;  // fewer may be the beginning of anything
    if (bytes.size() < least) return nullptr;
    const Bytes content = is_gzip(bytes) ? Bytes::of(bytes.name(), gunzip_head(bytes, head_bytes)) : bytes;
    const auto* const found = std::find_if(std::begin(formats), std::end(formats), [&](const ForeignFormat& f) { return f.recognises(content); });
    return found == std::end(formats) ? nullptr : found;
}

std::string titled(const ForeignFormat& format, const Bytes& bytes) { return join(format.title, is_gzip(bytes) ? " compressed with gzip" : ""); }

std::string in_shell(const std::string& name) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/+-=@%:,";
    if (name.find_first_not_of(plain) == std::string::npos) return name;
    std::string out = "'";
    for (const char c : name) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

/// "data/digits.h5" of "data/digits.idx.gz".
std::string imported_name(const std::string& name) {
    std::string out = name;
    while (out.size() > 1 && out.ends_with('/')) out.pop_back();
    if (out.ends_with(".gz")) out.resize(out.size() - 3);
    const std::size_t begin = out.rfind('/') == std::string::npos ? 0 : out.rfind('/') + 1;
    if (const std::size_t dot = out.rfind('.'); dot != std::string::npos && dot > begin) out.resize(dot);
    out += ".h5";
    return out == name ? "images.h5" : out;
}

std::string import_command(const std::string& name) {
    return name == "stdin" ? "send it through data-import first" : join("data-import ", in_shell(name), " -o ", in_shell(imported_name(name)));
}

}  // namespace

std::span<const ForeignFormat> foreign_formats() { return formats; }

bool is_png(std::span<const std::byte> head) {
    constexpr unsigned char magic[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    return head.size() >= sizeof(magic) && std::memcmp(head.data(), magic, sizeof(magic)) == 0;
}

bool is_jpeg(std::span<const std::byte> head) {
    return head.size() >= 3 && head[0] == std::byte{0xff} && head[1] == std::byte{0xd8} && head[2] == std::byte{0xff};
}

std::string data_format(const Bytes& bytes) {
    const ForeignFormat* const found = found_in(bytes);
    return found && !found->type.empty() ? titled(*found, bytes) : "";
}

std::string not_hdf5(const Bytes& bytes) {
    const ForeignFormat* const found = found_in(bytes);
    if (!found) return is_gzip(bytes) ? "is compressed with gzip, expected an HDF5 file" : "not an HDF5 file";
    const std::string what = join("is ", titled(*found, bytes), ", expected HDF5");
    if (found->recognises == is_tar) return what + ": unpack it, then import what was in it with data-import";
    if (found->recognises == is_metrics) return what + "; metrics-plot draws it";
    return join(what, ": ", import_command(bytes.name()));
}

std::string folder_not_hdf5(const std::string& name) {
    return join("is a folder, expected an HDF5 file; pictures in it are imported by ", import_command(name));
}

}  // namespace gen
