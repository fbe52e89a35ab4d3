#include "tests/fuzz/hdf5_damage.hpp"

#include <algorithm>
#include <cstring>

#include "core/random.hpp"

namespace gen::test {
namespace {

void strike(std::string& bytes, std::size_t at, const std::vector<MetadataBlock>& blocks, Draws& draws) {
    const auto below = [&](std::size_t n) { return draws.below(static_cast<std::uint32_t>(n)); };
    const std::uint64_t odd[] = {0, 1, ~std::uint64_t{0}, 0x7fffffff, bytes.size(), blocks[below(blocks.size())].begin, draws.word()};
    switch (draws.below(3)) {
        case 0: bytes[at] = static_cast<char>(draws.word()); break;
        case 1: bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ 1U << draws.below(8)); break;
        default:
            std::memcpy(bytes.data() + at, &odd[below(std::size(odd))], std::min<std::size_t>(std::size_t{1} << draws.below(4), bytes.size() - at));
    }
}

std::string damaged_metadata(std::string bytes, const std::vector<MetadataBlock>& blocks, Draws& draws) {
    for (std::uint32_t left = 1 + draws.below(3); left > 0; --left) {
        const MetadataBlock& block = blocks[draws.below(static_cast<std::uint32_t>(blocks.size()))];
        const auto length = static_cast<std::uint32_t>(block.end - block.begin);
        for (std::uint32_t strikes = 1 + draws.below(3); strikes > 0; --strikes) strike(bytes, block.begin + draws.below(length), blocks, draws);
        mend(bytes, block);
    }
    return bytes;
}

std::string damaged_anywhere(std::string bytes, const std::vector<MetadataBlock>& blocks, Draws& draws) {
    const auto place = [&] { return draws.below(static_cast<std::uint32_t>(bytes.size())); };
    if (draws.below(10) == 0) return bytes.substr(0, place());
    for (std::uint32_t left = 1 + draws.below(8); left > 0; --left) {
        // Half of it goes where the structure is: the first and the last 4 KiB.
        std::uint32_t at = place();
        if (draws.below(2) == 0) at = draws.below(2) == 0 ? at % 4096 : static_cast<std::uint32_t>(bytes.size()) - 1 - at % 4096;
        strike(bytes, std::min<std::size_t>(at, bytes.size() - 1), blocks, draws);
    }
    return bytes;
}

}  // namespace

bool is_mended(std::size_t number) { return number % 2 == 0; }

std::string damaged(const std::string& whole, const std::vector<MetadataBlock>& blocks, const Damage& which) {
    Draws draws({which.run, Purpose::synth, which.number}, static_cast<std::uint32_t>(which.file));
    return is_mended(which.number) ? damaged_metadata(whole, blocks, draws) : damaged_anywhere(whole, blocks, draws);
}

}  // namespace gen::test
