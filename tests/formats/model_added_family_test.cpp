#include <doctest/doctest.h>

#include <algorithm>

#include "core/error.hpp"
#include "formats/kind.hpp"
#include "formats/model.hpp"
#include "formats/streams.hpp"
#include "models/network_images.hpp"
#include "nn/initialise.hpp"
#include "tests/formats/samples.hpp"
#include "tests/formats/scratch.hpp"

using namespace gen;
using namespace gen::test;

namespace {

/// A family of this test's own: one network that makes images of normal numbers.
struct MapSpec {
    Shape input;
    std::size_t latent = 0;
    std::vector<LayerSpec> layers;

    std::string_view kind() const { return "map"; }
    void describe(SpecVisitor& v) {
        v.visit("input", input);
        v.visit("latent", latent);
        v.group("networks", [&] { v.visit("map", layers); });
    }
    void check() const {
        expect_image_shape(input);
        if (latent == 0) fail("latent size must be given");
    }
};

struct Map : Model {
    MapSpec spec;
    Sequential network;

    explicit Map(MapSpec s) : spec(std::move(s)), network("map", spec.layers, {spec.latent}) {}
    static const Family& family() {
        static const Family row = {
            .kinds = {"map"}, .trainer = "map-train", .abilities = abilities_of<Map>(), .make = [](std::string_view, SpecVisitor& fields) {
                return model_of_fields<Map>(MapSpec(), fields);
            }};
        return row;
    }
    std::string_view kind() const override { return spec.kind(); }
    void describe(SpecVisitor& v) const override { MapSpec(spec).describe(v); }
    std::vector<Sequential*> networks() override { return {&network}; }
    std::vector<const Sequential*> networks() const override { return {&network}; }
    ImageForm takes() const override { return {spec.input}; }
    std::unique_ptr<ImageModel> draws() const override;
};

std::unique_ptr<ImageModel> Map::draws() const {
    return std::make_unique<NetworkImages>(network, LatentNoise::normal, NetworkImages::Output{spec.input, 0, 0, 1});
}

Map small_map() {
    Map map({.input = {1, 2, 2}, .latent = 3, .layers = {{"linear", {{"in", 3}, {"out", 4}}}, {"sigmoid", {}}}});
    initialise(map.network, {}, 1, 0);
    return map;
}

/// The row is added once, whichever test comes first.
void add_map() {
    static const bool added = (add_family(Map::family()), true);
    CHECK(added);
}

Matrix drawn(const Model& model) {
    Parallel parallel(1);
    const std::unique_ptr<ImageModel> images = model.draws();
    const Matrix z = draw(*images->prior(parallel), 5, {3, Purpose::prior, 0});
    Matrix x(5, images->pixels());
    images->images(z, {0, 5}, {}, parallel, panel(x), {});
    return x;
}

Document written(const Map& map, const Scratch& scratch) {
    const Optimizer none(parse_optimizer("sgd"));
    Output output(scratch.path("map.h5"));
    output.commit(document_of(map, LearningStates(), std::nullopt, none, {}, std::nullopt));
    return read_document(scratch.path("map.h5"));
}

}  // namespace

TEST_CASE("added family: its models are written, read and drawn from like any other") {
    add_map();
    const Scratch scratch;
    const Map map = small_map();
    const Document document = written(map, scratch);
    CHECK(architecture_text(document) ==
          R"({"kind":"map","input":[1,2,2],"latent":3,"networks":{"map":[{"type":"linear","in":3,"out":4},{"type":"sigmoid"}]}})");
    CHECK(can(document, Ability::draws));
    CHECK_FALSE(can(document, Ability::density));
    const std::unique_ptr<Model> back = model_of(document, Ability::draws);
    CHECK(back->kind() == "map");
    const Matrix expected = drawn(map);
    const Matrix found = drawn(*back);
    for (std::size_t i = 0; i < expected.size(); ++i)
        CHECK(static_cast<float>(found.data()[i]) == doctest::Approx(static_cast<float>(expected.data()[i])));
    CHECK(model_as<Map>(document).spec.latent == 3);
}

TEST_CASE("added family: messages know it") {
    add_map();
    const Scratch scratch;
    const Document document = written(small_map(), scratch);
    CHECK_THROWS_WITH(model_of(document, Ability::encodes),
                      (document.name + ": the model is of kind map, expected " + kinds_of(families_that(Ability::encodes))).c_str());
    const std::string all = kinds_of(families_that(Ability::draws));
    CHECK(all.find(" or map: train one with ") != std::string::npos);
    CHECK(all.ends_with(" or map-train"));
}
