#include "formats/inflated.hpp"

#include <zlib.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "formats/limits.hpp"

namespace gen {
namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 20;
constexpr std::size_t blocks_kept = 16;      // of one,
constexpr std::size_t all_blocks_kept = 64;  // of all that are open
constexpr std::size_t most_places = 512;
constexpr std::size_t most_open = 32;
constexpr std::size_t head_bytes = 1 << 16;
constexpr std::size_t piece = std::size_t{1} << 17;

/// zlib's state between two blocks.
class Place {
public:
    explicit Place(Frame frame) {
        if (inflateInit2(&stream_, frame == Frame::none ? -15 : 15) != Z_OK) throw std::bad_alloc();
    }
    Place(const Place& other) : block(other.block), unread_from(other.unread_from) {
        if (inflateCopy(&stream_, const_cast<z_stream*>(&other.stream_)) != Z_OK) fail_io("no memory to unpack");
        stream_.avail_in = 0;
    }
    Place& operator=(const Place&) = delete;
    ~Place() { inflateEnd(&stream_); }

    z_stream* stream() { return &stream_; }
    std::size_t block = 0;        // that comes next
    std::size_t unread_from = 0;  // place of the packed bytes that zlib has not taken

private:
    z_stream stream_ = {};
};

std::atomic<std::size_t> open = 0;  // how many of these there are

class Unpacking {
public:
    Unpacking(Bytes packed, Frame frame, std::size_t size, std::string name, std::optional<std::uint32_t> checksum)
        : packed_(std::move(packed)), size_(size), name_(std::move(name)), checksum_(checksum), current_(std::make_unique<Place>(frame)) {
        places_.emplace(0, *current_);
        ++open;
    }
    ~Unpacking() { --open; }
    Unpacking(const Unpacking&) = delete;
    Unpacking& operator=(const Unpacking&) = delete;

    void read(std::size_t offset, std::size_t n, std::byte* out) {
        while (n > 0) {
            const std::vector<std::byte>& block = block_at(offset / block_bytes);
            const std::size_t begin = offset % block_bytes;
            const std::size_t some = std::min(n, block.size() - begin);
            std::memcpy(out, block.data() + begin, some);
            offset += some;
            out += some;
            n -= some;
        }
    }

private:
    const std::vector<std::byte>& block_at(std::size_t index) {
        const auto kept = std::ranges::find(kept_, index, &Kept::first);
        if (kept != kept_.end()) {
            kept_.splice(kept_.begin(), kept_, kept);
            return kept_.front().second;
        }
        const auto before = std::prev(places_.upper_bound(index));
        if (index < current_->block || before->first > current_->block) current_ = std::make_unique<Place>(before->second);
        while (current_->block <= index) unpack_next();
        return kept_.front().second;
    }

    void unpack_next() {
        const std::size_t index = current_->block;
        const std::size_t begin = index * block_bytes;
        std::vector<std::byte> block(std::min(block_bytes, size_ - begin));
        fill(block);
        if (index == seen_) {
            crc_ = crc32_z(crc_, reinterpret_cast<const Bytef*>(block.data()), block.size());
            ++seen_;
        }
        if (begin + block.size() == size_) check_end();
        ++current_->block;
        if (current_->block % blocks_between_places_ == 0) remember_place();
        while (kept_.size() >= std::clamp<std::size_t>(all_blocks_kept / std::max<std::size_t>(open, 1), 1, blocks_kept)) kept_.pop_back();
        kept_.emplace_front(index, std::move(block));
    }

    /// Further apart, where they become many.
    void remember_place() {
        places_.try_emplace(current_->block, *current_);
        if (places_.size() < most_places) return;
        blocks_between_places_ *= 2;
        std::erase_if(places_, [&](const auto& place) { return place.first % blocks_between_places_ != 0; });
    }

    void fill(std::vector<std::byte>& block) {
        z_stream* const stream = current_->stream();
        stream->next_out = reinterpret_cast<Bytef*>(block.data());
        stream->avail_out = static_cast<uInt>(block.size());
        while (stream->avail_out > 0) {
            const int status = step();
            ended_ = status == Z_STREAM_END;
            if (status != Z_OK && !(ended_ && stream->avail_out == 0)) fail_damaged();
        }
    }

