#include "formats/export/label_writer.hpp"

#include "core/error.hpp"
#include "formats/export/csv_writer.hpp"
#include "formats/export/idx_writer.hpp"
#include "formats/export/npy_writer.hpp"
#include "formats/tiles.hpp"

namespace gen {
namespace {

bool is_text_file(std::string_view path) { return path.ends_with(".txt") || path.ends_with(".csv"); }

}  // namespace

bool keeps_class_names(const LabelSet& labels, std::string_view path) {
    for (std::size_t k = 0; k < labels.classes.size(); ++k)
        if (labels.classes[k] != text(k)) return is_text_file(path);
    return true;
}

std::string label_file_bytes(const LabelSet& labels, std::string_view path, const std::vector<std::string>& pictures) {
    std::string out;
    if (path.ends_with(".npy")) {
        write_npy(dataset("labels", labels.values), [&](const void* data, std::size_t bytes) { out.append(static_cast<const char*>(data), bytes); });
    } else if (is_text_file(path)) {
        for (std::size_t i = 0; i < labels.values.size(); ++i) {
            if (!pictures.empty()) out += pictures[i] + (path.ends_with(".csv") ? ',' : ' ');
            out += csv_field(label_name(labels.values[i], labels.classes)) + '\n';
        }
    } else {
        out = idx_of_labels(labels.values);
    }
    return out;
}

}  // namespace gen
