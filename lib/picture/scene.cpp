#include "picture/scene.hpp"

namespace gen::picture {

std::vector<Point> corners(Mark mark, double size) {
    const double h = size / 2;
    switch (mark) {
        case Mark::disc: break;
        case Mark::square: return {{-0.89 * h, -0.89 * h}, {0.89 * h, -0.89 * h}, {0.89 * h, 0.89 * h}, {-0.89 * h, 0.89 * h}};
        case Mark::triangle: return {{0, -1.56 * h}, {1.34 * h, 0.78 * h}, {-1.34 * h, 0.78 * h}};
        case Mark::diamond: return {{0, -1.25 * h}, {1.25 * h, 0}, {0, 1.25 * h}, {-1.25 * h, 0}};
    }
    return {};
}

}  // namespace gen::picture
