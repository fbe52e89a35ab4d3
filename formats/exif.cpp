#include "formats/exif.hpp"

#include <cstring>
#include <optional>

#include "formats/foreign_number.hpp"
#include "formats/jpeg_reader.hpp"

namespace gen {
namespace {

/// What of a file's beginning is there.
struct Head {
    std::span<const std::byte> bytes;
    bool big_endian = true;

    std::optional<std::size_t> number(std::size_t at, std::size_t width) const {
        if (at > bytes.size() || bytes.size() - at < width) return {};
        return natural_at(bytes.data() + at, width, big_endian);
    }
};

/// Where the TIFF header of the Exif segment lies, among the segments before the picture.
std::optional<std::size_t> exif_header(const Head& head) {
    constexpr std::size_t exif = 0xffe1;
    constexpr std::size_t signature_bytes = 6;
    for (std::size_t at = 2;;) {
        const std::optional<std::size_t> marker = head.number(at, 2);
        const std::optional<std::size_t> length = head.number(at + 2, 2);
        if (!marker || !length || *marker < 0xffe0 || *marker > 0xfffe || *length < 2) return {};
        const std::size_t content = at + 4;
        if (*marker == exif && head.bytes.size() >= content + signature_bytes &&
            std::memcmp(head.bytes.data() + content, "Exif\0\0", signature_bytes) == 0)
            return content + signature_bytes;
        at += 2 + *length;
    }
}

}  // namespace

bool is_turned(std::span<const std::byte> bytes) {
    if (!is_jpeg(bytes)) return false;
    Head head{bytes};
    const std::optional<std::size_t> tiff = exif_header(head);
    if (!tiff) return false;
    head.big_endian = head.number(*tiff, 2) != 0x4949;
    const std::size_t directory = *tiff + head.number(*tiff + 4, 4).value_or(bytes.size());
    const std::size_t entries = head.number(directory, 2).value_or(0);
    constexpr std::size_t entry_bytes = 12;
    constexpr std::size_t orientation = 0x0112;
    for (std::size_t i = 0; i < entries; ++i) {
        const std::size_t entry = directory + 2 + i * entry_bytes;
        const std::optional<std::size_t> tag = head.number(entry, 2);
        if (!tag) return false;
        if (*tag != orientation) continue;
        const std::size_t value = head.number(entry + 8, 2).value_or(1);
        return value > 1 && value <= 8;
    }
    return false;
}

}  // namespace gen
