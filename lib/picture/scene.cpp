#include "picture/scene.hpp"

namespace gen::picture {

std::vector<Point> corners(Mark mark, double size) {
    const double h = size / 2;
    switch (mark) {
        case Mark::disc:
            break;
        case Mark::square:
            return {{-0.89 * h, -0.89 * h}, {0.89 * h, -0.89 * h}, {0.89 * h, 0.89 * h}, {-0.89 * h, 0.89 * h}};
        case Mark::triangle:
            return {{0, -1.4 * h}, {1.22 * h, 0.8 * h}, {-1.22 * h, 0.8 * h}};
        case Mark::diamond:
            return {{0, -1.28 * h}, {1.28 * h, 0}, {0, 1.28 * h}, {-1.28 * h, 0}};
    }
    return {};
}

}  // namespace gen::picture
