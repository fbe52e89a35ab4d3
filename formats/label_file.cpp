#include "formats/label_file.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "core/counted.hpp"
#include "core/error.hpp"
#include "formats/archive_reader.hpp"
#include "formats/arrays/array_formats.hpp"
#include "formats/arrays/array_labels.hpp"
#include "formats/idx.hpp"
#include "formats/label_list.hpp"
#include "formats/lines.hpp"
#include "formats/packing.hpp"
#include "formats/posix.hpp"
#include "formats/refused_formats.hpp"
#include "formats/stl10.hpp"

namespace gen {
namespace {

Labels labels_in(const Bytes& file, const std::string& array, Source& source) {
    if (is_idx(file)) return {read_idx_labels(file), {}};
    if (source.format == "stl10") return {read_stl10_labels(file), source.classes};
    const Bytes plain = packing_of(file).empty() ? file : unpacked(file);
    if (is_array_file(plain)) return labels_of_array(*open_array_file(plain), array, source.count, source.warnings);
    if (!array.empty()) fail(file.name(), ": is no file of arrays, asked for was its array ", array);
    if (const std::string refusal = refusal_of(plain, "labels"); !refusal.empty()) fail(file.name(), ": ", refusal);
    if (!is_text(plain)) fail(file.name(), ": is neither text nor IDX nor a file of arrays, expected labels");
    return labels_of_list(plain, source);
}

}  // namespace

std::pair<std::string, std::string> label_file_and_array(const std::string& path) {
    for (std::size_t colon = path.rfind(':'); colon != std::string::npos && colon > 0; colon = path.rfind(':', colon - 1))
        if (!is_there(path) && is_there(path.substr(0, colon))) return {path.substr(0, colon), path.substr(colon + 1)};
    return {path, ""};
}

void apply_label_file(const std::string& path, Source& source, const InputFiles& files) {
    const auto [name, array] = label_file_and_array(path);
    const Bytes file = files.open(name);
    Labels labels = labels_in(file, array, source);
    if (labels.values.size() != source.count)
        fail(file.name(), ": has ", counted(labels.values.size(), "label"), " for the ", counted(source.count, "row"), " of ", source.name);
    if (const auto negative = std::ranges::find_if(labels.values, [](std::int32_t label) { return label < 0; }); negative != labels.values.end())
        fail(file.name(), ": label ", negative - labels.values.begin(), ", counted from 0, is ", *negative, ", classes are numbered from 0");
    source.labels = std::move(labels.values);
    source.classes = std::move(labels.classes);
}

}  // namespace gen
