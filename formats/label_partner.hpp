#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gen {

/// Which of the names, of arrays or files, is that of the labels of `data`: the only one that differs from it as "train-labels-idx1-ubyte" does from
/// "train-images-idx3-ubyte", "train/y" from "train/x", "test_labels" from "test". Nothing where there are none or several.
std::optional<std::string> label_partner(std::string_view data, const std::vector<std::string>& names);

}  // namespace gen
