#pragma once

namespace gen {

/// N(mean, sd^2) of one dimension, in double precision: a measure of what trainers compute, like FullGaussian.
struct Normal {
    double mean = 0;
    double sd = 1;
};

/// log p(z) in nats.
double log_density(const Normal& p, double z);
/// KL(q || p) in nats: log(sd_p / sd_q) + (sd_q^2 + (m_q - m_p)^2) / (2 sd_p^2) - 1/2, in a form that does not cancel where q is nearly p.
double kl(const Normal& q, const Normal& p);
/// log q(z) - log p(z) in nats at z = mean + sd noise of q: a quadratic function of the noise.
double log_ratio(const Normal& q, const Normal& p, double noise);

/// k3 of one draw of q: r - 1 - log r with r = p/q, given log q - log p. Never negative; its mean is KL(q || p), as is the mean of the log-ratio
/// itself, k1.
double k3(double log_ratio);

/// Variances over draws of q of the log-ratio (k1), of p/q, which is infinite unless 2 sd_q^2 > sd_p^2, and of k3.
double log_ratio_variance(const Normal& q, const Normal& p);
double ratio_variance(const Normal& q, const Normal& p);
double k3_variance(const Normal& q, const Normal& p);

}  // namespace gen
