#include "formats/page/live_model.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "formats/page/parts.hpp"
#include "nn/layer_table.hpp"

using namespace gen;

TEST_CASE("live model: every type of layer runs on the page, or no single image goes through it") {
    const std::string_view script = page::parts::layers_js;
    const std::string_view table = script.substr(script.find("const layers = {"));
    for (const LayerType& type : layer_types()) {
        const bool of_batches = std::ranges::find(page::layers_of_batches(), type.name) != page::layers_of_batches().end();
        const bool in_script = table.find(join("\n    \"", type.name, "\": ")) != std::string_view::npos;
        CAPTURE(type.name);
        CHECK(in_script != of_batches);
    }
}

TEST_CASE("live model: half precision rounds to the nearest, ties to even") {
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
