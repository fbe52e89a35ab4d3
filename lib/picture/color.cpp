#include "picture/color.hpp"

#include <array>

namespace gen::picture {
namespace {

constexpr std::array<Color, line_colors> line_palette = {
    {{0, 114, 178}, {213, 94, 0}, {0, 158, 115}, {204, 121, 167}, {230, 159, 0}, {86, 180, 233}, {38, 38, 38}}};

constexpr std::array<Color, class_colors> classes = {{{31, 90, 170},
                                                      {240, 135, 20},
                                                      {30, 140, 70},
                                                      {205, 45, 50},
                                                      {130, 85, 190},
                                                      {110, 65, 40},
                                                      {235, 130, 195},
                                                      {125, 125, 125},
                                                      {195, 185, 40},
                                                      {60, 190, 215}}};

}  // namespace

Color line_color(std::size_t i) { return line_palette[i % line_palette.size()]; }

Color class_color(std::size_t i) { return classes[i % classes.size()]; }

}  // namespace gen::picture
