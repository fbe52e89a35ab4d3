#include "formats/export/export_beginnings.hpp"

#include <algorithm>

namespace gen {
namespace {

bool is_npy(std::string_view beginning) { return beginning.starts_with("\x93NUMPY"); }

bool is_npz(std::string_view beginning) { return beginning.starts_with("PK\3\4"); }

/// A heading as write_csv() makes it, or numbers.
bool is_csv(std::string_view beginning) {
    for (const std::string_view heading : {"pixel0", "x0", "z0"})
        if (beginning.starts_with(heading) &&
            (beginning.substr(heading.size()).starts_with(',') || beginning.substr(heading.size()).starts_with('\n')))
            return true;
    const std::string_view line = beginning.substr(0, beginning.find('\n'));
    return line.find(',') != std::string_view::npos && line.find_first_not_of("0123456789+-.,einfa") == std::string_view::npos;
}

bool is_idx(std::string_view beginning) {
    return beginning.size() >= 4 && beginning[0] == '\0' && beginning[1] == '\0' && beginning[2] >= '\x08' && beginning[2] <= '\x0e' &&
           beginning[3] >= '\x01' && beginning[3] <= '\x04';
}

bool is_safetensors(std::string_view beginning) {
    return beginning.size() >= 16 && beginning.substr(5, 3) == std::string_view("\0\0\0", 3) && beginning.substr(8).starts_with("{\"");
}

/// The version of the format, then who made it.
bool is_onnx(std::string_view beginning) {
    return beginning.size() >= 16 && beginning[0] == '\x08' && beginning[1] < '\x20' && beginning[2] == '\x12';
}

/// "007.png cat": labels beside pictures.
bool is_label_list(std::string_view beginning) {
    const std::size_t digits = std::min(beginning.find_first_not_of("0123456789"), beginning.size());
    return digits > 0 && (beginning.substr(digits).starts_with(".png ") || beginning.substr(digits).starts_with(".png,"));
}

constexpr bool (*formats[])(std::string_view) = {is_npy, is_npz, is_csv, is_label_list, is_idx, is_safetensors, is_onnx};

}  // namespace

bool is_exported(std::string_view beginning) {
    return std::ranges::any_of(formats, [&](auto is) { return is(beginning); });
}

}  // namespace gen
