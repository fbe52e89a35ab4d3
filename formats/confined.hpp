#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace gen {

/// What a confined process may use.
struct Confinement {
    std::size_t memory = std::size_t{1} << 30;  // bytes, beyond what this process has
    unsigned seconds = 5;                       // of processor time
    std::size_t answer = std::size_t{1} << 30;  // bytes
};

/// Calls `work` in a child process that can compute and answer, and nothing else: it has no file but the way back, and the kernel refuses it every
/// call but those for memory, writing and ending. What `work` has in memory it sees as it is now. For code that is not trusted with its input: a
/// crash, a loop or greed for memory ends the child alone.
/// What `work` throws as an Error is thrown here. Throws Fault::input, beginning with `name`, where the child ends in any other way.
std::vector<std::byte> confined(const std::string& name, const std::function<std::vector<std::byte>()>& work, const Confinement& limits = {});

/// What confined() cannot do here, for the user: "this kernel has no seccomp: ..."; empty where it can do all.
std::string confinement_gap();

}  // namespace gen
