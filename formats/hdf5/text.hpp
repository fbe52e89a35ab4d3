#pragma once

#include <hdf5.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gen::h5 {

/// Text of fixed or variable length.
bool is_text(hid_t type);

/// Drops what a stored string of fixed length is padded with.
std::string unpadded(std::string stored, H5T_str_t padding);

/// Texts of an attribute or a data set. `read` is H5Aread or H5Dread of the whole, in the type as stored; `space` says how many there are, `n`.
/// Nothing where it fails.
std::optional<std::vector<std::string>> read_texts(hid_t type, hid_t space, std::size_t n, const std::function<herr_t(void*)>& read);

}  // namespace gen::h5
