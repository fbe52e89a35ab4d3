#include "formats/provenance.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>

#include "formats/streams.hpp"
#include "tests/formats/samples.hpp"
#include "tests/formats/scratch.hpp"

using namespace gen;
using namespace gen::test;

TEST_CASE("provenance: parents are nested, each told once, and a long line of ancestors is cut") {
    Document document;
    for (int generation = 0; generation < 200; ++generation) {
        Provenance p = some_provenance();
        p.seed = static_cast<std::uint64_t>(generation);
        // Twice the same input: the second mention is its digest alone.
        if (generation > 0) p.inputs = {provenance_input("data", document), provenance_input("model", document)};
        document = Document{};
        document.datasets = {dataset("/data", Matrix(1, 1, {static_cast<real>(generation)}))};
        add_header(document, "tensor", p);
    }
    const std::string json = provenance_json(document);
    CHECK(json.size() < 50'000);
    CHECK(json.find("\"seed\":199") != std::string::npos);
    CHECK(json.find("\"seed\":198") != std::string::npos);
    CHECK(json.find("\"seed\":198") == json.rfind("\"seed\":198"));
    CHECK(json.find("\"seed\":100,") == std::string::npos);
}

TEST_CASE("provenance: JSON that is none, or nested without end, is refused") {
    Document document;
    document.name = "x.h5";
    document.datasets = {text_dataset("/provenance/options", "{\"a\":")};
    CHECK(message_of([&] { provenance_json(document); }) == "x.h5: /provenance/options is not valid JSON");
    document.datasets = {text_dataset("/provenance/options", std::string(100'000, '[') + std::string(100'000, ']'))};
    CHECK(message_of([&] { provenance_json(document); }) == "x.h5: /provenance/options is nested deeper than 200 levels");
}
