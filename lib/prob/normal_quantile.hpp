#pragma once

namespace gen {

/// P(X <= x) of X ~ N(0, 1).
double normal_cdf(double x);

/// x with normal_cdf(x) = p, 0 < p < 1, to about 15 digits. Throws Fault::input for other p.
double normal_quantile(double p);

}  // namespace gen
