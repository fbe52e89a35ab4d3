#include "picture/contact_sheet.hpp"

#include <doctest/doctest.h>

using namespace gen::picture;

namespace {

/// Tiles of 2x1 pixels: left the number of the tile, right its tenfold.
Tiles numbered(std::size_t count, std::uint8_t first) {
    Tiles tiles = {1, 1, 2, {}, {}};
    for (std::size_t i = 0; i < count; ++i) {
        tiles.pixels.push_back(static_cast<std::uint8_t>(first + i));
        tiles.pixels.push_back(static_cast<std::uint8_t>(10 * (first + i)));
    }
    return tiles;
}

std::vector<int> first_column(const Canvas& canvas) {
    std::vector<int> out;
    for (std::size_t y = 0; y < canvas.height(); ++y)
        if (const int value = canvas.at(1, y).red; value != 255) out.push_back(value);
    return out;
}

}  // namespace

TEST_CASE("sheet: tiles are enlarged and lie row by row with white between") {
    const Canvas sheet = contact_sheet({numbered(5, 1)}, {.columns = 3, .scale = 2, .gap = 1});
    CHECK(sheet.width() == 16);
    CHECK(sheet.height() == 7);
    CHECK(sheet.at(0, 1) == white);
    CHECK(sheet.at(1, 1).red == 1);
    CHECK(sheet.at(2, 2).red == 1);
    CHECK(sheet.at(4, 2).red == 10);
    CHECK(sheet.at(5, 1) == white);
    CHECK(sheet.at(6, 4).red == 5);
    CHECK(sheet.at(11, 4) == white);  // there is no sixth
}

TEST_CASE("sheet: sets lie one under another, or their rows in turn") {
    const std::vector<Tiles> sets = {numbered(3, 1), numbered(3, 11)};
    CHECK(first_column(contact_sheet(sets, {.columns = 2, .gap = 1})) == std::vector<int>{1, 3, 11, 13});
    CHECK(first_column(contact_sheet(sets, {.columns = 2, .gap = 1, .interleave = true})) == std::vector<int>{1, 11, 3, 13});
    CHECK(first_column(contact_sheet({numbered(1, 1), numbered(3, 11)}, {.columns = 1, .gap = 1, .interleave = true})) ==
          std::vector<int>{1, 11, 12, 13});
}

TEST_CASE("sheet: colours of three planes come together, grey beside them stays grey") {
    const Tiles colour = {3, 1, 1, {10, 20, 30}, {}};
    const Tiles grey = {1, 1, 1, {7}, {}};
    const Canvas sheet = contact_sheet({colour, grey}, {.columns = 1, .gap = 1});
    CHECK(sheet.at(1, 1) == Color{10, 20, 30});
    CHECK(sheet.at(1, sheet.height() - 2) == Color{7, 7, 7});
}

TEST_CASE("sheet: captions stand under their tiles and do not touch the neighbours") {
    Tiles tiles = {1, 28, 28, std::vector<std::uint8_t>(2 * 28 * 28, 0), {"a very long name", "7"}};
    const SheetPlan plan = {.columns = 2, .scale = 1, .gap = 2, .captions = true};
    const Canvas sheet = contact_sheet({tiles}, plan);
    bool inked[2] = {false, false};
    for (std::size_t y = 30; y < sheet.height(); ++y) {
        for (std::size_t x = 0; x < sheet.width(); ++x)
            if (sheet.at(x, y) != white) inked[x >= 31] = true;
        CHECK(sheet.at(30, y) == white);
        CHECK(sheet.at(1, y) == white);
    }
    CHECK(inked[0]);
    CHECK(inked[1]);
}

TEST_CASE("sheet: the usual shape is near square, and small images are enlarged while the sheet stays handy") {
    CHECK(near_square_columns(64, 28, 28) == 8);
    CHECK(near_square_columns(65, 28, 28) == 9);
    CHECK(near_square_columns(8, 64, 32) == 2);
    CHECK(near_square_columns(0, 28, 28) == 1);
    CHECK(handy_scale(8, 8, 28, 28) == 3);
    CHECK(handy_scale(16, 16, 28, 28) == 2);
    CHECK(handy_scale(100, 100, 28, 28) == 1);
    CHECK(handy_scale(4, 4, 178, 218) == 1);
}
