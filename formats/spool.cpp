#include "formats/spool.hpp"

#include <utility>

#include "core/error.hpp"
#include "formats/nameless_file.hpp"
#include "formats/posix.hpp"

namespace gen {

Spool::Spool(std::string name, std::size_t most_in_memory) : name_(std::move(name)), most_in_memory_(most_in_memory) {}
Spool::~Spool() = default;

void Spool::write(std::span<const std::byte> more) const {
    write_fully(file_->get(), more.data(), more.size(), join(name_, ": kept in ", temporary_folder(), " (TMPDIR names another folder)"));
}

void Spool::move_into_file() {
    file_ = nameless_file();
    write(content_);
    content_ = {};
}

void Spool::append(std::span<const std::byte> more) {
    if (!file_ && size_ + more.size() > most_in_memory_) move_into_file();
    if (file_)
        write(more);
    else
        content_.insert(content_.end(), more.begin(), more.end());
    size_ += more.size();
}

std::size_t Spool::append(std::size_t n, const std::function<std::size_t(std::byte*, std::size_t)>& give) {
    if (!file_ && size_ + n > most_in_memory_) move_into_file();
    const std::size_t at = file_ ? 0 : size_;
    if (content_.size() < at + n) content_.resize(at + n);
    const std::size_t came = give(content_.data() + at, n);
    if (file_)
        write({content_.data(), came});
    else
        content_.resize(at + came);
    size_ += came;
    return came;
}

void Spool::reserve(std::size_t bytes) {
    if (!file_ && bytes <= most_in_memory_) content_.reserve(bytes);
}

Bytes Spool::finish() {
    if (!file_) return Bytes::of(name_, std::move(content_));
    return Bytes::of(name_, file_, size_);
}

}  // namespace gen
