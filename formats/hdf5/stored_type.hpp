#pragma once

#include <hdf5.h>

#include <string>

#include "formats/hdf5/number_type.hpp"

namespace gen::h5 {

/// Sets `number`, or says why the type is no number: "is of a compound type, expected integers or floats".
std::string refusal_of_type(hid_t type, NumberType& number);
/// False and true, as h5py stores them: an enumeration of these two names.
bool is_bool(hid_t type);
/// The type as we write it: little-endian.
hid_t file_type(Type type);

/// "compound", "variable-length", ...: for messages.
std::string class_name(hid_t type);

}  // namespace gen::h5
