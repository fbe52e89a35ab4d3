#include "formats/inflated.hpp"

#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "core/error.hpp"

namespace gen {
namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 20;
constexpr std::size_t blocks_kept = 16;
constexpr std::size_t blocks_between_places = 8;
constexpr std::size_t piece = std::size_t{1} << 17;
constexpr std::size_t most_deflate = 1032;  // bytes that one compressed byte can stand for

/// zlib's state between two blocks.
class Place {
public:
    explicit Place(Frame frame) {
        if (inflateInit2(&stream_, frame == Frame::none ? -15 : 15) != Z_OK) fail_io("no memory to unpack");
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

class Unpacking {
public:
    Unpacking(Bytes packed, Frame frame, std::size_t size, std::string name, std::optional<std::uint32_t> checksum)
        : packed_(std::move(packed)), size_(size), name_(std::move(name)), checksum_(checksum), current_(std::make_unique<Place>(frame)) {
        places_.emplace(0, *current_);
    }

    void read(std::size_t offset, std::size_t n, std::byte* out) {
        const std::lock_guard lock(mutex_);
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
        if (current_->block % blocks_between_places == 0) places_.try_emplace(current_->block, *current_);
        if (kept_.size() == blocks_kept) kept_.pop_back();
        kept_.emplace_front(index, std::move(block));
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
    std::mutex mutex_;
    std::vector<std::byte> input_;
    std::unique_ptr<Place> current_;
    std::map<std::size_t, Place> places_;
    std::list<Kept> kept_;  // latest first
    bool ended_ = false;    // zlib said so when the last block was full
    std::size_t seen_ = 0;  // blocks that the checksum has seen
    uLong crc_ = 0;
};

}  // namespace

Bytes inflated(const Bytes& packed, Frame frame, std::size_t size, const std::string& name, std::optional<std::uint32_t> checksum) {
    if (size / most_deflate > packed.size()) fail(name, ": ", packed.size(), " bytes cannot unpack to ", size);
    const auto unpacking = std::make_shared<Unpacking>(packed, frame, size, name, checksum);
    return Bytes::from(name, size, [unpacking](std::size_t offset, std::size_t n, std::byte* out) { unpacking->read(offset, n, out); });
}

}  // namespace gen
