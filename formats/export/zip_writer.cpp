#include "formats/export/zip_writer.hpp"

#include <zlib.h>

#include <algorithm>

#include "core/error.hpp"
#include "formats/export/little_endian.hpp"

namespace gen {
namespace {

constexpr std::uint64_t wide = 0xffffffff;  // stands for a number that the zip64 part has

/// What the local and the central header share, from the version needed to the length of the extra part.
std::string common_fields(bool zip64, std::uint32_t checksum, std::uint64_t size, std::size_t name, std::size_t extra) {
    std::string out;
    append_little_endian(out, zip64 ? 45 : 20, 2);
    append_little_endian(out, 0x0800, 2);  // names are UTF-8
    append_little_endian(out, 0, 2);       // stored
    append_little_endian(out, 0, 2);       // midnight
    append_little_endian(out, 0x21, 2);    // 1980-01-01
    append_little_endian(out, checksum, 4);
    append_little_endian(out, size, 4);
    append_little_endian(out, size, 4);
    append_little_endian(out, name, 2);
    append_little_endian(out, extra, 2);
    return out;
}

std::string zip64_part(const std::vector<std::uint64_t>& numbers) {
    std::string out;
    if (numbers.empty()) return out;
    append_little_endian(out, 1, 2);
    append_little_endian(out, 8 * numbers.size(), 2);
    for (const std::uint64_t number : numbers) append_little_endian(out, number, 8);
    return out;
}

}  // namespace

void ZipWriter::put(const std::string& bytes) {
    sink_(bytes.data(), bytes.size());
    at_ += bytes.size();
}

void ZipWriter::add(const std::string& name, std::uint64_t size, const std::function<void(const Sink&)>& content) {
    Entry entry{name, size, at_, 0};
    content([&](const void* data, std::size_t bytes) {
        entry.checksum = static_cast<std::uint32_t>(crc32_z(entry.checksum, static_cast<const Bytef*>(data), bytes));
    });
    const bool zip64 = size > largest_;
    const std::string extra = zip64 ? zip64_part({size, size}) : "";
    put("PK\3\4" + common_fields(zip64, entry.checksum, zip64 ? wide : size, name.size(), extra.size()) + name + extra);
    std::uint64_t written = 0;
    content([&](const void* data, std::size_t bytes) {
        sink_(data, bytes);
        written += bytes;
    });
    if (written != size) fail(name, ": came as ", written, " bytes, expected ", size);
    at_ += size;
    entries_.push_back(std::move(entry));
}

void ZipWriter::add(const std::string& name, const std::string& content) {
    add(name, content.size(), [&](const Sink& sink) { sink(content.data(), content.size()); });
}

std::string ZipWriter::directory_entry(const Entry& entry) const {
    std::vector<std::uint64_t> numbers;
    const bool is_large = entry.size > largest_;
    const bool is_far = entry.offset > largest_;
    if (is_large) numbers = {entry.size, entry.size};
    if (is_far) numbers.push_back(entry.offset);
    const std::string extra = zip64_part(numbers);
    std::string out = "PK\1\2";
    append_little_endian(out, 0x031e, 2);  // made on Unix, by version 3.0 of the format
    out += common_fields(!numbers.empty(), entry.checksum, is_large ? wide : entry.size, entry.name.size(), extra.size());
    append_little_endian(out, 0, 6);                          // no remark, disk 0, no text
    append_little_endian(out, std::uint64_t{0644} << 16, 4);  // rw-r--r--
    append_little_endian(out, is_far ? wide : entry.offset, 4);
    return out + entry.name + extra;
}

void ZipWriter::finish() {
    const std::uint64_t start = at_;
    for (const Entry& entry : entries_) put(directory_entry(entry));
    const std::uint64_t size = at_ - start;
    const std::uint64_t count = entries_.size();
    const bool zip64 = start > largest_ || size > largest_ || count >= std::min<std::uint64_t>(0xffff, largest_);
    std::string out;
    if (zip64) {
        const std::uint64_t here = at_;
        out += "PK\6\6";
        append_little_endian(out, 44, 8);  // bytes that follow
        append_little_endian(out, 0x031e, 2);
        append_little_endian(out, 45, 2);
        append_little_endian(out, 0, 8);  // disk 0
        for (const std::uint64_t number : {count, count, size, start}) append_little_endian(out, number, 8);
        out += "PK\6\7";
        append_little_endian(out, 0, 4);
        append_little_endian(out, here, 8);
        append_little_endian(out, 1, 4);
    }
    out += "PK\5\6";
    append_little_endian(out, 0, 4);
    for (int i = 0; i < 2; ++i) append_little_endian(out, zip64 ? 0xffff : count, 2);
    append_little_endian(out, zip64 ? wide : size, 4);
    append_little_endian(out, zip64 ? wide : start, 4);
    append_little_endian(out, 0, 2);
    put(out);
}

}  // namespace gen
