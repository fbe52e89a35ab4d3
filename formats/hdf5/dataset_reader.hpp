#pragma once

#include <hdf5.h>

#include <memory>
#include <string>
#include <vector>

#include "formats/document.hpp"
#include "formats/hdf5/chunks.hpp"
#include "formats/hdf5/stored_file.hpp"

namespace gen::h5 {

/// Turns the open data sets of one file into descriptions whose rows can be asked for when HDF5 is closed again (reader.hpp says what is accepted).
class DatasetReader {
public:
    /// `load`: chunks are decoded and held; otherwise data sets in chunks have no rows.
    DatasetReader(std::shared_ptr<const StoredFile> file, bool load) : file_(std::move(file)), load_(load) {}

    Dataset read(hid_t set, const std::string& path);
    /// After the last one: throws when two data sets claim the same bytes.
    void finish();

private:
    struct Stored;
    std::vector<std::byte> load_compact(const Stored& stored) const;
    std::size_t locate(const Stored& stored);
    std::vector<std::byte> load_contiguous(const Stored& stored);
    Chunks look_up_chunks(const Stored& stored);
    std::vector<std::byte> load_chunks(const Stored& stored);
    std::vector<std::byte> load(const Stored& stored);
    void claim(std::size_t begin, std::size_t bytes, const std::string& path);
    void count_loaded(std::size_t bytes, const std::string& where);

    struct Region {
        std::size_t begin;
        std::size_t end;
        std::string path;
    };
    std::shared_ptr<const StoredFile> file_;
    bool load_;
    std::vector<Region> regions_;
    std::size_t loaded_ = 0;
};

}  // namespace gen::h5
