#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <future>
#include <list>
#include <memory>
#include <mutex>
#include <vector>

#include "formats/arrays/stored_array.hpp"

namespace gen {

/// The rows of an array along one dimension, read a block at a time: what shares a chunk, or lies too scattered to be read row by row, is read once.
/// The last few blocks are kept. Where rows are asked for in order, the next block is read meanwhile.
class RowBlocks {
public:
    /// `axis`: of `array->stored`.
    RowBlocks(std::shared_ptr<const StoredArray> array, std::size_t axis);

    struct Block {
        std::size_t first = 0;
        std::size_t count = 0;
        std::vector<std::byte> bytes;  // as StoredArray::read() gives them
    };
    /// The block with this row. Throws what reading it threw.
    std::shared_ptr<const Block> with(std::size_t row) const;

private:
    struct Slot {
        std::size_t index = 0;
        std::shared_ptr<const Block> block = {};  // none: it is being read, or failed
        std::exception_ptr error = {};
        bool done() const { return block != nullptr || error != nullptr; }
    };
    std::size_t parts() const { return (band_ + rows_ - 1) / rows_; }
    std::size_t block_of(std::size_t row) const { return row / band_ * parts() + row % band_ / rows_; }
    std::shared_ptr<Slot> find(std::size_t index) const;
    std::shared_ptr<Slot> add(std::size_t index) const;
    void fill(Slot& slot, std::unique_lock<std::mutex>& lock) const;
    void begin_next(std::size_t index) const;

    std::shared_ptr<const StoredArray> array_;
    std::size_t axis_;
    std::size_t band_;    // rows that blocks begin anew after
    std::size_t rows_;    // of a block
    std::size_t blocks_;  // of all
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    mutable std::list<std::shared_ptr<Slot>> slots_;  // latest first
    mutable std::future<void> ahead_;                 // last: what it does is done before the rest goes
};

}  // namespace gen
