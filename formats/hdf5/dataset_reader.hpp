#pragma once

#include <memory>
#include <string>
#include <vector>

#include "formats/document.hpp"
#include "formats/hdf5/stored_file.hpp"
#include "formats/hdf5/structure.hpp"
#include "formats/spool.hpp"

namespace gen::h5 {

/// Turns what the structure of one file says of its data sets into descriptions whose rows can be asked for (reader.hpp says what is accepted).
/// Trusts nothing of it: sizes, places and counts are checked against the file.
class DatasetReader {
public:
    /// `kind`: the file's encoding-type. `load`: chunks are decoded and kept as a Spool keeps them; otherwise data sets in chunks have no rows.
    DatasetReader(std::shared_ptr<const StoredFile> file, std::string kind, bool load)
        : file_(std::move(file)), kind_(std::move(kind)), load_(load), decoded_(file_->name()) {}

    Dataset read(const StoredSet& stored);
    /// After the last one, and before rows are asked for: throws when two data sets claim the same bytes.
    void finish();

private:
    void check(const StoredSet& stored, const std::string& where) const;
    Dataset text(const StoredSet& stored, const std::string& where);
    std::vector<std::byte> stored_here(const StoredSet& stored, std::size_t bytes, const std::string& where) const;
    RowSource rows_of(const StoredSet& stored, std::size_t bytes, const std::string& where);
    void expect_affordable(const StoredSet& stored, std::size_t row, const std::string& where);
    RowSource decoded(const StoredSet& stored, std::size_t bytes, std::size_t row, const std::string& where);
    RowSource not_loaded(const StoredSet& stored, const std::string& where) const;
    void claim_all(const StoredSet& stored);
    void claim(std::size_t begin, std::size_t bytes, const std::string& path);
    void count_decoded(std::size_t bytes, const std::string& where);

    struct Region {
        std::size_t begin;
        std::size_t end;
        std::string path;
    };
    std::shared_ptr<const StoredFile> file_;
    std::string kind_;
    bool load_;
    std::vector<Region> regions_;
    std::size_t loaded_ = 0;  // of what was in chunks
    std::size_t held_ = 0;    // of what users of it will hold
    Spool decoded_;
    std::shared_ptr<Bytes> all_decoded_ = std::make_shared<Bytes>();  // of decoded_, once all is
};

}  // namespace gen::h5
