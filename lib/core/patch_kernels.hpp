#pragma once

#include <cstddef>
#include <cstdint>

#include "core/conv_geometry.hpp"
#include "core/real.hpp"

namespace gen {

struct ChannelKernels;   // core/channel_kernels.hpp
struct WinogradKernels;  // core/winograd/kernels.hpp

/// The hot loops over maps with channels last, built for several instruction levels like Kernels (core/kernels.hpp). Pointers do not overlap.
struct PatchKernels {
    const char* level;

    /// The patches that the filters see at lines first_line ... of the small map, one row a position: columns first ... last-1 of
    /// [kernel y][kernel x][channel]. Pixels outside the image are 0. `columns` is (lines small_width) x (last - first).
    void (*gather)(const ConvGeometry& g, const real* image, std::size_t first_line, std::size_t lines, std::size_t first, std::size_t last,
                   real* columns);
    /// The same of numbers rounded to bfloat16.
    void (*gather_rounded)(const ConvGeometry& g, const std::uint16_t* image, std::size_t first_line, std::size_t lines, std::size_t first,
                           std::size_t last, std::uint16_t* columns);
    /// The adjoint of gather with all columns: adds each number of a patch to the pixel it belongs to.
    void (*scatter)(const ConvGeometry& g, const real* columns, std::size_t first_line, std::size_t lines, real* image);
    /// y[j][i] = x[i][j], x with so many rows and columns.
    void (*transpose)(const real* x, std::size_t rows, std::size_t columns, real* y);
    /// y[p][c] = values[c], or 0 where values is null.
    void (*fill_positions)(real* y, const real* values, std::size_t positions, std::size_t channels);
    const ChannelKernels* channels;
    const WinogradKernels* winograd;
};

/// Of the same level as kernels().
const PatchKernels& patch_kernels();

}  // namespace gen
