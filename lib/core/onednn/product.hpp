#pragma once

#include <compare>
#include <cstddef>

#include "core/onednn/library.hpp"

namespace gen::onednn {

/// Of a product (rows x inner) (inner x columns), and how its matrices lie: a `transposed` side lies as its transpose.
struct ProductShape {
    std::size_t rows, inner, columns;
    std::size_t left_stride, right_stride, out_stride;
    bool left_transposed, right_transposed;
    bool add;  // to what is there
    bool rounded = false;
    bool bias = false;

    auto operator<=>(const ProductShape&) const = default;
};

/// On this thread alone. `left` and `right` are float, or Rounded where the shape says so.
void product(const ProductShape& shape, const void* left, const void* right, float* out, const float* bias = nullptr);

}  // namespace gen::onednn
