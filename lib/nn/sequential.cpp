#include "nn/sequential.hpp"

#include "core/error.hpp"
#include "nn/layer_table.hpp"

namespace gen {

Sequential::Sequential(std::string name, std::vector<LayerSpec> specs, std::size_t inputs)
    : name_(std::move(name)), specs_(std::move(specs)), widths_{inputs} {
    for (std::size_t i = 0; i < specs_.size(); ++i) try {
            layers_.push_back(make_layer(specs_[i]));
            widths_.push_back(layers_[i]->outputs(widths_[i]));
        } catch (const Error& error) {
            throw Error(error.fault(), join(name_, "/", i, ": ", error.what()));
        }
}

std::size_t Sequential::parameter_count() const {
    std::size_t sum = 0;
    for (const auto& layer : layers_)
        for (const Parameter& parameter : layer->parameters()) sum += parameter.value.size();
    return sum;
}

void Sequential::reserve(Trace& trace, std::size_t batch, bool gradients) const {
    trace.y.resize(size());
    trace.dy.resize(gradients ? size() : 0);
    for (std::size_t i = 0; i < size(); ++i) {
        trace.y[i].resize(batch, widths_[i + 1]);
        if (gradients) trace.dy[i].resize(batch, widths_[i + 1]);
    }
}

const Matrix& Sequential::forward(const Matrix& x, Trace& trace, Rows rows) const {
    for (std::size_t i = 0; i < size(); ++i) layers_[i]->forward(i == 0 ? x : trace.y[i - 1], trace.y[i], rows);
    return trace.y.back();
}

void Sequential::backward(const Matrix& x, Trace& trace, Matrix* dx, Rows rows) const {
    for (std::size_t i = size(); i-- > 0;)
        layers_[i]->backward(i == 0 ? x : trace.y[i - 1], trace.y[i], trace.dy[i], i == 0 ? dx : &trace.dy[i - 1], rows);
}

}  // namespace gen
