#pragma once

namespace gen::synth {

struct Direction {
    double x;  // cosine
    double y;  // sine
};

/// The unit vector at an angle given in turns (1 is 360 degrees). The C library's sine differs from machine to machine; this one does not.
Direction direction(double turns);

}  // namespace gen::synth
