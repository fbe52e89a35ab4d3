#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "formats/bytes.hpp"
#include "formats/limits.hpp"

namespace gen {

class Descriptor;

/// Bytes that come one after the other and are then read at any place: kept in memory up to a limit, all of them else in a file without a name
/// (nameless_file.hpp) that goes away with the last who reads it. Throws Fault::io.
class Spool {
public:
    explicit Spool(std::string name, std::size_t most_in_memory = limit::spooled_in_memory);
    ~Spool();
    Spool(const Spool&) = delete;
    Spool& operator=(const Spool&) = delete;

    void append(std::span<const std::byte> more);
    /// The same of what `give` writes: n bytes at most. How many they were.
    std::size_t append(std::size_t n, const std::function<std::size_t(std::byte* out, std::size_t n)>& give);
    /// Room for so many in all, if that is in memory.
    void reserve(std::size_t bytes);
    std::size_t size() const { return size_; }
    /// All that came; nothing may be appended afterwards.
    Bytes finish();

private:
    void write(std::span<const std::byte> more) const;
    void move_into_file();

    std::string name_;
    std::size_t most_in_memory_;
    std::size_t size_ = 0;
    std::vector<std::byte> content_;          // in memory: what came; of a file: a piece on its way
    std::shared_ptr<const Descriptor> file_;  // once it is too much
};

}  // namespace gen
