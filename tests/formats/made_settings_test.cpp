#include "formats/made_settings.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "formats/provenance.hpp"
#include "tests/formats/samples.hpp"
#include "tests/formats/scratch.hpp"

using namespace gen;
using namespace gen::test;

namespace {

std::vector<MadeSetting> made_by(const std::string& producer, const std::vector<std::pair<std::string, std::string>>& options,
                                 std::uint64_t seed = 7) {
    Provenance p = some_provenance();
    p.producer = producer;
    p.options = options;
    p.seed = seed;
    Document document;
    add_header(document, "model", p);
    return made_settings(document);
}

/// "latent: 2 3 -, seed: 7 8 -"
std::string differences_of(const std::vector<std::vector<MadeSetting>>& files) {
    std::string out;
    for (const DifferingSetting& setting : differing_settings(files)) {
        out += join(out.empty() ? "" : ", ", setting.name, ':');
        for (const std::optional<std::string>& value : setting.values) out += ' ' + value.value_or("-");
    }
    return out;
}

}  // namespace

TEST_CASE("made settings: all that /provenance says, by kind") {
    Provenance p = some_provenance();
    p.inputs = {{"data", "images", "d1", ""}, {"valid", "images", "d2", ""}, {"data", "images", "d3", ""}};
    Document document;
    add_header(document, "model", p);
    std::string all;
    for (const MadeSetting& s : made_settings(document)) all += join(s.name, '=', s.value, ' ');
    CHECK(all == "producer=vae-train 0.1.0 latent=20 lr=0.001 seed=7 data=d1 valid=d2 data/2=d3 build/gentools=0.1.0 ");
}

TEST_CASE("made settings: a part that is not there is left out, and a file that says nothing has none") {
    Document document;
    document.name = "x.h5";
    CHECK(made_settings(document).empty());
    document.datasets = {text_dataset("/provenance/options", "{\"latent\":3,\"beta\":\"4\"}")};
    const std::vector<MadeSetting> settings = made_settings(document);
    REQUIRE(settings.size() == 2);
    CHECK(settings[0].value == "3");
    document.datasets = {text_dataset("/provenance/options", "[1]"), text_dataset("/provenance/inputs", "[{\"role\":5}]")};
    CHECK(message_of([&] { made_settings(document); }) == "x.h5: /provenance is not understood");
}

TEST_CASE("differing settings: those that are not the same in all files") {
    const auto a = made_by("vae-train 1", {{"latent", "2"}, {"lr", "0.1"}});
    CHECK(differences_of({a}).empty());
    CHECK(differences_of({a, a}).empty());
    CHECK(differences_of({a, made_by("vae-train 1", {{"latent", "3"}, {"lr", "0.1"}}),
                          made_by("vae-train 1", {{"latent", "2"}, {"lr", "0.1"}}, 8)}) == "latent: 2 3 2, seed: 7 7 8");
}

TEST_CASE("differing settings: an option that was not given differs from one that was") {
    CHECK(differences_of({made_by("vae-train 1", {{"lr", "0.1"}}), made_by("vae-train 1", {{"steps", "5"}, {"lr", "0.1"}}, 8)}) ==
          "steps: - 5, seed: 7 8");
}

TEST_CASE("differing settings: what another tool or version does not know does not count") {
    CHECK(differences_of({made_by("vae-train 1", {{"lr", "0.1"}}), made_by("vae-train 2", {{"lr", "0.1"}, {"novel", "0"}})}) ==
          "producer: vae-train 1 vae-train 2");
    CHECK(differences_of({made_by("vae-train 1", {{"lr", "0.1"}}), made_by("gan-train 1", {{"lr", "0.2"}, {"loss", "hinge"}}),
                          made_by("gan-train 1", {{"lr", "0.2"}, {"loss", "wgan"}})}) ==
          "producer: vae-train 1 gan-train 1 gan-train 1, lr: 0.1 0.2 0.2, loss: - hinge wgan");
}

TEST_CASE("differing settings: a file that does not say how it was made makes no column") {
    const auto a = made_by("vae-train 1", {{"latent", "2"}});
    CHECK(differences_of({a, {}, a}).empty());
    CHECK(differences_of({a, {}, made_by("vae-train 1", {{"latent", "3"}})}) == "latent: 2 - 3");
}
