// synth: data that is made up, a function of seed and number: digits, shapes, points. No data sets of others (formats).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/matrix.hpp"
#include "core/parallel.hpp"

namespace gen::synth {

/// What is asked for; what is absent is the kind's own.
struct Request {
    std::uint64_t seed = 0;
    std::optional<std::size_t> size = {};  // of a picture, at least 8
    std::optional<double> radius = {};     // of a mixture
    std::optional<double> sd = {};         // of a mixture
};

/// An endless made-up data set: row i depends on the request and on i, on nothing else.
struct Generator {
    Shape row;           // C, H, W
    bool bytes = false;  // u8 pixels 0 ... 255; else f32
    double low = 0;      // what the stored numbers for black and white are
    double high = 255;
    std::function<void(std::uint32_t i, void* out)> draw;
    std::function<std::int32_t(std::uint32_t i)> label;  // empty: it has no labels
    std::vector<std::string> classes;                    // names of the labels; may be empty
    Matrix centres;                                      // of a mixture's modes; else empty
    double sd = 0;                                       // of each mode

    std::size_t row_bytes() const { return count(row) * (bytes ? 1 : 4); }
};

/// All kinds: digits, shapes, ring, ...
std::span<const std::string_view> kinds();
/// Whether Request::size is for this kind, or radius and sd.
bool takes_size(std::string_view kind);
bool takes_spread(std::string_view kind);

/// Throws Fault::usage for an unknown kind, and where the request has a part that the kind has no use for.
Generator make_generator(std::string_view kind, const Request& request);

/// The first `count` rows that have this label, as rows 0 ... count-1. Throws Fault::usage for a generator without labels, and for a label that none
/// of its rows has.
Generator only_class(const Generator& generator, std::int32_t label, std::size_t count);

/// Rows first ... first+count-1, one after the other. The same bytes for any number of threads.
void draw_rows(const Generator& generator, std::size_t first, std::size_t count, void* out, Parallel& parallel);

std::vector<std::int32_t> draw_labels(const Generator& generator, std::size_t count);

}  // namespace gen::synth
