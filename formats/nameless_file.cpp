#include "formats/nameless_file.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>

#include "core/error.hpp"

namespace gen {

std::shared_ptr<const Descriptor> nameless_file() {
    std::error_code error;
    const std::filesystem::path folder = std::filesystem::temp_directory_path(error);
    std::string path = (folder / "gentools-XXXXXX").string();
    const int fd = error ? -1 : ::mkostemp(path.data(), O_CLOEXEC);
    if (fd < 0) fail_errno(join(folder.string(), ": what was unpacked needs room there, or in the folder that TMPDIR names"), errno);
    ::unlink(path.c_str());
    return std::make_shared<const Descriptor>(fd);
}

}  // namespace gen
