#include "formats/page/live_model.hpp"

#include <doctest/doctest.h>

#include <algorithm>

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
