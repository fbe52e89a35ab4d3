#include "formats/checked_reading.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/error.hpp"
#include "core/random.hpp"
#include "formats/foreign_files.hpp"

namespace gen::foreign {

void check_truncated(const std::string& content, const std::function<void(const Bytes&)>& read_all) {
    const std::size_t step = std::max<std::size_t>(1, content.size() / 60);
    for (std::size_t n = 0; n < content.size(); n += step) {
        CAPTURE(n);
        CHECK_THROWS_AS(read_all(bytes(content.substr(0, n))), Error);
    }
    CHECK_THROWS_AS(read_all(bytes(content.substr(0, content.size() - 1))), Error);
    CHECK_NOTHROW(read_all(bytes(content)));
}

void check_damaged(const std::string& content, const std::function<void(const Bytes&)>& read_all, int times) {
    Draws draws({3, Purpose::synth, 1});
    int refused = 0;
    for (int i = 0; i < times; ++i) {
        std::string damaged = content;
        for (std::uint32_t k = draws.below(4) + 1; k > 0; --k)
            damaged[draws.below(static_cast<std::uint32_t>(content.size()))] = static_cast<char>(draws.word());
        try {
            read_all(bytes(damaged));
        } catch (const Error& error) {
            REQUIRE(error.fault() == Fault::input);
            ++refused;
        }
    }
    CHECK(refused > 0);
}

void read_rows(const Source& source) {
    Picture picture;
    for (std::size_t i = 0; i < source.count; ++i) source.read(i, picture);
}

}  // namespace gen::foreign
