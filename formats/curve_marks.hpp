#pragma once

#include <string>
#include <vector>

#include "formats/model.hpp"

namespace gen {

/// What a training curve says in one number.
struct CurveMark {
    std::string column;
    bool best = true;  // the lowest value, of the first row that has it; else that of the last row
    double value = 0;
    double epoch = 0;  // of that row; NaN where the curve has no epochs
};

/// Of what a trainer wants to be low, `loss`, `valid_loss` and `mmd`, the best; of losses of single networks (`d_loss`), where a low one says that
/// another network lost, the last. Finite values alone.
std::vector<CurveMark> curve_marks(const Curve& curve);

}  // namespace gen
