#include "models/family.hpp"

#include "core/error.hpp"
#include "models/gan/gan.hpp"
#include "models/network_images.hpp"

namespace gen {
namespace {

constexpr std::string_view noises[] = {"normal", "uniform", "sphere"};
constexpr std::string_view conditions[] = {"concat", "embed", "projection", "auxiliary"};

}  // namespace

void GanSpec::describe(SpecVisitor& v) {
    v.visit("input", input);
    v.visit("latent", latent);
    v.choose("noise", noise, noises);
    if (v.has("range", bounded())) v.visit("range", low, high);
    v.optional("classes", classes);
    v.optional("class_names", class_names);
    if (classes > 0) v.choose("condition", condition, conditions);
    v.optional("pack", pack, std::size_t{1});
    v.group("networks", [&] {
        v.visit("generator", generator);
        v.optional("discriminator", discriminator);
    });
}

void GanSpec::check() const {
    expect_image_shape(input);
    if (latent == 0 || latent > 1 << 20 || generator.empty() || pack == 0 || pack > 1024 || !(low < high))
        fail("latent size, range and generator must be given");
    expect_class_names(class_names, classes);
}

std::unique_ptr<ImageModel> Gan::draws() const {
    return std::make_unique<NetworkImages>(
        generator, spec.noise,
        NetworkImages::Output{.shape = spec.input, .classes = spec.classes, .low = spec.low, .high = spec.high, .class_names = spec.class_names});
}

const Family& Gan::family() {
    static const Family row = {
        .kinds = {"gan"}, .trainer = "gan-train", .abilities = abilities_of<Gan>(), .make = [](std::string_view, SpecVisitor& fields) {
            return model_of_fields<Gan>(GanSpec(), fields);
        }};
    return row;
}

}  // namespace gen
