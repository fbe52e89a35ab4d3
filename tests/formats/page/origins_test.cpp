#include "formats/page/origins.hpp"

#include <doctest/doctest.h>

#include <string>

#include "core/error.hpp"

using namespace gen;

namespace {

Document file_with(const std::string& digest, const std::string& options, const std::string& inputs, const std::string& parents = "[]") {
    Document document;
    document.name = "x.h5";
    document.digest = digest;
    document.attributes = {{"encoding-type", std::string("images")}, {"producer", std::string("gen-sample 1.0")}};
    document.datasets = {text_dataset("/provenance/options", options), text_dataset("/provenance/inputs", inputs),
                         text_dataset("/provenance/parents", parents)};
    return document;
}

std::string commands_of(const Document& document) {
    page::Origins origins;
    origins.add(document, "x.h5");
    return origins.commands();
}

}  // namespace

TEST_CASE("origins: a command has its operands, options as they were, what is not the default seed, and inputs by their names") {
    const std::string inputs = R"([{"role":"model","kind":"model","digest":"abcdef0123"},{"role":"latents","kind":"latents","digest":"9876543210"}])";
    const std::string options = R"({"KIND":"a b","draw":"true","raw":"false","range":"-1,1","prior":"it's","encodings":"file"})";
    CHECK(commands_of(file_with("d", options, inputs)) ==
          "gen-sample 'a b' model-abcdef01 --draw --range=-1,1 --prior 'it'\\''s' --latents latents-98765432 \\\n    --output x.h5\n");
    CHECK(commands_of(file_with("d", R"({"a":"x --y"})", "[]")) == "gen-sample --a 'x --y' --output x.h5\n");
    page::Origins origins;
    origins.add(file_with("d", "{}", inputs), "x.h5");
    Document model = file_with("abcdef0123", "{}", "[]");
    origins.add(model, "-m.h5");
    CHECK(origins.commands() == "gen-sample ./-m.h5 --latents latents-98765432 --output x.h5\ngen-sample --output ./-m.h5\n");
}

TEST_CASE("origins: parents come first, a file is told in full once, a circle ends") {
    const std::string input = R"([{"role":"data","kind":"images","digest":"p"}])";
    const std::string parent =
        R"([{"digest":"p","producer":"data-synth 1","options":{"KIND":"ring"},"inputs":[{"role":"data","digest":"d"}],"parents":[]}])";
    page::Origins origins;
    const Document document = file_with("d", "{}", input, parent);
    origins.add(document, "x.h5");
    CHECK(origins.commands() == "data-synth ring x.h5 --output images-p.h5\ngen-sample images-p.h5 --output x.h5\n");
    const std::string tree = origins.tree(document);
    CHECK(tree.find("as above") != std::string::npos);
    CHECK(tree.find("data-synth 1") == tree.rfind("data-synth 1"));
}

TEST_CASE("origins: a provenance of another form is refused") {
    const auto refused = [](const Document& document) { CHECK_THROWS_WITH(commands_of(document), "x.h5: /provenance is not understood"); };
    refused(file_with("d", "[1]", "[]"));
    refused(file_with("d", "{}", "{}"));
    refused(file_with("d", "{}", "[1]"));
    refused(file_with("d", "{}", R"([{"role":7}])"));
    refused(file_with("d", "{}", "[]", R"([{"producer":[]}])"));
    refused(file_with("d", "{}", "[]", R"([{"producer":"x","options":3}])"));
}
