#include "formats/recognise.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "formats/foreign_formats.hpp"
#include "formats/packing.hpp"
#include "formats/refused_formats.hpp"
#include "formats/shell_word.hpp"

namespace gen {
namespace {

constexpr std::size_t head_bytes = 4096;

/// What was compressed with gzip, else the file itself.
Bytes beginning_of(const Bytes& bytes) { return is_gzip(bytes) ? Bytes::of(bytes.name(), gunzip_head(bytes, head_bytes)) : bytes; }

/// Null if there is none.
const ForeignFormat* found_in(const Bytes& bytes, const Bytes& beginning) {
    constexpr std::size_t least = 8;  // fewer may be the beginning of anything
    if (bytes.size() < least || !refusal_of(beginning).empty()) return nullptr;
    const auto found = std::ranges::find_if(foreign_formats(), [&](const ForeignFormat& f) { return f.recognises(beginning); });
    return found == foreign_formats().end() ? nullptr : &*found;
}

std::string titled(const ForeignFormat& format, const Bytes& bytes) { return join(format.title, is_gzip(bytes) ? " compressed with gzip" : ""); }

}  // namespace

std::string imported_stem(const std::string& name) {
    std::string out = name;
    while (out.size() > 1 && out.ends_with('/')) out.pop_back();
    if (out.ends_with(".gz")) out.resize(out.size() - 3);
    const std::size_t begin = out.rfind('/') == std::string::npos ? 0 : out.rfind('/') + 1;
    if (const std::size_t dot = out.rfind('.'); dot != std::string::npos && dot > begin) out.resize(dot);
    return out;
}

std::string imported_name(const std::string& name) {
    std::string out = imported_stem(name).append(".h5");
    return out == name ? "images.h5" : out;
}

std::string import_command(const std::string& name) {
    return name == "stdin" ? "send it through data-import first" : join("data-import ", shell_word(name), " -o ", shell_word(imported_name(name)));
}

std::string data_format(const Bytes& bytes) {
    const ForeignFormat* const found = found_in(bytes, beginning_of(bytes));
    return found ? titled(*found, bytes) : "";
}

std::string not_hdf5(const Bytes& bytes) {
    const Bytes beginning = beginning_of(bytes);
    if (const std::string refusal = refusal_of(beginning, "HDF5"); !refusal.empty()) return refusal;
    const ForeignFormat* const found = found_in(bytes, beginning);
    if (found) return join("is ", titled(*found, bytes), ", expected HDF5: ", import_command(bytes.name()));
    const std::string_view packing = packing_of(bytes);
    return packing.empty() ? "not an HDF5 file" : join("is compressed with ", packing, ", expected an HDF5 file");
}

std::string folder_not_hdf5(const std::string& name) {
    return join("is a folder, expected an HDF5 file; pictures in it are imported by ", import_command(name));
}

}  // namespace gen
