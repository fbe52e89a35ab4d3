#pragma once

namespace gen {

/// Gives memory that is free back to the system. The C library may keep it for the thread that had it, beyond the reach of others.
void return_free_memory();

}  // namespace gen
