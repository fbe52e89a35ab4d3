#include "formats/exif.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "formats/foreign.hpp"
#include "formats/foreign_files.hpp"

using namespace gen;
using namespace gen::foreign;

namespace {

using namespace std::string_literals;

/// A JPEG file with an Exif segment before all others; one entry is the orientation.
std::string with_orientation(int orientation, bool big_endian) {
    const auto number = [&](std::uint64_t value, int width) {
        std::string out = little(value, width);
        if (big_endian) std::reverse(out.begin(), out.end());
        return out;
    };
    const std::string tiff = (big_endian ? "MM" : "II") + number(42, 2) + number(8, 4) + number(2, 2) + number(0x010f, 2) + number(3, 2) +
                             number(1, 4) + number(6, 4) + number(0x0112, 2) + number(3, 2) + number(1, 4) +
                             number(static_cast<std::uint64_t>(orientation), 2) + number(0, 2) + number(0, 4);
    const std::string segment = "Exif\0\0"s + tiff;
    const auto length = static_cast<char>(segment.size() + 2);
    const std::string plain = jpeg(2, 2, 1, "abcd");
    return plain.substr(0, 2) + "\xff\xe1\0"s + length + segment + plain.substr(2);
}

bool turned(const std::string& file) { return is_turned(std::as_bytes(std::span(file))); }

}  // namespace

TEST_CASE("exif: an orientation is seen in either byte order, and cut off or damaged nothing is") {
    for (const bool big_endian : {false, true}) {
        CHECK(turned(with_orientation(6, big_endian)));
        CHECK_FALSE(turned(with_orientation(1, big_endian)));
        CHECK_FALSE(turned(with_orientation(9, big_endian)));
        const std::string file = with_orientation(6, big_endian);
        for (std::size_t n = 0; n < 44; ++n) CHECK_FALSE(turned(file.substr(0, n)));
        for (std::size_t at = 0; at < 70; ++at)
            for (const char c : {'\0', '\xff'}) {
                std::string damaged = file;
                damaged[at] = c;
                turned(damaged);
            }
    }
    CHECK_FALSE(turned(jpeg(2, 2, 1, "abcd")));
    CHECK_FALSE(turned("\xff\xd8\xff\xe1\0\0"s));
}

TEST_CASE("exif: pictures that a camera has turned are told") {
    const Folder folder;
    folder.add("set/0.jpg", with_orientation(6, true));
    folder.add("set/1.jpg", jpeg(2, 2, 1, "abcd"));
    CHECK(open_foreign({folder.path("set")}, {})->warnings ==
          std::vector<std::string>{folder.path("set") + ": 1 picture is turned or mirrored by its Exif orientation, which is not followed: 0.jpg"});
}
