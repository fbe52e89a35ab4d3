#pragma once

#include <doctest/doctest.h>

#include "core/real.hpp"

namespace gen {

/// Marks a case, as in TEST_CASE("..." * only_once), that shows in thousands of rows which numbers come out. It is left out with the sanitizers and
/// in the double build, which take many times as long: smaller cases go through the same code there.
#ifdef __SANITIZE_ADDRESS__
inline const doctest::skip only_once{true};
#else
inline const doctest::skip only_once{sizeof(real) == sizeof(double)};
#endif

}  // namespace gen
