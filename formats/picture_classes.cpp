#include "formats/picture_classes.hpp"

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "core/error.hpp"

namespace gen {
namespace {

namespace fs = std::filesystem;

// How much of all paths, whole folders only, is the same.
std::size_t common_folders(const std::vector<PictureFile>& pictures) {
    std::size_t common = 0;
    for (;;) {
        const std::size_t slash = pictures[0].name.find('/', common);
        if (slash == std::string::npos) return common;
        const std::string_view prefix = std::string_view(pictures[0].name).substr(0, slash + 1);
        if (!std::ranges::all_of(pictures, [&](const PictureFile& picture) { return picture.name.starts_with(prefix); })) return common;
        common = slash + 1;
    }
}

// Empty where there are no two, or where a picture lies beside them.
std::vector<std::string> folders_of(const std::vector<PictureFile>& pictures, std::string& warning) {
    const std::size_t common = common_folders(pictures);
    std::vector<std::string> folders;
    const PictureFile* flat = nullptr;
    for (const PictureFile& picture : pictures) {
        const std::size_t slash = picture.name.find('/', common);
        if (slash == std::string::npos && !flat) flat = &picture;
        if (slash != std::string::npos) folders.push_back(picture.name.substr(common, slash - common));
    }
    if (!flat) return folders;
    if (!folders.empty()) warning = join(flat->shown, ": lies beside sub-folders, so these are not taken as classes");
    return {};
}

// "cat" of "pets/cat/".
std::string last_folder(const std::string& path) {
    const fs::path normal = (fs::path(path) / "").lexically_normal().parent_path();
    const std::string last = normal.filename().string();
    return last.empty() || last == "." || last == ".." ? fs::canonical(path).filename().string() : last;
}

// Each input's own folder; empty where they are no folders or all have the same name.
std::vector<std::string> named_folders(std::vector<PictureFiles>& inputs) {
    std::vector<std::string> names;
    for (const PictureFiles& input : inputs) {
        if (!input.is_folder) return {};
        names.push_back(last_folder(input.input));
    }
    if (std::ranges::all_of(names, [&](const std::string& name) { return name == names[0]; })) return {};
    std::vector<std::string> classes;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        classes.insert(classes.end(), inputs[i].pictures.size(), names[i]);
        for (PictureFile& picture : inputs[i].pictures) picture.name = names[i] + '/' + picture.name;
    }
    return classes;
}

}  // namespace

std::vector<std::string> picture_classes(std::vector<PictureFiles>& inputs) {
    std::vector<std::string> classes;
    std::vector<std::string> warnings(inputs.size());
    PictureFiles* with = nullptr;
    PictureFiles* without = nullptr;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const std::vector<std::string> folders = folders_of(inputs[i].pictures, warnings[i]);
        (folders.empty() ? without : with) = &inputs[i];
        classes.insert(classes.end(), folders.begin(), folders.end());
    }
    if (!with) classes = named_folders(inputs);
    if (!classes.empty() && !(with && without)) return classes;
    for (std::size_t i = 0; i < inputs.size(); ++i)
        if (!warnings[i].empty()) inputs[i].warnings.push_back(warnings[i]);
    if (with && without)
        without->warnings.push_back(join(without->input, ": has no sub-folders of classes, so those of ", with->input, " are not taken as classes"));
    return {};
}

}  // namespace gen
