#include "formats/folder_walk.hpp"

#include <dirent.h>
#include <sys/stat.h>

#include <cerrno>
#include <memory>
#include <set>
#include <string_view>
#include <utility>

#include "formats/posix.hpp"

namespace gen {
namespace {

// By the system's calls, as std::filesystem does not end well where memory is short.
class Walk {
public:
    explicit Walk(std::string root) : root_(std::move(root)) {
        enter("");
        while (!links_.empty()) {
            const std::string name = *links_.begin();
            links_.erase(links_.begin());
            if (!enter(name)) found.again.push_back(name);
        }
    }

    FolderFiles found;

private:
    // root_ as it was given, then the name.
    std::string path(const std::string& name) const {
        if (name.empty() || root_.empty()) return root_ + name;
        return root_.ends_with('/') ? root_ + name : root_ + '/' + name;
    }

    // Whether it was entered: not if it was before.
    bool enter(const std::string& name) {
        const std::string folder = path(name);
        struct stat status = {};
        if (::stat(folder.c_str(), &status) == 0 && !entered_.emplace(status.st_dev, status.st_ino).second) return false;
        std::vector<std::string> folders;
        const std::unique_ptr<DIR, int (*)(DIR*)> open = opened(folder);
        bool is_empty = true;
        for (errno = 0; const dirent* const entry = readdir(open.get()); errno = 0) {
            const std::string last = entry->d_name;
            if (is_hidden(last)) continue;
            is_empty = false;
            take(*entry, name.empty() ? last : name + '/' + last, folders);
        }
        if (errno != 0) fail_unreadable(folder);
        if (is_empty && !name.empty()) found.empty.push_back(name);
        for (const std::string& inner : folders) enter(inner);
        return true;
    }

    [[noreturn]] static void fail_unreadable(const std::string& folder) { fail_errno(folder + ": cannot read the folder", errno); }

    static std::unique_ptr<DIR, int (*)(DIR*)> opened(const std::string& folder) {
        for (;;) {
            std::unique_ptr<DIR, int (*)(DIR*)> open(opendir(folder.c_str()), closedir);
            if (open != nullptr) return open;
            if (errno != EINTR) fail_unreadable(folder);
        }
    }

    void take(const dirent& entry, std::string name, std::vector<std::string>& folders) {
        const std::string file = path(name);
        const int type = type_of(entry, file);
        const bool is_link = type == DT_LNK;
        if (is_link ? is_folder(file) : type == DT_DIR) {
            if (is_link)
                links_.insert(std::move(name));
            else
                folders.push_back(std::move(name));
        } else if (is_link ? is_regular_file(file) : type == DT_REG) {
            found.names.push_back(std::move(name));
        } else if (is_link && !is_there(file)) {
            found.broken.push_back(std::move(name));
        }
    }

    // Not all file systems say it in the folder.
    static int type_of(const dirent& entry, const std::string& file) {
        if (entry.d_type != DT_UNKNOWN) return entry.d_type;
        struct stat status = {};
        if (lstat(file.c_str(), &status) != 0) fail_errno(file, errno);
        return IFTODT(status.st_mode);
    }

    std::string root_;
    std::set<std::pair<dev_t, ino_t>> entered_;
    std::set<std::string> links_;  // not yet followed
};

}  // namespace

bool is_hidden(const std::string& path) {
    for (std::size_t at = 0; at != std::string::npos; at = path.find('/', at + 1)) {
        const std::string_view part = std::string_view(path).substr(at == 0 ? 0 : at + 1);
        if (part.starts_with('.') || part == "__MACOSX" || part.starts_with("__MACOSX/")) return true;
    }
    return false;
}

FolderFiles walk_folder(const std::string& folder) { return Walk(folder).found; }

}  // namespace gen
