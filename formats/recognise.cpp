#include "formats/recognise.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "formats/foreign_formats.hpp"
#include "formats/shell_word.hpp"

namespace gen {
namespace {

constexpr std::size_t head_bytes = 4096;

/// Null if there is none.
const ForeignFormat* found_in(const Bytes& bytes) {
    constexpr std::size_t least = 8;  // fewer may be the beginning of anything
    if (bytes.size() < least) return nullptr;
    const Bytes content = is_gzip(bytes) ? Bytes::of(bytes.name(), gunzip_head(bytes, head_bytes)) : bytes;
    const auto found = std::ranges::find_if(foreign_formats(), [&](const ForeignFormat& f) { return f.recognises(content); });
    return found == foreign_formats().end() ? nullptr : &*found;
}

std::string titled(const ForeignFormat& format, const Bytes& bytes) { return join(format.title, is_gzip(bytes) ? " compressed with gzip" : ""); }

std::string import_command(const std::string& name) {
    return name == "stdin" ? "send it through data-import first" : join("data-import ", shell_word(name), " -o ", shell_word(imported_name(name)));
}

}  // namespace

std::string imported_name(const std::string& name) {
    std::string out = name;
    while (out.size() > 1 && out.ends_with('/')) out.pop_back();
    if (out.ends_with(".gz")) out.resize(out.size() - 3);
    const std::size_t begin = out.rfind('/') == std::string::npos ? 0 : out.rfind('/') + 1;
    if (const std::size_t dot = out.rfind('.'); dot != std::string::npos && dot > begin) out.resize(dot);
    out += ".h5";
    return out == name ? "images.h5" : out;
}

std::string data_format(const Bytes& bytes) {
    const ForeignFormat* const found = found_in(bytes);
    return found && !found->type.empty() ? titled(*found, bytes) : "";
}

std::string not_hdf5(const Bytes& bytes) {
    const ForeignFormat* const found = found_in(bytes);
    if (!found) return is_gzip(bytes) ? "is compressed with gzip, expected an HDF5 file" : "not an HDF5 file";
    const std::string what = join("is ", titled(*found, bytes), ", expected HDF5");
    if (found->type.empty()) return join(what, found->instead);
    return join(what, ": ", import_command(bytes.name()));
}

std::string folder_not_hdf5(const std::string& name) {
    return join("is a folder, expected an HDF5 file; pictures in it are imported by ", import_command(name));
}

}  // namespace gen
