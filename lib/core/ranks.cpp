#include "core/ranks.hpp"

#include <algorithm>
#include <cstring>
#include <functional>
#include <numeric>
#include <vector>

#include "core/work_time.hpp"

namespace gen {
namespace {

/// Small pieces are packed together; copies of others cost more than messages of their own.
bool goes_alone(const Ranks::Piece& piece) { return piece.bytes >= std::size_t{32} * 1024; }

}  // namespace

std::vector<std::byte> Ranks::told(std::byte here) {
    std::vector<std::byte> all(size());
    all[rank()] = here;
    std::vector<std::size_t> ends(size());
    std::iota(ends.begin(), ends.end(), std::size_t{1});
    gather(all.data(), ends);
    return all;
}

std::byte Ranks::said(std::byte here) {
    const std::vector<std::byte> all = told(here);
    return std::accumulate(all.begin(), all.end(), std::byte{0}, std::bit_or<>());
}

bool Ranks::any(bool here) { return said(std::byte{here}) != std::byte{0}; }

void Ranks::meet() {
    if (!counts_work()) return;
    const TimedWork timed(Work::lagging);
    any(false);
}

void Ranks::send_all(const std::byte* first, std::size_t bytes) {
    for (std::size_t to = 0; to < size(); ++to)
        if (to != rank()) send(first, bytes, to);
}

void Ranks::finish() {
    meet();
    const TimedWork timed(Work::sending);
    wait();
}

void Ranks::begin(const Piece& piece) {
    if (piece.bytes == 0) return;
    if (piece.owner == rank())
        send_all(piece.first, piece.bytes);
    else
        receive(piece.first, piece.bytes, piece.owner);
}

void Ranks::begin_complete(std::span<const Piece> pieces) {
    for (const Piece& piece : pieces) begin(piece);
}

void Ranks::complete(std::span<const Piece> pieces) {
    meet();
    const TimedWork timed(Work::sending);
    const bool any_alone = std::any_of(pieces.begin(), pieces.end(), goes_alone);
    for (const Piece& piece : pieces)
        if (goes_alone(piece)) begin(piece);
    complete_small(pieces);
    if (any_alone) wait();
}

void Ranks::complete_small(std::span<const Piece> pieces) {
    thread_local std::vector<std::size_t> ends;
    thread_local std::vector<std::byte> packed;
    ends.assign(size(), 0);
    const auto each = [&](const auto& use) {
        for (const Piece& piece : pieces)
            if (piece.bytes > 0 && !goes_alone(piece)) use(piece);
    };
    each([](const Piece& piece) { ends[piece.owner] += piece.bytes; });
    for (std::size_t r = 1; r < size(); ++r) ends[r] += ends[r - 1];
    if (ends.back() == 0) return;
    packed.resize(ends.back());
    const auto each_place = [&](const auto& use) {
        thread_local std::vector<std::size_t> at;
        at.assign(1, 0);
        at.insert(at.end(), ends.begin(), ends.end() - 1);
        each([&use](const Piece& piece) {
            use(piece, packed.data() + at[piece.owner]);
            at[piece.owner] += piece.bytes;
        });
    };
    each_place([this](const Piece& piece, std::byte* place) {
        if (piece.owner == rank()) std::memcpy(place, piece.first, piece.bytes);
    });
    gather(packed.data(), ends);
    each_place([this](const Piece& piece, const std::byte* place) {
        if (piece.owner != rank()) std::memcpy(piece.first, place, piece.bytes);
    });
}

}  // namespace gen
