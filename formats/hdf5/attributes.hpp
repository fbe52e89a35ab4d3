#pragma once

#include <hdf5.h>

#include <string>
#include <vector>

#include "formats/document.hpp"

namespace gen::h5 {

/// The attributes of a group or data set in bytewise order of their names: fixed-length strings and numbers, scalar or of one dimension.
/// Throws Fault::input, beginning with `where`, for anything else.
std::vector<Attribute> read_attributes(hid_t object, const std::string& where);

void write_attributes(hid_t object, const std::vector<Attribute>& attributes, const std::string& where);

/// A scalar string attribute; creates it, or rewrites one of the same length.
void write_text_attribute(hid_t object, const std::string& name, const std::string& value, const std::string& where);

/// Drops what a stored string of fixed length is padded with.
std::string unpadded(std::string stored, H5T_str_t padding);

/// Refuses names that are empty, too long, "." or hold control characters, "/" or "@" (the digest's own marks).
void check_name(const std::string& name, const std::string& where);

}  // namespace gen::h5
