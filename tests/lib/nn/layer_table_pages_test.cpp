#include <doctest/doctest.h>

#include <fstream>
#include <string>

#include "core/error.hpp"
#include "nn/layer_table.hpp"

using namespace gen;

namespace {

/// Its words, with one blank between them.
std::string words_of(const std::string& name) {
    std::ifstream file(std::string(GEN_SOURCE_DIR "/") + name);
    REQUIRE(file);
    std::string all;
    for (std::string word; file >> word;) all += word + ' ';
    return all;
}

/// A type of layer as gentools-hdf5(5) lists it: its name, its settings with the defaults of those that may be left out, what it does.
std::string entry(const LayerType& type) {
    std::string settings;
    for (const Setting& s : type.settings) settings += join(settings.empty() ? "" : ", ", s.name, s.usual ? join(" (", *s.usual, ")") : "");
    return join(".It Li ", type.name, " ", settings.empty() ? "" : settings + "; ", type.summary, " .");  // the next entry, or the end of the list
}

}  // namespace

TEST_CASE("layer table: the manual lists every type with its settings and defaults, the loader for PyTorch knows every type") {
    const std::string page = words_of("man/gentools-hdf5.5");
    const std::string loader = words_of("share/neighbours/load_model.py");
    for (const LayerType& type : layer_types()) {
        const std::string expected = entry(type);
        CAPTURE(expected);
        CHECK(page.find(expected) != std::string::npos);
        CHECK(loader.find(join('"', type.name, '"')) != std::string::npos);
    }
}
