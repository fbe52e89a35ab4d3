#pragma once

#include <memory>

#include "core/conv_geometry.hpp"
#include "core/engine.hpp"
#include "core/matrix.hpp"
#include "core/rounded.hpp"

namespace gen {

/// One convolution and its adjoint, by an engine. Matrices hold one image a row. The weight is patch x filters, in both directions: number
/// ((ky kernel_width + kx) channels + c) filters + f. Calls for different rows (or parts) may run at once; steady state allocates no
/// buffers. Numbers depend on shapes and ranges only. All throw Fault::input when a shape or a range does not fit.
class Convolution {
public:
    virtual ~Convolution() = default;
    Convolution(const Convolution&) = delete;
    Convolution& operator=(const Convolution&) = delete;

    const ConvGeometry& geometry() const { return geometry_; }

    /// small[rows] = bias + patches(large[rows]) weight. `bias` has one number a filter, or is null.
    virtual void forward(const Operand& large, const Matrix& weight, const real* bias, Matrix& small, Rows rows) const = 0;
    /// large[rows] = bias + fold(small[rows] weight^T). `bias` has one number a channel, or is null.
    virtual void adjoint(const Operand& small, const Matrix& weight, const real* bias, Matrix& large, Rows rows) const = 0;
    /// grad[part] = patches(large)[:, part]^T small, summed over these images in a fixed order; added to what is there with `add`. `part` is
    /// any range of the weight's rows.
    virtual void weight_gradient(const Operand& large, const Operand& small, Rows images, Rows part, bool add, Matrix& grad) const = 0;
    /// Before the first forward() or adjoint(): all of them will be given one weight with the same numbers, which an engine may keep in the form that
    /// it wants.
    virtual void keep_weight() {}
    /// Whether one of these looks at operands in rounded numbers.
    virtual bool takes_rounded() const { return false; }
    /// Of how many products, for one row of a batch, each number of the gradient counts as where work is shared out.
    virtual std::size_t gradient_products() const { return geometry_.small_positions(); }
    /// Whether a part of the gradient takes as long as all of it.
    virtual bool gradient_at_once() const { return false; }

protected:
    explicit Convolution(const ConvGeometry& geometry) : geometry_(geometry) {}
    void expect_fit(const Matrix& large, const Matrix& small, const Matrix& weight, Rows rows) const;
    void expect_part(Rows part) const;
    /// This thread's, kept from call to call: for what is made of larger maps on the way to a product.
    static Matrix& buffer();

private:
    ConvGeometry geometry_;
};

/// Patches of several images at once as the rows of a matrix (im2col), and products by the engine; in bf16 those of the gradient alone.
std::unique_ptr<Convolution> make_patch_convolution(const ConvGeometry& geometry, const Arithmetic& arithmetic);

/// oneDNN's convolutions, in bf16 of rounded operands alone; defined where has_onednn().
std::unique_ptr<Convolution> make_onednn_convolution(const ConvGeometry& geometry, Precision precision);

}  // namespace gen
