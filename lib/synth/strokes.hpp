#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/random.hpp"

namespace gen::synth {

struct Point {
    float x = 0;
    float y = 0;  // downwards
};

enum class Joint : unsigned char { smooth, corner, lift };

/// A point that the pen passes: on a smooth curve, at a sharp corner, or where it is put down anew.
struct Knot {
    float x;
    float y;
    Joint joint = Joint::smooth;
};

/// A piece of a drawn line: a capsule whose half-width may change from end to end.
struct Segment {
    Point a;
    Point b;
    float radius_a = 0;
    float radius_b = 0;
};

/// The pen's way through the knots (Catmull and Rom's spline between corners), `steps` segments for each pair of knots; radii are left to be set
/// as the place along the stroke: 0 where the pen is put down, 1 where it is lifted.
std::vector<Segment> trace(std::span<const Knot> knots, int steps);

/// A smooth random function on the unit square (uniform cubic B-splines over 2 x 2 cells): values about 0 with a standard deviation of about half of
/// `sd`.
class SmoothField {
public:
    SmoothField(Draws& draws, float sd);
    float operator()(float x, float y) const;

private:
    static constexpr int cells = 2;
    float control_[cells + 3][cells + 3];
};

/// An image of `size` x `size` numbers: how far each pixel's centre lies inside the ink, in pixels; negative outside, and not below -`margin`.
/// Pixel (x, y) has its centre at (x + 0.5, y + 0.5).
void ink_depth(std::span<const Segment> segments, std::size_t size, float margin, float* depth);

}  // namespace gen::synth
