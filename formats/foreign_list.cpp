#include "formats/foreign_list.hpp"

#include <algorithm>
#include <filesystem>

#include "core/error.hpp"
#include "formats/archive.hpp"
#include "formats/archive_inputs.hpp"
#include "formats/archive_reader.hpp"
#include "formats/arrays/array_formats.hpp"
#include "formats/arrays/open_arrays.hpp"
#include "formats/foreign.hpp"
#include "formats/lines.hpp"
#include "formats/packing.hpp"
#include "formats/recognise.hpp"
#include "formats/shell_word.hpp"

namespace gen {
namespace {

std::string command(const std::string& input, const std::string& options, const std::string& output) {
    return join("data-import ", shell_word(input), options, " -o ", shell_word(output));
}

/// "digits-train-images.h5"
std::string output_name(const std::string& input, std::string path) {
    std::string name = imported_name(input);
    std::ranges::replace_if(path, [](char c) { return c == '/' || c == '.' || c == ' '; }, '-');
    if (path.starts_with('-')) path.erase(0, 1);
    return name.insert(name.size() - std::string_view(".h5").size(), "-" + path);
}

/// Whether it may be the labels of the rows of another.
bool may_label(const ArrayInfo& array, const ArrayInfo* rows) {
    const Shape sides = squeezed(array.shape);
    return rows != nullptr && array.holds != ArrayInfo::Holds::other && sides.size() == 1 &&
           std::ranges::find(rows->shape, sides[0]) != rows->shape.end();
}

std::vector<ForeignContent> arrays_in(const Bytes& bytes, const std::string& input) {
    const std::unique_ptr<const ArrayFile> file = open_array_file(bytes);
    const ArrayInfo* const usual = usual_array(*file);
    const std::vector<const ArrayInfo*> plausible = plausible_arrays(*file);
    std::vector<ForeignContent> contents;
    for (const ArrayInfo& array : file->arrays) {
        ForeignContent content{input, array.path, array.shape, array.type, ""};
        const std::string word = shell_word(array.path);
        if (&array == usual)
            content.command = command(input, "", imported_name(input));
        else if (std::ranges::find(plausible, &array) != plausible.end())
            content.command = command(input, join(" --dataset ", word), output_name(input, array.path));
        else if (may_label(array, usual))
            content.command = command(input, join(" --labels ", word), imported_name(input));
        contents.push_back(std::move(content));
    }
    for (const ArrayLink& link : file->links)
        contents.push_back({input, link.path, {}, join("link to ", link.target, link.file.empty() ? "" : join(" of ", link.file)), ""});
    return contents;
}

std::string type_of(const Source& source) {
    if (source.table) return "numbers";
    return source.shape ? "images" : "pictures";
}

ForeignContent content_of(const std::string& input, const ForeignPlan& plan, const std::string& line, const InputFiles& files) {
    const std::unique_ptr<Source> source = open_foreign({input}, plan, files);
    Shape shape = {source->count};
    if (source->shape) shape.insert(shape.end(), source->shape->begin(), source->table ? source->shape->begin() + 1 : source->shape->end());
    return {input, plan.dataset, shape, join(type_of(*source), ", ", source->format), line};
}

/// Of an archive; what cannot be imported alone, such as labels, has no command.
ForeignContent member_of(const std::string& input, const std::string& name, const std::string& line, const InputFiles& files) try {
    return content_of(input, {.dataset = name}, line, files);
} catch (const Error&) {
    return {input, name, {}, "file", ""};
}

}  // namespace

std::vector<ForeignContent> foreign_contents(const std::string& input, const InputFiles& files) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(input, ignored)) {
        const Bytes file = files.open(input);
        const Bytes plain = packing_of(file).empty() || is_archive(file) ? file : unpacked(file, unpacked_limit);
        if (is_array_file(plain)) return arrays_in(plain, input);
    }
    const std::vector<std::string> names = data_in_archive(input, files);
    if (names.size() < 2) return {content_of(input, {}, command(input, "", imported_name(input)), files)};
    std::vector<ForeignContent> contents;
    for (const std::string& name : names) {
        const std::string line = command(input, join(" --dataset ", shell_word(name)), output_name(input, name));
        contents.push_back(member_of(input, name, line, files));
    }
    return contents;
}

}  // namespace gen
