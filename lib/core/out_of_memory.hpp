#pragma once

#include <cstddef>
#include <new>

namespace gen {

/// Memory for so much at once could not be had.
class OutOfMemory : public std::bad_alloc {
public:
    explicit OutOfMemory(std::size_t bytes) : bytes_(bytes) {}
    std::size_t bytes() const { return bytes_; }
    const char* what() const noexcept override { return "out of memory"; }

private:
    std::size_t bytes_;
};

}  // namespace gen
