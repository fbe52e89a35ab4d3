#pragma once

namespace gen {

/// Gives memory that is free back to the system. The C library may keep it for the thread that had it, beyond the reach of others.
void return_free_memory();

/// Whether no more than a little is to be had. Libraries that fail for want of memory do not always say so.
bool is_memory_short();

}  // namespace gen
