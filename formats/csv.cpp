#include "formats/csv.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/counted.hpp"
#include "core/error.hpp"
#include "formats/channel_order.hpp"
#include "formats/labels.hpp"
#include "formats/line_index.hpp"
#include "formats/lines.hpp"
#include "formats/table_line.hpp"

namespace gen {
namespace {

std::string in_quotes(std::string_view field) { return join("'", field.substr(0, 40), "'"); }

// The class of a row stands in the first or the last column, mostly, beside numbers.
std::string_view label_hint(std::string_view field, std::size_t column, std::size_t columns) {
    constexpr std::string_view no_classes[] = {"nan", "NaN", "NAN", "NA", "N/A", "inf", "Inf", "null", "NULL", "None"};
    const auto first = static_cast<unsigned char>(field.empty() ? '0' : field.front());
    const bool is_word = (std::isalpha(first) != 0 || first >= 0x80) && std::ranges::find(no_classes, field) == std::end(no_classes);
    if (!is_word || columns < 2) return "";
    if (column + 1 == columns) return "; --labels last takes this column as labels";
    return column == 0 ? "; --labels first takes this column as labels" : "";
}

class Csv : public Source {
public:
    Csv(const Bytes& file, LabelColumn label, const std::optional<Shape>& wanted, bool channels_last)
        : label_(label),
          channels_last_(channels_last),
          rows_(file, [this](const TextLine& line) { return !line.is_remark || is_row(line.words, separator_); }) {
        name = file.name();
        origin = file;
        format = "csv";
        wide = true;
        LabelNumbers words(name, file.size());
        std::optional<Kept> first;
        for_each_line(file, [&](const TextLine& line) {
            if (separator_ != 0) return add(line, words);
            if (line.is_remark && !is_row(line.words, separator_of(line.words, line.words))) return;
            if (!first) return void(first.emplace(line));
            begin(*first, line.words, words);
            add(line, words);
        });
        if (first && separator_ == 0) begin(*first, first->words, words);
        count = rows_.count();
        if (count == 0) fail(name, ": has no rows of numbers");
        shape = row_shape(name, {columns_}, wanted, table);
        if (label_ == LabelColumn::none) return;
        Labels numbered = words.finish();
        labels = std::move(numbered.values);
        classes = std::move(numbered.classes);
    }

    void read(std::size_t row, Picture& out) const override {
        out.resize((*shape)[0], (*shape)[1], (*shape)[2]);
        thread_local std::vector<double> exact;
        read_exactly(row, exact);
        for (std::size_t i = 0; i < columns_; ++i) {
            out.values[i] = static_cast<real>(exact[i]);
            if (!std::isfinite(static_cast<float>(exact[i])))
                fail_too_large(join(row_name(row), ", column ", i + (label_ == LabelColumn::first ? 2 : 1)), exact[i]);
        }
    }

    void read_exactly(std::size_t row, std::vector<double>& out) const override {
        out.resize(columns_);
        std::string ignored;
        const LineIndex::Row line = rows_.at(row);
        parse(line.words, line.number, out.data(), ignored);
        if (channels_last_) put_channels_first(*shape, out);
    }
    std::string row_name(std::size_t row) const override { return join(name, ": line ", rows_.at(row).number); }

private:
    /// A line that is kept until the next one is known.
    struct Kept {
        explicit Kept(const TextLine& line) : words(line.words), at(line) {}
        std::string words;
        TextLine at;  // but for its words
    };

    bool is_label(std::size_t field, std::size_t fields) const {
        return (label_ == LabelColumn::first && field == 0) || (label_ == LabelColumn::last && field + 1 == fields);
    }

    /// Whether a line that begins as a remark does is a row whose label begins so.
    bool is_row(std::string_view line, char separator) const {
        const std::vector<std::string> fields = fields_of(line, separator);
        double ignored = 0;
        for (std::size_t i = 1; i < fields.size(); ++i)
            if (!parse_field(fields[i], ignored)) return false;
        return label_ == LabelColumn::first && fields.size() > 1;
    }

    // From the first two lines, or the only one: how fields are separated, how many there are, whether the first is a heading.
    void begin(const Kept& first, std::string_view second, LabelNumbers& words) {
        separator_ = separator_of(first.words, second);
        const std::vector<std::string> head = fields(first.words, first.at.number);
        const bool headed = is_heading(head, first.at.number);
        const std::vector<std::string> row = headed ? fields(second, first.at.number + 1) : head;
        const bool is_missing = headed && head.size() == row.size() && !head.back().empty();
        trailing_ = separator_ != ' ' && row.size() > 1 && row.back().empty() && fields(second, first.at.number + 1).back().empty() && !is_missing;
        columns_ = row.size() - (trailing_ ? 1 : 0) - (label_ == LabelColumn::none ? 0 : 1);
        if (columns_ == 0) fail(name, ": has one column only, no numbers besides the labels");
        if (headed && label_ != LabelColumn::first) warn_of_index(head, row.size() - (trailing_ ? 1 : 0));
        if (headed) return;
        TextLine line = first.at;
        line.words = first.words;
        add(line, words);
    }

