#include "tools/common/command_line/threads.hpp"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string_view>

#include "core/error.hpp"
#include "core/parse.hpp"

namespace gen {
namespace {

/// The numbers of a file: "200000 100000", "max 100000"; nothing where it cannot be read or there is a word.
std::vector<double> numbers_in(const std::string& file) {
    std::ifstream in(file);
    std::vector<double> numbers;
    for (double number = 0; in >> number;) numbers.push_back(number);
    return numbers;
}

/// Of one group.
std::optional<double> quota_of(const std::string& group, bool is_unified) {
    std::vector<double> numbers = is_unified ? numbers_in(group + "/cpu.max") : numbers_in(group + "/cpu.cfs_quota_us");
    if (!is_unified && !numbers.empty())
        for (const double period : numbers_in(group + "/cpu.cfs_period_us")) numbers.push_back(period);
    if (numbers.size() != 2 || numbers[0] <= 0 || numbers[1] <= 0) return {};
    return numbers[0] / numbers[1];
}

void lower(std::optional<double>& least, const std::optional<double>& quota) {
    if (quota && (!least || *quota < *least)) least = quota;
}

}  // namespace

ThreadsAsked read_environment(OptionList& options) {
    ThreadsAsked asked;
    Entry* const threads = options.find("threads");
    if (threads == nullptr || threads->given) return asked;
    for (const char* const name : {"OMP_NUM_THREADS", "SLURM_CPUS_PER_TASK"}) {
        const char* const value = std::getenv(name);
        if (value == nullptr || *value == '\0') continue;
        // OpenMP allows a list, one number a nesting level; the first counts.
        const std::string_view first = split_at(value, ',').first;
        std::int64_t count = 0;
        const auto [end, error] = std::from_chars(first.data(), first.data() + first.size(), count);
        const auto most = static_cast<std::int64_t>(threads->option.high);
        if (error == std::errc() && end == first.data() + first.size() && count >= 1 && count <= most) {
            assign(*threads, {text(count)}, name);
            asked.variable = name;
            return asked;
        }
        if (asked.warning.empty()) asked.warning = join(name, " is ", value, ", expected 1 to ", most, " threads: it is not used");
    }
    return asked;
}

std::optional<double> processor_quota(const std::string& groups, const std::string& mounted) {
    std::optional<double> least;
    std::ifstream lines(groups);
    for (std::string line; std::getline(lines, line);) {
        const auto [number, rest] = split_at(line, ':');
        const auto [controllers, path] = split_at(rest, ':');
        const bool is_unified = controllers.empty();
        const std::vector<std::string_view> names = split(controllers, ',');
        if (!is_unified && std::ranges::find(names, "cpu") == names.end()) continue;
        std::string mount = is_unified ? mounted : join(mounted, '/', controllers);
        if (!is_unified && access(mount.c_str(), F_OK) != 0) mount = mounted + "/cpu";
        // In a container the path may be that of the host: then the root of what is mounted is the group.
        for (std::string below(path);; below.resize(std::min(below.rfind('/'), below.size()))) {
            lower(least, quota_of(mount + below, is_unified));
            if (below.find('/') == std::string::npos) break;
        }
    }
    return least;
}

std::size_t processors() {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    const auto allowed = static_cast<double>(std::max(CPU_COUNT(&set), 1));
    const double share = processor_quota("/proc/self/cgroup", "/sys/fs/cgroup").value_or(allowed);
    return static_cast<std::size_t>(std::clamp(std::ceil(share), 1.0, allowed));
}

}  // namespace gen
