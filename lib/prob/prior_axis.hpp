#pragma once

#include "prob/normal_quantile.hpp"

namespace gen {

/// What is known of one latent dimension under the prior, to measure along it.
struct PriorAxis {
    enum class Form { normal, uniform };
    double mean = 0;
    double sd = 1;
    Form form = Form::normal;

    /// The value below which a part p of the prior lies, 0 < p < 1.
    double quantile(double p) const {
        constexpr double half_width = 1.7320508075688772;  // of a uniform distribution, in standard deviations
        return mean + sd * (form == Form::uniform ? half_width * (2 * p - 1) : normal_quantile(p));
    }
};

}  // namespace gen
