#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "formats/bytes.hpp"

namespace gen {

class Descriptor;

/// Bytes that come one after the other and are then read at any place: kept in memory up to a limit, all of them else in a file in TMPDIR (else /tmp)
/// that has no name and goes away with the last who reads it. Throws Fault::io.
class Spool {
public:
    static constexpr std::size_t in_memory = std::size_t{256} << 20;

    explicit Spool(std::string name, std::size_t most_in_memory = in_memory);
    ~Spool();
    Spool(const Spool&) = delete;
    Spool& operator=(const Spool&) = delete;

    void append(std::span<const std::byte> more);
    std::size_t size() const { return size_; }
    /// All that came; nothing may be appended afterwards.
    Bytes finish();

private:
    std::string name_;
    std::size_t most_in_memory_;
    std::size_t size_ = 0;
    std::vector<std::byte> content_;
    std::shared_ptr<const Descriptor> file_;  // once it is too much
};

}  // namespace gen
