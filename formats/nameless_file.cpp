#include "formats/nameless_file.hpp"

#include <fcntl.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>

#include "core/error.hpp"

namespace gen {

std::string temporary_folder() {
    if (const char* const named = std::getenv("TMPDIR"); named != nullptr && *named != '\0') return named;
    struct statfs status{};
    const bool is_memory = ::statfs("/tmp", &status) == 0 && (status.f_type == TMPFS_MAGIC || status.f_type == RAMFS_MAGIC);
    return is_memory && ::access("/var/tmp", W_OK | X_OK) == 0 ? "/var/tmp" : "/tmp";
}

std::shared_ptr<const Descriptor> nameless_file() {
    const std::string folder = temporary_folder();
    std::string path = folder + "/gentools-XXXXXX";
    const int fd = ::mkostemp(path.data(), O_CLOEXEC);
    if (fd < 0) fail_errno(join(folder, ": what is too large for memory needs room there, or in the folder that TMPDIR names"), errno);
    ::unlink(path.c_str());
    return std::make_shared<const Descriptor>(fd);
}

}  // namespace gen
