#include "formats/label_list.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/counted.hpp"
#include "core/error.hpp"
#include "formats/held.hpp"
#include "formats/lines.hpp"
#include "formats/row_names.hpp"
#include "formats/table_line.hpp"

namespace gen {
namespace {

struct Line {
    std::string words;
    std::size_t number;  // from 1
    bool is_remark;
};

struct Named {
    std::size_t row;
    std::string label;
    std::size_t line;
};

constexpr char separators[] = {',', '\t', ';', ' '};

class LabelList {
public:
    // Of what can only be too many, because rows have no names to choose by, no more than the number is kept.
    LabelList(const Bytes& text, Source& source) : name_(text.name()), source_(source) {
        const std::string what = name_ + ": its lines";
        Held held(what, text.size());
        const std::size_t most = source.row_names.empty() ? source.count + 2 : SIZE_MAX;
        for_each_line(text, [&](const TextLine& line) {
            if (lines_.size() > most && !line.is_remark) return void(++more_lines_);
            constexpr std::size_t later = 200;  // what a line takes until it is a number
            held.add(sizeof(Line) + line.words.size() + later);
            lines_.push_back({std::string(line.words), line.number, line.is_remark});
        });
    }

    Labels read() {
        if (lines_.empty()) fail(name_, ": has no labels");
        const std::vector<Named> named = source_.row_names.empty() ? std::vector<Named>{} : best_by_name();
        return named.empty() ? in_order() : by_name(named);
    }

private:
    std::string place(std::size_t line) const { return join(name_, ": line ", line); }

    std::vector<std::string> fields(const Line& line, char separator) const {
        try {
            std::vector<std::string> all = fields_of(line.words, separator);
            if (all.size() > 1 && all.back().empty()) all.pop_back();
            return all;
        } catch (const Error& error) {
            fail(place(line.number), ": ", error.what());
        }
    }

    // By the separator with which most lines name a row.
    std::vector<Named> best_by_name() const {
        const RowNames rows(source_.row_names);
        std::vector<Named> best;
        for (const char separator : separators) {
            std::vector<Named> found;
            for (const Line& line : lines_) {
                try {
                    if (std::optional<Named> named = separator == ' ' ? named_by_blanks(line, rows) : named_by_fields(line, separator, rows))
                        found.push_back(std::move(*named));
                } catch (const Error& error) {
                    fail(place(line.number), ": ", error.what());
                }
            }
            if (found.size() > best.size()) best = std::move(found);
        }
        return best;
    }

    static std::optional<Named> named_by_fields(const Line& line, char separator, const RowNames& rows) {
        if (line.words.find(separator) == std::string::npos) return {};
        std::vector<std::string> all = fields_of(line.words, separator);
        if (all.size() > 2 && all.back().empty()) all.pop_back();
        const std::optional<std::size_t> row = all.size() < 2 ? std::nullopt : rows.find(all[0]);
        if (!row) return {};
        if (all.size() > 2) fail("has ", all.size() - 1, " labels for ", all[0], ", expected one: cut out the column that is meant");
        return Named{*row, all[1], line.number};
    }

    // Both the name and the label may be of several words: the split is where the name is that of a row.
    static std::optional<Named> named_by_blanks(const Line& line, const RowNames& rows) {
        constexpr int most_words = 64;  // of a name
        std::optional<Named> found;
        const std::string_view words = line.words;
        std::size_t at = words.find_first_of(" \t");
        for (int word = 0; word < most_words && at != std::string_view::npos; ++word, at = words.find_first_of(" \t", at)) {
            const std::string_view name = words.substr(0, at);
            at = std::min(words.find_first_not_of(" \t", at), words.size());
            const std::optional<std::size_t> row = rows.find(unquoted(name));
            if (!row) continue;
            const std::string_view label = words.substr(at);
            if (found && found->row != *row) fail("could name two rows, expected name,label");
            found = Named{*row, label.starts_with('"') ? fields_of(label, '\n').front() : std::string(label), line.number};
            if (const std::size_t several = numbers_in(label); several > 1)
                fail("has ", several, " labels for ", name, ", expected one: cut out the column that is meant");
        }
        return found;
    }

    static std::string_view unquoted(std::string_view word) {
        return word.size() > 1 && word.starts_with('"') && word.ends_with('"') ? word.substr(1, word.size() - 2) : word;
    }

    // How many there are where all fields are numbers, else 0.
    static std::size_t numbers_in(std::string_view words) {
        FieldReader reader(words, ' ');
        std::size_t numbers = 0;
        double ignored = 0;
        for (std::string_view field; reader.next(field); ++numbers)
            if (!parse_field(field, ignored)) return 0;
        return numbers;
    }

