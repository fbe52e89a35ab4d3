#pragma once

#include <functional>
#include <string>

#include "formats/source.hpp"

namespace gen::foreign {

/// Opens `content` cut off at about 60 places and reads every row: each time an Error of the input must come.
void check_truncated(const std::string& content, const std::function<void(const Bytes&)>& read_all);
/// Opens `content` with bytes changed at random: an Error or a result, nothing else.
void check_damaged(const std::string& content, const std::function<void(const Bytes&)>& read_all, int times = 500);
/// Reads all rows.
void read_rows(const Source& source);

}  // namespace gen::foreign
