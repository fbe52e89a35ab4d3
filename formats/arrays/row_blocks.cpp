#include "formats/arrays/row_blocks.hpp"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

namespace gen {
namespace {

constexpr std::size_t usual_bytes = std::size_t{8} << 20;  // of a block, unless what is read together is more
constexpr std::size_t most_bytes = std::size_t{64} << 20;
constexpr std::size_t kept = 3;

/// What is read together, several times if that is little.
std::size_t rows_together(const StoredArray& array, std::size_t axis) {
    const std::size_t row = std::max<std::size_t>(1, array.slab_bytes(axis));
    const std::size_t band = std::max<std::size_t>(1, array.band(axis));
    return std::max<std::size_t>(1, usual_bytes / row / band) * band;
}

/// Of as many rows those of one block.
std::size_t block_rows(const StoredArray& array, std::size_t axis, std::size_t together) {
    const std::size_t row = std::max<std::size_t>(1, array.slab_bytes(axis));
    return together > most_bytes / row ? std::max<std::size_t>(1, usual_bytes / row) : together;
}

}  // namespace

RowBlocks::RowBlocks(std::shared_ptr<const StoredArray> array, std::size_t axis)
    : array_(std::move(array)), axis_(axis), band_(rows_together(*array_, axis)), rows_(block_rows(*array_, axis, band_)) {
    const std::size_t rows = array_->stored[axis];
    blocks_ = rows == 0 ? 0 : block_of(rows - 1) + 1;
}

std::shared_ptr<RowBlocks::Slot> RowBlocks::find(std::size_t index) const {
    const auto found = std::ranges::find(slots_, index, [](const auto& slot) { return slot->index; });
    if (found == slots_.end()) return nullptr;
    slots_.splice(slots_.begin(), slots_, found);
    return slots_.front();
}

std::shared_ptr<RowBlocks::Slot> RowBlocks::add(std::size_t index) const {
    slots_.push_front(std::make_shared<Slot>(Slot{.index = index}));
    for (auto slot = slots_.end(); slots_.size() > kept && slot != slots_.begin();)
        if ((*--slot)->done()) slot = slots_.erase(slot);
    return slots_.front();
}

/// Reads without holding the lock.
void RowBlocks::fill(Slot& slot, std::unique_lock<std::mutex>& lock) const {
    lock.unlock();
    std::shared_ptr<Block> block;
    std::exception_ptr error;
    try {
        const std::size_t band_begin = slot.index / parts() * band_;
        const std::size_t first = band_begin + slot.index % parts() * rows_;
        const std::size_t count = std::min({rows_, band_begin + band_ - first, array_->stored[axis_] - first});
        block = std::make_shared<Block>(Block{first, count, std::vector<std::byte>(count * array_->slab_bytes(axis_))});
        array_->read(axis_, first, count, block->bytes.data());
    } catch (...) {
        block.reset();
        error = std::current_exception();
    }
    lock.lock();
    slot.block = std::move(block);
    slot.error = error;
    changed_.notify_all();
}

/// In a thread of its own, where the one before was asked for and nothing else is being read so.
void RowBlocks::begin_next(std::size_t index) const {
    const std::size_t next = index + 1;
    const bool in_order = index == 0 || find(index - 1) != nullptr;
    if (!in_order || next >= blocks_ || find(next) != nullptr) return;
    if (ahead_.valid() && ahead_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return;
    const std::shared_ptr<Slot> slot = add(next);
    try {
        ahead_ = std::async(std::launch::async, [this, slot] {
            std::unique_lock lock(mutex_);
            fill(*slot, lock);
        });
    } catch (const std::system_error&) {  // no more threads: it is read when it is asked for
        slots_.remove(slot);
    }
}

std::shared_ptr<const RowBlocks::Block> RowBlocks::with(std::size_t row) const {
    const std::size_t index = block_of(row);
    std::unique_lock lock(mutex_);
    std::shared_ptr<Slot> slot = find(index);
    if (slot == nullptr) {
        slot = add(index);
        begin_next(index);
        fill(*slot, lock);
    } else {
        begin_next(index);
        changed_.wait(lock, [&] { return slot->done(); });
    }
    if (slot->error) std::rethrow_exception(slot->error);
    return slot->block;
}

}  // namespace gen
