#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "formats/held.hpp"

namespace gen {

/// The class of each row, and the names of the classes where they have some.
struct Labels {
    std::vector<std::int32_t> values;
    std::vector<std::string> classes;
};

/// Labels as numbers: whole numbers stay what they are; words get the numbers 0, 1, ... in bytewise order and become the classes.
class LabelNumbers {
public:
    /// `name`: of the file, which has so many bytes.
    LabelNumbers(const std::string& name, std::size_t file_bytes) : what_(name + ": its labels"), held_(what_, file_bytes) {}
    /// The label of the next row. `place` says where it stands: "labels.txt: line 3". Throws Fault::input, its message beginning so, where numbers
    /// and words are mixed, and for a number that is negative or not whole: no row is ever given another number than the one that stands there.
    void add(std::string_view word, const std::function<std::string()>& place);
    /// All of them; nothing may be added afterwards.
    Labels finish();

private:
    std::string what_;
    Held held_;
    bool are_numbers_ = false;
    std::vector<std::int32_t> values_;
    std::map<std::string, std::int32_t> number_of_;  // of words, as they came
};

/// The same of a list; place(i) says where word number i stands.
Labels number_labels(const std::vector<std::string>& words, const std::function<std::string(std::size_t)>& place);

}  // namespace gen
