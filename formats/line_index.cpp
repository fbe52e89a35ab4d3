#include "formats/line_index.hpp"

#include <algorithm>
#include <atomic>
#include <string>
#include <utility>

namespace gen {
namespace {

constexpr std::size_t stretch_bytes = 32 << 10;
std::atomic<std::size_t> made = 0;

}  // namespace

struct LineIndex::Read {
    std::size_t index = 0;  // whose they are
    std::size_t stretch = 0;
    std::string text;
    struct Line {
        std::size_t begin, bytes, number;
    };
    std::vector<Line> lines;
};

LineIndex::LineIndex(const Bytes& text, std::function<bool(const TextLine&)> is_row)
    : lines_(text), end_(text.size()), is_row_(std::move(is_row)), id_(++made) {}

void LineIndex::add(const TextLine& row) {
    if (stretches_.empty() || row.offset - stretches_.back().offset >= stretch_bytes) stretches_.push_back({count_, row.offset, row.number});
    ++count_;
}

LineIndex::Row LineIndex::at(std::size_t row) const {
    thread_local Read latest;
    const auto after = std::ranges::upper_bound(stretches_, row, {}, &Stretch::row);
    const auto stretch = static_cast<std::size_t>(after - stretches_.begin()) - 1;
    if (latest.index != id_ || latest.stretch != stretch) read(stretch, latest);
    const Read::Line& line = latest.lines.at(row - stretches_[stretch].row);
    return {std::string_view(latest.text).substr(line.begin, line.bytes), line.number};
}

void LineIndex::read(std::size_t stretch, Read& out) const {
    out.index = 0;
    out.text.clear();
    out.lines.clear();
    const auto [first, offset, number] = stretches_[stretch];
    const std::size_t end = stretch + 1 < stretches_.size() ? stretches_[stretch + 1].offset : end_;
    lines_.visit(offset, end, number, [&](const TextLine& line) {
        if (!is_row_(line)) return;
        out.lines.push_back({out.text.size(), line.words.size(), line.number});
        out.text += line.words;
    });
    out.index = id_;
    out.stretch = stretch;
}

}  // namespace gen
