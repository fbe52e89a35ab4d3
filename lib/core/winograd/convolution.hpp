#pragma once

#include <memory>

#include "core/convolution.hpp"

namespace gen {

/// Whether make_winograd_convolution() has this one: a kernel of 4 x 4, stride 2, no pixel that no filter sees, and smaller maps of at least 2 x 2.
bool has_winograd(const ConvGeometry& geometry);

/// Winograd's minimal filtering F(2 x 2, 2 x 2) (Lavin and Gray 2016, arXiv:1509.09308, section 4): a kernel of 4 x 4 with stride 2 is one of 2 x 2
/// over the four parities of pixels. Two outputs y0 = d0 g0 + d1 g1, y1 = d1 g0 + d2 g1 cost three multiplications, m0 = (d0 - d1) g0,
/// m1 = d1 (g0 + g1), m2 = (d2 - d1) g1, as y0 = m0 + m1 and y1 = m1 + m2; so a tile of 2 x 2 outputs costs 9 in place of 16. The other two products
/// are the same with two of the three changing sides: they, too, are nine products of matrices, of points of tiles.
std::unique_ptr<Convolution> make_winograd_convolution(const ConvGeometry& geometry, const Arithmetic& arithmetic);

}  // namespace gen
