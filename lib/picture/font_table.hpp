#pragma once

#include <string_view>

namespace gen::picture {

/// One character. Units are 1/20 em, y upwards from the base line: x height 9.5, capitals 13, ascenders 14, descenders -4 (centre of the pen).
/// strokes: "M x y" lifts the pen to a point, "L x y" draws a line, "Q cx cy x y" a quarter of an oval whose corner is (cx, cy), "D x y" a dot.
struct Glyph {
    char32_t character;
    double advance;
    std::string_view strokes;
};

/// The glyph of a character, a box where there is none.
const Glyph& glyph_of(char32_t character);

}  // namespace gen::picture
