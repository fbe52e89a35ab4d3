#include "formats/archive_files.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <map>

#include "core/error.hpp"
#include "formats/foreign_files.hpp"

namespace gen::foreign {
namespace {

using Choose = int (*)(struct archive*);

// libarchive's own choice by name needs libraries for what is not written here.
Choose function_of(const std::string& name) {
    const std::map<std::string, Choose> functions = {
        {"gnutar", archive_write_set_format_gnutar}, {"v7tar", archive_write_set_format_v7tar}, {"pax", archive_write_set_format_pax},
        {"ustar", archive_write_set_format_ustar},   {"7zip", archive_write_set_format_7zip},   {"zip", archive_write_set_format_zip},
        {"raw", archive_write_set_format_raw},       {"none", archive_write_add_filter_none},   {"gzip", archive_write_add_filter_gzip},
        {"bzip2", archive_write_add_filter_bzip2},   {"xz", archive_write_add_filter_xz},       {"zstd", archive_write_add_filter_zstd},
        {"lz4", archive_write_add_filter_lz4}};
    return functions.at(name);
}

void must(bool holds) {
    if (!holds) fail_io("an archive cannot be made");
}

void add(struct archive* out, const ArchiveFile& file) {
    archive_entry* const entry = archive_entry_new();
    archive_entry_set_pathname(entry, file.name.c_str());
    archive_entry_set_filetype(entry, file.name.ends_with('/') ? AE_IFDIR : AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, static_cast<la_int64_t>(file.content.size()));
    if (!file.same_as.empty()) archive_entry_set_hardlink(entry, file.same_as.c_str());
    must(archive_write_header(out, entry) == ARCHIVE_OK);
    archive_write_data(out, file.content.data(), file.content.size());
    archive_entry_free(entry);
}

// libarchive needs a file that it can seek in for 7z.
std::string written(const std::string& format, const std::string& filter, const std::vector<ArchiveFile>& files, const std::string& options) {
    const Folder folder;
    const std::string path = folder.path("archive");
    struct archive* const out = archive_write_new();
    must(function_of(format)(out) == ARCHIVE_OK);
    must(function_of(filter)(out) == ARCHIVE_OK);
    must(archive_write_set_options(out, options.c_str()) == ARCHIVE_OK);
    must(archive_write_open_filename(out, path.c_str()) == ARCHIVE_OK);
    for (const ArchiveFile& file : files) add(out, file);
    must(archive_write_close(out) == ARCHIVE_OK);
    archive_write_free(out);
    const Bytes content = Bytes::open(path);
    std::string all(content.size(), '\0');
    content.read(0, all.size(), all.data());
    return all;
}

}  // namespace

std::string archived(const std::string& format, const std::string& filter, const std::vector<ArchiveFile>& files, const std::string& options) {
    return written(format, filter, files, options);
}

std::string compressed(const std::string& filter, const std::string& plain) { return written("raw", filter, {{.name = "x", .content = plain}}, ""); }

}  // namespace gen::foreign
