#include "formats/foreign.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/words.hpp"
#include "formats/archive.hpp"
#include "formats/archive_inputs.hpp"
#include "formats/archive_reader.hpp"
#include "formats/cifar.hpp"
#include "formats/foreign_formats.hpp"
#include "formats/label_file.hpp"
#include "formats/packing.hpp"
#include "formats/pictures.hpp"
#include "formats/posix.hpp"
#include "formats/refused_formats.hpp"
#include "formats/transposed.hpp"
#include "formats/utf8.hpp"
#include "formats/zip_reader.hpp"

namespace gen {
namespace {

LabelColumn label_column(const std::string& labels) {
    if (labels == "first") return LabelColumn::first;
    return labels == "last" ? LabelColumn::last : LabelColumn::none;
}

/// Null where it is none.
const ForeignFormat* recognised(const Bytes& bytes) {
    const auto found = std::ranges::find_if(foreign_formats(), [&](const ForeignFormat& format) { return format.recognises(bytes); });
    return found == foreign_formats().end() ? nullptr : &*found;
}

/// The format of a file, by its content.
const ForeignFormat& detect(const Bytes& bytes) {
    if (bytes.size() == 0) fail(bytes.name(), ": is empty");
    if (const std::string refusal = refusal_of(bytes); !refusal.empty()) fail(bytes.name(), ": ", refusal);
    if (const ForeignFormat* const found = recognised(bytes)) return *found;
    Words known;
    for (const ForeignFormat& format : foreign_formats())
        if (!format.known_as.empty()) known.push_back(format.known_as);
    const std::vector<std::byte> head = bytes.head(8);
    fail(bytes.name(), ": format not recognised: starts with ", hex(head), ", expected ", either(known));
}

// Whether no header tells how much there is in it.
bool is_to_be_unpacked(const Bytes& bytes) {
    const auto unpacks_itself = [&](const ForeignFormat& format) { return format.unpacks_itself && format.recognises(bytes); };
    return !packing_of(bytes).empty() && !is_archive(bytes) && std::ranges::none_of(foreign_formats(), unpacks_itself);
}

/// The same of a packed file, of which mostly the beginning is enough.
const ForeignFormat& detect(const std::string& input, const InputFiles& files) {
    const Bytes file = files.open(input);
    if (!is_to_be_unpacked(file)) return detect(file);
    constexpr std::size_t head_bytes = 1 << 16;
    const Bytes head = Bytes::of(file.name(), unpacked_head(file, head_bytes));
    if (head.size() < head_bytes || !refusal_of(head).empty() || !packing_of(head).empty()) return detect(head);
    const bool is_known_by_all = is_zip(head) || begins_cifar(head);
    return detect(is_known_by_all ? files.unpacked(input) : head);
}

void check_options(const ForeignFormat& format, const ForeignPlan& plan) {
    if (label_column(plan.labels) != LabelColumn::none && !format.has_columns)
        fail_usage("--labels ", plan.labels, ": names a column of a CSV table, the input is ", format.type, " (a file of that name: ./", plan.labels,
                   ")");
    if (!plan.dataset.empty() && !format.has_arrays) fail_usage("--dataset ", plan.dataset, ": ", format.type, " has no named data sets");
    if (plan.order != DimensionOrder::by_plausibility && !format.has_layout) fail_usage("--layout: ", format.type, " has a layout of its own");
    if (plan.shape && format.has_shapes) fail_usage("--shape: ", format.type, " has shapes of its own; --crop and --resize change them");
}

// The format of the whole, from the option or from the first input.
const ForeignFormat& format_of(const std::string& input, const InputFiles& files, const std::string& type) {
    const bool holds_images = type == "auto" && is_folder(input);
    if (const ForeignFormat* const named = find_foreign_format(holds_images ? "images" : type)) return *named;
    if (files.members(input)) return *find_foreign_format("images");
    return detect(input, files);
}

std::unique_ptr<Source> open_part(const ForeignFormat& format, const std::string& input, const InputFiles& files, const ForeignPlan& plan) {
    const Bytes file = files.open(input);
    const Bytes content = is_to_be_unpacked(file) ? files.unpacked(input) : file;
    if (content.size() == 0) fail(file.name(), ": is empty");
    if (plan.type == "auto")
        if (const std::string_view found = detect(content).type; found != format.type)
            fail(file.name(), ": is ", found, ", expected ", format.type, " as before it");
    std::unique_ptr<Source> part =
        format.open(content, {.shape = plan.shape,
                              .dataset = plan.dataset,
                              .labels_path = plan.labels,
                              .order = plan.order == DimensionOrder::by_plausibility && format.has_arrays ? plan.order_of_another : plan.order,
                              .labels = label_column(plan.labels),
                              .beside = files.beside(input)});
    part->origin = file;
    if (!part->transposed || plan.transpose) return part;
    part->warnings.push_back(part->name + ": rows and columns of its pictures are exchanged, as this set stores them (--transpose)");
    return transposed(std::move(part));
}

/// HDF5's texts, and what reads them, know no other.
void expect_utf8(const Source& source) {
    for (const std::string& word : source.classes)
        if (characters_of(word).find(U'\ufffd') != std::u32string::npos)
            fail(source.name, ": the class '", printable(word),
                 "' is not in UTF-8, expected such names: 'iconv -f latin1 -t utf-8' makes them of a list");
}

}  // namespace

std::unique_ptr<Source> open_foreign(const std::vector<std::string>& operands, const ForeignPlan& wanted, const InputFiles& files) {
    if (operands.empty()) fail_usage("no input");
    if (std::ranges::count(operands, "-") > 1) fail_usage("stdin (-) was given twice");
    ForeignPlan plan = wanted;
    const std::vector<std::string> inputs = archive_inputs(operands, plan, files);
    const ForeignFormat& format = format_of(inputs[0], files, plan.type);
    check_options(format, plan);
    std::vector<std::unique_ptr<Source>> parts;
    if (format.open == nullptr)
        parts.push_back(open_pictures(inputs, files));
    else
        for (const std::string& input : inputs) parts.push_back(open_part(format, input, files, plan));
    std::unique_ptr<Source> source = join_sources(std::move(parts));
    const bool has_file = !plan.labels.empty() && label_column(plan.labels) == LabelColumn::none && source->labels_from != plan.labels;
    if (has_file) apply_label_file(plan.labels, *source, files);
    expect_utf8(*source);
    if (plan.rows) source = rows_of(std::move(source), *plan.rows);
    return plan.transpose ? transposed(std::move(source)) : std::move(source);
}

}  // namespace gen
