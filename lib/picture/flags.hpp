#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "picture/chart.hpp"

namespace gen::picture {

/// Something that happened at a value of x: a thin dashed line over the whole height, its name above the area.
struct Flag {
    double x = 0;
    std::string name;
    Color color = faint_ink;
};

/// Flags in their places. Names stand in rows above the area, each right of its line, and none lies over another name or another's line. Where
/// there is no room a name that stands elsewhere in the same colour is left out first; lines nearer than 3 units to an equal one are left out, too.
class Flags {
public:
    Flags(std::vector<Flag> flags, const Panel& panel);

    /// Room that the names need above the area.
    double height() const;
    /// The lines, for what should not lie on them.
    std::vector<std::vector<Point>> lines(const Panel& panel) const;
    void draw(Scene& scene, const Panel& panel) const;

private:
    struct Placed {
        Flag flag;
        double at;  // x in the scene
        double left;
        double right;
        std::optional<std::size_t> row = {};  // from the area up; none: no name
    };
    void name(Placed& placed, std::size_t rows, const Box& area);
    bool fits(const Placed& placed, std::size_t row) const;

    std::vector<Placed> placed_;
};

}  // namespace gen::picture
