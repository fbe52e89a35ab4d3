#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>
#include <utility>

#include "core/error.hpp"
#include "formats/bytes.hpp"
#include "formats/limits.hpp"
#include "formats/spool.hpp"

namespace gen {

// zlib's inflate over a stream that closes itself.
class Inflater {
public:
    explicit Inflater(int window) {
        if (inflateInit2(&stream_, window) != Z_OK) throw std::bad_alloc();
    }
    ~Inflater() { inflateEnd(&stream_); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    void feed(std::span<const std::byte> packed) {
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(packed.data()));
        stream_.avail_in = static_cast<uInt>(packed.size());
    }
    std::size_t unread() const { return stream_.avail_in; }

    // Unpacks at most n bytes; the number that came. status() is Z_OK, Z_STREAM_END, Z_BUF_ERROR (more input needed) or damage.
    std::size_t pull(std::byte* out, std::size_t n) {
        stream_.next_out = reinterpret_cast<Bytef*>(out);
        stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(n, std::numeric_limits<uInt>::max()));
        const uInt room = stream_.avail_out;
        status_ = ::inflate(&stream_, Z_NO_FLUSH);
        if (status_ == Z_MEM_ERROR) throw std::bad_alloc();
        return room - stream_.avail_out;
    }
    int status() const { return status_; }
    void restart() { inflateReset(&stream_); }

private:
    z_stream stream_ = {};
    int status_ = Z_OK;
};

namespace {

constexpr int gzip_window = 15 + 16;
constexpr std::size_t piece = 1 << 17;

int window_of(Frame frame) { return frame == Frame::none ? -15 : 15; }

bool damaged(int status) { return status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR; }

}  // namespace

struct GunzipStream::State {
    explicit State(const Bytes& bytes) : packed(bytes), inflater(gzip_window), buffer(piece) {}

    void refill() {
        const std::size_t n = std::min(piece, packed.size() - offset);
        packed.read(offset, n, buffer.data());
        offset += n;
        inflater.feed({buffer.data(), n});
    }

    const Bytes& packed;
    Inflater inflater;
    std::vector<std::byte> buffer;
    std::size_t offset = 0;
    bool between = false;  // a member has ended and no byte of the next was seen
};

GunzipStream::GunzipStream(const Bytes& packed) : state_(std::make_unique<State>(packed)) {}
GunzipStream::~GunzipStream() = default;

std::size_t GunzipStream::read(std::byte* out, std::size_t n) {
    State& s = *state_;
    std::size_t done = 0;
    while (done < n) {
        if (s.inflater.unread() == 0 && s.offset < s.packed.size()) s.refill();
        if (s.between && s.inflater.unread() == 0) break;
        s.between = false;
        const std::size_t got = s.inflater.pull(out + done, n - done);
        done += got;
        if (damaged(s.inflater.status()))
            fail(s.packed.name(), ": damaged gzip data near byte ", s.offset - s.inflater.unread(), " of ", s.packed.size());
        if (s.inflater.status() == Z_STREAM_END) {
            s.inflater.restart();
            s.between = true;
        } else if (got == 0 && s.inflater.unread() == 0 && s.offset == s.packed.size()) {
            fail(s.packed.name(), ": gzip data end too early, after ", s.packed.size(), " bytes");
        }
    }
    return done;
}

bool is_gzip(const Bytes& bytes) {
    const std::vector<std::byte> head = bytes.head(3);
    return head.size() == 3 && head[0] == std::byte{0x1f} && head[1] == std::byte{0x8b} && head[2] == std::byte{8};
}

std::vector<std::byte> gunzip_head(const Bytes& packed, std::size_t n) {
    std::vector<std::byte> out(n);
    out.resize(GunzipStream(packed).read(out.data(), n));
    return out;
}

Bytes gunzip(const Bytes& packed, std::size_t most, std::size_t expected) {
    constexpr std::size_t block = 1 << 18;  // stays in the processor's cache
    GunzipStream gzip(packed);
    Spool spool(packed.name());
    spool.reserve(std::min(expected, packed.size() * limit::most_deflate) + block);  // a file that claims more gets no memory for it
    while (spool.append(block, [&](std::byte* out, std::size_t n) { return gzip.read(out, n); }) == block)
        if (spool.size() > most) break;
    if (spool.size() > most) fail(packed.name(), ": unpacks to more than the expected ", most, " bytes");
    return spool.finish();
}

std::vector<std::byte> inflate(Frame frame, std::span<const std::byte> packed, std::size_t size, const std::string& name) {
    if (size / limit::most_deflate > packed.size()) fail(name, ": ", packed.size(), " bytes cannot unpack to ", size);
    Inflater inflater(window_of(frame));
    inflater.feed(packed);
    std::vector<std::byte> out(size + 1);  // one more, to see data that go on
    std::size_t used = 0;
    do {
        const std::size_t got = inflater.pull(out.data() + used, out.size() - used);
        used += got;
        if (got == 0) break;
    } while (used < out.size() && inflater.status() == Z_OK);
    if (inflater.status() != Z_STREAM_END || used != size) fail(name, ": damaged: does not unpack to its ", size, " bytes");
    out.resize(size);
    return out;
}

std::vector<std::byte> inflate_head(Frame frame, std::span<const std::byte> packed, std::size_t n) {
    Inflater inflater(window_of(frame));
    inflater.feed(packed);
    std::vector<std::byte> out(n);
    out.resize(inflater.pull(out.data(), n));
    return out;
}

}  // namespace gen
