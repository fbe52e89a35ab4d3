// processor-quota GROUPS MOUNTED: the share of processors that control groups allow, as in files like /proc/self/cgroup and below /sys/fs/cgroup.
#include <iostream>

#include "core/error.hpp"
#include "tools/common/command_line/threads.hpp"

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    const std::optional<double> quota = gen::processor_quota(argv[1], argv[2]);
    std::cout << (quota ? gen::text(*quota) : "none") << '\n';
}
