#pragma once

#include <cstddef>

#include "core/matrix.hpp"
#include "core/parallel.hpp"
#include "eval/estimated.hpp"
#include "eval/scores/neighbours.hpp"

namespace gen {

/// AuthPct as a part of 1 (Alaa, van Breugel, Saveliev and van der Schaar, 2022): a sample is authentic when its nearest training row lies farther
/// from it than from the nearest other training row. 0 for copies. A sample that is not authentic need not be a copy: of fresh draws only a third to
/// a half are authentic, see authenticity_of_fresh(), in many dimensions some more (of MNIST's pixels 62 %, 20,000 training rows), and where training
/// rows come in near pairs nearly all samples are, copies with a little noise among them. So it is known to be unreliable; compare with what real
/// test rows get.
/// `train` [n, features], at least 2 rows. Throws Fault::input where rows differ in length or there are too few.
Estimated authenticity(const Matrix& train, const Matrix& samples, Parallel& parallel);
/// The same where neighbours are known: the nearest training row of each sample, and of each training row among the others.
Estimated authenticity(const Neighbours& of_samples, const Neighbours& of_train);

/// What fresh draws of the training rows' own distribution get in the mean, where that has a density in d dimensions and rows are many. A draw and
/// its nearest training row are two of n + 1 equal draws; the draw is not authentic exactly when they are nearest to each other, which happens to the
/// part 1 / (2 - o) of all rows (Clark and Evans, 1955; Pickard, 1982). o is the part of a ball that a second one covers whose centre lies on its
/// surface, the incomplete beta function I_3/4((d + 1) / 2, 1/2). So 1/3 for d = 1, .379, .408, rising to 1/2.
double authenticity_of_fresh(std::size_t dimensions);

}  // namespace gen
