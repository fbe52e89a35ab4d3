#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/words.hpp"
#include "nn/sequential.hpp"

namespace gen {

/// How weights start. Biases start at 0, but for `pytorch`.
struct Initialisation {
    enum class Kind {
        pytorch,  // weights and biases uniform on +-1/sqrt(fan_in): torch.nn.Linear's default
        he,       // N(0, 2/fan_in): He, Zhang, Ren and Sun, 2015
        glorot,   // uniform on +-sqrt(6/(fan_in + fan_out)): Glorot and Bengio, 2010
        lecun,    // N(0, 1/fan_in): LeCun, Bottou, Orr and Mueller, 1998
        normal,   // N(0, sd^2)
    };
    Kind kind = Kind::pytorch;
    double sd = 0.01;  // of `normal`
};

/// "pytorch", "he", "glorot", "lecun", "normal:SD". Throws Fault::usage.
Initialisation parse_initialisation(std::string_view text);
Forms initialisation_forms();
/// "pytorch, he, ... or normal:SD"
std::string_view initialisation_syntax();

/// A parameter's numbers depend on the seed, its network's `stream` number, its layer and itself only. Buffers that start at random do too.
void initialise(Sequential& network, const Initialisation& how, std::uint64_t seed, std::uint32_t stream);

}  // namespace gen
