#include "formats/input_files.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "formats/archive_reader.hpp"
#include "formats/part_file.hpp"
#include "formats/posix.hpp"

namespace gen {
namespace {

namespace fs = std::filesystem;

}  // namespace

Bytes InputFiles::open(const std::string& path) const {
    if (const auto kept = kept_->files.find(path); kept != kept_->files.end()) return kept->second;
    const Bytes file = Bytes::open(path);
    if (path == "-" || !is_regular_file(path)) keep(path, file);
    return file;
}

Bytes InputFiles::unpacked(const std::string& path) const {
    const auto [kept, is_new] = kept_->unpacked.try_emplace(path);
    if (is_new) kept->second = gen::unpacked(open(path));
    return kept->second;
}

void InputFiles::keep_members(const std::string& path, std::vector<Member> members) const {
    for (const Member& member : members) keep(member.content.name(), member.content);
    kept_->archives[path] = std::move(members);
}

const std::vector<Member>* InputFiles::members(const std::string& path) const {
    const auto found = kept_->archives.find(path);
    return found == kept_->archives.end() ? nullptr : &found->second;
}

void InputFiles::pass_over(const std::string& output) const {
    const std::string target = followed(output);
    kept_->outputs = {output, target, part_name(target)};
}

bool InputFiles::is_passed_over(const std::string& path) const {
    std::error_code ignored;
    return std::ranges::any_of(kept_->outputs, [&](const std::string& output) {
        return fs::path(output).filename() == fs::path(path).filename() && fs::equivalent(output, path, ignored);
    });
}

Beside InputFiles::beside(const std::string& path) const {
    if (kept_->files.contains(path)) {
        const std::size_t slash = path.rfind('/') + 1;
        const std::size_t colon = path.rfind(": ") == std::string::npos ? 0 : path.rfind(": ") + 2;
        return [kept = kept_, folder = path.substr(0, std::max(slash, colon))](const std::string& name) -> std::optional<Bytes> {
            const auto found = kept->files.find(folder + name);
            if (found == kept->files.end()) return {};
            return found->second;
        };
    }
    return [folder = fs::path(path).parent_path()](const std::string& name) -> std::optional<Bytes> {
        const std::string beside = (folder / name).string();
        if (!is_regular_file(beside)) return {};
        return Bytes::open(beside);
    };
}

}  // namespace gen
