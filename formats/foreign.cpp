#include "formats/foreign.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "core/error.hpp"
#include "formats/cifar10.hpp"
#include "formats/csv.hpp"
#include "formats/idx.hpp"
#include "formats/label_file.hpp"
#include "formats/lines.hpp"
#include "formats/mat.hpp"
#include "formats/npy.hpp"
#include "formats/pictures.hpp"
#include "formats/recognise.hpp"

namespace gen {
namespace {

LabelColumn label_column(const std::string& labels) {
    if (labels == "first") return LabelColumn::first;
    return labels == "last" ? LabelColumn::last : LabelColumn::none;
}

std::string folder_of(const Bytes& bytes) {
    const std::filesystem::path path(bytes.name());
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) return "";
    return path.has_parent_path() ? path.parent_path().string() : ".";
}

using Open = std::unique_ptr<Source> (*)(const Bytes&, const ForeignPlan&);

/// How the formats are opened whose files are parts of the whole; pictures are read together.
constexpr std::pair<std::string_view, Open> openers[] = {
    {"idx", [](const Bytes& b, const ForeignPlan& plan) { return open_idx(b, plan.shape); }},
    {"npy", [](const Bytes& b, const ForeignPlan& plan) { return open_npy(b, plan.shape); }},
    {"mat", [](const Bytes& b, const ForeignPlan& plan) { return open_mat(b, plan.shape); }},
    {"cifar10", [](const Bytes& b, const ForeignPlan&) { return open_cifar10(b, folder_of(b)); }},
    {"csv", [](const Bytes& b, const ForeignPlan& plan) { return open_csv(b, label_column(plan.labels), plan.shape); }},
};

/// The type of a file, by its content.
std::string_view detect(const Bytes& bytes) {
    if (bytes.size() == 0) fail(bytes.name(), ": is empty");
    for (const ForeignFormat& format : foreign_formats())
        if (!format.type.empty() && format.recognises(bytes)) return format.type;
    const std::vector<std::byte> head = bytes.head(8);
    if (hex(head) == "894844460d0a1a0a") fail(bytes.name(), ": is HDF5 already, expected foreign data");
    fail(bytes.name(), ": format not recognised: starts with ", hex(head), ", expected IDX, CIFAR-10, PNG, JPEG, zip, NPY, MATLAB 5 or text");
}

// IDX unpacks itself, as its header tells how much there is; for the others there is a general limit.
Bytes unpacked(const Bytes& bytes) { return is_gzip(bytes) && !is_idx(bytes) ? gunzip(bytes, unpacked_limit) : bytes; }

void check_options(std::string_view type, const ForeignPlan& plan) {
    if (label_column(plan.labels) != LabelColumn::none && type != "csv")
        fail_usage("--labels ", plan.labels, ": names a column of a CSV table, the input is ", type, " (a file of that name: ./", plan.labels, ")");
    if (plan.shape && (type == "images" || type == "cifar10"))
        fail_usage("--shape: ", type, " has shapes of its own; --crop and --resize change them");
}

Bytes open_input(const std::string& input, const Bytes& standard_input) { return input == "-" ? standard_input : Bytes::open(input); }

// The type of the whole, from the option or from the first input.
std::string_view type_of(const std::string& input, const Bytes& standard_input, const std::string& type) {
    std::error_code ignored;
    if (type == "auto" && std::filesystem::is_directory(input, ignored)) return "images";
    for (const ForeignFormat& format : foreign_formats())
        if (format.type == type) return format.type;
    return detect(unpacked(open_input(input, standard_input)));
}

std::unique_ptr<Source> open_part(std::string_view type, const std::string& input, const Bytes& standard_input, const ForeignPlan& plan) {
    const Bytes file = open_input(input, standard_input);
    const Bytes content = unpacked(file);
    if (content.size() == 0) fail(file.name(), ": is empty");
    if (plan.type == "auto" && detect(content) != type) fail(file.name(), ": is ", detect(content), ", expected ", type, " as before it");
    const auto* const opener = std::find_if(std::begin(openers), std::end(openers), [&](const auto& o) { return o.first == type; });
    std::unique_ptr<Source> part = opener->second(content, plan);
    part->origin = file;
    return part;
}

}  // namespace

std::vector<std::string_view> foreign_types() { return {"auto", "idx", "cifar10", "images", "npy", "mat", "csv"}; }

std::unique_ptr<Source> open_foreign(const std::vector<std::string>& inputs, const ForeignPlan& plan) {
    const auto standard_inputs = std::count(inputs.begin(), inputs.end(), "-");
    if (inputs.empty()) fail_usage("no input");
    if (standard_inputs > 1) fail_usage("stdin (-) was given twice");
    const Bytes standard_input = standard_inputs == 1 ? Bytes::open("-") : Bytes();
    const std::string_view type = type_of(inputs[0], standard_input, plan.type);
    check_options(type, plan);
    std::vector<std::unique_ptr<Source>> parts;
    if (type == "images")
        parts.push_back(open_pictures(inputs, standard_input));
    else
        for (const std::string& input : inputs) parts.push_back(open_part(type, input, standard_input, plan));
    std::unique_ptr<Source> source = join_sources(std::move(parts));
    if (!plan.labels.empty() && label_column(plan.labels) == LabelColumn::none) apply_label_file(plan.labels, *source);
    return source;
}

}  // namespace gen