    // What pandas, or R, writes before the columns by itself is one more column here.
    void warn_of_index(const std::vector<std::string>& head, std::size_t columns) {
        const bool by_pandas = head.size() > 1 && (head[0].empty() || head[0] == "Unnamed: 0");
        const bool by_r = head.size() + 1 == columns;
        if (by_pandas || by_r)
            warnings.push_back(join(name,
                                    ": the first column has no name, as the numbers of rows that pandas and R write; it is taken as all others (",
                                    by_r ? "row.names = FALSE" : "index=False", " leaves it out)"));
    }

    // A heading has no number in it. What has both is neither a heading nor a row.
    bool is_heading(const std::vector<std::string>& fields, std::size_t line) const {
        std::size_t numbers = 0;
        std::optional<std::size_t> word;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            double ignored = 0;
            const bool is_end = i > 0 && i + 1 == fields.size() && fields[i].empty();  // behind a separator that ends the line
            if (is_label(i, fields.size()) || is_end) continue;
            if (parse_field(fields[i], ignored))
                ++numbers;
            else if (!word)
                word = i;
        }
        if (!word) return false;
        if (numbers == 0 && !has_decimal_comma(fields[*word])) return true;
        refuse(fields[*word], line, *word, numbers > 0 ? fields.size() : 1, numbers > 0 ? ", and a heading has no numbers" : "");
    }

    void add(const TextLine& line, LabelNumbers& words) {
        if (line.is_remark && !is_row(line.words, separator_)) return;
        numbers_.resize(columns_);
        std::string word;
        parse(line.words, line.number, numbers_.data(), word);
        if (label_ != LabelColumn::none) words.add(word, [&] { return join(name, ": line ", line.number); });
        rows_.add(line);
    }

    [[noreturn]] void refuse(std::string_view field, std::size_t line, std::size_t column, std::size_t columns, std::string_view more = {}) const {
        if (has_decimal_comma(field))
            fail(name, ": line ", line, ", column ", column + 1, ": ", in_quotes(field), " has a comma, expected a decimal point");
        fail(name, ": line ", line, ", column ", column + 1, ": ", in_quotes(field), " is not a finite number", more,
             label_ == LabelColumn::none ? label_hint(field, column, columns) : "");
    }

    // columns_ numbers and the label's word.
    void parse(std::string_view line, std::size_t number, double* out, std::string& word) const {
        const std::size_t fields = columns_ + (label_ == LabelColumn::none ? 0 : 1);
        FieldReader reader(line, separator_);
        std::string_view field;
        for (std::size_t i = 0; i < fields; ++i) {
            if (!next(reader, field, number)) fail(name, ": line ", number, " has ", counted(i, "column"), ", expected ", fields);
            if (is_label(i, fields)) {
                if (field.empty()) fail(name, ": line ", number, ", column ", i + 1, ": the label is missing");
                word = field;
                continue;
            }
            double value = 0;
            if (!parse_field(field, value) || !std::isfinite(value)) {
                const std::string refused(field);
                const bool beside_number = i > 0 || (next(reader, field, number) && parse_field(field, value));
                refuse(refused, number, i, beside_number ? fields : 1);
            }
            *out++ = value;
        }
        const bool more = next(reader, field, number);
        if (more && (!trailing_ || !field.empty() || next(reader, field, number)))
            fail(name, ": line ", number, " has more than the ", fields, " columns of the first");
    }

    std::vector<std::string> fields(std::string_view line, std::size_t number) const {
        FieldReader reader(line, separator_);
        std::vector<std::string> all;
        for (std::string_view field; next(reader, field, number);) all.emplace_back(field);
        return all;
    }

    bool next(FieldReader& reader, std::string_view& field, std::size_t line) const {
        try {
            return reader.next(field);
        } catch (const Error& error) {
            fail(name, ": line ", line, ": ", error.what());
        }
    }

    LabelColumn label_;
    bool channels_last_;
    char separator_ = 0;
    bool trailing_ = false;  // lines end with a separator
    std::size_t columns_ = 0;
    LineIndex rows_;
    std::vector<double> numbers_;  // of the row being checked
};

}  // namespace

std::unique_ptr<Source> open_csv(const Bytes& bytes, LabelColumn label, const std::optional<Shape>& shape, DimensionOrder order) {
    if (order == DimensionOrder::hwc_last_n) fail_usage("--layout hwc-last-n: ", bytes.name(), ": the rows of a table are its lines");
    return std::make_unique<Csv>(bytes, label, shape, order == DimensionOrder::nhwc && shape);
}

}  // namespace gen
