#include "picture/pixels.hpp"

#include <doctest/doctest.h>

using namespace gen;

TEST_CASE("pixels: interleaved bytes become planes") {
    const unsigned char bytes[] = {1, 2, 3, 4, 5, 255};
    Picture picture;
    picture.resize(3, 1, 2);
    planes_of_bytes(bytes, 0, 1, picture);
    CHECK(picture.values == std::vector<real>{1, 4, 2, 5, 3, 255});
    picture.resize(1, 2, 3);
    planes_of_bytes(bytes, 0, 1, picture);
    planes_of_bytes(bytes + 3, 1, 1, picture);
    CHECK(picture.values == std::vector<real>{1, 2, 3, 4, 5, 255});
}

TEST_CASE("pixels: numbers become the nearest bytes") {
    const real values[] = {-3, real(0.49), real(0.5), real(254.5), 300};
    unsigned char bytes[5];
    bytes_of_values(values, 5, bytes);
    CHECK(std::vector<int>(bytes, bytes + 5) == std::vector<int>{0, 0, 1, 255, 255});
}
