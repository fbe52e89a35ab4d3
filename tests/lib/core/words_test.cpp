#include "core/words.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>

using namespace gen;

TEST_CASE("words: what was meant is found through letters left out, added, changed and swapped") {
    const Words known = {"relu", "leaky-relu", "tanh", "projection", "concat"};
    CHECK(nearest_word("projektion", known) == "projection");
    CHECK(nearest_word("rleu", known) == "relu");
    CHECK(nearest_word("tan", known) == "tanh");
    CHECK(nearest_word("leaky_relu", known) == "leaky-relu");
    CHECK(nearest_word("ReLU", known) == "relu");
    CHECK(nearest_word("concatenate", known) == "concat");
    CHECK(nearest_word("swish", known).empty());
    CHECK(nearest_word("", known).empty());
    CHECK(nearest_word(std::string(100, 'r'), known).empty());
}

TEST_CASE("words: a beginning counts more than a near word, and short words need the right letters") {
    CHECK(nearest_word("wgan-", {"wgan", "wgan-gp"}) == "wgan-gp");
    CHECK(nearest_word("wgan-pg", {"wgan", "wgan-gp"}) == "wgan-gp");
    CHECK(nearest_word("proj", {"prob", "projection"}) == "projection");
    CHECK(nearest_word("x", {"q", "p"}).empty());
    CHECK(nearest_word("ab", {"ad"}).empty());
}

TEST_CASE("words: a message ends with what was meant, or as it was") {
    CHECK(did_you_mean("projektion", {"projection"}) == " (did you mean projection?)");
    CHECK(did_you_mean("swish", {"projection"}).empty());
    CHECK(did_you_mean("blocks", {"blocks"}).empty());  // known, but not there
    CHECK(listed({"relu", "tanh"}) == "relu, tanh");
    const std::pair<std::string_view, int> table[] = {{"he", 1}, {"glorot", 2}};
    CHECK(names_of(table) == Words{"he", "glorot"});
}
