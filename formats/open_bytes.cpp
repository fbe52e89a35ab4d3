#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/error.hpp"
#include "formats/bytes.hpp"
#include "formats/limits.hpp"
#include "formats/posix.hpp"
#include "formats/spool.hpp"

namespace gen {
namespace {

Bytes read_to_end(int descriptor, bool is_device, const std::string& name) {
    constexpr std::size_t piece = 1 << 20;
    Spool spool(name);
    while (spool.append(piece, [&](std::byte* out, std::size_t n) { return read_fully(descriptor, out, n, name); }) == piece)
        if (is_device) fail(name, ": is a device that does not end within ", piece, " bytes, expected a file or a pipe");
    return spool.finish();
}

}  // namespace

Bytes Bytes::open(const std::string& path) {
    const std::string name = path == "-" ? "stdin" : path;
    const int descriptor = path == "-" ? STDIN_FILENO : open_file(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) fail_errno(path, errno);
    if (path == "-" && ::isatty(STDIN_FILENO) != 0) fail_usage("stdin is a terminal: redirect a file or a pipe into it, or name the input");
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0) fail_errno(name, errno);
    if (S_ISREG(status.st_mode) && path != "-") return of_regular(name, path, descriptor, status);
    const Descriptor closed(descriptor);
    if (S_ISDIR(status.st_mode)) fail_io(name, ": is a directory, expected a file");
    return read_to_end(descriptor, S_ISCHR(status.st_mode), name);
}

}  // namespace gen
