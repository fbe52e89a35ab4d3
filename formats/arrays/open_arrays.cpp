#include "formats/arrays/open_arrays.hpp"

#include <algorithm>
#include <utility>

#include "core/error.hpp"
#include "formats/arrays/array_formats.hpp"
#include "formats/arrays/array_labels.hpp"
#include "formats/arrays/array_layout.hpp"
#include "formats/arrays/array_rows.hpp"
#include "formats/arrays/known_layouts.hpp"
#include "formats/shell_word.hpp"

namespace gen {
namespace {

std::size_t numbers(const ArrayInfo* array) { return count(array->shape); }

[[noreturn]] void fail_several(const ArrayFile& file, const std::vector<const ArrayInfo*>& candidates) {
    constexpr std::size_t most = 4;
    std::string listed;
    for (std::size_t i = 0; i < std::min(most, candidates.size()); ++i)
        listed += join(i == 0 ? "" : ", ", candidates[i]->path, " ", text(candidates[i]->shape), " ", candidates[i]->type);
    const std::string name = shell_word(file.name.substr(0, file.name.find(": ")));  // of an archive, if it lies in one
    fail(file.name, ": holds ", candidates.size(), " data sets (", listed, candidates.size() > most ? ", ..." : "", "): name one, data-import ", name,
         " --dataset ", shell_word(candidates[0]->path), "; data-import --list ", name, " shows all");
}

[[noreturn]] void fail_none(const ArrayFile& file) {
    if (file.find("indptr") != nullptr && file.find("indices") != nullptr && file.find("data") != nullptr)
        fail(file.name, ": holds a sparse matrix of SciPy, expected a dense one: numpy.save(\"x.npy\", m.toarray())");
    for (const ArrayInfo& array : file.arrays)
        if (array.holds == ArrayInfo::Holds::other && array.shape.size() > 1 && !array.refusal.empty()) fail(file.where(array), " ", array.refusal);
    std::string held;
    for (const ArrayInfo& array : file.arrays)
        if (held.size() < 200)
            held += join(held.empty() ? "" : ", ", array.path, " ", array.shape.empty() ? "" : text(array.shape) + " ", array.type);
    if (file.columns_are_rows) fail(file.name, ": has no matrix of real numbers", held.empty() ? "" : join(" (", held, ")"));
    fail(file.name, ": holds no array of two dimensions or more", held.empty() ? "" : join(" (", held, ")"));
}

[[noreturn]] void fail_undecided(const ArrayFile& file) {
    const std::vector<const ArrayInfo*> candidates = plausible_arrays(file);
    if (candidates.empty()) fail_none(file);
    fail_several(file, candidates);
}

/// The words of an array beside the labels, if there is one for each class; data-export writes them so.
std::vector<std::string> class_names(const ArrayFile& file, const std::vector<std::int32_t>& labels) {
    const ArrayInfo* const names = file.find("classes");
    if (names == nullptr || names->holds != ArrayInfo::Holds::words || labels.empty()) return {};
    std::vector<std::string> words = file.words(*names);
    if (static_cast<std::size_t>(std::ranges::max(labels)) >= words.size()) return {};
    return words;
}

void take_labels(const ArrayFile& file, std::string_view path, Source& source) {
    Labels labels = labels_of_array(file, path, source.count, source.warnings);
    source.labels = std::move(labels.values);
    source.classes = labels.classes.empty() ? class_names(file, source.labels) : std::move(labels.classes);
    source.labels_from = path;
}

/// Of a known layout; where they are none, the rows stay without.
void take_known_labels(const ArrayFile& file, std::string_view path, Source& source) try {
    take_labels(file, path, source);
} catch (const Error& error) {
    if (error.fault() == Fault::io) throw;
    source.warnings.push_back(join(error.what(), "; no labels are taken"));
}

/// Whether the labels, one for each row, show that the rows of a matrix are rows, against MATLAB's usage.
bool labels_show_rows(const ArrayFile& file, const ArrayInfo& array, std::string_view labels) {
    if (!file.columns_are_rows || array.shape.size() != 2 || labels.empty()) return false;
    const ArrayInfo* const found = file.find(labels);
    return found != nullptr && count(found->shape) == array.shape[0] && array.shape[0] != array.shape[1];
}

bool is_inside(const ArrayFile& file, std::string_view labels) {
    return !labels.empty() && !labels.starts_with("./") &&
           (file.find(labels) != nullptr || file.find(labels.substr(0, labels.rfind(':'))) != nullptr);
}

}  // namespace

std::vector<const ArrayInfo*> plausible_arrays(const ArrayFile& file) {
    std::vector<const ArrayInfo*> arrays;
    for (const ArrayInfo& array : file.arrays) {
        const std::size_t rank = array.shape.size();
        const std::size_t sides = squeezed(array.shape).size();
        if (array.holds == ArrayInfo::Holds::numbers && rank >= 2 && rank <= 5 && (sides >= 2 || file.arrays.size() == 1) && numbers(&array) > 0)
            arrays.push_back(&array);
    }
    const auto is_less = [&](const ArrayInfo* a, const ArrayInfo* b) {
        const bool image = squeezed(a->shape).size() > 2;
        const bool other = squeezed(b->shape).size() > 2;
        if (!file.columns_are_rows && image != other) return image;
        return numbers(a) > numbers(b);
    };
    std::ranges::stable_sort(arrays, is_less);
    return arrays;
}

const ArrayInfo* usual_array(const ArrayFile& file) {
    if (file.arrays.size() == 1 && (file.arrays[0].path.empty() || file.arrays[0].holds == ArrayInfo::Holds::numbers)) return file.arrays.data();
    if (const KnownLayout* const known = known_layout(file)) return file.find(known->splits[0].images);
    const std::vector<const ArrayInfo*> candidates = plausible_arrays(file);
    if (candidates.empty()) return nullptr;
    const auto is_image = [](const ArrayInfo* array) { return squeezed(array->shape).size() > 2; };
    const bool only = candidates.size() == 1 || (is_image(candidates[0]) && !is_image(candidates[1]));
    return only || file.columns_are_rows ? candidates[0] : nullptr;
}

std::unique_ptr<Source> rows_of_arrays(const ArrayFile& file, const ForeignReading& how) {
    const KnownLayout* known = known_layout(file);
    const ArrayInfo* const usual = how.dataset.empty() ? usual_array(file) : &file.require(how.dataset);
    if (usual == nullptr) fail_undecided(file);
    const ArrayInfo& array = *usual;
    const KnownLayout::Split* const split = known == nullptr ? nullptr : split_of(*known, file, array.path);
    if (split == nullptr) known = nullptr;

    std::optional<Shape> shape = how.shape;
    if (!shape && known != nullptr && !known->side.empty())
        if (const Shape side = parse_shape("", known->side); array.shape.size() == 2 && array.shape[1] == count(side)) shape = side;
    const bool order_known = known != nullptr && how.order == DimensionOrder::by_plausibility && !how.shape;
    const std::shared_ptr<const StoredArray> stored = file.open(array);
    const std::string_view labels = is_inside(file, how.labels_path) ? how.labels_path : split != nullptr ? split->labels : "";
    const bool rows_first = how.order == DimensionOrder::by_plausibility && !shape && labels_show_rows(file, array, labels);
    const DimensionOrder order = rows_first ? DimensionOrder::nchw : order_known ? known->order : how.order;
    const RowLayout layout = layout_of(stored->where, stored->shape(), order, shape, file.columns_are_rows);
    std::unique_ptr<Source> source = array_rows(stored, layout);
    if (rows_first) source->warnings.push_back(join(stored->where, ": its rows are taken as rows, as there is a label for each (--layout nchw)"));
    source->format = file.format;
    source->transposed = known != nullptr && known->transposed && !source->table;
    if (known != nullptr && known->range && source->bytes) source->known_range = known->range;
    if (is_inside(file, how.labels_path)) {
        take_labels(file, how.labels_path, *source);
    } else if (how.labels_path.empty() && split != nullptr && !split->labels.empty()) {
        take_known_labels(file, split->labels, *source);
    }
    return source;
}

std::unique_ptr<Source> open_arrays(const Bytes& bytes, const ForeignReading& how) {
    std::unique_ptr<Source> source = rows_of_arrays(*open_array_file(bytes), how);
    source->origin = bytes;
    return source;
}

}  // namespace gen
