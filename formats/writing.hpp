#pragma once

namespace gen {

/// Of several processes that compute one result together one writes it: the others' outputs, checkpoints and metrics take what they are given and
/// leave no file. Of this process; it writes unless it has been told otherwise.
bool writes();
void write_nothing();

}  // namespace gen
