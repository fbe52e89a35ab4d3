#include "formats/output_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "core/error.hpp"
#include "formats/posix.hpp"

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

}  // namespace

struct OutputFolder::State {
    std::string name;  // for messages
    fs::path target;
    fs::path part;
    std::unique_ptr<Descriptor> fd;  // of part, locked
    bool done = false;

    ~State() {
        if (fd == nullptr || done) return;
        std::error_code ignored;
        fs::remove_all(part, ignored);
    }

    void lock() {
        auto opened = std::make_unique<Descriptor>(open(part.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (opened->get() < 0) fail_errno(part, errno);
        while (flock(opened->get(), LOCK_EX | LOCK_NB) != 0) {
            if (errno == EWOULDBLOCK) fail_io(name, ": another process is writing it");
            if (errno == ENOLCK || errno == EOPNOTSUPP) break;
            if (errno != EINTR) fail_errno(name, errno);
        }
        fd = std::move(opened);
    }

    void clear(const IsOurs& is_ours) {
        if (const std::optional<std::string> foreign = foreign_part(part, is_ours)) {
            fd.reset();
            fail_usage(part.string(), ": is needed and holds ", *foreign);
        }
        for (const fs::directory_entry& entry : fs::directory_iterator(part)) fs::remove_all(entry.path());
    }
};

OutputFolder::OutputFolder(const std::string& path, bool replace, IsOurs is_ours) : state_(std::make_unique<State>()) {
    state_->name = path;
    try {
        state_->target = without_slash(path);
        if (fs::exists(state_->target)) refuse_contents(state_->target, path, replace, is_ours);
        state_->part = state_->target.string() + ".part";
        const bool is_new = mkdir(state_->part.c_str(), 0777) == 0;
        if (!is_new && errno != EEXIST) fail_errno(path, errno);
        state_->lock();
        if (!is_new) state_->clear(is_ours);
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
    const Descriptor fd(openat(state_->fd->get(), file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
    if (fd.get() < 0) fail_errno(name, errno);
    write_fully(fd.get(), bytes.data(), bytes.size(), name);
}

void OutputFolder::commit() {
    const State& s = *state_;
    if (syncfs(s.fd->get()) != 0) fail_errno(s.name, errno);
    if (std::rename(s.part.c_str(), s.target.c_str()) != 0) {
        if (errno != ENOTEMPTY && errno != EEXIST) fail_errno(s.name, errno);
        // At no moment is there no folder under that name; what was there goes with the name of the part.
        if (renameat2(AT_FDCWD, s.part.c_str(), AT_FDCWD, s.target.c_str(), RENAME_EXCHANGE) != 0) fail_errno(s.name, errno);
        std::error_code ignored;
        fs::remove_all(s.part, ignored);
    }
    state_->done = true;
}

}  // namespace gen
