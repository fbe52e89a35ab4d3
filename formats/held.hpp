#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "formats/limits.hpp"

namespace gen {

/// How many bytes a file of so many may make us hold in memory at once: limit::held and `times` the file, or what the environment variable GEN_MEMORY
/// says, if that is more. Throws Fault::usage where that is no size.
std::size_t most_held(std::size_t file_bytes, std::size_t times = limit::held_times);

/// Throws Fault::input where `bytes` are more: "x.png: a picture of 9000x9000 pixels needs 972000000 bytes of memory, expected at most 201326592;
/// GEN_MEMORY=927M allows it".
void expect_holdable(const std::string& what, std::size_t bytes, std::size_t file_bytes, std::size_t times = limit::held_times);

/// "512M", "4G", "100000": a size in bytes; 0 where it is none.
std::size_t parse_size(std::string_view text);

/// What is held of a file that does not say in advance how much it will be.
class Held {
public:
    /// `what` begins the message: "labels.txt: its lines". It outlives this.
    Held(const std::string& what, std::size_t file_bytes) : what_(what), most_(most_held(file_bytes)) {}
    /// Throws Fault::input: "labels.txt: its lines need more than 201326592 bytes of memory; GEN_MEMORY=385M allows twice that".
    void add(std::size_t bytes) {
        bytes_ += bytes;
        if (bytes_ > most_) refuse();
    }

private:
    [[noreturn]] void refuse() const;

    const std::string& what_;
    std::size_t most_;
    std::size_t bytes_ = 0;
};

}  // namespace gen
