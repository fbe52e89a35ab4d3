#include "formats/csv.hpp"

#include <charconv>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "core/error.hpp"
#include "formats/label_file.hpp"
#include "formats/lines.hpp"

namespace gen {
namespace {

char separator_of(std::string_view line) {
    for (const char c : {',', '\t', ';'})
        if (line.find(c) != std::string_view::npos) return c;
    return ' ';
}

std::string_view unquoted(std::string_view word) {
    const bool quoted = word.size() >= 2 && word.front() == '"' && word.back() == '"';
    return quoted ? word.substr(1, word.size() - 2) : word;
}

// Takes the next field off the front of `line`; blanks count as one separator however many they are.
std::string_view take_field(std::string_view& line, char separator, bool& more) {
    const std::size_t end = separator == ' ' ? line.find_first_of(" \t") : line.find(separator);
    more = end != std::string_view::npos;
    const std::string_view field = trimmed(line.substr(0, end));
    line = more ? line.substr(end + 1) : std::string_view();
    if (separator == ' ') line = trimmed(line);
    return unquoted(field);
}

bool parse_number(std::string_view word, double& value) {
    if (word.starts_with('+')) word.remove_prefix(1);
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    return error == std::errc() && end == word.data() + word.size() && !word.empty();
}

class Csv : public Source {
public:
    Csv(const Bytes& file, LabelColumn label, const std::optional<Shape>& wanted) : label_(label) {
        name = file.name();
        origin = file;
        format = "csv";
        std::vector<std::string> words;
        for_each_line(file, [&](const TextLine& line) { add(line, words); });
        count = rows_.size();
        if (count == 0) fail(name, ": has no rows of numbers");
        shape = row_shape(name, {columns_}, wanted, table);
        if (label_ == LabelColumn::none) return;
        Labels numbered = number_labels(words);
        labels = std::move(numbered.values);
        classes = std::move(numbered.classes);
    }

    void read(std::size_t row, Picture& out) const override {
        out.resize((*shape)[0], (*shape)[1], (*shape)[2]);
        thread_local std::string text;
        text.resize(rows_[row].bytes);
        origin.read(rows_[row].offset, text.size(), text.data());
        std::string_view ignored;
        parse(text, rows_[row].line, out.values.data(), ignored);
    }
    std::string row_name(std::size_t row) const override { return join(name, ": line ", rows_[row].line); }

private:
    struct Row {
        std::size_t offset;
        std::size_t bytes;
        std::size_t line;
    };

    void add(const TextLine& line, std::vector<std::string>& words) {
        if (separator_ == 0) {
            separator_ = separator_of(line.words);
            if (measure(line.words)) return;
        }
        numbers_.resize(columns_);
        std::string_view word;
        parse(line.words, line.number, numbers_.data(), word);
        if (label_ != LabelColumn::none) words.emplace_back(word);
        rows_.push_back({line.offset, line.words.size(), line.number});
    }

    // Counts the columns of the first line; true if it is a heading.
    bool measure(std::string_view line) {
        std::vector<std::string_view> fields;
        for (bool more = true; more;) fields.push_back(take_field(line, separator_, more));
        columns_ = fields.size() - (label_ == LabelColumn::none ? 0 : 1);
        if (columns_ == 0) fail(name, ": has one column only, no numbers besides the labels");
        if (label_ == LabelColumn::first) fields.erase(fields.begin());
        if (label_ == LabelColumn::last) fields.pop_back();
        double value = 0;
        for (const std::string_view field : fields)
            if (!parse_number(field, value)) return true;
        return false;
    }

    // columns_ numbers and the label's word.
    void parse(std::string_view line, std::size_t number, real* out, std::string_view& word) const {
        const std::size_t fields = columns_ + (label_ == LabelColumn::none ? 0 : 1);
        const std::size_t label_at = label_ == LabelColumn::first ? 0 : label_ == LabelColumn::last ? columns_ : fields;
        bool more = true;
        for (std::size_t i = 0; i < fields; ++i) {
            if (!more) fail(name, ": line ", number, " has ", i, " columns, expected ", fields);
            const std::string_view field = take_field(line, separator_, more);
            if (i == label_at) {
                if (field.empty()) fail(name, ": line ", number, ", column ", i + 1, ": the label is missing");
                word = field;
                continue;
            }
            double value = 0;
            if (!parse_number(field, value) || !std::isfinite(static_cast<float>(value)))
                fail(name, ": line ", number, ", column ", i + 1, ": '", field.substr(0, 40), "' is not a finite number");
            *out++ = static_cast<real>(value);
        }
        if (more) fail(name, ": line ", number, " has more than the ", fields, " columns of the first");
    }

    LabelColumn label_;
    char separator_ = 0;
    std::size_t columns_ = 0;
    std::vector<Row> rows_;
    std::vector<real> numbers_;  // of the row being checked
};

}  // namespace

std::unique_ptr<Source> open_csv(const Bytes& bytes, LabelColumn label, const std::optional<Shape>& shape) {
    return std::make_unique<Csv>(bytes, label, shape);
}

}  // namespace gen
