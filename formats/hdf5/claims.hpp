#pragma once

#include <cstddef>
#include <string>

#include "formats/hdf5/structure.hpp"

namespace gen::h5 {

/// Whether so many bytes are more than a file of so many, and 64 MiB, can hold, even deflated: nobody pays for zeros that are not there.
bool is_more_than_file_holds(std::size_t bytes, std::size_t file_bytes);

/// Throws Fault::input where a data set of which something was never written is that large. `where`: "digits.h5: /images".
void expect_plausible(const StoredSet& set, std::size_t file_bytes, const std::string& where);

}  // namespace gen::h5
