#include "core/ranks.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace gen {

bool Ranks::any(bool here) {
    std::vector<std::byte> said(size());
    said[rank()] = std::byte{here};
    std::vector<std::size_t> ends(size());
    std::iota(ends.begin(), ends.end(), std::size_t{1});
    gather(said.data(), ends);
    return std::any_of(said.begin(), said.end(), [](std::byte b) { return b != std::byte{0}; });
}

}  // namespace gen
