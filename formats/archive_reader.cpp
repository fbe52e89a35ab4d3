#include "formats/archive_reader.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <new>
#include <utility>

#include "core/error.hpp"
#include "core/memory.hpp"
#include "formats/limits.hpp"
#include "formats/packing.hpp"
#include "formats/spool.hpp"

namespace gen {

struct ArchiveReader::State {
    State(Bytes bytes, std::size_t at_most) : file(std::move(bytes)), most(at_most), buffer(std::size_t{1} << 18) {
        if (is_gzip(file)) gunzip.emplace(file);
    }
    ~State() { archive_read_free(handle); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    const Bytes file;
    const std::size_t most;
    archive* const handle = archive_read_new();
    std::vector<std::byte> buffer;
    std::optional<GunzipStream> gunzip;  // libarchive's own does not verify checksums
    std::size_t offset = 0;              // of what is read next
    std::size_t delivered = 0;           // of what was unpacked
    std::optional<Error> trouble;        // of `file`, which must not be thrown through C
    bool no_memory = false;              // nor this

    [[noreturn]] void fail_here() const {
        if (trouble) throw *trouble;
        if (no_memory || archive_errno(handle) == ENOMEM || is_memory_short()) throw std::bad_alloc();
        const char* const words = archive_error_string(handle);
        fail(file.name(), ": cannot be unpacked: ", words ? words : "damaged");
    }

    // Warnings are of names that this system cannot write, and the like.
    void check(la_ssize_t status) const {
        if (status < 0 && status != ARCHIVE_WARN) fail_here();
        const std::size_t unpacked = std::max(delivered, static_cast<std::size_t>(std::max<la_int64_t>(archive_filter_bytes(handle, 0), 0)));
        if (unpacked > limit::harmless && unpacked / limit::absurd_times > file.size())
            fail(file.name(), ": its ", file.size(), " bytes unpack to more than ", limit::absurd_times, " times as many");
        if (delivered > most) fail(file.name(), ": unpacks to more than the expected ", most, " bytes");
    }
};

namespace {

// What libarchive calls; `state` is an ArchiveReader::State.
template <class State>
la_ssize_t give(archive*, void* state, const void** out) {
    State& s = *static_cast<State*>(state);
    std::size_t n = std::min(s.buffer.size(), s.file.size() - std::min(s.offset, s.file.size()));
    try {
        if (s.gunzip)
            n = s.gunzip->read(s.buffer.data(), s.buffer.size());
        else
            s.file.read(s.offset, n, s.buffer.data());
    } catch (const Error& error) {
        s.trouble = error;
        return -1;
    } catch (const std::bad_alloc&) {
        s.no_memory = true;
        return -1;
    }
    s.offset += n;
    *out = s.buffer.data();
    return static_cast<la_ssize_t>(n);
}

template <class State>
la_int64_t seek(archive*, void* state, la_int64_t offset, int whence) {
    State& s = *static_cast<State*>(state);
    const std::size_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? s.offset : s.file.size();
    const la_int64_t place = static_cast<la_int64_t>(base) + offset;
    if (place < 0 || static_cast<std::size_t>(place) > s.file.size()) return -1;
    s.offset = static_cast<std::size_t>(place);
    return place;
}

void switch_on(archive* handle, ArchiveReader::Holds holds) {
    archive_read_support_filter_bzip2(handle);
    archive_read_support_filter_xz(handle);
    archive_read_support_filter_zstd(handle);
    archive_read_support_filter_lz4(handle);
    if (holds == ArchiveReader::Holds::one_file) {
        archive_read_support_format_raw(handle);
        archive_read_support_format_empty(handle);
        return;
    }
    archive_read_support_format_tar(handle);
    archive_read_support_format_zip_seekable(handle);
    archive_read_support_format_7zip(handle);
}

std::string text_of(const char* utf8, const char* bytes) { return utf8 ? utf8 : bytes ? bytes : ""; }

}  // namespace

ArchiveReader::ArchiveReader(const Bytes& file, Holds holds, std::size_t most) : state_(std::make_unique<State>(file, most)) {
    archive* const handle = state_->handle;
    if (!handle) throw std::bad_alloc();
    switch_on(handle, holds);
    archive_read_set_callback_data(handle, state_.get());
    archive_read_set_read_callback(handle, give<State>);
    if (!state_->gunzip) archive_read_set_seek_callback(handle, seek<State>);
    state_->check(archive_read_open1(handle));
}

ArchiveReader::~ArchiveReader() = default;

std::optional<ArchiveReader::Member> ArchiveReader::next() {
    for (;;) {
        archive_entry* entry = nullptr;
        const int status = archive_read_next_header(state_->handle, &entry);
        if (status == ARCHIVE_EOF) return {};
        state_->check(status);
        const std::string link = text_of(archive_entry_hardlink_utf8(entry), archive_entry_hardlink(entry));
        if (archive_entry_filetype(entry) != AE_IFREG && link.empty()) continue;
        return Member{text_of(archive_entry_pathname_utf8(entry), archive_entry_pathname(entry)), link};
    }
}

std::size_t ArchiveReader::read(std::byte* out, std::size_t n) {
    std::size_t done = 0;
    while (done < n) {
        const la_ssize_t got = archive_read_data(state_->handle, out + done, n - done);
        if (got > 0) state_->delivered += static_cast<std::size_t>(got);
        state_->check(got);
        if (got <= 0) break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

std::vector<std::byte> unpacked_head(const Bytes& packed, std::size_t n) {
    if (is_gzip(packed)) return gunzip_head(packed, n);
    ArchiveReader reader(packed, ArchiveReader::Holds::one_file, n);
    std::vector<std::byte> head(n);
    head.resize(reader.next() ? reader.read(head.data(), n) : 0);
    return head;
}

Bytes unpacked(const Bytes& packed) { return unpacked(packed, std::max(limit::unpacked, limit::unpacked_times * packed.size())); }

Bytes unpacked(const Bytes& packed, std::size_t most) {
    if (is_gzip(packed)) return gunzip(packed, most);
    ArchiveReader reader(packed, ArchiveReader::Holds::one_file, most);
    if (!reader.next()) return Bytes::of(packed.name(), {});
    constexpr std::size_t piece = 1 << 18;
    Spool spool(packed.name());
    while (spool.append(piece, [&](std::byte* out, std::size_t n) { return reader.read(out, n); }) == piece) continue;
    return spool.finish();
}

}  // namespace gen
