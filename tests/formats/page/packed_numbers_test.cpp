#include "formats/page/packed_numbers.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>

using namespace gen;

TEST_CASE("packed numbers: half precision rounds to the nearest, ties to even") {
    CHECK(page::half_of(0) == 0);
    CHECK(page::half_of(-0.0F) == 0x8000);
    CHECK(page::half_of(1) == 0x3c00);
    CHECK(page::half_of(-2) == 0xc000);
    CHECK(page::half_of(65504) == 0x7bff);
    CHECK(page::half_of(65519.9F) == 0x7bff);
    CHECK(page::half_of(65520) == 0x7c00);
    CHECK(page::half_of(std::numeric_limits<float>::infinity()) == 0x7c00);
    CHECK(page::half_of(std::ldexp(1.0F, -24)) == 1);  // the least there is
    CHECK(page::half_of(std::ldexp(1.0F, -25)) == 0);  // halfway, to even
    CHECK(page::half_of(std::ldexp(1.5F, -24)) == 2);
    CHECK(page::half_of(std::ldexp(1.0F, -14)) == 0x0400);  // the least with all digits
    CHECK(page::half_of(1 + std::ldexp(1.0F, -11)) == 0x3c00);
    CHECK(page::half_of(1 + std::ldexp(3.0F, -11)) == 0x3c02);
    CHECK(page::half_of(std::nextafter(2.0F, 0.0F)) == 0x4000);
    CHECK(page::half_of(0.1F) == 0x2e66);
}

TEST_CASE("packed numbers: where they are and what each takes") {
    const Matrix few(1, 3, {1, -2, 0.5});
    Matrix many(2, 600);
    for (std::size_t i = 0; i < many.size(); ++i) many.data()[i] = static_cast<real>(i % 256) - 127;
    const Matrix beyond(1, 2, {1, 70000});
    std::string bytes;
    CHECK(page::add_numbers(bytes, few, page::Precision::single).dump() == "[0,3,4]");
    CHECK(bytes == std::string("\0\0\x80\x3f\0\0\0\xc0\0\0\0\x3f", 12));
    CHECK(page::add_numbers(bytes, few, page::Precision::half).dump() == "[12,3,2]");
    CHECK(bytes.substr(12) == std::string("\0\x3c\0\xc0\0\x38", 6));
    CHECK(page::add_numbers(bytes, beyond, page::Precision::half).dump() == "[18,2,4]");
    CHECK(page::add_numbers(bytes, few, page::Precision::byte).dump() == "[26,3,4]");
    CHECK(page::add_numbers(bytes, many, page::Precision::byte).dump() == "[38,1200,1]");
    CHECK(bytes.size() == 38 + 1200 + 5 * 4);
    // 128, the largest of a block, is 127 units.
    CHECK(bytes[38 + 4] == -126);
    CHECK(bytes[38 + 4 + 255] == 127);
}
