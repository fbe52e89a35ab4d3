#include "tests/fuzz/checked_blocks.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace gen::test {
namespace {

constexpr std::size_t most_searched = 4096;  // bytes of a block whose length is not known
constexpr std::size_t most_heap_block = 1 << 17;
constexpr std::size_t looked_at = 512;  // of a block without a checksum
constexpr std::string_view checked[] = {"\x89HDF\r\n\x1a\n",
                                        "OHDR",
                                        "OCHK",
                                        "BTHD",
                                        "BTIN",
                                        "BTLF",
                                        "FRHP",
                                        "FHDB",
                                        "FHIB",
                                        "FSHD",
                                        "FSSE",
                                        "FAHD",
                                        "FADB",
                                        "EAHD",
                                        "EAIB",
                                        "EASB",
                                        "EADB",
                                        "SMTB",
                                        "SMLI"};
constexpr std::string_view unchecked[] = {"TREE", "SNOD", "HEAP", "GCOL"};

/// Bob Jenkins, lookup3.c, 2006: hashlittle() with 0.
std::uint32_t lookup3(const char* p, std::size_t n) {
    std::uint32_t a = 0xdeadbeef + static_cast<std::uint32_t>(n), b = a, c = a;
    const auto take = [&](std::size_t bytes) {
        std::uint32_t words[3] = {};
        std::memcpy(words, p, bytes);
        a += words[0];
        b += words[1];
        c += words[2];
    };
    for (; n > 12; n -= 12, p += 12) {
        take(12);
        a -= c, a ^= std::rotl(c, 4), c += b;
        b -= a, b ^= std::rotl(a, 6), a += c;
        c -= b, c ^= std::rotl(b, 8), b += a;
        a -= c, a ^= std::rotl(c, 16), c += b;
        b -= a, b ^= std::rotl(a, 19), a += c;
        c -= b, c ^= std::rotl(b, 4), b += a;
    }
    if (n == 0) return c;
    take(n);
    c ^= b, c -= std::rotl(b, 14);
    a ^= c, a -= std::rotl(c, 11);
    b ^= a, b -= std::rotl(a, 25);
    c ^= b, c -= std::rotl(b, 16);
    a ^= c, a -= std::rotl(c, 4);
    b ^= a, b -= std::rotl(a, 14);
    c ^= b, c -= std::rotl(b, 24);
    return c;
}

std::uint32_t word_at(const std::string& file, std::size_t at) {
    std::uint32_t word = 0;
    std::memcpy(&word, file.data() + at, sizeof word);
    return word;
}

std::uint32_t sum_with_hole(const std::string& file, const MetadataBlock& block) {
    std::string bytes = file.substr(block.begin, block.end - block.begin);
    bytes.replace(block.inside_checksum - block.begin, 4, 4, '\0');
    return lookup3(bytes.data(), bytes.size());
}

/// Its length is a power of two, the place of its checksum depends on how the heap counts.
std::optional<MetadataBlock> heap_block(const std::string& file, std::size_t begin) {
    for (std::size_t size = 512; size <= most_heap_block && begin + size <= file.size(); size *= 2)
        for (std::size_t count_bytes = 1; count_bytes <= 8; ++count_bytes) {
            const MetadataBlock block{begin, begin + size, true, begin + 4 + 1 + 8 + count_bytes};
            if (sum_with_hole(file, block) == word_at(file, block.inside_checksum)) return block;
        }
    return {};
}

std::optional<MetadataBlock> checked_block(const std::string& file, std::size_t begin) {
    for (std::size_t n = 8; n <= most_searched && begin + n + 4 <= file.size(); ++n)
        if (lookup3(file.data() + begin, n) == word_at(file, begin + n)) return MetadataBlock{begin, begin + n, true};
    return {};
}

template <class Found>
void for_each(std::string_view signature, const std::string& file, Found found) {
    for (std::size_t at = file.find(signature); at != std::string::npos; at = file.find(signature, at + 1)) found(at);
}

}  // namespace

std::vector<MetadataBlock> metadata_blocks(const std::string& file) {
    std::vector<MetadataBlock> blocks;
    for (const std::string_view signature : checked)
        for_each(signature, file, [&](std::size_t at) {
            const auto block = signature == "FHDB" ? heap_block(file, at) : checked_block(file, at);
            if (block) blocks.push_back(*block);
        });
    for (const std::string_view signature : unchecked)
        for_each(signature, file, [&](std::size_t at) { blocks.push_back({at, std::min(at + looked_at, file.size())}); });
    return blocks;
}

void mend(std::string& file, const MetadataBlock& block) {
    if (!block.has_checksum) return;
    const bool is_inside = block.inside_checksum > 0;
    const std::uint32_t sum = is_inside ? sum_with_hole(file, block) : lookup3(file.data() + block.begin, block.end - block.begin);
    std::memcpy(file.data() + (is_inside ? block.inside_checksum : block.end), &sum, sizeof sum);
}

}  // namespace gen::test
