#include "formats/label_file.hpp"

#include <algorithm>
#include <utility>

#include "core/error.hpp"
#include "formats/idx.hpp"
#include "formats/label_list.hpp"
#include "formats/lines.hpp"
#include "formats/stl10.hpp"

namespace gen {
namespace {

Labels labels_in(const Bytes& file, Source& source) {
    if (is_idx(file)) return {read_idx_labels(file), {}};
    if (source.format == "stl10") return {read_stl10_labels(file), source.classes};
    const Bytes plain = is_gzip(file) ? gunzip(file, unpacked_limit) : file;
    if (!is_text(plain)) fail(file.name(), ": is neither text nor IDX, expected labels");
    return labels_of_list(plain, source);
}

}  // namespace

void apply_label_file(const std::string& path, Source& source, const InputFiles& files) {
    const Bytes file = files.open(path);
    Labels labels = labels_in(file, source);
    if (labels.values.size() != source.count)
        fail(file.name(), ": has ", labels.values.size(), " labels for the ", source.count, " rows of ", source.name);
    if (const auto negative = std::ranges::find_if(labels.values, [](std::int32_t label) { return label < 0; }); negative != labels.values.end())
        fail(file.name(), ": label ", negative - labels.values.begin(), ", counted from 0, is ", *negative, ", classes are numbered from 0");
    source.labels = std::move(labels.values);
    source.classes = std::move(labels.classes);
}

}  // namespace gen
