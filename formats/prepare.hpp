#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/parallel.hpp"
#include "formats/images.hpp"
#include "formats/source.hpp"
#include "picture/resample.hpp"

namespace gen {

enum class Binarize { none, threshold, static_draw };

/// What happens to foreign rows on their way into a file of images, in this order: classes, shuffle, skip, take; then for each row read, crop,
/// resize, grey, binarise.
struct Preparation {
    std::vector<std::int32_t> classes = {};  // only rows of these; empty: all rows
    bool shuffle = false;                    // before skip and take, so that two runs with the same seed cut one random order in two
    std::size_t skip = 0;
    std::optional<std::size_t> take = {};
    std::optional<Crop> crop = {};
    std::optional<PictureSize> resize = {};
    bool grey = false;
    Binarize binarize = Binarize::none;  // threshold: white from half the range up; static_draw: one draw for each pixel
    std::uint64_t seed = 0;
};

/// The rows of `source` as images. Where the source knows what black and white are, numbers that begin at 0 are divided by what white is, kept as
/// `scale`, and others stay. Else pixels of 8 bits stay as they are; whole numbers from 0 to between 128 and 255 become such; fractions within
/// [0,1] or [-1,1] stay; other numbers from 0 up are divided by their maximum over the whole source, kept as `scale`. Rows of a table are points,
/// unchanged. Everything is read once to find that out, except 8-bit pixels and those of a known range.
/// Rows are read as they are asked for, those of a block by all threads; `source` is shared, `parallel` must outlive the result.
/// Throws Fault::input: no rows left, a number that is not finite (row and column from 1), pictures of different sizes.
Images prepare(std::shared_ptr<const Source> source, const Preparation& preparation, Parallel& parallel);

}  // namespace gen
