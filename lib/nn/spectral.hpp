#pragma once

#include <span>
#include <vector>

#include "nn/parameter.hpp"

namespace gen {

/// Spectral normalisation of a weight W [out, everything else] (Miyato, Kataoka, Koyama and Yoshida, 2018): the layer multiplies with W / s, where
/// s = u^T W v is about the largest singular value. u is kept from step to step and moves by one power iteration in each; /buffers/.../u in files.
class Spectral {
public:
    /// `transposed`: W lies [(rest out)][in], as of a transposed convolution, else [rest][out].
    Spectral(std::size_t out, bool transposed);

    /// With `update` v = W^T u / |.|, u = W v / |.|; else u stays, which gives the numbers that a file gives.
    void prepare(const Matrix& weight, bool update);
    /// W / s as of the latest prepare(). Throws Fault::input where there was none.
    const Matrix& weight() const;
    /// From dL/d(W/s) to dL/dW for constant u and v: (G - <G, W/s> u v^T) / s.
    void finish(Matrix& gradient) const;

    std::span<Buffer> buffers() { return {&u_, 1}; }

private:
    bool transposed_;
    Buffer u_;
    double s_ = 0;
    std::vector<real> left_;   // u, of length 1
    std::vector<real> right_;  // v
    Matrix divided_;           // W / s
};

}  // namespace gen
