#pragma once

#include <cstddef>
#include <cstdint>
#include <future>
#include <span>
#include <unordered_map>
#include <vector>

#include "formats/document.hpp"

namespace gen {

/// Rows of a large data set, read while the batch before them is worked on: two batches are in memory.
class ReadAhead {
public:
    ReadAhead(RowSource rows, std::size_t row_bytes) : source_(std::move(rows)), row_bytes_(row_bytes) {}

    /// The rows asked for last time are there from now on, until the next call; `rows` are begun to be read. Throws what reading threw. No find() may
    /// run at the same time.
    void prefetch(std::span<const std::uint32_t> rows);

    /// The bytes of a row that is there, else null. May be called from several threads at once.
    const std::byte* find(std::size_t row) const;

private:
    struct Rows {
        std::vector<std::byte> bytes;
        std::unordered_map<std::size_t, std::size_t> places;
    };
    RowSource source_;
    std::size_t row_bytes_;
    Rows here_;
    std::future<Rows> coming_;
};

}  // namespace gen
