#include "picture/flags.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "picture/font.hpp"

namespace gen::picture {
namespace {

constexpr double name_size = tick_size - 2;
constexpr double flag_height = name_size + 3;
constexpr double gap = 3;  // between a line and its name, between a name and the next line or name
constexpr std::size_t most_rows = 5;

bool alike(const Flag& a, const Flag& b) { return a.name == b.name && a.color == b.color; }

}  // namespace

Flags::Flags(std::vector<Flag> flags, const Panel& panel) {
    std::ranges::stable_sort(flags, {}, &Flag::x);
    for (Flag& flag : flags) {
        const double at = crisp(panel.place(flag.x, panel.y.low).x);
        const auto near = [&](const Placed& other) { return alike(other.flag, flag) && at - other.at < 3; };
        if (at < panel.area.left || at > panel.area.right() || std::ranges::any_of(placed_, near)) continue;
        placed_.push_back({.flag = std::move(flag), .at = at, .left = at, .right = at});
    }
    // From the right, so that what comes later lies lower and the line of what comes earlier ends above it; the first of each kind before the others.
    const auto is_first = [&](const Placed& p) {
        return std::ranges::none_of(placed_, [&](const Placed& q) { return q.at < p.at && alike(q.flag, p.flag); });
    };
    for (auto p = placed_.rbegin(); p != placed_.rend(); ++p)
        if (is_first(*p)) name(*p, most_rows, panel.area);
    const auto rows = static_cast<std::size_t>(std::lround(height() / flag_height));
    for (auto p = placed_.rbegin(); p != placed_.rend(); ++p)
        if (!p->row) name(*p, rows, panel.area);
}

double Flags::height() const {
    std::size_t rows = 0;
    for (const Placed& p : placed_)
        if (p.row) rows = std::max(rows, *p.row + 1);
    return static_cast<double>(rows) * flag_height;
}

void Flags::name(Placed& placed, std::size_t rows, const Box& area) {
    const double width = text_width(placed.flag.name, name_size);
    placed.left = std::min(placed.at + gap, area.right() - width);
    placed.right = placed.left + width;
    for (std::size_t row = 0; row < rows && !placed.row; ++row)
        if (fits(placed, row)) placed.row = row;
}

// A line ends beside its name: it passes the rows below.
bool Flags::fits(const Placed& placed, std::size_t row) const {
    const auto within = [](double x, const Placed& name) { return x > name.left - gap && x < name.right + gap; };
    return std::ranges::none_of(placed_, [&](const Placed& other) {
        if (!other.row || &other == &placed) return false;
        if (other.row == row && placed.left < other.right + 2 * gap && other.left < placed.right + 2 * gap) return true;
        return (*other.row >= row && within(other.at, placed)) || (*other.row <= row && within(placed.at, other));
    });
}

std::vector<std::vector<Point>> Flags::lines(const Panel& panel) const {
    std::vector<std::vector<Point>> out;
    for (const Placed& p : placed_) {
        const std::size_t passed = p.row ? *p.row + (p.left > p.at ? 1 : 0) : 0;  // rows; a name at the right edge stands on its line
        const double above = passed > 0 ? static_cast<double>(passed) * flag_height - gap : 0;
        out.push_back({{p.at, panel.area.top - above}, {p.at, panel.area.bottom()}});
    }
    return out;
}

void Flags::draw(Scene& scene, const Panel& panel) const {
    const std::vector<std::vector<Point>> all = lines(panel);
    for (std::size_t i = 0; i < placed_.size(); ++i) {
        const Placed& p = placed_[i];
        scene.add(Line{all[i], {p.flag.color, 1, {3, 4}}});
        if (p.row)
            scene.add(Label{
                {p.left, panel.area.top - static_cast<double>(*p.row) * flag_height - gap - 1}, p.flag.name, name_size, Anchor::start, p.flag.color});
    }
}

}  // namespace gen::picture
