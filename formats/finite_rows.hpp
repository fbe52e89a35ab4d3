#pragma once

#include <string>

#include "core/matrix.hpp"
#include "formats/dataset.hpp"

namespace gen {

/// The same rows of floats, each number looked at when it is made: what a network computes can be too large, or no number, though its weights are
/// fine. Throws Fault::input, "vae.h5: draws what is not finite: row 3, column 5 is inf"; `says` begins it, `hint` ends it.
RowSource finite_rows(RowSource rows, std::size_t columns, const std::string& says, const std::string& hint = "");

/// The same of a matrix, at once.
void expect_finite(const Matrix& m, const std::string& says);

}  // namespace gen
