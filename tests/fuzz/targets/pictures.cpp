// PNG and JPEG.
#include <zlib.h>

#include "tests/formats/foreign_files.hpp"
#include "tests/fuzz/imported.hpp"
#include "tests/fuzz/target.hpp"

namespace gen::fuzz {

void read(const std::string& input) { import_input(input); }

std::vector<std::string> seeds() {
    using namespace foreign;
    const std::string palette = png_chunk("PLTE", noise(12)) + png_chunk("tRNS", std::string("\x00\x7f\xff\x01", 4));
    return {
        dot,
        png(4, 3, 3, noise(36)),
        png(4, 3, 4, noise(48)),
        png({.width = 3, .height = 2, .bits = 16, .colour_type = 2, .rows = std::string("\0", 1) + noise(18) + std::string("\1", 1) + noise(18, 2)}),
        png({.width = 5, .height = 2, .bits = 2, .colour_type = 3, .chunks = palette, .rows = std::string("\0\x1b\x40\0\xe4\x80", 6)}),
        png({.width = 8, .height = 1, .bits = 1, .interlaced = true, .rows = std::string(14, '\0')}),
        jpeg(8, 8, 1, noise(64)),
        jpeg(9, 7, 3, noise(189)),
        jpeg(4, 4, 4, noise(64)),
        jpeg(4, 4, 4, noise(64), Inks::ycck)};
}

std::vector<std::string> words() {
    return {"IHDR",     "PLTE",     "tRNS",     "IDAT",     "IEND",     "gAMA",     "iCCP",     "\xff\xd8", "\xff\xc0",
            "\xff\xc2", "\xff\xc4", "\xff\xda", "\xff\xdb", "\xff\xdd", "\xff\xd9", "\xff\xee", "Adobe"};
}

/// The checksum of each chunk of a PNG.
std::string mended(std::string input) {
    const auto byte = [&](std::size_t at) { return std::size_t{static_cast<unsigned char>(input[at])}; };
    for (std::size_t at = 8; at + 12 <= input.size();) {
        const std::size_t length = byte(at) << 24 | byte(at + 1) << 16 | byte(at + 2) << 8 | byte(at + 3);
        if (length > input.size() - at - 12) break;
        const auto* const content = reinterpret_cast<const Bytef*>(input.data() + at + 4);
        input.replace(at + 8 + length, 4, foreign::big32(static_cast<std::uint32_t>(crc32(0, content, static_cast<uInt>(length + 4)))));
        at += 12 + length;
    }
    return input;
}

}  // namespace gen::fuzz
