#include "formats/spool.hpp"

#include <utility>

#include "core/error.hpp"
#include "formats/nameless_file.hpp"
#include "formats/posix.hpp"

namespace gen {

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
