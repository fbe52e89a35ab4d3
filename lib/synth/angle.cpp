#include "synth/angle.hpp"

#include <cmath>
#include <numbers>

namespace gen::synth {

Direction direction(double turns) {
    const double quarter = std::floor(4 * turns + 0.5);
    const double x = (4 * turns - quarter) * (std::numbers::pi / 2);  // within +-pi/4
    const double t = x * x;
    double sine = 1;
    double cosine = 1;
    for (int k = 9; k > 0; --k) {  // Taylor's series by Horner's rule
        sine = 1 - t / ((2 * k) * (2 * k + 1)) * sine;
        cosine = 1 - t / ((2 * k - 1) * (2 * k)) * cosine;
    }
    sine *= x;
    switch (static_cast<int>(quarter - 4 * std::floor(quarter / 4))) {
        case 0: return {cosine, sine};
        case 1: return {-sine, cosine};
        case 2: return {-cosine, -sine};
        default: return {sine, -cosine};
    }
}

}  // namespace gen::synth
