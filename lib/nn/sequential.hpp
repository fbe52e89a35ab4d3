#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "nn/layer.hpp"

namespace gen {

/// The activations of one batch in one network, and their gradients: what backward and the weight gradients need.
struct Trace {
    std::vector<Matrix> y;   // of each layer
    std::vector<Matrix> dy;  // dL/dy of each layer
};

/// Layers one after the other. Layer i is stored as "<network>/<i>", as torch.nn.Sequential counts, activations included.
class Sequential {
public:
    Sequential() = default;
    /// Throws Fault::input when the layers do not fit `inputs` or each other: "encoder/2: ...".
    Sequential(std::string name, std::vector<LayerSpec> specs, std::size_t inputs);

    const std::string& name() const { return name_; }
    const std::vector<LayerSpec>& specs() const { return specs_; }
    std::size_t inputs() const { return widths_.front(); }
    std::size_t outputs() const { return widths_.back(); }
    std::size_t size() const { return layers_.size(); }
    Layer& layer(std::size_t i) { return *layers_[i]; }
    const Layer& layer(std::size_t i) const { return *layers_[i]; }
    std::size_t parameter_count() const;

    /// Room for a batch. With `gradients` also for backward.
    void reserve(Trace& trace, std::size_t batch, bool gradients) const;

    /// The last layer's output; its rows outside `rows` are unspecified.
    const Matrix& forward(const Matrix& x, Trace& trace, Rows rows) const;

    /// From dL/dy of the last layer, which stands in trace.dy.back(), to that of all layers, and to dx unless it is null.
    void backward(const Matrix& x, Trace& trace, Matrix* dx, Rows rows) const;

private:
    std::string name_;
    std::vector<LayerSpec> specs_;
    std::vector<std::unique_ptr<Layer>> layers_;
    std::vector<std::size_t> widths_ = {0};  // numbers a row before layer 0, between layers, after the last
};

}  // namespace gen
