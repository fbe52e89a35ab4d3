#pragma once

#include <functional>
#include <optional>
#include <string>

#include "formats/pixel_units.hpp"
#include "formats/source.hpp"

namespace gen {

/// What black and white are in a foreign file, said by who imports it.
struct StatedRange {
    Range range;
    bool of_another = false;  // that of another import: where it is full, any full range will do that these numbers have
};

/// How the numbers of a source are stored.
struct Encoding {
    Type type = Type::u8;
    PixelUnits units = {};
    std::optional<Range> converts = {};  // what becomes units.range, where both are known to be black and white
    bool clamps = false;                 // some lie beyond black or white
};

/// Where black and white are stated or known, numbers that begin at 0 are divided by what white is, kept as scale, and others stay. Else pixels of
/// 8 bits stay as they are; whole numbers from 0 to between 128 and 255 become such; fractions within [0,1] or [-1,1], or next to it, stay; other
/// numbers from 0 up are divided by their maximum. Rows of a table are points, unchanged. Everything is read once to find that out, except pixels of
/// 8 bits and those of a known range. `remark` is told what was guessed that another file could decide otherwise, what is clamped, and of bytes that
/// are all next to black. Throws Fault::input on numbers that are not finite (row and column from 1).
Encoding encoding_of(const Source& source, const std::optional<StatedRange>& stated, const std::function<void(const std::string&)>& remark);

}  // namespace gen
