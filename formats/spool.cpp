#include "formats/spool.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>

#include "core/error.hpp"
#include "formats/posix.hpp"

namespace gen {
namespace {

std::shared_ptr<const Descriptor> nameless_file() {
    std::error_code error;
    const std::filesystem::path folder = std::filesystem::temp_directory_path(error);
    std::string path = (folder / "gentools-XXXXXX").string();
    const int fd = error ? -1 : ::mkostemp(path.data(), O_CLOEXEC);
    if (fd < 0) fail_errno(join(folder.string(), ": what was unpacked needs room there, or in the folder that TMPDIR names"), errno);
    ::unlink(path.c_str());
    return std::make_shared<const Descriptor>(fd);
}

}  // namespace

Spool::Spool(std::string name, std::size_t most_in_memory) : name_(std::move(name)), most_in_memory_(most_in_memory) {}
Spool::~Spool() = default;

void Spool::append(std::span<const std::byte> more) {
    if (!file_ && size_ + more.size() > most_in_memory_) {
        file_ = nameless_file();
        write_fully(file_->get(), content_.data(), content_.size(), join(name_, ": unpacked into TMPDIR"));
        content_ = {};
    }
    if (file_)
        write_fully(file_->get(), more.data(), more.size(), join(name_, ": unpacked into TMPDIR"));
    else
        content_.insert(content_.end(), more.begin(), more.end());
    size_ += more.size();
}

Bytes Spool::finish() {
    if (!file_) return Bytes::of(name_, std::move(content_));
    return Bytes::from(name_, size_, [file = file_, name = name_](std::size_t offset, std::size_t n, std::byte* out) {
        if (read_fully_at(file->get(), offset, out, n, name) < n) fail_io(name, ": what was unpacked became shorter");
    });
}

}  // namespace gen
