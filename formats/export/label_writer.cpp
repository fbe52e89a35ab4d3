#include "formats/export/label_writer.hpp"

#include "formats/export/idx_writer.hpp"
#include "formats/export/npy_writer.hpp"
#include "formats/tiles.hpp"

namespace gen {

std::string label_file_bytes(const LabelSet& labels, std::string_view path, const std::vector<std::string>& pictures) {
    std::string out;
    if (path.ends_with(".npy")) {
        write_npy(dataset("labels", labels.values), [&](const void* data, std::size_t bytes) { out.append(static_cast<const char*>(data), bytes); });
    } else if (path.ends_with(".txt") || path.ends_with(".csv")) {
        for (std::size_t i = 0; i < labels.values.size(); ++i) {
            if (!pictures.empty()) out += pictures[i] + (path.ends_with(".csv") ? ',' : ' ');
            out += label_name(labels.values[i], labels.classes) + '\n';
        }
    } else {
        out = idx_of_labels(labels.values);
    }
    return out;
}

}  // namespace gen
