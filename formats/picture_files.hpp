#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "formats/input_files.hpp"
#include "formats/picture_reader.hpp"
#include "formats/zip_reader.hpp"

namespace gen {

/// A file that may be a picture, and where its bytes are: in a file system, in a zip file, or in memory.
struct PictureFile {
    std::string name;   // below its input, folders parted by /
    std::string shown;  // in messages
    std::string path;
    std::shared_ptr<const ZipReader> zip;
    std::size_t entry = 0;
    Bytes memory;

    std::vector<std::byte> read() const;
    std::vector<std::byte> head(std::size_t n) const;
};

/// What one input holds.
struct PictureFiles {
    std::string input;  // as shown in messages
    std::vector<PictureFile> pictures = {};
    bool is_folder = false;
    bool colours = false;                        // whether any has three channels
    std::size_t deep = 0;                        // how many have 16 bits
    std::optional<PictureFile> label_file = {};  // a dataset.json above them
    std::vector<std::int32_t> labels = {};       // which it tells, where there are any
    std::vector<std::string> warnings = {};      // of what was left out
};

/// All pictures below a folder in bytewise order of their paths; hidden ones are left out. Links to folders are followed, but no folder is entered
/// twice: what lies in it is found where no link leads, else by the first link. What `files` pass over is not there. Throws Fault::input where there
/// is none, Fault::io.
PictureFiles pictures_in_folder(const std::string& folder, const InputFiles& files = {});

/// The same of a zip file, and of the files of another archive.
PictureFiles pictures_in_zip(const Bytes& file);
PictureFiles pictures_in_archive(const std::string& name, const std::vector<Member>& members);

/// A file that must be one; it is opened again when it is read, where that is possible. Throws Fault::input.
PictureFiles picture_alone(const std::string& path, const Bytes& file);

}  // namespace gen
