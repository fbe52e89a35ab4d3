#pragma once

namespace gen::h5 {

/// Sets HDF5 up: silent, no plugins, no exit handler. Its start has no input but memory, and where that is short it crashes or prints pages instead
/// of failing: then this throws std::bad_alloc or, after a crash, says so and ends the process with status 4.
void start_library();

}  // namespace gen::h5
