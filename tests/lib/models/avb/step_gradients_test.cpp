#include "lib/models/avb_cases.hpp"

using namespace gen;

namespace {

void check_players(AvbSpec spec) {
    AvbCase c(std::move(spec), {.beta = 0.7});
    for (Sequential* const network : c.avb.players())
        check_network(*network, [&] { return c.step->player_gradients(c.batch(), 1, c.parallel).loss; });
}

void check_critic(AvbSpec spec, bool anew) {
    AvbCase c(std::move(spec));
    c.step->player_gradients(c.batch(), 1, c.parallel);
    for (Sequential* const network : c.avb.networks())
        if (network == &c.avb.discriminator || network == &c.avb.tower)
            check_network(*network, [&] { return c.step->critic_gradients(c.batch(), anew, c.parallel); });
}

}  // namespace

// With adaptive contrast gradients stop at the moments, which differences do not know: tests/reference/avb_step_test.cpp.
TEST_CASE("avb gradients: those of encoder, basis and decoder are those of central differences, T held") {
    check_players(concat_avb());
    check_players(layers_avb());
    check_players(basis_avb(Contrast::prior));
    check_players(posterior_avb(Contrast::prior));
}

TEST_CASE("avb gradients: those of T are those of central differences, on the same draws and on new ones") {
    for (const bool anew : {false, true}) {
        CAPTURE(anew);
        check_critic(concat_avb(), anew);
        for (const Contrast contrast : {Contrast::prior, Contrast::adaptive}) {
            check_critic(basis_avb(contrast), anew);
            check_critic(posterior_avb(contrast), anew);
        }
    }
}
