#include "picture/pens.hpp"

#include <algorithm>
#include <utility>

#include "core/error.hpp"

namespace gen::picture {
namespace {

const std::string valid = "valid_";

std::vector<std::string> distinct(const std::vector<Curve>& curves, std::string Curve::* member) {
    std::vector<std::string> out;
    for (const Curve& curve : curves)
        if (std::find(out.begin(), out.end(), curve.*member) == out.end()) out.push_back(curve.*member);
    return out;
}

std::size_t index_of(const std::vector<std::string>& list, const std::string& value) {
    return static_cast<std::size_t>(std::find(list.begin(), list.end(), value) - list.begin());
}

std::vector<double> dash(std::size_t i) {
    const std::vector<double> patterns[] = {{}, {5, 4.5}, {0.1, 4}, {8, 4.5, 0.1, 4.5}};
    return patterns[i % 4];
}

Stroke stroke(std::size_t color, std::size_t dashes) {
    Stroke out = {{line_color(color), Pens::line_width, dash(dashes)}};
    constexpr Mark marks[] = {Mark::square, Mark::triangle, Mark::diamond};
    if (const std::size_t turn = color / line_colors; turn > 0) out.mark = marks[(turn - 1) % 3];
    return out;
}

Entry entry(const std::string& label, const Stroke& stroke, bool banded) {
    return {.label = label, .pen = stroke.pen, .mark = stroke.mark, .color = stroke.pen.color, .banded = banded};
}

}  // namespace

Pens::Pens(const std::vector<Curve>& curves) : runs_(distinct(curves, &Curve::run)), columns_(distinct(curves, &Curve::column)) {
    if (runs_.size() > 1 && columns_.size() > 4) fail_usage(columns_.size(), " columns of several runs, expected at most 4");
    for (const Curve& curve : curves)
        if (!curve.band.empty()) banded_.insert(curve.run);
    for (const std::string& column : columns_)
        if (!is_valid_of_another(column)) bases_.push_back(column);
}

std::optional<Color> Pens::color(const std::string& run) const {
    const std::size_t i = index_of(runs_, run);
    if (i == runs_.size()) return std::nullopt;
    return runs_.size() == 1 ? faint_ink : line_color(i);
}

std::vector<Entry> Pens::legend() const {
    std::vector<Entry> entries;
    if (runs_.size() == 1) {
        for (const std::string& column : columns_) entries.push_back(entry(column, of(runs_[0], column), banded_.contains(runs_[0])));
        return entries;
    }
    for (std::size_t i = 0; i < runs_.size(); ++i) entries.push_back(entry(runs_[i], stroke(i, 0), banded_.contains(runs_[i])));
    if (columns_.size() > 1)
        for (std::size_t i = 0; i < columns_.size(); ++i) entries.push_back({columns_[i], Pen{faint_ink, line_width, dash(i)}});
    return entries;
}

bool Pens::is_valid_of_another(const std::string& column) const {
    return column.starts_with(valid) && index_of(columns_, column.substr(valid.size())) < columns_.size();
}

Stroke Pens::of(const std::string& run, const std::string& column) const {
    if (runs_.size() > 1) return stroke(index_of(runs_, run), index_of(columns_, column));
    const bool dashed = is_valid_of_another(column);
    return stroke(index_of(bases_, dashed ? column.substr(valid.size()) : column), dashed ? 1 : 0);
}

}  // namespace gen::picture
