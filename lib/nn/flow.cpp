#include "nn/flow.hpp"

namespace gen {

Mode Mode::part(std::size_t first, std::size_t count) const {
    Mode mode = *this;
    mode.first_row += first;
    if (!labels.empty()) mode.labels = labels.subspan(first, count);
    if (numbers.rows > 0) mode.numbers = {numbers.data + first * numbers.stride, count, numbers.columns, numbers.stride};
    return mode;
}

}  // namespace gen
