#include "formats/zip_reader.hpp"

#include <zlib.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>
#include <utility>

#include "core/error.hpp"
#include "formats/foreign_number.hpp"
#include "formats/held.hpp"
#include "formats/inflated.hpp"

namespace gen {
namespace {

constexpr std::size_t local_signature = 0x04034b50;
constexpr std::size_t entry_signature = 0x02014b50;
constexpr std::size_t end_signature = 0x06054b50;
constexpr std::size_t end64_signature = 0x06064b50;
constexpr std::size_t locator64_signature = 0x07064b50;
constexpr std::size_t end_bytes = 22;
constexpr std::size_t entry_bytes = 46;
constexpr std::size_t local_bytes = 30;
constexpr std::size_t all_ones = 0xffffffff;
constexpr std::string_view damaged = ": damaged: its checksum does not match";

std::size_t u16(const std::byte* at) { return natural_at(at, 2, false); }
std::size_t u32(const std::byte* at) { return natural_at(at, 4, false); }
std::size_t u64(const std::byte* at) { return natural_at(at, 8, false); }

struct Directory {
    std::size_t count;
    std::size_t bytes;
    std::size_t offset;
};

Directory find_directory(const Bytes& file) {
    const std::size_t tail = std::min<std::size_t>(file.size(), end_bytes + 0xffff);
    const std::size_t base = file.size() - tail;
    const std::vector<std::byte> bytes = file.read(base, tail);
    for (std::size_t at = tail < end_bytes ? 0 : tail - end_bytes + 1; at-- > 0;) {
        const std::byte* end = bytes.data() + at;
        if (u32(end) != end_signature || at + end_bytes + u16(end + 20) != tail) continue;
        Directory found{u16(end + 10), u32(end + 12), u32(end + 16)};
        if (found.count != 0xffff && found.bytes != all_ones && found.offset != all_ones) return found;
        if (base + at < 20) return found;
        const std::vector<std::byte> locator = file.read(base + at - 20, 20);
        if (u32(locator.data()) != locator64_signature) return found;
        const std::vector<std::byte> end64 = file.read(u64(locator.data() + 8), 56);
        if (u32(end64.data()) != end64_signature) fail(file.name(), ": damaged zip64 end of directory");
        return {u64(end64.data() + 32), u64(end64.data() + 40), u64(end64.data() + 48)};
    }
    fail(file.name(), ": has no zip directory at its end: cut off, or not a zip file");
}

// The zip64 values of an entry stand in an extra field, those only whose short form is all ones.
void read_extra(const std::byte* extra, std::size_t n, ZipReader::Entry& entry) {
    while (n >= 4) {
        const std::size_t bytes = u16(extra + 2);
        if (bytes > n - 4) return;
        if (u16(extra) == 1) {
            const std::byte* at = extra + 4;
            for (std::size_t* value : {&entry.size, &entry.packed, &entry.offset}) {
                if (*value != all_ones || at + 8 > extra + 4 + bytes) continue;
                *value = u64(at);
                at += 8;
            }
        }
        extra += 4 + bytes;
        n -= 4 + bytes;
    }
}

/// A stored entry where it lies, whose checksum is compared when all of it has been read, by whichever threads.
class Stored {
public:
    Stored(Bytes content, std::uint32_t checksum) : content_(std::move(content)), checksum_(checksum) {}

    void read(std::size_t offset, std::size_t n, std::byte* out) {
        content_.read(offset, n, out);
        const std::lock_guard lock(mutex_);
        if (offset + n <= seen_) return;
        const std::size_t known = offset < seen_ ? seen_ - offset : 0;
        ahead_[offset + known] = {n - known, crc32_z(0, reinterpret_cast<const Bytef*>(out) + known, n - known)};
        for (auto next = ahead_.begin(); next != ahead_.end() && next->first <= seen_; next = ahead_.erase(next)) {
            if (next->first < seen_) continue;
            crc_ = crc32_combine(crc_, next->second.crc, static_cast<z_off_t>(next->second.bytes));
            seen_ += next->second.bytes;
        }
        if (ahead_.size() > most_ahead) ahead_.erase(std::prev(ahead_.end()));
        if (seen_ == content_.size() && crc_ != checksum_) fail(content_.name(), damaged);
    }

private:
    struct Piece {
        std::size_t bytes;
        uLong crc;
    };
    static constexpr std::size_t most_ahead = 64;

