#include "formats/digest.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "formats/streams.hpp"
#include "tests/formats/samples.hpp"
#include "tests/formats/scratch.hpp"

using namespace gen;
using namespace gen::test;

namespace {

Document written_and_read(const Document& document) {
    const Scratch scratch;
    Output(scratch.path("a.h5")).commit(document);
    return read_document(scratch.path("a.h5"));  // stays valid without the name
}

Dataset& set_of(Document& document, const std::string& path) { return *std::ranges::find(document.datasets, path, &Dataset::path); }

void lose_set(Document& document, const std::string& path) {
    std::erase_if(document.datasets, [&](const Dataset& set) { return set.path == path; });
}

void lose_attribute(std::vector<Attribute>& attributes, std::string_view name) {
    std::erase_if(attributes, [&](const Attribute& a) { return a.name == name; });
}

/// What the damage is found as.
template <class Change>
std::string damage(const Document& whole, Change change) {
    Document changed = whole;
    change(changed);
    return damage_of_rest(changed);
}

bool is_rest(const Dataset& set) { return !is_digested(set.path); }

}  // namespace

TEST_CASE("digest: all that content-sha256 leaves out is covered by rest-sha256") {
    const Document whole = written_and_read(everything());
    CHECK(damage_of_rest(whole).empty());
    CHECK_FALSE(damage(whole, [](Document& d) { lose_attribute(d.attributes, "producer"); }).empty());
    CHECK_FALSE(damage(whole, [](Document& d) { std::ranges::find(d.attributes, "producer", &Attribute::name)->value = "vae-train 0.1.1"; }).empty());
    CHECK_FALSE(damage(whole, [](Document& d) { d.digest[0] ^= 1; }).empty());
    CHECK_FALSE(damage(whole, [](Document& d) { set_of(d, "/metrics").attributes.push_back({"columns", std::string("loss")}); }).empty());
    REQUIRE(std::ranges::count_if(whole.datasets, is_rest) == 6);
    for (const Dataset& set : whole.datasets) {
        if (!is_rest(set)) continue;
        CAPTURE(set.path);
        CHECK_FALSE(damage(whole, [&](Document& d) { lose_set(d, set.path); }).empty());
        CHECK_FALSE(damage(whole, [&](Document& d) { set_of(d, set.path).path += "s"; }).empty());
        std::string bytes = bytes_of(set);
        bytes.back() ^= 1;
        const auto* const begin = reinterpret_cast<const std::byte*>(bytes.data());
        const Dataset other = dataset(set.path, set.type, set.shape, {begin, begin + bytes.size()});
        CHECK_FALSE(damage(whole, [&](Document& d) { set_of(d, set.path).rows = other.rows; }).empty());
    }
}

TEST_CASE("digest: one that is lost is missed") {
    const Document whole = written_and_read(everything());
    CHECK(damage(whole, [](Document& d) { d.digest.clear(); }) == "no attribute content-sha256, but rest-sha256");
    for (const Dataset& set : whole.datasets)
        if (is_rest(set))
            CHECK(damage(whole, [&](Document& d) { lose_attribute(set_of(d, set.path).attributes, rest_digest); }) ==
                  set.path + " has no attribute rest-sha256, but others have");
    for (const Dataset& lost : whole.datasets)
        for (const Dataset& other : whole.datasets)
            if (is_rest(lost) && is_rest(other) && lost.path != other.path)
                CHECK_FALSE(damage(whole, [&](Document& d) {
                                lose_attribute(set_of(d, other.path).attributes, rest_digest);
                                lose_set(d, lost.path);
                            }).empty());
    CHECK(damage(whole, [](Document& d) { std::erase_if(d.datasets, is_rest); }) == "it has a producer, but no /provenance");
}

TEST_CASE("digest: files of before, and bare ones, have none of the rest") {
    Document before = written_and_read(everything());
    for (Dataset& set : before.datasets) lose_attribute(set.attributes, rest_digest);
    CHECK(damage_of_rest(before).empty());
    Document bare = before;
    std::erase_if(bare.datasets, is_rest);
    lose_attribute(bare.attributes, "producer");
    CHECK(damage_of_rest(bare).empty());
    CHECK(damage_of_rest(written_and_read(bare)).empty());

    Dataset& metrics = set_of(before, "/metrics");
    const auto has = [&](const std::string& digest) { metrics.attributes = {{"sha256", digest}}; };
    has("0cf5ae2c1ff6d32f43d3ad38a4b1bbe0ecf2ab0ab3e3f8b4dd6ac9d50ce1c7d5");
    CHECK(damage_of_rest(before) == "/metrics: its bytes have not the digest of its attribute sha256");
    has(digest_of({{"/metrics", nullptr, &metrics}}, [](const Dataset& set, Sha256& sha) {
        const std::string bytes = bytes_of(set);
        sha.update(bytes.data(), bytes.size());
    }));
    CHECK(damage_of_rest(before).empty());
}
