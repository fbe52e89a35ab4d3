#include "formats/output_folder.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "core/error.hpp"
#include "formats/posix.hpp"
#include "formats/unfinished.hpp"

namespace gen {
namespace {

namespace fs = std::filesystem;

fs::path without_slash(const std::string& path) {
    std::string out = path;
    while (out.size() > 1 && out.back() == '/') out.pop_back();
    std::error_code none;
    return fs::exists(out, none) ? fs::canonical(out) : fs::path(followed(out));
}

/// The first thing below a folder that is not ours.
std::optional<std::string> foreign_part(const fs::path& folder, const OutputFolder::IsOurs& is_ours) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.symlink_status().type() == fs::file_type::directory) continue;
        const std::string name = entry.path().lexically_relative(folder).string();
        if (!entry.is_regular_file() || !is_ours(name)) return name;
    }
    return std::nullopt;
}

void refuse_contents(const fs::path& folder, const std::string& name, bool replace, const OutputFolder::IsOurs& is_ours) {
    if (!fs::is_directory(folder)) fail_usage(name, ": is there and no folder");
    if (fs::equivalent(folder, fs::current_path())) fail_usage(name, ": is the current folder, which cannot be replaced; name one inside it");
    if (fs::is_empty(folder)) return;
    const std::optional<std::string> foreign = foreign_part(folder, is_ours);
    if (foreign) fail_usage(name, ": is not empty and holds ", *foreign, "; name another folder");
    if (!replace) fail_usage(name, ": holds an export already (--force replaces the folder)");
}

void remove_contents(int folder);

/// False where it cannot be.
bool remove_entry(int folder, const char* name) {
    if (unlinkat(folder, name, 0) == 0) return true;
    const int inner = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (inner < 0) return false;
    remove_contents(inner);
    close(inner);
    return unlinkat(folder, name, AT_REMOVEDIR) == 0;
}

/// What is in an open folder, and in the folders there, by calls that a signal handler may make: readdir() is none.
void remove_contents(int folder) {
    alignas(dirent64) char entries[1 << 12];
    for (bool goes_on = true; goes_on;) {  // what is removed while a folder is read may hide others
        goes_on = false;
        lseek(folder, 0, SEEK_SET);
        for (long bytes; (bytes = syscall(SYS_getdents64, folder, entries, sizeof entries)) > 0;)
            for (long at = 0; at < bytes;) {
                const auto& entry = *reinterpret_cast<const dirent64*>(entries + at);
                at += entry.d_reclen;
                const std::string_view name = entry.d_name;
                if (name != "." && name != "..") goes_on |= remove_entry(folder, entry.d_name);
            }
    }
}

void remove_folder(int folder, const char* path) {
    remove_contents(folder);
    rmdir(path);
}

}  // namespace

struct OutputFolder::State {
    std::string name;  // for messages
    fs::path target;
    std::unique_ptr<Descriptor> fd;  // of the part, locked
    std::optional<Unfinished> part;

    void lock() {
        auto opened = std::make_unique<Descriptor>(open_file(part->path(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (opened->get() < 0) {
            const int error = errno;
            rmdir(part->path().c_str());  // goes where it is new
            fail_errno(part->path(), error);
        }
        while (flock(opened->get(), LOCK_EX | LOCK_NB) != 0) {
            if (errno == EWOULDBLOCK) fail_io(name, ": another process is writing it");
            if (errno == ENOLCK || errno == EOPNOTSUPP) break;
            if (errno != EINTR) fail_errno(name, errno);
        }
        fd = std::move(opened);
    }

    void clear(const IsOurs& is_ours) {
        const std::string& path = part->path();
        if (const std::optional<std::string> foreign = foreign_part(path, is_ours)) fail_usage(path, ": is needed and holds ", *foreign);
        remove_contents(fd->get());
    }
};

OutputFolder::OutputFolder(const std::string& path, bool replace, IsOurs is_ours) : state_(std::make_unique<State>()) {
    state_->name = path;
    try {
        state_->target = without_slash(path);
        if (fs::exists(state_->target)) refuse_contents(state_->target, path, replace, is_ours);
        state_->part.emplace(state_->target.string() + ".part", remove_folder);
        const bool is_new = mkdir(state_->part->path().c_str(), 0777) == 0;
        if (!is_new && errno != EEXIST) fail_errno(path, errno);
        state_->lock();
        if (!is_new) state_->clear(is_ours);
        state_->part->is_there(state_->fd->get());
    } catch (const fs::filesystem_error& error) {
        fail_errno(path, error.code().value());
    }
}

OutputFolder::~OutputFolder() = default;

void OutputFolder::make_folder(const std::string& name) {
    if (mkdirat(state_->fd->get(), name.c_str(), 0777) != 0) fail_errno(join(state_->name, ": ", name), errno);
}

void OutputFolder::write(const std::string& file, std::string_view bytes) const {
    const std::string name = (fs::path(state_->name) / file).string();
    const Descriptor fd(open_file_in(state_->fd->get(), file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
    if (fd.get() < 0) fail_errno(name, errno);
    write_fully(fd.get(), bytes.data(), bytes.size(), name);
}

void OutputFolder::commit() {
    State& s = *state_;
    const std::string& part = s.part->path();
    if (syncfs(s.fd->get()) != 0) fail_errno(s.name, errno);
    if (std::rename(part.c_str(), s.target.c_str()) != 0) {
        if (errno != ENOTEMPTY && errno != EEXIST) fail_errno(s.name, errno);
        // At no moment is there no folder under that name; what was there goes with the name of the part.
        if (renameat2(AT_FDCWD, part.c_str(), AT_FDCWD, s.target.c_str(), RENAME_EXCHANGE) != 0) fail_errno(s.name, errno);
        std::error_code ignored;
        fs::remove_all(part, ignored);
    }
    s.part->is_finished();
}

}  // namespace gen
