#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/random.hpp"
#include "core/real.hpp"

namespace gen {

/// p(x|z) given a decoder's outputs o, one number of o for one of x, independent of each other.
struct Likelihood {
    enum class Kind {
        bernoulli,  // P(x = 1) = sigmoid(o); x in [0,1]
        gaussian,   // N(o, sd^2)
    };
    Kind kind = Kind::bernoulli;
    double sd = 1;  // of `gaussian`

    /// -log p(x|o) in nats, summed; d = factor times its gradient in o, unless d is null.
    double loss(const real* o, const real* x, std::size_t n, double factor, real* d) const;
    /// E[x|o]
    void mean(const real* o, std::size_t n, real* x) const;
    /// A draw of x, given E[x|o] in `x`.
    void draw(const Stream& stream, std::uint32_t row, std::size_t n, real* x) const;
    /// Whether x must lie in [0,1].
    bool needs_unit_range() const { return kind == Kind::bernoulli; }
};

/// "bernoulli", "gaussian:SD". Throws Fault::usage.
Likelihood parse_likelihood(std::string_view text);
std::string text(const Likelihood& likelihood);

}  // namespace gen
