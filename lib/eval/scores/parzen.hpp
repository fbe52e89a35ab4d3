#pragma once

#include <vector>

#include "core/matrix.hpp"
#include "core/parallel.hpp"
#include "eval/estimated.hpp"

namespace gen {

/// The log density of test images under a Gaussian about each sample, all equally wide: Breuleux, Bengio and Vincent, 2011, with the choice of sigma
/// by Goodfellow et al., "Generative adversarial nets", 2014 (their parzen_ll.py). It says little of samples: the k-means centres of the training set
/// beat the training set itself, and blurred samples sharp ones (Theis, van den Oord and Bethge, 2016; Wu et al., 2017). A number above the one of
/// real images means averaged or memorised samples.
struct Parzen {
    Estimated log_density;  // nats an image, mean over test rows
    double sigma = 0;       // in units of a pixel
    double validation = 0;  // nats an image at that sigma
    bool at_edge = false;   // the grid's least or largest sigma was best: a wider grid might have a better one
};

/// Ten from 0.1 to 1, evenly in their logarithms.
std::vector<double> parzen_sigmas();

/// For each row of `test`: log of the mean over samples s of N(x; s, sigma^2 I), in nats.
std::vector<double> parzen_log_density(const Matrix& samples, const Matrix& test, double sigma, Parallel& parallel);

/// The sigma of parzen_sigmas() with the largest mean log density of `validation`, the first of equals.
/// Protocol of 2014: 10,000 samples, validation by 1,000 rows, 10,000 test rows. Throws Fault::input where columns differ and where there are no
/// rows.
Parzen parzen(const Matrix& samples, const Matrix& validation, const Matrix& test, Parallel& parallel);

}  // namespace gen