    Bytes content_;
    std::uint32_t checksum_;
    std::mutex mutex_;
    std::size_t seen_ = 0;
    uLong crc_ = 0;
    std::map<std::size_t, Piece> ahead_;  // by its place: what was read before what comes before it
};

Bytes checked(const Bytes& content, std::uint32_t checksum) {
    const auto stored = std::make_shared<Stored>(content, checksum);
    return Bytes::from(content.name(), content.size(), [stored](std::size_t offset, std::size_t n, std::byte* out) { stored->read(offset, n, out); });
}

}  // namespace

bool is_zip(const Bytes& bytes) {
    const std::vector<std::byte> head = bytes.head(4);
    return head.size() == 4 && (u32(head.data()) == local_signature || u32(head.data()) == end_signature);
}

ZipReader::ZipReader(Bytes file) : file_(std::move(file)) {
    const Directory where = find_directory(file_);
    const std::string& name = file_.name();
    if (where.offset > file_.size() || where.bytes > file_.size() - where.offset || where.count > where.bytes / entry_bytes)
        fail(name, ": zip directory of ", where.count, " entries in ", where.bytes, " bytes at ", where.offset, " does not fit a file of ",
             file_.size());
    const std::vector<std::byte> directory = file_.read(where.offset, where.bytes);
    std::size_t at = 0;
    for (std::size_t i = 0; i < where.count; ++i) {
        const std::byte* e = directory.data() + at;
        if (directory.size() - at < entry_bytes || u32(e) != entry_signature) fail(name, ": zip directory is damaged at entry ", i + 1);
        const std::size_t name_bytes = u16(e + 28);
        const std::size_t extra_bytes = u16(e + 30);
        const std::size_t total = entry_bytes + name_bytes + extra_bytes + u16(e + 32);
        if (total > directory.size() - at) fail(name, ": zip directory is damaged at entry ", i + 1);
        Entry entry;
        entry.encrypted = (u16(e + 8) & 1) != 0;
        entry.method = static_cast<unsigned>(u16(e + 10));
        entry.checksum = static_cast<std::uint32_t>(u32(e + 16));
        entry.packed = u32(e + 20);
        entry.size = u32(e + 24);
        entry.offset = u32(e + 42);
        entry.name.assign(reinterpret_cast<const char*>(e + entry_bytes), name_bytes);
        read_extra(e + entry_bytes + name_bytes, extra_bytes, entry);
        entries_.push_back(std::move(entry));
        at += total;
    }
}

std::size_t ZipReader::data_offset(const Entry& entry) const {
    const std::vector<std::byte> local = file_.read(entry.offset, local_bytes);
    if (u32(local.data()) != local_signature) fail(file_.name(), ": ", entry.name, ": no zip entry at byte ", entry.offset);
    const std::size_t offset = entry.offset + local_bytes + u16(local.data() + 26) + u16(local.data() + 28);
    if (offset > file_.size() || entry.packed > file_.size() - offset)
        fail(file_.name(), ": ", entry.name, ": has ", entry.packed, " bytes at ", offset, ", beyond the file's ", file_.size());
    return offset;
}

std::vector<std::byte> ZipReader::read(const Entry& entry) const {
    const std::string where = join(file_.name(), ": ", entry.name);
    if (entry.encrypted) fail(where, ": is encrypted");
    if (entry.method != 0 && entry.method != 8) fail(where, ": packed by method ", entry.method, ", expected stored (0) or deflated (8)");
    constexpr std::size_t copies = 3;  // with what is made of it
    expect_holdable(where + ": unpacked, it", copies * std::min(entry.size, SIZE_MAX / copies), entry.packed);
    if (entry.method == 0 && entry.packed != entry.size) fail(where, ": stored in ", entry.packed, " bytes, expected ", entry.size);
    std::vector<std::byte> content = file_.read(data_offset(entry), entry.packed);
    if (entry.method == 8) content = inflate(Frame::none, content, entry.size, where);
    const auto checksum = crc32_z(0, reinterpret_cast<const Bytef*>(content.data()), content.size());
    if (checksum != entry.checksum) fail(where, damaged);
    return content;
}

Bytes ZipReader::content(const Entry& entry) const {
    const std::string where = join(file_.name(), ": ", entry.name);
    if (entry.encrypted || (entry.method != 8 && entry.packed != entry.size)) return Bytes::of(where, read(entry));
    if (entry.method == 0) return checked(file_.part(data_offset(entry), entry.size, where), entry.checksum);
    if (entry.method != 8) return Bytes::of(where, read(entry));
    return inflated(file_.part(data_offset(entry), entry.packed, where), Frame::none, entry.size, where, entry.checksum);
}

std::vector<std::byte> ZipReader::head(const Entry& entry, std::size_t n) const {
    const std::size_t offset = data_offset(entry);
    if (entry.method == 0) return file_.read(offset, std::min({n, entry.packed, entry.size}));
    if (entry.method != 8 || entry.encrypted) return {};
    return inflate_head(Frame::none, file_.read(offset, std::min<std::size_t>(entry.packed, 4096)), n);
}

}  // namespace gen
