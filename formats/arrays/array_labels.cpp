#include "formats/arrays/array_labels.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "core/counted.hpp"
#include "core/error.hpp"
#include "core/words.hpp"

namespace gen {
namespace {

constexpr std::size_t most_numbers = std::size_t{1} << 30;

/// "latents_classes:2", which is no array, as its name and 1.
std::pair<std::string_view, std::optional<std::size_t>> with_column(const ArrayFile& file, std::string_view path) {
    const std::size_t colon = path.rfind(':');
    if (file.find(path) != nullptr || colon == std::string_view::npos) return {path, {}};
    std::size_t column = 0;
    const auto [end, error] = std::from_chars(path.data() + colon + 1, path.data() + path.size(), column);
    if (error != std::errc() || end != path.data() + path.size() || column == 0) return {path, {}};
    return {path.substr(0, colon), column - 1};
}

const ArrayInfo& only_fitting(const ArrayFile& file, std::size_t rows) {
    Words fitting;
    const ArrayInfo* found = nullptr;
    for (const ArrayInfo& array : file.arrays) {
        if (array.holds == ArrayInfo::Holds::other || std::ranges::find(array.shape, rows) == array.shape.end()) continue;
        if (squeezed(array.shape).size() > 2) continue;
        fitting.push_back(array.path);
        found = &array;
    }
    if (fitting.empty()) fail(file.name, ": has no array of labels for ", counted(rows, "row"));
    if (fitting.size() > 1) fail(file.name, ": has several arrays of ", rows, " labels: name one, FILE:", either(fitting));
    return *found;
}

/// A table of numbers, one row for each row of the data.
struct Table {
    std::vector<double> values;
    std::size_t columns = 1;
};

Table table_of(const ArrayFile& file, const ArrayInfo& array, std::size_t rows) {
    const std::string where = file.where(array);
    const Shape shape = squeezed(array.shape);
    const bool is_row = rows == 1 && shape.size() <= 1;
    const bool first = !shape.empty() && shape[0] == rows;
    if (!is_row && (shape.empty() || shape.size() > 2 || (!first && shape.back() != rows)))
        fail(where, ": has shape ", text(array.shape), ", expected labels for ", counted(rows, "row"));
    Table table{numbers_of(*file.open(array), most_numbers)};
    table.columns = rows == 0 ? 1 : table.values.size() / rows;
    if (first || table.columns == 1) return table;
    std::vector<double> turned;
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t k = 0; k < table.columns; ++k) turned.push_back(table.values[k * rows + row]);
    table.values = std::move(turned);
    return table;
}

/// The place of the only 1 in each row; nothing where a row is not one-hot.
std::optional<std::vector<double>> one_hot(const Table& table) {
    std::vector<double> labels;
    for (std::size_t at = 0; at < table.values.size(); at += table.columns) {
        std::optional<std::size_t> hot;
        for (std::size_t k = 0; k < table.columns; ++k) {
            const double v = table.values[at + k];
            if (v == 0) continue;
            if (v != 1 || hot) return {};
            hot = k;
        }
        if (!hot) return {};
        labels.push_back(static_cast<double>(*hot));
    }
    return labels;
}

std::vector<double> column_of(const Table& table, std::size_t column) {
    std::vector<double> labels;
    for (std::size_t at = column; at < table.values.size(); at += table.columns) labels.push_back(table.values[at]);
    return labels;
}

std::vector<std::int32_t> as_classes(const std::vector<double>& values, const std::string& where) {
    std::vector<std::int32_t> labels;
    labels.reserve(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double v = values[i];
        if (v != std::floor(v) || std::abs(v) > std::numeric_limits<std::int32_t>::max())
            fail(where, ": row ", i + 1, " is ", v, ", expected the number of a class");
        if (v < 0) fail(where, ": row ", i + 1, " is ", v, ", classes are numbered from 0");
        labels.push_back(static_cast<std::int32_t>(v));
    }
    return labels;
}

}  // namespace

Labels labels_of_array(const ArrayFile& file, std::string_view path, std::size_t rows, std::vector<std::string>& said) {
    const auto [array_path, column] = with_column(file, path);
    const ArrayInfo& array = array_path.empty() ? (file.arrays.size() == 1 ? file.arrays[0] : only_fitting(file, rows)) : file.require(array_path);
    const std::string where = file.where(array);
    std::vector<std::string> words = file.words(array);
    if (array.holds == ArrayInfo::Holds::words) {
        if (words.size() != rows) fail(where, ": has ", counted(words.size(), "label"), " for ", counted(rows, "row"));
        return number_labels(words, [&](std::size_t i) { return join(where, ": row ", i + 1); });
    }
    const Table table = table_of(file, array, rows);
    if (column && *column >= table.columns) fail(where, ": has ", counted(table.columns, "column"), ", asked for was number ", *column + 1);
    std::optional<std::vector<double>> values;
    if (column || table.columns == 1) values = column_of(table, column.value_or(0));
    if (!values) {
        values = one_hot(table);
        if (!values)
            fail(where, ": has ", table.columns, " columns that are not one-hot, expected one; --labels ",
                 array.path.empty() ? file.name : array.path, ":1 takes the first");
        said.push_back(join(where, ": one-hot rows of ", table.columns, " classes, taken as their numbers"));
    }
    Labels labels{.values = as_classes(*values, where), .classes = std::move(words)};
    if (const auto [least, most] = std::ranges::minmax_element(labels.values); rows > 1 && *least == 1 && *most == 10)
        said.push_back(join(where, ": labels are 1 to 10 and stay so (in SVHN 10 is the digit 0)"));
    for (std::size_t i = 0; i < labels.values.size() && !labels.classes.empty(); ++i)
        if (static_cast<std::size_t>(labels.values[i]) >= labels.classes.size())
            fail(where, ": row ", i + 1, " is category ", labels.values[i], " of ", labels.classes.size());
    return labels;
}

}  // namespace gen
