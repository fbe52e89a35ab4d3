#pragma once

#include "core/matrix.hpp"
#include "eval/estimated.hpp"

namespace gen {

/// exp of the mean over rows of KL(p(y|x) || p(y)), the inception score of Salimans et al., 2016, from log p(y|x) [n, classes] of any classifier: 1
/// where all rows are alike, the number of classes where each is certain and all are equally frequent. In one piece; the error is to first order.
Estimated inception_score(const Matrix& log_probabilities);

}  // namespace gen
