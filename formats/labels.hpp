#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace gen {

/// The class of each row, and the names of the classes where they have some.
struct Labels {
    std::vector<std::int32_t> values;
    std::vector<std::string> classes;
};

/// Labels as numbers: whole numbers stay what they are; words get the numbers 0, 1, ... in bytewise order and become `classes`. `place` says where a
/// word stands: "labels.txt: line 3". Throws Fault::input, its message beginning so, where there are both, and for a number that is negative or not
/// whole: no row is ever given another number than the one that stands there.
Labels number_labels(const std::vector<std::string>& words, const std::function<std::string(std::size_t)>& place);

}  // namespace gen
