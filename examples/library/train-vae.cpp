// A small VAE trained by the library alone: train-vae IMAGES MODEL. What it writes, gen-sample, vae-eval and the other tools read.
#include <cstdio>
#include <gentools/formats/image_examples.hpp>
#include <gentools/formats/images.hpp>
#include <gentools/formats/model.hpp>
#include <gentools/formats/streams.hpp>
#include <gentools/models/vae/step.hpp>
#include <gentools/nn/architecture.hpp>

struct Print : gen::TrainObserver {
    bool report(const gen::EpochReport& r) override {
        return std::printf("epoch %d: loss %.2f, kl %.2f nats\n", int(r.epoch), r.means[0], r.means[2]) > 0;
    }
};

int main(int argc, char** argv) try {
    if (argc != 3) gen::fail_usage("expected IMAGES MODEL");
    const gen::ImageExamples images(gen::images_of(gen::read_document(argv[1])), argv[1]);
    const gen::Architecture mlp = gen::parse_architecture("mlp:128");
    gen::VaeSpec spec{.input = images.shape(), .latent = 8, .likelihood = gen::parse_likelihood("bernoulli")};
    spec.encoder = gen::expand_encoder(mlp, {}, spec.input, spec.encoder_outputs());
    spec.decoder = gen::expand_decoder(mlp, {}, spec.latent, spec.input);

    gen::Vae vae(spec);
    vae.initialise({}, 0);
    gen::Parallel parallel(2);
    const gen::Optimizer adam(gen::parse_optimizer("adam"));
    gen::LearningStates states;
    gen::VaeStep step(vae, {}, adam, 0, 0, 0, &states);
    gen::TrainState state;
    Print print;
    gen::train({.epochs = 5, .batch = 64}, images, step, state, parallel, print);

    gen::Output(argv[2]).commit(gen::document_of(vae, states, std::nullopt, adam, {}, std::nullopt));
    return 0;
} catch (const gen::Error& error) {
    std::fprintf(stderr, "train-vae: %s\n", error.what());
    return 1;
}
