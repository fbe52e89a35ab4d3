#include "formats/folder_walk.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <set>
#include <string_view>
#include <utility>

#include "core/error.hpp"
#include "formats/posix.hpp"

namespace gen {
namespace {

namespace fs = std::filesystem;

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
    std::string path(const std::string& name) const { return name.empty() ? root_ : (fs::path(root_) / name).string(); }

    // Whether it was entered: not if it was before.
    bool enter(const std::string& name) {
        struct stat status = {};
        if (::stat(path(name).c_str(), &status) == 0 && !entered_.emplace(status.st_dev, status.st_ino).second) return false;
        std::error_code error;
        std::vector<std::string> folders;
        for (fs::directory_iterator at = opened(path(name), error), end; !error && at != end; at.increment(error)) {
            const std::string last = at->path().filename().string();
            if (is_hidden(last)) continue;
            take(*at, name.empty() ? last : name + '/' + last, folders);
        }
        if (error) fail_io(path(name), ": cannot read the folder: ", error.message());
        for (const std::string& folder : folders) enter(folder);
        return true;
    }

    static fs::directory_iterator opened(const std::string& folder, std::error_code& error) {
        fs::directory_iterator at;
        do {
            error.clear();
            at = fs::directory_iterator(folder, error);
        } while (error == std::errc::interrupted);
        return at;
    }

    void take(const fs::directory_entry& entry, std::string name, std::vector<std::string>& folders) {
        std::error_code error;
        const bool is_link = entry.is_symlink(error);
        const std::string file = entry.path().string();
        const bool folder = is_link ? is_folder(file) : entry.is_directory(error);  // which a folder says of what is no link
        const bool regular = is_link ? is_regular_file(file) : entry.is_regular_file(error);
        if (error) fail_errno(file, error.value());
        if (folder) {
            if (is_link)
                links_.insert(std::move(name));
            else
                folders.push_back(std::move(name));
        } else if (regular) {
            found.names.push_back(std::move(name));
        } else if (is_link && !is_there(file)) {
            found.broken.push_back(std::move(name));
        }
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
