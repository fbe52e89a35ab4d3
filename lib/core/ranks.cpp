#include "core/ranks.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <vector>

#include "core/work_time.hpp"

namespace gen {

std::vector<std::byte> Ranks::told(std::byte here) {
    std::vector<std::byte> all(size());
    all[rank()] = here;
    std::vector<std::size_t> ends(size());
    std::iota(ends.begin(), ends.end(), std::size_t{1});
    gather(all.data(), ends);
    return all;
}

bool Ranks::any(bool here) {
    const std::vector<std::byte> all = told(std::byte{here});
    return std::any_of(all.begin(), all.end(), [](std::byte said) { return said != std::byte{0}; });
}

void Ranks::meet() {
    if (!counts_work()) return;
    const TimedWork timed(Work::lagging);
    any(false);
}

void Ranks::complete(std::span<const Piece> pieces) {
    meet();
    const TimedWork timed(Work::sending);
    thread_local std::vector<std::size_t> ends;
    thread_local std::vector<std::byte> packed;
    ends.assign(size(), 0);
    for (const Piece& piece : pieces) ends[piece.owner] += piece.bytes;
    for (std::size_t r = 1; r < size(); ++r) ends[r] += ends[r - 1];
    if (ends.back() == 0) return;
    packed.resize(ends.back());
    const auto each = [&](const auto& use) {
        thread_local std::vector<std::size_t> at;
        at.assign(1, 0);
        at.insert(at.end(), ends.begin(), ends.end() - 1);
        for (const Piece& piece : pieces) {
            use(piece, packed.data() + at[piece.owner]);
            at[piece.owner] += piece.bytes;
        }
    };
    each([this](const Piece& piece, std::byte* place) {
        if (piece.owner == rank() && piece.bytes > 0) std::memcpy(place, piece.first, piece.bytes);
    });
    gather(packed.data(), ends);
    each([this](const Piece& piece, const std::byte* place) {
        if (piece.owner != rank() && piece.bytes > 0) std::memcpy(piece.first, place, piece.bytes);
    });
}

}  // namespace gen
