#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gen {

/// "1 label", "60 labels": a number of things whose plural ends in s.
inline std::string counted(std::size_t n, std::string_view thing) {
    std::string words = std::to_string(n);
    words += ' ';
    words += thing;
    if (n != 1) words += 's';
    return words;
}

}  // namespace gen
