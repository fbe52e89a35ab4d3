#pragma once

namespace gen {

/// HDF5's authors do not promise to withstand files that were made to harm. So it parses in a confined process (formats/confined.hpp).
enum class Sandbox {
    automatic,  // what comes through a pipe, files of other owners, files of other programs
    always,
    never,
};
/// For all files that are read from now on.
void use_sandbox(Sandbox when);

}  // namespace gen
