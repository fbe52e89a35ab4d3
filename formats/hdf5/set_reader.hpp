#pragma once

#include <hdf5.h>

#include <string>
#include <vector>

#include "formats/hdf5/seen_file.hpp"
#include "formats/hdf5/structure.hpp"

namespace gen::h5 {

/// Looks up where the numbers of open data sets lie.
class SetReader {
public:
    SetReader(SeenFile& seen, Whose whose) : seen_(&seen), whose_(whose) {}
    /// `where`: "digits.h5: /images". Throws Fault::input for damage; what is sound and cannot be read gets its `refusal`.
    StoredSet read(hid_t set, const std::string& path, const std::string& where);

private:
    struct Open;
    void take_type(const Open& open, StoredSet& out) const;
    void take_shape(const Open& open, StoredSet& out) const;
    void take_place(const Open& open, StoredSet& out) const;
    void take_words(const Open& open, StoredSet& out) const;
    void take_compact(const Open& open, StoredSet& out) const;
    void take_chunks(const Open& open, StoredSet& out) const;
    StoredChunk look_up(const Open& open, const std::vector<hsize_t>& corner) const;

    SeenFile* seen_;
    Whose whose_;
};

}  // namespace gen::h5
