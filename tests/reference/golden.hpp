#pragma once

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <utility>

#include "core/error.hpp"
#include "formats/architecture.hpp"
#include "formats/streams.hpp"
#include "models/vae/step.hpp"

namespace gen {

/// A file of tests/reference: what PyTorch computed.
class Golden {
public:
    explicit Golden(const std::string& name) : document_(read_document(GEN_SOURCE_DIR "/tests/reference/" + name)) {}
    const Dataset& set(const std::string& path) const { return document_.require(path); }
    std::string words(const std::string& path) const { return text_of(set(path)); }
    Matrix values(const std::string& path) const { return matrix_of(set(path)); }

private:
    Document document_;
};

/// ||a-b|| and ||b||
struct Apart {
    double difference = 0;
    double norm = 0;
};
inline Apart apart(const Matrix& a, const Matrix& b) {
    REQUIRE(a.size() == b.size());
    Apart squares;
    for (std::size_t i = 0; i < a.size(); ++i) {
        squares.difference += std::pow(static_cast<double>(a.data()[i]) - static_cast<double>(b.data()[i]), 2);
        squares.norm += std::pow(static_cast<double>(b.data()[i]), 2);
    }
    return {std::sqrt(squares.difference), std::sqrt(squares.norm)};
}

/// ||a-b|| / ||b||
inline double distance(const Matrix& a, const Matrix& b) {
    const Apart found = apart(a, b);
    return found.difference / found.norm;
}

/// An empty model of an architecture.
template <class M>
M model_of_words(const std::string& json, const std::string& name) {
    return std::move(dynamic_cast<M&>(*empty_model(json, name)));
}

/// Calls use(path, p) for every parameter, its path below `where`.
template <class Model, class Use>
void each_parameter(Model& model, const std::string& where, const Use& use) {
    for (Sequential* const network : model.networks())
        for (std::size_t i = 0; i < network->size(); ++i)
            for (Parameter& p : network->layer(i).parameters()) use(join(where, '/', network->name(), '/', i, '/', p.name), p);
}

template <class Model, class Use>
void each_buffer(Model& model, const std::string& where, const Use& use) {
    for (Sequential* const network : model.networks())
        for (std::size_t i = 0; i < network->size(); ++i)
            for (Buffer& b : network->layer(i).buffers()) use(join(where, '/', network->name(), '/', i, '/', b.name), b);
}

/// The losses of `rows` examples against their means by PyTorch: all, reconstruction, divergence.
inline void check_losses(const VaeLoss& loss, std::size_t rows, const Matrix& expected) {
    const double parts[] = {loss.loss, loss.recon, loss.kl};
    for (std::size_t i = 0; i < 3; ++i)
        CHECK(parts[i] / static_cast<double>(rows) == doctest::Approx(static_cast<double>(expected(0, i))).epsilon(1e-5));
}

}  // namespace gen
