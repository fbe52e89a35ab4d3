#include "lib/models/alpha_cases.hpp"

using namespace gen;
using enum AlphaPart;

namespace {

constexpr std::string_view modes[] = {"alpha-gan", "aae", "vae-gan", "ali"};

void check_alpha(AlphaSpec spec, const AlphaObjective& objective = {}) {
    AlphaCase c(std::move(spec), objective);
    CAPTURE(c.model.spec.kind());
    const std::vector<Sequential*> networks = c.model.networks();
    for (const AlphaPart part : c.turns->parts()) {
        CAPTURE(static_cast<int>(part));
        const auto loss = [&] {
            for (Sequential* const network : networks) network->prepare(false);
            const AlphaResult found = c.turns->gradients(part, c.batch(), c.parallel);
            return found.loss + found.penalty;
        };
        const bool both = part == generator && c.turns->parts().front() == generator;
        if (part == encoder || both) check_network(c.model.encoder, loss);
        if (part == generator) check_network(c.model.generator, loss);
        if (part == discriminator) check_network(c.model.discriminator, loss);
        if (part == code_discriminator) check_network(c.model.code_discriminator, loss);
    }
}

AlphaSpec compared_by(AlphaSpec spec, AlphaDistance distance, bool per_pixel = false) {
    spec.distance = distance;
    spec.per_pixel = per_pixel;
    return spec;
}

AlphaSpec with_codes(AlphaSpec spec, CodeKind codes) {
    spec.codes = codes;
    spec.encoder.back() = dense(6, codes == CodeKind::gaussian ? 6 : 3);
    return spec;
}

}  // namespace

TEST_CASE("alpha gradients: those of every network in every mode are those of central differences") {
    for (const std::string_view mode : modes)
        for (const bool hybrid : {true, false}) {
            AlphaSpec spec = small_alpha(mode);
            if (spec.distance == AlphaDistance::l1) spec.distance = AlphaDistance::l2;  // differences need a smooth loss
            check_alpha(spec, {.hybrid = hybrid, .real_weight = 1.5, .averages = hybrid});
        }
}

TEST_CASE("alpha gradients: E and G in one update of one loss") {
    check_alpha(compared_by(small_alpha("alpha-gan"), AlphaDistance::l2), {.together = true});
}

TEST_CASE("alpha gradients: reconstructions by means and by logits, weighed") {
    check_alpha(compared_by(small_alpha("alpha-gan"), AlphaDistance::l2, true));
    check_alpha(compared_by(small_alpha("aae"), AlphaDistance::bernoulli), {.adversarial = 0.3});
    AlphaSpec spec = compared_by(small_alpha("alpha-gan"), AlphaDistance::bernoulli);
    spec.low = -1;
    spec.high = 1;
    check_alpha(spec, {.cycle = 0.5, .together = true});
}

TEST_CASE("alpha gradients: codes of every kind") {
    for (const CodeKind codes : {CodeKind::points, CodeKind::gaussian, CodeKind::implicit})
        for (const std::string_view mode : {"alpha-gan", "aae", "ali"}) {
            AlphaSpec spec = with_codes(compared_by(small_alpha(mode), AlphaDistance::l2), codes);
            if (codes == CodeKind::implicit) {
                spec.encoder[0] = dense(7, 6);
                spec.encoder.insert(spec.encoder.begin(), {"append-noise", {{"size", 2}}});
            }
            check_alpha(spec);
        }
}

TEST_CASE("alpha gradients: penalties of both critics") {
    AlphaObjective objective = {.critic = &adversarial_loss("wgan-gp"), .penalty = 2, .real_weight = 2};
    check_alpha(compared_by(small_alpha("alpha-gan"), AlphaDistance::l2), objective);
    objective.averages = true;
    objective.real_weight = 1;
    check_alpha(compared_by(small_alpha("alpha-gan"), AlphaDistance::l2), objective);
    check_alpha(small_alpha("aae"), objective);
    check_alpha(small_alpha("ali"), objective);
}

TEST_CASE("alpha gradients: networks of maps that normalise over the batch, pairs of maps, features of maps") {
    for (const std::string_view mode : modes) {
        AlphaSpec spec = image_alpha(mode);
        if (spec.distance == AlphaDistance::l1) spec.distance = AlphaDistance::l2;
        check_alpha(spec);
    }
}
