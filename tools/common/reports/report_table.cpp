// A report as an aligned table for people.
#include <algorithm>
#include <numeric>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "core/rounded_text.hpp"
#include "formats/utf8.hpp"
#include "tools/common/reports/report.hpp"

namespace gen {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t least_width = 12;       // of a column of wrapped text
constexpr std::size_t least_note_width = 24;  // of the last one; with less room it stands below its row
constexpr std::size_t indent = 4;             // of what stands below

using Lines = std::vector<std::string>;

// Characters, not bytes: all but UTF-8's continuation bytes.
std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

/// The first `width` characters of a text.
std::size_t bytes_of(std::string_view text, std::size_t width) {
    std::size_t at = 0;
    while (at < text.size() && (width > 0 || (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80))
        width -= (static_cast<unsigned char>(text[at++]) & 0xc0) != 0x80;
    return at;
}

/// Words in lines of at most `width`; a word that is longer is cut.
Lines wrapped(std::string_view text, std::size_t width) {
    Lines lines(1);
    while (!text.empty()) {
        std::string_view word = text.substr(0, text.find(' '));
        text.remove_prefix(std::min(text.size(), word.size() + 1));
        if (!lines.back().empty() && width_of(lines.back()) + 1 + width_of(word) > width) lines.emplace_back();
        if (!lines.back().empty()) lines.back() += ' ';
        for (; width_of(word) > width; lines.emplace_back()) {
            const std::size_t part = bytes_of(word, width);
            lines.back() += word.substr(0, part);
            word.remove_prefix(part);
        }
        lines.back() += word;
    }
    return lines;
}

std::size_t longest_word(std::string_view text) {
    std::size_t longest = 0;
    for (const std::string_view word : split(text, ' ')) longest = std::max(longest, width_of(word));
    return longest;
}

std::string_view color_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::pass: return "\033[32m";
        case Verdict::fail: return "\033[1;31m";
        case Verdict::warn: return "\033[35m";  // yellow cannot be read on white
        case Verdict::info:
        case Verdict::skip: break;
    }
    return "";
}

/// Nothing where the row ends before it.
std::string shown(const std::vector<Cell>& row, std::size_t i) {
    const Cell cell = i < row.size() ? row[i] : Absent();
    if (std::holds_alternative<Absent>(cell)) return "";
    if (const auto* const verdict = std::get_if<Verdict>(&cell)) return std::string(text(*verdict));
    if (const auto* const number = std::get_if<double>(&cell)) return rounded_text(*number);
    if (const auto* const count = std::get_if<std::uint64_t>(&cell)) return text(*count);
    return printable(std::get<std::string>(cell));
}

/// How the columns lie beside each other.
class TextLayout {
public:
    TextLayout(const Report& report, std::size_t width) : report_(report), width_(width) {
        for (std::size_t i = 0; i < report.columns().size(); ++i) measure(i);
        if (shown_.empty()) return;
        shown_.front().wraps = false;
        const std::vector<Column> natural = shown_;
        shrink(least_note_width);
        if (total() <= width) return;
        if (shown_.back().wraps) {
            shown_ = natural;
            note_ = shown_.back().index;
            shown_.pop_back();
            shrink(least_width);
        }
        if (total() > width && !shown_.front().right) name_is_alone();
    }

    std::string header() const {
        std::vector<Lines> cells;
        for (const Column& c : shown_) cells.push_back({report_.columns()[c.index].name});
        return (name_ == none ? "" : report_.columns()[name_].name + '\n') + lines_of(cells, nullptr, false);
    }

