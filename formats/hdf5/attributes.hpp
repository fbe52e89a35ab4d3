#pragma once

#include <hdf5.h>

#include <optional>
#include <string>
#include <vector>

#include "formats/document.hpp"

namespace gen::h5 {

/// The attributes of a group or data set in bytewise order of their names: text and numbers, scalar or of one dimension. Others, which only other
/// programs write, are left out. Throws Fault::input, beginning with `where`, for damage, and for what is larger than a file of ours can have.
std::vector<Attribute> read_attributes(hid_t object, const std::string& where);

/// One of them; nothing where there is none, or it is left out.
std::optional<Attribute> find_attribute(hid_t object, const std::string& name, const std::string& where);

void write_attributes(hid_t object, const std::vector<Attribute>& attributes, const std::string& where);

/// A scalar string attribute; creates it, or rewrites one of the same length.
void write_text_attribute(hid_t object, const std::string& name, const std::string& value, const std::string& where);

/// Whether a name is empty, too long, "." or holds control characters, "/" or "@" (the digest's own marks).
bool is_odd(const std::string& name);
/// Refuses these.
void check_name(const std::string& name, const std::string& where);

}  // namespace gen::h5