    /// One call of zlib, with packed bytes that it has not seen.
    int step() {
        z_stream* const stream = current_->stream();
        const std::size_t n = std::min(piece, packed_.size() - current_->unread_from);
        input_.resize(n);
        packed_.read(current_->unread_from, n, input_.data());
        stream->next_in = reinterpret_cast<Bytef*>(input_.data());
        stream->avail_in = static_cast<uInt>(n);
        const int status = ::inflate(stream, Z_NO_FLUSH);
        if (status == Z_MEM_ERROR) throw std::bad_alloc();
        current_->unread_from += n - stream->avail_in;
        return status;
    }

    void check_end() {
        std::byte more;
        current_->stream()->next_out = reinterpret_cast<Bytef*>(&more);
        current_->stream()->avail_out = 1;
        if (!ended_ && (step() != Z_STREAM_END || current_->stream()->avail_out == 0)) fail_damaged();
        if (checksum_ && seen_ * block_bytes >= size_ && crc_ != *checksum_) fail(name_, ": damaged: its checksum does not match");
    }

    [[noreturn]] void fail_damaged() const { fail(name_, ": damaged: does not unpack to its ", size_, " bytes"); }

    using Kept = std::pair<std::size_t, std::vector<std::byte>>;
    Bytes packed_;
    std::size_t size_;
    std::string name_;
    std::optional<std::uint32_t> checksum_;
    std::vector<std::byte> input_;
    std::unique_ptr<Place> current_;
    std::map<std::size_t, Place> places_;
    std::size_t blocks_between_places_ = 8;
    std::list<Kept> kept_;  // latest first
    bool ended_ = false;    // zlib said so when the last block was full
    std::size_t seen_ = 0;  // blocks that the checksum has seen
    uLong crc_ = 0;
};

/// One that is opened when it is read, and closed when too many others are. The beginning, by which formats are known, is unpacked by itself.
class Inflated : public std::enable_shared_from_this<Inflated> {
public:
    Inflated(Bytes packed, Frame frame, std::size_t size, std::string name, std::optional<std::uint32_t> checksum)
        : packed_(std::move(packed)), frame_(frame), size_(size), name_(std::move(name)), checksum_(checksum) {}

    void read(std::size_t offset, std::size_t n, std::byte* out) {
        const std::lock_guard lock(mutex_);
        if (!unpacking_ && read_head(offset, n, out)) return;
        if (!unpacking_) {
            unpacking_ = std::make_unique<Unpacking>(packed_, frame_, size_, name_, checksum_);
            close_another(weak_from_this());
        }
        unpacking_->read(offset, n, out);
    }

private:
    bool read_head(std::size_t offset, std::size_t n, std::byte* out) const {
        const std::size_t end = offset + n;
        if (end > head_bytes || end == size_) return false;  // its end is checked
        constexpr std::size_t tables = 4096;                 // deflate's, before the first byte
        const std::vector<std::byte> head = inflate_head(frame_, packed_.head(end + end / 8 + tables), end);
        if (head.size() == end) std::memcpy(out, head.data() + offset, n);
        return head.size() == end;
    }

    static void close_another(std::weak_ptr<Inflated> opened) {
        static std::mutex mutex;
        static std::deque<std::weak_ptr<Inflated>> all;
        const std::lock_guard lock(mutex);
        all.push_back(std::move(opened));
        for (std::size_t left = all.size(); left > 0 && all.size() > most_open; --left) {
            const std::shared_ptr<Inflated> oldest = all.front().lock();
            const bool is_busy = oldest && !oldest->mutex_.try_lock();
            if (is_busy) all.push_back(all.front());
            all.pop_front();
            if (!oldest || is_busy) continue;
            oldest->unpacking_.reset();
            oldest->mutex_.unlock();
        }
    }

    Bytes packed_;
    Frame frame_;
    std::size_t size_;
    std::string name_;
    std::optional<std::uint32_t> checksum_;
    std::mutex mutex_;
    std::unique_ptr<Unpacking> unpacking_;
};

}  // namespace

Bytes inflated(const Bytes& packed, Frame frame, std::size_t size, const std::string& name, std::optional<std::uint32_t> checksum) {
    if (size / limit::most_deflate > packed.size()) fail(name, ": ", packed.size(), " bytes cannot unpack to ", size);
    const auto content = std::make_shared<Inflated>(packed, frame, size, name, checksum);
    return Bytes::from(name, size, [content](std::size_t offset, std::size_t n, std::byte* out) { content->read(offset, n, out); });
}

}  // namespace gen
