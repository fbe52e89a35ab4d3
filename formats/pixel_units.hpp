// What the numbers of pixels mean: what the file that they came from holds for black and for white.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>

#include "formats/images.hpp"

namespace gen {

/// How stored numbers stand for those of the file that they came from.
struct PixelUnits {
    Range range = {};                  // what black and white are as they are stored
    std::optional<double> scale = {};  // what the file's numbers were divided by
    Transform transform = {};          // or what else was done to them
};

PixelUnits units_of(const Images& images);

/// Of what has no transform: what black and white are in the file that the numbers came from.
Range foreign_range(const PixelUnits& units);

/// Black is 0 and white all that a byte or two can hold, or 1: pictures that are the same in each of these forms.
bool is_full(const Range& foreign);

/// Pixels of a full range, and points, neither of them transformed.
bool goes_without_saying(const PixelUnits& units);

/// Whether equal numbers, as a model sees them, stand for equal numbers of their files. Full ranges are alike.
bool alike(const PixelUnits& a, const PixelUnits& b);

/// "pixels from 0 to 98", "points"
std::string text(const PixelUnits& units);

/// With the transform undone and a range of such numbers.
Images in_original_units(Images images);

/// Adds to each number of `sums` log |dm/dx| over the pixels of row first ..., where m is what a model sees of a number x of the file that the images
/// came from.
void add_log_slopes(const Images& images, const std::string& name, std::size_t first, std::span<double> sums);

/// /architecture of a model that was trained on such data, with the member `data`: {"range":[-1,1]}, {"range":[0,1],"scale":98}. Pixels of a full
/// range, and points, are left unsaid.
std::string with_units(const std::string& architecture, const PixelUnits& units);

/// Of the data that a model was trained on, where it says so. Throws Fault::input on what is not understood.
std::optional<PixelUnits> units_of_model(const Document& model);

/// What a model draws, black 0 and white 1, in the units of the data that it was trained on.
Images in_units_of(const Document& model, Images drawn);

/// Throws Fault::input where data are in other units than those of another file, of which `says` tells what it has to do with them: "a.h5 holds".
/// data-import --like FILE makes them alike.
void expect_alike(const PixelUnits& data, const std::string& name, const PixelUnits& others, const std::string& says, const std::string& file);

/// Throws Fault::input where images are in other units than the data that the model was trained on. Warns where the model does not say, and full
/// ranges would go without saying.
void expect_units_of(const Document& model, const Images& images, const std::string& name,
                     const std::function<void(const std::string&)>& warn = nullptr);

/// Throws Fault::input where a classifier was trained on images in other units than `model`, if that is known of both.
void expect_units_alike(const Document& classifier, const Document& model);

}  // namespace gen
