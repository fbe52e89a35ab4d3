#include "formats/packing.hpp"

#include <algorithm>
#include <charconv>

namespace gen {
namespace {

using namespace std::string_view_literals;

struct Packing {
    std::string_view name;
    std::string_view magic;
};

constexpr Packing packings[] = {
    {"gzip", "\x1f\x8b\x08"sv}, {"bzip2", "BZh"sv}, {"xz", "\xfd\x37zXZ\0"sv}, {"zstd", "\x28\xb5\x2f\xfd"sv}, {"lz4", "\x04\x22\x4d\x18"sv},
};

std::string head_of(const Bytes& bytes, std::size_t n) {
    const std::vector<std::byte> head = bytes.head(n);
    return {reinterpret_cast<const char*>(head.data()), head.size()};
}

}  // namespace

std::string_view packing_of(const Bytes& bytes) {
    const std::string head = head_of(bytes, 10);
    const auto* const found = std::ranges::find_if(packings, [&](const Packing& packing) { return head.starts_with(packing.magic); });
    if (found == std::end(packings)) return "";
    // Text may begin with its three letters: of bzip2 the first block's number, or that of an empty file's end, must follow.
    const bool is_block = head.size() == 10 && (head.ends_with("\x31\x41\x59\x26\x53\x59"sv) || head.ends_with("\x17\x72\x45\x38\x50\x90"sv));
    return found->name == "bzip2" && !is_block ? "" : found->name;
}

// The header's checksum: the sum of its bytes, its own eight taken as blanks.
bool is_tar(const Bytes& bytes) {
    constexpr std::size_t block = 512;
    constexpr std::size_t checksum_at = 148;
    std::string head = head_of(bytes, block);
    if (head.size() < block || head[0] == '\0') return false;
    std::string_view digits = std::string_view(head).substr(checksum_at, 8);
    digits.remove_prefix(std::min(digits.find_first_not_of(' '), digits.size()));
    unsigned stated = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), stated, 8);
    if (error != std::errc()) return false;
    std::fill_n(head.begin() + checksum_at, 8, ' ');
    unsigned sum = 0;
    for (const char c : head) sum += static_cast<unsigned char>(c);
    return sum == stated;
}

bool is_7z(const Bytes& bytes) { return head_of(bytes, 6) == "7z\xbc\xaf\x27\x1c"sv; }

}  // namespace gen
