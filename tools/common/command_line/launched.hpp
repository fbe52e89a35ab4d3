#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "core/ranks.hpp"

namespace gen {

/// A run that mpirun or srun has started as several processes. The library of MPI is loaded then and only then.
/// What a launcher says of this process in its environment, before any library of MPI has been asked.
struct Launched {
    std::string by;  // the variable that says so
    std::size_t size;
    std::size_t rank;
};
/// Nothing where one process was started, as by a shell.
std::optional<Launched> launched();

/// Why this program has no ranks, empty where it can have them.
std::string why_no_mpi();
/// The libraries of MPI that can be had: "openmpi, mpich"; "none".
std::string mpi_names();

/// The ranks of the run. GEN_MPI=openmpi|mpich names the library, else the launcher's variables tell. Throws Fault::usage where this program has no
/// MPI, and Fault::io where it cannot be loaded or is of another opinion than the launcher.
std::unique_ptr<Ranks> begin_mpi(const Launched& launched);

}  // namespace gen
