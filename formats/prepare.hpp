#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/parallel.hpp"
#include "formats/encoding.hpp"
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
    std::optional<StatedRange> range = {};
    Transform transform = {};                                                    // last; steps without numbers are fitted to the whole source
    std::optional<Range> transformed = {};                                       // where none lacks them: what black and white are then
    std::function<void(const std::string&)> remark = [](const std::string&) {};  // of what was guessed and what is clamped
    bool grey = false;
    Binarize binarize = Binarize::none;  // threshold: white from half the range up; static_draw: one draw for each pixel
    std::uint64_t seed = 0;
};

/// The rows of `source` as images, by formats/encoding.hpp.
/// Rows are read as they are asked for, those of a block by all threads; `source` is shared, `parallel` must outlive the result.
/// Throws Fault::input: no rows left, a number that is not finite (row and column from 1), pictures of different sizes.
Images prepare(std::shared_ptr<const Source> source, const Preparation& preparation, Parallel& parallel);

}  // namespace gen
