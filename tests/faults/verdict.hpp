#pragma once

#include <string>
#include <vector>

#include "tests/faults/troubled_run.hpp"

namespace gen::test {

/// What is wrong with a troubled run beside the one without trouble: the work is done and every file right; or status 4, one line more, and every
/// file right, as before or not there, checkpoints being whole and what is written by the line right as far as it goes.
std::vector<std::string> faults_of(const Outcome& outcome, const Outcome& untroubled, const Files& before, const Use& use, const Plan& plan);

}  // namespace gen::test