    std::string row(const std::vector<Cell>& row, bool colors) const {
        std::vector<Lines> cells;
        for (const Column& c : shown_) cells.push_back(c.wraps ? wrapped(shown(row, c.index), c.width) : Lines{shown(row, c.index)});
        std::string note = note_ == none ? "" : shown(row, note_);
        if (const Column& last = shown_.back(); last.wraps && longest_word(shown(row, last.index)) > last.width) {
            note = shown(row, last.index);  // a digest stays whole if it can
            cells.back() = {""};
        }
        std::string out = (name_ == none ? "" : shown(row, name_) + '\n') + lines_of(cells, &row, colors);
        if (note.empty()) return out;
        for (const std::string& line : wrapped(note, std::max(least_note_width, width_ - std::min(width_, indent))))
            out += std::string(indent, ' ') + line + '\n';
        return out;
    }

private:
    struct Column {
        std::size_t index;  // of the report
        std::size_t width;
        bool wraps;  // text that may take several lines
        bool right;
    };
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    void measure(std::size_t i) {
        const ReportColumn& column = report_.columns()[i];
        Column c = {i, width_of(column.name), false, true};
        bool empty = true;
        for (const Report::Group& group : report_.groups())
            for (const std::vector<Cell>& row : group.rows) {
                const std::string content = shown(row, i);
                if (content.empty()) continue;
                empty = false;
                c.width = std::max(c.width, width_of(content));
                c.wraps |= std::holds_alternative<std::string>(row[i]);
                c.right &= std::holds_alternative<double>(row[i]) || std::holds_alternative<std::uint64_t>(row[i]);
            }
        if (!empty && !column.in_heading) shown_.push_back(c);
    }

    /// The first column gets lines of its own, above those of the others.
    void name_is_alone() {
        name_ = shown_.front().index;
        shown_.erase(shown_.begin());
        margin_ = indent;
    }

    std::size_t total() const {
        return std::accumulate(shown_.begin(), shown_.end(), margin_ + gap * (shown_.size() - 1),
                               [](std::size_t sum, const Column& c) { return sum + c.width; });
    }

    // Takes room from the widest text as long as there is too little, down to `least` for the last and least_width for others.
    void shrink(std::size_t least) {
        for (std::size_t excess = total() - std::min(total(), width_); excess > 0; --excess) {
            Column* widest = nullptr;
            for (Column& c : shown_) {
                const std::size_t floor = std::max(&c == &shown_.back() ? least : least_width, width_of(report_.columns()[c.index].name));
                if (c.wraps && c.width > floor && (widest == nullptr || c.width > widest->width)) widest = &c;
            }
            if (widest == nullptr) return;
            --widest->width;
        }
    }

    std::string lines_of(const std::vector<Lines>& cells, const std::vector<Cell>* row, bool colors) const {
        std::size_t height = 1;
        for (const Lines& lines : cells) height = std::max(height, lines.size());
        std::string out;
        for (std::size_t k = 0; k < height; ++k) {
            std::string line(margin_, ' ');
            for (std::size_t i = 0; i < cells.size(); ++i) {
                const std::string content = k < cells[i].size() ? cells[i][k] : "";
                const auto* const verdict = row == nullptr || !colors ? nullptr : std::get_if<Verdict>(&(*row)[shown_[i].index]);
                const std::string_view color = verdict == nullptr || content.empty() ? "" : color_of(*verdict);
                const std::string blanks(shown_[i].width - std::min(shown_[i].width, width_of(content)), ' ');
                line += join(i == 0 ? "" : std::string(gap, ' '), shown_[i].right ? blanks : "", color, content, color.empty() ? "" : "\033[0m",
                             shown_[i].right ? "" : blanks);
            }
            out += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
        }
        return out;
    }

    const Report& report_;
    std::size_t width_;
    std::vector<Column> shown_;
    std::size_t name_ = none;  // the column that stands above each row
    std::size_t note_ = none;  // the one that stands below
    std::size_t margin_ = 0;   // blanks before each line
};

std::string paragraph(const std::string& text, std::size_t width) {
    std::string out;
    for (const std::string& line : wrapped(text, std::max(least_note_width, width))) out += line + '\n';
    return out;
}

}  // namespace

std::string Report::table(std::size_t width, bool colors) const {
    const TextLayout layout(*this, width);
    std::string out = layout.header();
    for (const Group& group : groups_) {
        if (group.rows.empty()) continue;
        if (!group.heading.empty()) out += '\n' + paragraph(group.heading, width);
        for (const std::vector<Cell>& row : group.rows) out += layout.row(row, colors);
    }
    return summary_.empty() ? out : out + '\n' + paragraph(summary_, width);
}

}  // namespace gen
