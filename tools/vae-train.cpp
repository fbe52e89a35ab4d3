#include <algorithm>
#include <cmath>
#include <iostream>
#include <limits>
#include <numeric>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "formats/image_examples.hpp"
#include "formats/model.hpp"
#include "models/pca.hpp"
#include "models/vae_step.hpp"
#include "tools/common/network_table.hpp"
#include "tools/common/numerics.hpp"
#include "tools/common/signals.hpp"
#include "tools/common/tool.hpp"
#include "tools/common/training.hpp"
#include "tools/common/vae_options.hpp"

namespace {

const gen::Tool tool = {
    .name = "vae-train",
    .summary = "train an autoencoder or a variational autoencoder",
    .description = "Learns a model of the images in DATA: an encoder that gives each image a distribution over a few latent numbers, and a decoder that turns "
                   "latent numbers into an image. The result is a model file for gen-sample, latent-encode and others.\n\n"
                   "Losses are in nats per example, summed over pixels. With --beta 1 the loss is the negative evidence lower bound. Grey pixels in the "
                   "Bernoulli loss are not a likelihood: use --binarize dynamic where log-likelihoods are compared.",
    .examples = "vae-train digits.h5 --epochs 10 --output vae.h5\n"
                "# with validation and a training curve\n"
                "vae-train digits.h5 --valid test.h5 --latent 20 --metrics vae.tsv --output vae.h5\n"
                "# in a pipe\n"
                "data-synth digits | vae-train - --latent 2 | gen-sample - --count 64 | img-grid - --output digits.png",
    .output = "MODEL",
    .seeded = true,
    .parallel = true,
    .trains = true,
    .numerics = gen::numerics,
    .notes = "OBJECTIVES\n\n"
             "vae: the reconstruction term, minus the log-likelihood of the pixels given one latent sample (or the mean over --samples of them), and --beta "
             "times the divergence of q(z|x) from the prior. autoencoder: the encoder gives the code itself, reconstruction only. kl-only: divergence only. "
             "pca: no training, the linear autoencoder with the least squared error is computed; its likelihood is gaussian:1.\n"
             "---\n"
             "METRICS\n\n"
             "A row an epoch: epoch, step, images_per_s (training alone), then over the training data loss, recon and kl, over the validation data valid_loss, "
             "valid_recon and valid_kl, then lr and seconds since the start. Losses are nats per example; what was not computed is nan. Training losses are means "
             "over the epoch, while the weights moved. Validation uses one latent sample an image and, with --binarize dynamic, one draw of its pixels, the same "
             "at every epoch.\n"
             "---\n"
             "STOPPING AND RESUMING\n\n"
             "With a checkpoint, SIGTERM, SIGUSR1, SIGHUP and the first SIGINT stop the run at the next step with exit status 75; the same command with --resume "
             "goes on, and ends with the same bytes as a run that nobody stopped. A checkpoint of other data, another architecture or other options is refused; "
             "--epochs and --steps may grow, unless --lr-schedule depends on the total. A run whose loss is no longer finite ends with exit status 5, and the state "
             "before that step stays in the checkpoint.",
};

/// The losses of all of `data`, some rows at a time.
std::vector<double> validate(gen::VaeStep& step, const gen::Examples* data, gen::Parallel& parallel) {
    if (data == nullptr) return std::vector<double>(3, std::numeric_limits<double>::quiet_NaN());
    constexpr std::size_t rows = 512;
    std::vector<double> sums(3);
    for (std::size_t first = 0; first < data->size(); first += rows) {
        std::vector<std::uint32_t> batch(std::min(rows, data->size() - first));
        std::iota(batch.begin(), batch.end(), static_cast<std::uint32_t>(first));
        const gen::VaeLoss loss = step.evaluate({*data, batch}, parallel);
        sums[0] += loss.loss;
        sums[1] += loss.recon;
        sums[2] += loss.kl;
    }
    for (double& sum : sums) sum /= static_cast<double>(data->size());
    return sums;
}

struct Work {
    gen::Run& run;
    const gen::VaeOptions& options;
    gen::Output output;
    std::vector<gen::Provenance::Input> inputs = {};

