#include "formats/export/csv_writer.hpp"

#include <charconv>

#include "core/error.hpp"
#include "formats/numbers.hpp"
#include "formats/tiles.hpp"

namespace gen {
namespace {

template <class Number>
void append_number(std::string& line, Number value) {
    char digits[64];
    const auto end = std::to_chars(digits, digits + sizeof digits, value);
    line.append(digits, end.ptr);
}

std::string heading_of(const Exported& exported, std::size_t columns) {
    std::string line;
    for (std::size_t i = 0; i < columns; ++i) line += join(i > 0 ? "," : "", exported.column, i);
    if (!exported.labels.values.empty()) line += ",label";
    return line + '\n';
}

}  // namespace

std::string csv_field(std::string_view text) {
    const bool plain = !text.empty() && text.find_first_of(",;\t\"\r\n#") == std::string_view::npos && text.front() != ' ' && text.back() != ' ';
    if (plain) return std::string(text);
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out += c;
        out += c;
    }
    return out + '"';
}

void write_csv(const Exported& exported, bool heading, const Sink& sink) {
    const Dataset& array = exported.main();
    const bool images = exported.kind == "images";
    if (array.shape.empty() || (array.shape.size() > 2 && !images))
        fail(exported.name, ": /", array.path, " is ", text(array.shape), ", CSV has rows and columns; NPY holds any shape");
    const std::size_t columns = array.row_bytes() / size_of(array.type);
    if (heading) {
        const std::string line = heading_of(exported, columns);
        sink(line.data(), line.size());
    }
    const LabelSet& labels = exported.labels;
    std::string lines;
    for_each_block(array, [&](std::size_t first, std::size_t rows, const std::byte* bytes) {
        lines.clear();
        with_numbers(array, bytes, [&](const auto* number) {
            for (std::size_t row = first; row < first + rows; ++row) {
                for (std::size_t i = 0; i < columns; ++i) {
                    if (i > 0) lines += ',';
                    append_number(lines, *number++);
                }
                if (!labels.values.empty()) lines += ',' + csv_field(label_name(labels.values[row], labels.classes));
                lines += '\n';
            }
        });
        sink(lines.data(), lines.size());
    });
}

}  // namespace gen