    Labels by_name(const std::vector<Named>& named) const {
        std::vector<const Named*> of_row(source_.count, nullptr);
        for (const Named& one : named) {
            const Named*& there = of_row[one.row];
            if (there != nullptr && there->label != one.label)
                fail(name_, ": lines ", there->line, " and ", one.line, ": two labels for ", source_.row_names[one.row]);
            if (one.label.empty()) fail(place(one.line), ": the label is missing");
            there = &one;
        }
        std::vector<std::string> words;
        std::vector<std::size_t> at;
        for (std::size_t row = 0; row < of_row.size(); ++row) {
            if (of_row[row] == nullptr) fail(name_, ": no label for ", source_.row_names[row]);
            words.push_back(of_row[row]->label);
            at.push_back(of_row[row]->line);
        }
        return number_labels(words, [&](std::size_t i) { return place(at[i]); });
    }

    Labels in_order() {
        if (more_lines_ > 0) fail(name_, ": has ", lines_.size() + more_lines_, " labels for the ", source_.count, " rows of ", source_.name);
        drop_remarks();
        for (std::size_t i = 0; i < lines_.size(); ++i)
            if (lines_[i].number != lines_[0].number + i || (i == 0 && lines_[0].number != first_))
                fail(place(i == 0 ? first_ : lines_[0].number + i), " is empty, expected one label a line");
        if (std::optional<Labels> labels = one_hot()) return std::move(*labels);
        std::vector<std::string> words;
        for (const Line& line : lines_) words.push_back(only_label(line));
        std::size_t heading = 0;
        if (has_heading(words)) {
            words.erase(words.begin());
            heading = 1;
        }
        if (words.size() != source_.count)
            fail(name_, ": has ", counted(words.size(), "label"), " for the ", counted(source_.count, "row"), " of ", source_.name,
                 words.size() == source_.count + 1 ? join("; is line ", lines_[0].number, ", '", words[0], "', a heading?") : "");
        return number_labels(words, [&](std::size_t i) { return place(lines_[i + heading].number); });
    }

    // Where there are as many lines as rows, each is a label, whatever it begins with.
    void drop_remarks() {
        if (lines_.size() == source_.count) return;
        const auto first = std::ranges::find_if_not(lines_, &Line::is_remark);
        first_ = first == lines_.begin() ? 1 : std::prev(first)->number + 1;
        lines_.erase(lines_.begin(), first);
        for (const Line& line : lines_)
            if (line.is_remark) fail(place(line.number), " begins with #, and remarks stand above the first label");
        if (lines_.empty()) fail(name_, ": has no labels");
    }

    // Of numbers only: among words a heading is one more word.
    static bool has_heading(const std::vector<std::string>& words) {
        double ignored = 0;
        return words.size() > 1 && !parse_field(words[0], ignored) &&
               std::all_of(words.begin() + 1, words.end(), [&](const std::string& word) { return parse_field(word, ignored); });
    }

    std::string only_label(const Line& line) const {
        for (const char separator : {',', '\t', ';'}) {
            const std::size_t count = line.words.find(separator) == std::string::npos ? 1 : fields(line, separator).size();
            if (count > 1)
                fail(place(line.number), " has ", count, " fields, expected one label",
                     source_.row_names.empty() ? "" : ", or the name of a picture and its label",
                     "; what belongs to one label is put in quotation marks");
        }
        if (const std::size_t several = line.words.starts_with('"') ? 1 : numbers_in(line.words); several > 1)
            fail(place(line.number), " has ", several, " numbers, expected one label");
        return fields(line, ',').front();
    }

    // Three columns or more of 0 and a single 1: what it is cannot be mistaken.
    std::optional<Labels> one_hot() const {
        const char separator = separator_of(lines_[0].words, lines_[0].words);
        const std::size_t width = fields(lines_[0], separator).size();
        if (width < 3 || lines_.size() != source_.count) return {};
        Labels labels;
        for (const Line& line : lines_) {
            const std::vector<std::string> all = fields(line, separator);
            std::optional<std::int32_t> hot;
            for (std::size_t k = 0; k < all.size(); ++k) {
                double value = 0;
                if (!parse_field(all[k], value) || (value != 0 && value != 1)) return {};
                if (value == 1 && hot) return {};
                if (value == 1) hot = static_cast<std::int32_t>(k);
            }
            if (!hot || all.size() != width) return {};
            labels.values.push_back(*hot);
        }
        source_.warnings.push_back(join(name_, ": one-hot rows, taken as the classes 0 to ", width - 1));
        return labels;
    }

    std::string name_;
    Source& source_;
    std::vector<Line> lines_;
    std::size_t more_lines_ = 0;  // that are not kept
    std::size_t first_ = 1;       // the line that the labels begin in
};

}  // namespace

Labels labels_of_list(const Bytes& text, Source& source) { return LabelList(text, source).read(); }

}  // namespace gen
