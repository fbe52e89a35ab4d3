#include "models/family.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>

#include "core/error.hpp"
#include "core/words.hpp"
#include "lib/models/gan_cases.hpp"
#include "models/classifier/classifier.hpp"

using namespace gen;

namespace {

Classifier small_classifier() {
    ClassifierSpec spec;
    spec.input = {1, 2, 2};
    spec.classes = 2;
    spec.layers = {dense(4, 2)};
    return Classifier(std::move(spec));
}

std::vector<Ability> abilities_shown(Model& model) {
    std::vector<Ability> found;
    if (model.draws()) found.push_back(Ability::draws);
    if (model.encodes()) found.push_back(Ability::encodes);
    if (model.classifies()) found.push_back(Ability::classifies);
    if (model.density()) found.push_back(Ability::density);
    return found;
}

/// Of the families that can, those of the library: other tests of this process may have added some.
std::string kinds_of_library(Ability ability) {
    std::vector<Family> own = families_that(ability);
    const auto is_added = [](const Family& family) {
        const Family rows[] = {Vae::family(), Gan::family(), Classifier::family()};
        return std::none_of(std::begin(rows), std::end(rows), [&](const Family& row) { return row.kinds == family.kinds; });
    };
    own.erase(std::remove_if(own.begin(), own.end(), is_added), own.end());
    return kinds_of(own);
}

void check_row(const Family& row, Model& model) {
    CHECK(row.has(model.kind()));
    CHECK(row.abilities == abilities_shown(model));
    CHECK(std::any_of(families().begin(), families().end(), [&](const Family& family) { return family.kinds == row.kinds; }));
}

}  // namespace

TEST_CASE("families: the table says what models can do") {
    for (const bool stochastic : {true, false}) {
        Vae vae(small_spec(stochastic));
        check_row(Vae::family(), vae);
    }
    Gan gan(small_gan());
    check_row(Gan::family(), gan);
    Classifier classifier = small_classifier();
    check_row(Classifier::family(), classifier);
}

TEST_CASE("families: a message names the kinds that serve, and who trains them") {
    const Family rows[] = {Vae::family(), Gan::family()};
    CHECK(kinds_of(rows) == "vae, autoencoder or gan: train one with vae-train or gan-train");
    CHECK(kinds_of_library(Ability::encodes) == "vae or autoencoder: train one with vae-train");
    CHECK(kinds_of_library(Ability::classifies) == "classifier: train one with feature-train");
    const Family untrained[] = {{.kinds = {"echo"}, .trainer = "", .abilities = {}, .make = nullptr}};
    CHECK(kinds_of(untrained) == "echo");
}

TEST_CASE("families: a kind belongs to one family") {
    CHECK_THROWS_WITH(add_family({.kinds = {"new", "gan"}, .trainer = "", .abilities = {}, .make = nullptr}),
                      "there is a family of kind gan already");
    CHECK(std::none_of(families().begin(), families().end(), [](const Family& family) { return family.has("new"); }));
}

TEST_CASE("families: models say what images they take") {
    CHECK(Vae(small_spec(true)).takes().shape == Shape{1, 3, 4});
    CHECK(Vae(small_spec(true)).takes().classes == 0);
    CHECK(Gan(told_gan(ConditionBy::auxiliary)).takes().classes == 3);
    CHECK(small_classifier().takes().classes == 2);
}
