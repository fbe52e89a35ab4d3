#include "formats/foreign_list.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "formats/archive.hpp"
#include "formats/archive_inputs.hpp"
#include "formats/archive_reader.hpp"
#include "formats/arrays/array_formats.hpp"
#include "formats/arrays/known_layouts.hpp"
#include "formats/arrays/open_arrays.hpp"
#include "formats/foreign.hpp"
#include "formats/label_partner.hpp"
#include "formats/lines.hpp"
#include "formats/packing.hpp"
#include "formats/posix.hpp"
#include "formats/recognise.hpp"
#include "formats/shell_word.hpp"

namespace gen {
namespace {

/// What an import is told besides its input.
struct Asked {
    std::string dataset = {};
    std::string labels = {};
};

/// " --dataset train/x"; a value that begins as an option does, or as a word with a meaning of its own, is written so that it is none.
std::string option(std::string_view name, std::string value) {
    if (value.empty()) return "";
    constexpr std::string_view meanings[] = {"first", "last", "coarse"};
    if (std::ranges::find(meanings, value) != std::end(meanings)) value.insert(value.begin(), '/');
    return join(" --", name, value.starts_with('-') ? '=' : ' ', shell_word(value));
}

/// "digits-train-images.h5"
std::string output_name(const std::string& input, std::string path) {
    const std::string stem = imported_stem(input);
    if (path.empty()) return imported_name(input);
    std::ranges::replace_if(path, [](char c) { return c == '/' || c == '.' || c == ' '; }, '-');
    return join(stem, path.starts_with('-') ? "" : "-", path, ".h5");
}

std::string command(const std::string& input, const Asked& asked) {
    const auto word = [](const std::string& path) { return shell_word(path.starts_with('-') && path != "-" ? "./" + path : path); };
    return join("data-import ", word(input), option("dataset", asked.dataset), option("labels", asked.labels), " -o ",
                word(output_name(input, asked.dataset)));
}

/// Whether it may be the labels of the rows of another.
bool may_label(const ArrayInfo& array, const ArrayInfo* rows) {
    const Shape sides = squeezed(array.shape);
    constexpr std::size_t most = 10'000'000;
    return rows != nullptr && array.holds != ArrayInfo::Holds::other && sides.size() == 1 && sides[0] <= most &&
           std::ranges::find(rows->shape, sides[0]) != rows->shape.end();
}

/// The first command that does what it says.
template <class Works>
std::string command_of(const std::string& input, const std::vector<Asked>& choices, const Works& works) {
    const auto found = std::ranges::find_if(choices, [&](const Asked& asked) {
        try {
            works(asked);
            return true;
        } catch (const Error&) {
            return false;
        }
    });
    return found == choices.end() ? "" : command(input, *found);
}

/// How an array may be imported, with the labels that belong to it by their name, or as labels of the usual one.
std::vector<Asked> choices_of(const ArrayFile& file, const ArrayInfo& array, const std::vector<const ArrayInfo*>& plausible) {
    const ArrayInfo* const usual = usual_array(file);
    const bool is_plausible = std::ranges::find(plausible, &array) != plausible.end();
    if (&array != usual && !is_plausible) return may_label(array, usual) ? std::vector<Asked>{{"", array.path}} : std::vector<Asked>();
    const std::string dataset = &array == usual ? "" : array.path;
    const KnownLayout* const known = known_layout(file);
    const bool has_known_labels = known != nullptr && split_of(*known, file, array.path) != nullptr;
    std::vector<std::string> labels;
    for (const ArrayInfo& other : file.arrays)
        if (&other != &array && may_label(other, &array)) labels.push_back(other.path);
    const std::optional<std::string> partner = has_known_labels ? std::nullopt : label_partner(array.path, labels);
    std::vector<Asked> choices;
    if (partner) choices.push_back({dataset, *partner});
    choices.push_back({dataset, ""});
    return choices;
}

std::vector<ForeignContent> arrays_in(const Bytes& bytes, const std::string& input) {
    const std::unique_ptr<const ArrayFile> file = open_array_file(bytes);
    const std::vector<const ArrayInfo*> plausible = plausible_arrays(*file);
    const auto works = [&](const Asked& asked) { rows_of_arrays(*file, {.dataset = asked.dataset, .labels_path = asked.labels}); };
    std::vector<ForeignContent> contents;
    for (const ArrayInfo& array : file->arrays)
        contents.push_back({input, array.path, array.shape, array.type, command_of(input, choices_of(*file, array, plausible), works)});
    for (const ArrayLink& link : file->links)
        contents.push_back({input, link.path, {}, join("link to ", link.target, link.file.empty() ? "" : join(" of ", link.file)), ""});
    return contents;
}

std::string type_of(const Source& source) {
    if (source.table) return "numbers";
    return source.shape ? "images" : "pictures";
}

ForeignContent content_of(const std::string& input, const Source& source, const Asked& asked) {
    Shape shape = {source.count};
    if (source.shape) shape.insert(shape.end(), source.shape->begin(), source.table ? source.shape->begin() + 1 : source.shape->end());
    return {input, asked.dataset, shape, join(type_of(source), ", ", source.format), command(input, asked)};
}

/// Of an archive; what cannot be imported alone, such as labels, has no command.
ForeignContent member_of(const std::string& input, const std::string& name, const std::vector<std::string>& names, const InputFiles& files) {
    std::vector<Asked> choices = {{name, ""}};
    if (const std::optional<std::string> partner = label_partner(name, names)) choices.insert(choices.begin(), {name, *partner});
    for (const Asked& asked : choices) {
        try {
            return content_of(input, *open_foreign({input}, {.labels = asked.labels, .dataset = asked.dataset}, files), asked);
        } catch (const Error& error) {
            if (error.fault() == Fault::io) throw;
        }
    }
    return {input, name, {}, "file", ""};
}

}  // namespace

std::vector<ForeignContent> foreign_contents(const std::string& input, const InputFiles& files) {
    if (!is_folder(input)) {
        const Bytes file = files.open(input);
        const bool is_packed = !packing_of(file).empty() && !is_archive(file);
        constexpr std::size_t head_bytes = 1 << 16;
        const Bytes head = is_packed ? Bytes::of(file.name(), unpacked_head(file, head_bytes)) : file;
        if (is_array_file(head)) return arrays_in(is_packed ? files.unpacked(input) : file, input);
    }
    const std::vector<std::string> names = data_in_archive(input, files);
    if (names.size() < 2) return {content_of(input, *open_foreign({input}, {}, files), {})};
    std::vector<ForeignContent> contents;
    for (const std::string& name : names) contents.push_back(member_of(input, name, names, files));
    return contents;
}

}  // namespace gen
