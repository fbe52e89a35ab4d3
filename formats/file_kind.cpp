#include "formats/file_kind.hpp"

#include <fcntl.h>

#include <cerrno>

#include "core/error.hpp"
#include "formats/export/export_beginnings.hpp"
#include "formats/posix.hpp"
#include "formats/streams.hpp"

namespace gen {
namespace {

struct FileKind {
    std::string_view name;
    std::string_view with_article;
    std::string_view beginnings[3] = {};  // of a text or picture; none: the name is an encoding-type
};

constexpr FileKind kinds[] = {
    {"images", "images"},
    {"latents", "latents"},
    {"model", "a model"},
    {"tensor", "a tensor"},
    {"hdf5", "HDF5 of an unknown kind"},
    {"picture", "a PNG or SVG picture", {"\x89PNG\r\n\x1a\n", "<svg ", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg "}},
    {"metrics", "a training curve", {"epoch\tstep\t", "#epoch\tstep\t", "{\"epoch\":"}},
    {"page", "a page", {"<!doctype html>"}},
    {"smoothness", "a table of paths", {"path\tpath_length\t", "{\"paths\":[", "path  path_length"}},
    {"export", "an NPY, NPZ, CSV, IDX, safetensors or ONNX file"},
    {"empty", "nothing"}};

constexpr std::string_view hdf5_signature = "\x89HDF\r\n\x1a\n";

/// Whether that is all that was written of a file.
bool is_torn(std::string_view whole, std::string_view first) { return whole.size() >= 5 && first.starts_with(whole); }

/// encoding-type; "hdf5" where there is none that is ours.
std::string kind_of_hdf5(const std::string& path) try {
    const std::optional<Document> document = Input(path, Input::Verify::nothing).next();
    std::string type = document ? document->text_attribute("encoding-type") : "";
    for (const FileKind& kind : kinds)
        if (kind.name == type && kind.beginnings[0].empty()) return type;
    return "hdf5";
} catch (const Error& error) {
    if (error.fault() == Fault::io) throw;
    return "hdf5";
}

}  // namespace

std::string kind_of_file(const std::string& path) {
    const Descriptor file(open_file(path, O_RDONLY | O_CLOEXEC));
    if (file.get() < 0 && errno == ENOENT) return "";
    if (file.get() < 0) fail_errno(path, errno);
    char bytes[64];
    const std::string_view beginning(bytes, read_fully(file.get(), bytes, sizeof bytes, path));
    if (beginning.empty()) return "empty";
    if (beginning.starts_with(hdf5_signature)) return kind_of_hdf5(path);
    for (const FileKind& kind : kinds)
        for (const std::string_view first : kind.beginnings)
            if (!first.empty() && (beginning.starts_with(first) || is_torn(beginning, first))) return std::string(kind.name);
    return is_exported(beginning) ? "export" : "";
}

std::string_view with_article(std::string_view name) {
    for (const FileKind& kind : kinds)
        if (kind.name == name) return kind.with_article;
    return "something else";
}

}  // namespace gen
