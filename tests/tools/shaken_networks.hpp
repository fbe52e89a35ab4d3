#pragma once

#include <cstdint>
#include <vector>

#include "core/error.hpp"
#include "core/random.hpp"
#include "lib/nn/layer_cases.hpp"
#include "nn/initialise.hpp"
#include "nn/sequential.hpp"

namespace gen {

/// The classes of the rows that networks are given.
inline const std::vector<std::int32_t> layer_labels = {2, 0, 1, 1, 2, 0};

inline Matrix numbers(std::size_t rows, std::size_t columns, std::uint32_t which) {
    Matrix m(rows, columns);
    random_normal({9, Purpose::synth, which}, 0, m.data(), m.size());
    return m;
}

/// "net-NUMBER": nothing in it is at its start, so that each number counts.
inline Sequential shaken_network(const LayerCase& layer_case, std::size_t number) {
    Sequential net(join("net-", number), layer_case.specs, layer_case.input);
    initialise(net, {}, 3, 0);
    for (std::size_t i = 0; i < net.size(); ++i) {
        for (Parameter& p : net.layer(i).parameters()) {
            const Matrix more = numbers(p.value.rows(), p.value.columns(), 1);
            for (std::size_t j = 0; j < more.size(); ++j) p.value.data()[j] += real{0.3} * more.data()[j];
        }
        for (Buffer& b : net.layer(i).buffers())
            for (std::size_t j = 0; j < b.value.size(); ++j) b.value.data()[j] += real{0.1} * static_cast<real>(j);
    }
    return net;
}

/// What it makes of rows of these classes.
inline Matrix output_of(Sequential& net, const Matrix& x) {
    Trace trace;
    trace.mode = {.labels = layer_labels};
    net.reserve(trace, x.rows(), false);
    net.prepare(false);
    Pipeline pipeline;
    net.add_forward(pipeline, x, trace, Trains::no);
    Parallel parallel(1);
    pipeline.run(x.rows(), parallel);
    return trace.y.back();
}

}  // namespace gen
