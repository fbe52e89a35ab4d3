#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gen {

/// The labels of StyleGAN's and EDM's data sets, which stand in a file dataset.json beside the pictures: {"labels": [["00000/img00000000.png", 6],
/// ...]}, or null where there are none. `names` are the pictures' paths from that file's folder; the result has a label for each, or none at all.
/// Nothing where the JSON is of another form, which is then some other file of that name. Throws Fault::input, `name` first.
std::optional<std::vector<std::int32_t>> picture_labels(std::string_view text, const std::vector<std::string_view>& names, const std::string& name);

}  // namespace gen