    gen::Document read(const std::string& role, const std::string& path) {
        gen::Document document = gen::read_document(path);
        inputs.push_back(gen::provenance_input(role, document));
        return document;
    }

    gen::ImageExamples examples(const std::string& role, const std::string& path) {
        const gen::Document document = read(role, path);
        gen::ImageExamples examples(gen::images_of(document), document.name);
        options.check_range(examples);
        return examples;
    }
};

bool train(gen::Run& run, const gen::VaeOptions& options) {
    Work work{run, options, gen::Output(run.output)};
    const std::string kept_in = gen::checkpoint_path(options.training, run, work.output);
    if (!kept_in.empty()) gen::catch_stop_signals();
    const gen::ImageExamples data = work.examples("data", options.data);
    std::optional<gen::ImageExamples> valid;
    if (!options.valid.empty()) valid = work.examples("valid", options.valid);
    std::optional<gen::Document> from;
    if (!options.training.from.empty()) from = work.read("from", options.training.from);
    gen::Parallel parallel(run.threads);
    const gen::Optimizer optimizer(options.training.optimizer_spec());

    gen::Provenance whole = run.full_provenance(work.inputs);
    const std::optional<gen::Document> checkpoint = gen::open_checkpoint(options.training, kept_in, whole);
    gen::Vae vae = options.make(data, checkpoint ? checkpoint : from, run.seed);
    if (valid) options.check_shape(vae, *valid);
    gen::Training training;
    training.seed = run.seed;
    training.optimizer = gen::text(optimizer.spec());
    gen::Curve curve;
    if (from) gen::continue_training(*from, vae, optimizer, training, curve);
    training.state.step_in_epoch = training.state.examples = 0;
    training.state.sums.clear();
    const gen::TrainPlan plan = options.training.plan(run, training.state);
    if (run.dry_run) {
        std::cout << gen::network_table(vae.networks(), plan.batch) << gen::plan_table(plan, data.size());
        return true;
    }
    gen::Trainee trainee;
    trainee.losses = {"loss", "recon", "kl"};
    if (options.in_closed_form()) {
        gen::fit_principal_components(vae, data);
        gen::VaeStep step(vae, options.objective(), optimizer, options.training.clip, run.seed);
        curve = gen::record_result(run, trainee.losses, validate(step, &data, parallel), validate(step, valid ? &*valid : nullptr, parallel));
        work.output.commit(gen::document_of(vae, std::nullopt, optimizer, curve, run.provenance(work.inputs)));
        return true;
    }
    if (checkpoint) gen::continue_training(*checkpoint, vae, optimizer, training, curve);

    gen::VaeStep step(vae, options.objective(), optimizer, options.training.clip, run.seed);
    trainee.train = [&](const gen::Batch& batch, std::uint64_t number, double rate, std::vector<double>& sums) {
        const gen::VaeLoss loss = step.train(batch, number, rate, parallel);
        sums = {loss.loss, loss.recon, loss.kl};
    };
    trainee.validate = [&] { return validate(step, valid ? &*valid : nullptr, parallel); };
    trainee.document = [&](const gen::Training& state, const gen::Curve& metrics, bool is_product) {
        if (is_product && run.bare) return gen::document_of(vae, std::nullopt, optimizer, metrics, std::nullopt);
        return gen::document_of(vae, state, optimizer, metrics, whole);
    };
    gen::carry_out(run, options.training, plan, data, training, curve, trainee, work.output);
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    gen::VaeOptions options;
    return gen::run_tool(argc, argv, tool, [&](gen::OptionVisitor& v) { options.describe(v); }, [&](gen::Run& run) { return train(run, options); });
}
