#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "core/error.hpp"
#include "formats/hdf5/reader.hpp"
#include "formats/hdf5/stored_file.hpp"
#include "formats/posix.hpp"
#include "formats/recognise.hpp"
#include "formats/spool.hpp"
#include "formats/streams.hpp"

namespace gen {
namespace {

bool is_stdin(const std::string& path) { return path == "-" || path == "/dev/stdin"; }

[[noreturn]] void fail_truncated(const std::string& name, std::size_t bytes, std::size_t expected) {
    fail(name, ": truncated: ", bytes, " bytes, expected ", expected);
}

}  // namespace

struct Input::State {
    std::string name;
    std::shared_ptr<const Descriptor> fd;
    bool seekable = false;
    h5::Reading reading = h5::Reading::verified;
    std::size_t offset = 0;  // of the next file in a regular file

    explicit State(const std::string& path);
    std::shared_ptr<const h5::StoredFile> from_file();
    std::shared_ptr<const h5::StoredFile> from_pipe();
    void refuse_user_block(std::size_t size) const;
    [[noreturn]] void refuse_foreign(std::size_t size) const;
};

Input::State::State(const std::string& path) : name(is_stdin(path) ? "stdin" : path) {
    const int number = is_stdin(path) ? STDIN_FILENO : open_file(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (number < 0) fail_errno(name, errno);
    fd = std::make_shared<const Descriptor>(number);
    struct stat info{};
    if (fstat(number, &info) != 0) fail_errno(name, errno);
    if (S_ISDIR(info.st_mode)) fail_io(name, ": ", folder_not_hdf5(name));
    if (isatty(number) != 0) fail_usage(name, " is a terminal, expected a file or a pipe");
    seekable = S_ISREG(info.st_mode);
    if (!seekable) {
        widen_pipe(number);
        return;
    }
    const off_t at = lseek(number, 0, SEEK_CUR);
    if (at < 0) fail_errno(name, errno);
    offset = static_cast<std::size_t>(at);
}

std::shared_ptr<const h5::StoredFile> Input::State::from_file() {
    struct stat info{};
    if (fstat(fd->get(), &info) != 0) fail_errno(name, errno);
    const auto size = static_cast<std::size_t>(info.st_size);
    if (offset >= size) return nullptr;
    std::byte head[h5::superblock_bytes];
    const std::size_t got = read_fully_at(fd->get(), offset, head, sizeof head, name);
    if (!h5::has_signature({head, got})) refuse_foreign(size);
    const std::size_t length = h5::file_length({head, got}, name);
    if (length > size - offset) fail_truncated(name, size - offset, length);
    auto stored = std::make_shared<const h5::StoredFile>(fd, offset, length, name);
    offset += length;
    if (lseek(fd->get(), static_cast<off_t>(offset), SEEK_SET) < 0) fail_errno(name, errno);
    return stored;
}

/// Other programs may put 512, 1024, 2048, ... bytes of their own before the HDF5 file; a pipe could not carry that.
void Input::State::refuse_user_block(std::size_t size) const {
    for (std::size_t block = 512; block < size - offset; block *= 2) {
        std::byte head[8];
        if (h5::has_signature({head, read_fully_at(fd->get(), offset + block, head, sizeof head, name)}))
            fail(name, ": not an HDF5 file (it begins after a user block of ", block, " bytes, expected none): ", import_command(name));
    }
}

void Input::State::refuse_foreign(std::size_t size) const {
    refuse_user_block(size);
    const bool whole = offset == 0 && name != "stdin";  // some formats are known by their length
    std::vector<std::byte> head(std::min<std::size_t>(size - offset, 65536));
    if (!whole) head.resize(read_fully_at(fd->get(), offset, head.data(), head.size(), name));
    fail(name, ": ", not_hdf5(whole ? Bytes::open(name) : Bytes::of(name, std::move(head))));
}

/// The length is the sender's claim: what is kept grows with what has come.
std::shared_ptr<const h5::StoredFile> Input::State::from_pipe() {
    std::vector<std::byte> head(h5::superblock_bytes);
    head.resize(read_fully(fd->get(), head.data(), head.size(), name));
    if (head.empty()) return nullptr;
    if (!h5::has_signature(head)) fail(name, ": ", not_hdf5(Bytes::of(name, head)));
    const std::size_t length = h5::file_length(head, name);
    Spool spool(name);
    spool.append(head);
    while (spool.size() < length) {
        constexpr std::size_t piece = 1 << 20;
        const std::size_t wanted = std::min(piece, length - spool.size());
        const auto read = [&](std::byte* out, std::size_t n) { return read_fully(fd->get(), out, n, name); };
        if (spool.append(wanted, read) < wanted) fail_truncated(name, spool.size(), length);
    }
    return std::make_shared<const h5::StoredFile>(spool.finish());
}

Input::Input(const std::string& path, Verify verify) : state_(std::make_unique<State>(path)) {
    if (verify == Verify::nothing) state_->reading = h5::Reading::unverified;
}
Input::~Input() = default;
Input::Input(Input&&) noexcept = default;

std::optional<Document> Input::next() {
    const std::shared_ptr<const h5::StoredFile> stored = state_->seekable ? state_->from_file() : state_->from_pipe();
    if (stored == nullptr) return std::nullopt;
    return h5::read_document(stored, state_->reading);
}

std::vector<Document> documents_in(const Bytes& bytes) {
    std::vector<Document> documents;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::vector<std::byte> head = bytes.read(at, std::min(h5::superblock_bytes, bytes.size() - at));
        const std::size_t length = h5::file_length(head, bytes.name());
        if (length > bytes.size() - at) fail_truncated(bytes.name(), bytes.size() - at, length);
        const auto stored = std::make_shared<const h5::StoredFile>(bytes.part(at, length, bytes.name()));
        documents.push_back(h5::read_document(stored, h5::Reading::verified));
        at += length;
    }
    return documents;
}

Document read_document(const std::string& path) {
    Input input(path);
    std::optional<Document> document = input.next();
    if (!document) fail(is_stdin(path) ? "stdin" : path, ": empty, expected an HDF5 file");
    return std::move(*document);
}

}  // namespace gen
