#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "tools/common/command_line/option_list.hpp"

namespace gen {

/// What the environment says about threads.
struct ThreadsAsked {
    std::string variable;  // that --threads was taken from; empty: none
    std::string warning;   // about one that is no number of threads; empty: none
};

/// --threads from OMP_NUM_THREADS or SLURM_CPUS_PER_TASK where the command line has none.
ThreadsAsked read_environment(OptionList& options);

/// How many processors this process may run on: by its affinity, and by the share of time that its control groups allow.
std::size_t processors();

/// The share of control groups, in processors: the smallest on the way from a process's own group to the root. Nothing where there is no limit.
/// `groups`: /proc/self/cgroup; `mounted`: /sys/fs/cgroup, of either version.
std::optional<double> processor_quota(const std::string& groups, const std::string& mounted);

}  // namespace gen
