#pragma once

#include <memory>
#include <string>
#include <vector>

#include "formats/document.hpp"
#include "formats/hdf5/stored_file.hpp"
#include "formats/hdf5/structure.hpp"

namespace gen::h5 {

/// Turns what the structure of one file says of its data sets into descriptions whose rows can be asked for (reader.hpp says what is accepted).
/// Trusts nothing of it: sizes, places and counts are checked against the file.
class DatasetReader {
public:
    /// `load`: chunks are decoded and held; otherwise data sets in chunks have no rows.
    DatasetReader(std::shared_ptr<const StoredFile> file, bool load) : file_(std::move(file)), load_(load) {}

    Dataset read(const StoredSet& stored);
    /// After the last one: throws when two data sets claim the same bytes.
    void finish();

private:
    void check(const StoredSet& stored, const std::string& where) const;
    Dataset text(const StoredSet& stored, const std::string& where);
    void load_chunks(const StoredSet& stored, const std::string& where, std::byte* out) const;
    std::vector<std::byte> load(const StoredSet& stored, const std::string& where);
    void claim_all(const StoredSet& stored);
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
