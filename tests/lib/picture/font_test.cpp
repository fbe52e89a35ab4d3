#include "picture/font.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "picture/font_table.hpp"

using namespace gen::picture;

TEST_CASE("font: every printable character has a glyph of its own that stays within its advance") {
    for (char32_t c = U' '; c <= U'~'; ++c) {
        const Glyph& glyph = glyph_of(c);
        CHECK(glyph.character == c);
        CHECK(glyph.strokes.empty() == (c == U' '));
        for (const std::vector<Point>& stroke : text_strokes(std::string(1, static_cast<char>(c)), 2000))  // so large that the grid does not matter
            for (const Point& p : stroke) {
                CHECK(p.x >= 0);
                CHECK(p.x <= glyph.advance * 100);
                CHECK(p.y >= -1600);
                CHECK(p.y <= 450);
            }
    }
}

TEST_CASE("font: a character that it lacks is a box, and so is a byte that is not UTF-8") {
    CHECK(glyph_of(U'\u00e9').character == U'\ufffd');
    CHECK(characters("a\xff"
                     "b") == std::vector<char32_t>{U'a', U'\ufffd', U'b'});
    CHECK(characters("\u2212\U0001f600") == std::vector<char32_t>{U'\u2212', U'\U0001f600'});
    CHECK(characters("\xe2\x88") == std::vector<char32_t>{U'\ufffd'});
}

TEST_CASE("font: stems lie in the middle of pixels at 12 pixels, so that they are sharp") {
    const std::vector<std::vector<Point>> strokes = text_strokes("HIl", 12);
    for (const std::vector<Point>& stroke : strokes)
        for (const Point& p : stroke)
            if (stroke[0].x == stroke[1].x) CHECK(p.x - std::floor(p.x) == doctest::Approx(0.5));
}

TEST_CASE("font: the width is the sum of the advances, in proportion to the size") {
    CHECK(text_width("", 12) == 0);
    CHECK(text_width("nn", 20) == doctest::Approx(22));
    CHECK(text_width("nn", 10) == doctest::Approx(11));
}

TEST_CASE("font: a text that does not fit ends with an ellipsis and is not cut inside a character") {
    CHECK(fitted("ship", 12, 100) == "ship");
    CHECK(fitted("automobile", 12, 40) == "auto\u2026");
    CHECK(fitted("\u2212\u2212\u2212\u2212", 20, 39) == "\u2212\u2026");
    CHECK(fitted("automobile", 12, 1) == "\u2026");
}
