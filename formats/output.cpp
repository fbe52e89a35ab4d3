#include <fcntl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "core/error.hpp"
#include "formats/hdf5/writer.hpp"
#include "formats/part_file.hpp"
#include "formats/posix.hpp"
#include "formats/streams.hpp"
#include "formats/writing.hpp"

namespace gen {
namespace {

constexpr std::size_t largest_in_memory = std::size_t{16} << 20;

bool is_stdout(const std::string& path) { return path == "-" || path == "/dev/stdout"; }

/// Where people read. Launchers of several processes hand over what they print through pseudo-terminals that leave every byte as it is.
bool is_terminal(int fd) {
    termios settings{};
    return tcgetattr(fd, &settings) == 0 && (settings.c_oflag & OPOST) != 0 && (settings.c_oflag & ONLCR) != 0;
}

void sync_file(int fd, const std::string& name) {
    // EINVAL: this kind of file cannot be synchronised.
    while (fsync(fd) != 0)
        if (errno != EINTR) {
            if (errno == EINVAL) return;
            fail_errno(name, errno);
        }
}

/// The rename itself is only safe from a power cut when the folder is.
void sync_folder(const std::string& path, const std::string& name) {
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    const Descriptor fd(open_file(folder.empty() ? "." : folder.string(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.get() >= 0) sync_file(fd.get(), name);
}

}  // namespace

struct Output::State {
    std::string name;    // for messages
    std::string target;  // empty: bytes go straight to their place
    std::unique_ptr<PartFile> part;
    std::unique_ptr<Descriptor> direct;
    bool regular = false;  // whoever writes it
    bool keep_old = false;
    bool begun = false;  // to be written

    explicit State(const std::string& path);
    void open_direct(int number);
    void send(const void* data, std::size_t bytes);
    void finish();
};

Output::State::State(const std::string& path) : name(is_stdout(path) ? "stdout" : path) {
    if (is_stdout(path)) {
        if (writes()) open_direct(STDOUT_FILENO);
        return;
    }
    if (path.empty()) fail_usage("an output has an empty name, expected a file or -");
    struct stat info{};
    const std::string file = followed(path);
    const bool exists = stat(file.c_str(), &info) == 0;
    if (!exists && errno != ENOENT) fail_errno(name, errno);
    if (exists && S_ISDIR(info.st_mode)) fail_errno(name, EISDIR);
    if (exists && !S_ISREG(info.st_mode)) {
        if (!writes()) return;
        const int number = open_file(file, O_WRONLY | O_CLOEXEC | O_NOCTTY);
        if (number < 0) fail_errno(name, errno);
        open_direct(number);
        return;
    }
    regular = true;
    if (!writes()) return;
    if (exists && access(file.c_str(), W_OK) != 0) fail_errno(name, errno);
    target = file;
    part = std::make_unique<PartFile>(file, name, exists ? info.st_mode & 07777 : 0);
}

void Output::State::open_direct(int number) {
    direct = std::make_unique<Descriptor>(number);
    struct stat info{};
    if (fstat(number, &info) != 0) fail_errno(name, errno);
    if (is_terminal(number)) fail_usage(name, " is a terminal, expected a file or a pipe: name one with --output FILE");
    widen_pipe(number);
}

void Output::State::send(const void* data, std::size_t bytes) {
    if (!writes()) return;
    if (part != nullptr && !begun && (ftruncate(part->descriptor(), 0) != 0 || lseek(part->descriptor(), 0, SEEK_SET) != 0)) fail_errno(name, errno);
    begun = true;
    write_fully(part != nullptr ? part->descriptor() : direct->get(), data, bytes, name);
}

void Output::State::finish() {
    if (!writes()) return;
    if (part == nullptr) {
        // Some file systems report a lack of space only when a descriptor is closed; stdout itself stays open.
        const int copy = fcntl(direct->get(), F_DUPFD_CLOEXEC, 3);
        if (copy >= 0 && close(copy) != 0 && errno != EINTR) fail_errno(name, errno);
        return;
    }
    sync_file(part->descriptor(), name);
    if (keep_old && is_there(target)) {  // where it is gone, the one before it is all that there is
        const std::string old = target + ".1";
        unlink(old.c_str());
        // A second name first: at no moment is there no file under the target's.
        if (link(target.c_str(), old.c_str()) != 0 && errno != ENOENT && std::rename(target.c_str(), old.c_str()) != 0) fail_errno(old, errno);
    }
    part->take_place(target);
    sync_folder(target, name);
}

Output::Output(const std::string& path) : state_(std::make_unique<State>(path)) {}
Output::~Output() = default;
Output::Output(Output&&) noexcept = default;

bool Output::is_regular() const { return state_->regular; }

void Output::commit(const Document& document) {
    if (!writes()) return;
    if (is_regular() && h5::payload_bytes(document) > largest_in_memory) {
        h5::write_file(document, state_->part->path(), state_->part->descriptor(), state_->name);
    } else {
        const h5::Buffer stored = h5::write_bytes(document, state_->name);
        state_->send(stored.data(), stored.size());
    }
    state_->finish();
}

void Output::commit(const std::string& bytes) {
    state_->send(bytes.data(), bytes.size());
    state_->finish();
}

void Output::write(const void* data, std::size_t bytes) { state_->send(data, bytes); }

void Output::commit() {
    write(nullptr, 0);  // where nothing was written, an empty file
    state_->finish();
}

void Output::keep_old() { state_->keep_old = true; }

void replace_file(const std::string& path, const Document& document, bool keep_old) {
    Output output(path);
    if (keep_old) output.keep_old();
    output.commit(document);
}

}  // namespace gen
