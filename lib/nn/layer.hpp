#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/matrix.hpp"
#include "nn/parameter.hpp"

namespace gen {

/// A layer as data: what a model file says of it.
struct LayerSpec {
    std::string type;                                      // a row of the layer table (nn/layer_table.hpp)
    std::vector<std::pair<std::string, double>> settings;  // "in", "out", "slope", ... in the table's order

    double setting(const std::string& name) const;  // throws Fault::input when it is not there
    bool operator==(const LayerSpec&) const = default;
};

/// A function of rows with parameters. It holds no activations: those of a batch lie in a Trace (nn/sequential.hpp), so that one network
/// can serve several batches at once. Batches are row-major matrices, one example a row.
class Layer {
public:
    virtual ~Layer() = default;

    /// Numbers in a row of y, for rows of x with `inputs` numbers. Throws Fault::input when x does not fit.
    virtual std::size_t outputs(std::size_t inputs) const = 0;

    /// y[rows] from x[rows]. Touches no other rows; may run for different rows at once.
    virtual void forward(const Matrix& x, Matrix& y, Rows rows) const = 0;

    /// dx[rows] = dL/dx from dL/dy, x and y as forward had them. dx is null where nobody needs it.
    virtual void backward(const Matrix& x, const Matrix& y, const Matrix& dy, Matrix* dx, Rows rows) const = 0;

    virtual std::span<Parameter> parameters() { return {}; }
    std::span<const Parameter> parameters() const { return const_cast<Layer*>(this)->parameters(); }

    /// dL/dparameter summed over the whole batch, for the rows `part` of the parameter's value: put into its grad, or with `add` added to it.
    virtual void weight_gradient(const Matrix& x, const Matrix& dy, std::size_t parameter, Rows part, bool add);
};

}  // namespace gen
