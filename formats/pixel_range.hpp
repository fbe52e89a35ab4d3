#pragma once

namespace gen {

/// What black and white are among numbers, those of a foreign file or those stored: u8 [0,255], f32 [0,1] or [-1,1], points [-inf,inf].
struct Range {
    double low = 0;
    double high = 255;
    bool operator==(const Range&) const = default;
};

}  // namespace gen
