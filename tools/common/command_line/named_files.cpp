#include "tools/common/command_line/named_files.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <tuple>

#include "core/error.hpp"
#include "formats/file_kind.hpp"
#include "formats/part_file.hpp"
#include "formats/posix.hpp"

namespace gen {
namespace {

/// One for all names of a file: device, inode and ""; of one that does not exist yet, its folder's and its name there.
using Identity = std::tuple<dev_t, ino_t, std::string>;

struct NamedFile {
    std::string shown;  // "--output vae.h5"
    std::string path;
    const Entry* entry;  // two files of one option are not compared
    bool is_output;
    bool is_beside;  // written beside an output: .part, .1
    Identity identity;
};

/// An open descriptor that a path stands for: -, or fd:N of --metrics.
std::optional<int> descriptor_of(const std::string& path, const Option& option) {
    const bool is_output = option.expects == Expects::output;
    if (path == "-" || path == (is_output ? "/dev/stdout" : "/dev/stdin")) return is_output ? STDOUT_FILENO : STDIN_FILENO;
    if (option.kind == "metrics" && path.starts_with("fd:")) return std::atoi(path.c_str() + 3);
    return std::nullopt;
}

/// Nothing for what is no regular file and can be none.
std::optional<Identity> identity_of(const std::string& path, const Option& option) {
    struct stat info{};
    const std::optional<int> descriptor = descriptor_of(path, option);
    if (descriptor) {
        if (fstat(*descriptor, &info) != 0 || !S_ISREG(info.st_mode)) return std::nullopt;
        return Identity(info.st_dev, info.st_ino, "");
    }
    const std::filesystem::path file = followed(path);
    if (stat(file.c_str(), &info) == 0) return S_ISREG(info.st_mode) ? std::optional(Identity(info.st_dev, info.st_ino, "")) : std::nullopt;
    const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
    if (!file.has_filename() || stat(folder.c_str(), &info) != 0) return std::nullopt;
    return Identity(info.st_dev, info.st_ino, file.filename().string());
}

class NamedFiles {
public:
    explicit NamedFiles(const OptionList& options) : options_(options) {
        for (const Entry& entry : options.entries)
            if (entry.names_file())
                for (const std::string& path : paths_of(entry)) add(entry, path);
    }

    void refuse_aliases() const {
        for (const NamedFile& a : files_)
            for (const NamedFile& b : files_)
                if (&a != &b && b.is_output && a.entry != b.entry && a.identity == b.identity && !same_descriptor(a, b))
                    fail_usage(a.shown, " and ", b.shown, " are the same file");
    }

    void refuse_other_kinds() const {
        for (const NamedFile& file : files_) {
            const Option& option = file.entry->option;
            if (!file.is_output || file.is_beside || !std::get<std::string>(file.identity).empty() || descriptor_of(file.path, option)) continue;
            if (access(file.path.c_str(), W_OK) != 0) continue;  // whoever opens it says why not
            const std::string kind = kind_of_file(file.path);
            const std::string_view written = kind_written(option);
            if (kind == written || kind == "empty" || (kind == "hdf5" && option.keeps_old)) continue;
            fail_usage(file.path, ": holds ", with_article(kind), ", ", file.entry->shown(), " writes ", with_article(written),
                       " (--force replaces the file)");
        }
    }

private:
    /// Stdout given twice: the tool says what may go there.
    static bool same_descriptor(const NamedFile& a, const NamedFile& b) {
        const std::optional<int> descriptor = descriptor_of(a.path, a.entry->option);
        return descriptor && descriptor == descriptor_of(b.path, b.entry->option);
    }

    std::string_view kind_written(const Option& option) const {
        for (const Entry& entry : options_.entries)
            if (option.name == "output" && entry.given && !entry.option.makes.empty()) return entry.option.makes;
        return option.kind;
    }

    std::vector<std::string> paths_of(const Entry& entry) const {
        std::vector<std::string> paths = values_of(entry);
        const auto& words = entry.option.choices;
        std::erase_if(paths, [&](const std::string& path) { return std::find(words.begin(), words.end(), path) != words.end(); });
        if (!paths.empty()) return paths;
        if (entry.is_operand()) return {"-"};
        const Entry* const output = options_.find("output");
        if (entry.option.beside.empty() || output == nullptr) return {};
        const std::string path = values_of(*output).front();
        return identity_of(path, output->option) && path != "-" ? std::vector{path + std::string(entry.option.beside)} : std::vector<std::string>{};
    }

    void add(const Entry& entry, const std::string& path) {
        const bool is_output = entry.option.expects == Expects::output;
        const std::optional<Identity> identity = identity_of(path, entry.option);
        if (!identity) return;
        files_.push_back({join(entry.shown(), ' ', path), path, &entry, is_output, false, *identity});
        if (!is_output || descriptor_of(path, entry.option)) return;
        add_beside(entry, part_name(followed(path)));
        if (entry.option.keeps_old) add_beside(entry, followed(path) + ".1");
    }

    void add_beside(const Entry& entry, const std::string& path) {
        if (const std::optional<Identity> identity = identity_of(path, entry.option))
            files_.push_back({join(path, " of ", entry.shown()), path, &entry, true, true, *identity});
    }

    const OptionList& options_;
    std::vector<NamedFile> files_;
};

}  // namespace

void check_named_files(const OptionList& options, bool force) {
    const NamedFiles files(options);
    files.refuse_aliases();
    if (!force) files.refuse_other_kinds();
}

}  // namespace gen
