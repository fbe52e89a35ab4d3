#include "formats/picture_files.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "core/error.hpp"
#include "core/words.hpp"
#include "formats/archive.hpp"
#include "formats/exif.hpp"
#include "formats/folder_walk.hpp"
#include "formats/held.hpp"
#include "formats/picture_labels.hpp"
#include "formats/posix.hpp"
#include "formats/recognise.hpp"
#include "formats/refused_formats.hpp"

namespace gen {
namespace {

// "2 files are left out, which are neither PNG nor JPEG: a, b"; nothing where there are none.
void warn_of(PictureFiles& found, const std::vector<std::string>& names, std::string_view one, std::string_view several) {
    if (names.empty()) return;
    constexpr std::size_t most = 3;
    std::string warning = join(found.input, ": ", names.size(), names.size() == 1 ? one : several, ": ");
    for (std::size_t i = 0; i < std::min(most, names.size()); ++i) warning += (i > 0 ? ", " : "") + names[i];
    if (names.size() > most) warning += ", ...";
    found.warnings.push_back(std::move(warning));
}

// A folder of MNIST's files, for example, is not searched for them: what belongs together is for the user to say.
[[noreturn]] void fail_without_pictures(const std::string& input, const std::vector<PictureFile>& others) {
    std::string refusal;
    for (const PictureFile& other : others) {
        if (other.path.empty()) continue;
        const Bytes file = Bytes::open(other.path);
        if (const std::string words = refusal_of(file); refusal.empty() && !words.empty()) refusal = join("; ", other.name, " ", words);
        const std::string format = data_format(file);
        if (!format.empty())
            fail(input, ": has no PNG or JPEG files, which are all that is looked for in a folder; ", other.name, " is ", format, ": name it itself");
    }
    fail(input, ": has no PNG or JPEG files", refusal);
}

// Where a header lies far on, behind an embedded preview for example, it is looked for only while no other picture has colours.
void find_kinds(PictureFiles& found, const std::vector<std::size_t>& unknown) {
    for (const std::size_t i : unknown) {
        if (found.colours) return;
        const std::vector<std::byte> content = found.pictures[i].read();
        if (const std::optional<PictureKind> kind = picture_kind(content)) found.colours = kind->channels == 3;
    }
}

// Takes the labels from a dataset.json above all pictures, which then is no file that was left out.
void take_labels(PictureFiles& found, std::vector<PictureFile>& others) {
    const auto file = std::ranges::find_if(others, [](const PictureFile& other) { return last_part(other.name) == "dataset.json"; });
    if (file == others.end()) return;
    const std::string folder = file->name.substr(0, file->name.size() - last_part(file->name).size());
    std::vector<std::string_view> names;
    for (const PictureFile& picture : found.pictures) {
        if (!picture.name.starts_with(folder)) return;
        names.push_back(std::string_view(picture.name).substr(folder.size()));
    }
    const std::vector<std::byte> content = file->read();
    const auto labels = picture_labels({reinterpret_cast<const char*>(content.data()), content.size()}, names, file->shown);
    if (!labels) return;
    found.labels = *labels;
    found.label_file = std::move(*file);
    others.erase(file);
}

// A member of an archive that only its name says to be a picture: reading it compares its checksum.
void refuse_damaged_member(const PictureFile& file) {
    const std::string_view name = file.name;
    if (file.zip && (name.ends_with(".png") || name.ends_with(".jpg") || name.ends_with(".jpeg"))) file.read();
}

// Sorts, and keeps the pictures.
void keep_pictures(std::vector<PictureFile> files, PictureFiles& found) {
    std::sort(files.begin(), files.end(), [](const PictureFile& a, const PictureFile& b) { return a.name < b.name; });
    std::vector<PictureFile> others;
    std::vector<std::size_t> unknown;
    std::vector<std::string> turned;
    for (PictureFile& file : files) {
        constexpr std::size_t head_bytes = 512;
        const std::vector<std::byte> head = file.head(head_bytes);
        if (!is_picture(head)) {
            refuse_damaged_member(file);
            others.push_back(std::move(file));
            continue;
        }
        const std::optional<PictureKind> kind = picture_kind(head);
        if (!kind) unknown.push_back(found.pictures.size());
        found.colours = found.colours || (kind && kind->channels == 3);
        if (is_turned(head)) turned.push_back(file.name);
        found.deep += kind && kind->bits == 16 ? 1 : 0;
        found.pictures.push_back(std::move(file));
    }
    if (found.pictures.empty()) fail_without_pictures(found.input, others);
    warn_of(found, turned, " picture is turned or mirrored by its Exif orientation, which is not followed",
            " pictures are turned or mirrored by their Exif orientation, which is not followed");
    std::vector<std::string> doubles;
    for (std::size_t i = 1; i < found.pictures.size(); ++i)
        if (found.pictures[i].name == found.pictures[i - 1].name) doubles.push_back(found.pictures[i].name);
    warn_of(found, doubles, " picture has the name of another, and both are taken", " pictures have names of others, and all are taken");
    find_kinds(found, unknown);
    take_labels(found, others);
    std::vector<std::string> names;
    for (const PictureFile& other : others) names.push_back(other.name);
    warn_of(found, names, " file is left out, which is neither PNG nor JPEG", " files are left out, which are neither PNG nor JPEG");
}

}  // namespace

std::vector<std::byte> PictureFile::read() const {
    if (zip) return zip->read(zip->entries()[entry]);
    const Bytes file = path.empty() ? memory : Bytes::open(path);
    constexpr std::size_t copies = 3;  // with what is made of it
    if (path.empty()) expect_holdable(shown, copies * file.size(), 0);
    return file.read(0, file.size());
}

std::vector<std::byte> PictureFile::head(std::size_t n) const {
    if (zip) return zip->head(zip->entries()[entry], n);
    return (path.empty() ? memory : Bytes::open(path)).head(n);
}

PictureFiles pictures_in_folder(const std::string& folder, const InputFiles& inputs) {
    const FolderFiles walked = walk_folder(folder);
    std::vector<PictureFile> files;
    for (const std::string& name : walked.names) {
        const std::string path = (std::filesystem::path(folder) / name).string();
        if (!inputs.is_passed_over(path)) files.push_back({.name = name, .shown = path, .path = path, .zip = {}, .entry = 0, .memory = {}});
    }
    PictureFiles found{.input = folder, .is_folder = true};
    keep_pictures(std::move(files), found);
    warn_of(found, walked.broken, " link leads to nothing", " links lead to nothing");
    std::vector<std::string> empty = walked.empty;
    std::ranges::sort(empty);
    warn_of(found, empty, " folder is empty and no class", " folders are empty and no classes");
    warn_of(found, walked.again, " link is not followed, as what it leads to is taken already",
            " links are not followed, as what they lead to is taken already");
    return found;
}

PictureFiles pictures_in_zip(const Bytes& file) {
    const auto zip = std::make_shared<const ZipReader>(file);
    std::vector<PictureFile> files;
    for (std::size_t i = 0; i < zip->entries().size(); ++i) {
        const std::string name = plain_path(zip->entries()[i].name);
        if (!name.empty() && name.back() != '/' && !is_hidden(name)) files.push_back({name, join(file.name(), ": ", name), {}, zip, i, {}});
    }
    PictureFiles found{.input = file.name()};
    keep_pictures(std::move(files), found);
    return found;
}

PictureFiles pictures_in_archive(const std::string& name, const std::vector<Member>& members) {
    std::vector<PictureFile> files;
    for (const Member& member : members) files.push_back({member.name, member.content.name(), {}, {}, 0, member.content});
    PictureFiles found{.input = name};
    keep_pictures(std::move(files), found);
    return found;
}

PictureFiles picture_alone(const std::string& path, const Bytes& file) {
    const std::vector<std::byte> head = file.head(8);
    if (const std::string refusal = refusal_of(file); !refusal.empty()) fail(file.name(), ": ", refusal);
    if (!is_picture(head)) fail(file.name(), ": neither PNG nor JPEG: starts with ", hex(head));
    const bool again = is_regular_file(path);  // what is not a file can be read but once
    const std::string name = std::filesystem::path(path).filename().string();
    PictureFiles found{.input = file.name()};
    keep_pictures({{name, file.name(), again ? path : std::string(), {}, 0, again ? Bytes() : file}}, found);
    return found;
}

}  // namespace gen
