#include "core/error.hpp"
#include "core/words.hpp"
#include "formats/architecture.hpp"
#include "formats/image_examples.hpp"
#include "formats/model.hpp"
#include "models/vae/pca.hpp"
#include "models/vae/step.hpp"
#include "tools/common/command_line/numerics.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/training/training_run.hpp"
#include "tools/common/training/vae_options.hpp"

namespace {

std::string_view notes() {
    static const std::string text = gen::join(
        "ARCHITECTURES\n"
        "\n"
        "mlp:500,500: hidden layers of 500 units; mlp: has none; with maxout=5 after the sizes each unit is the largest of five sums, without an "
        "activation (Goodfellow et al., 2013). conv:32,64,128: convolutions to 32, 64 and 128 channels, each to half "
        "the height and width, then a linear (dense) layer. dcgan:64: conv with batch norm, channels doubling from 64 until maps are 4 "
        "pixels high (the activation of such an encoder is leaky-relu:0.2). resnet:32,64: conv with batch norm and a residual block after each.\n"
        "\n"
        "Settings follow after a comma, as in conv:32,64,kernel=3,dense=16: kernel=4 and stride=2 of the convolutions, padding (half of "
        "the kernel less one), norm=none|batch|layer|instance, dense=N for a linear layer of N units next to the latent numbers, head=K for a "
        "first convolution of K x K that keeps the size (of a decoder, the last), blocks=1 residual blocks at each size.\n"
        "\n"
        "The decoder has the layers of the encoder in reverse order, with transposed convolutions that restore the height and width "
        "exactly. --decoder names another one; its sizes start at the latent numbers. --dry-run prints what a string expands to, as "
        "a table of layers, shapes and parameters, and the memory that training takes; the model stores it as data.\n"
        "\n"
        "Batch norm uses the statistics of the batch in training and running ones afterwards; where a model is only used, it is folded "
        "into the layer before it.\n"
        "---\n"
        "LIKELIHOODS\n"
        "\n",
        gen::likelihoods_described(),
        "\n\n"
        "Settings follow after a colon, joined by commas: mean=sigmoid|linear, and where the scale is learnt low=X, below which its "
        "logarithm counts as X (-8 of a Gaussian's variance, -5 of b, -7 of a logistic's scale). The mean is a sigmoid where the scale is "
        "learnt and pixels lie in [0,1], else linear.\n"
        "\n"
        "Densities of grey pixels grow without bound as scales shrink, so their values depend on low; bits per dimension, printed by "
        "vae-eval, are those of 8-bit pixels.\n"
        "---\n"
        "OBJECTIVES\n"
        "\n",
        gen::objectives_described(),
        "\n\n"
        "--iwae K minimises minus the importance-weighted bound (Burda et al., 2016) in place of all this; loss is then minus that bound, recon and "
        "kl are means over the samples. --free-bits X: the mean divergence of a dimension costs nothing below X. --capacity C: beta |KL - "
        "C|. --beta-schedule raises the weight from 0 at the start, or several times in turn. Only --iwae and the plain objective with --beta 1 "
        "are bounds on the evidence.\n"
        "\n"
        "--prior vamp:K: the prior is the mean of q(z|u) over K pseudo-inputs u, images that are learnt along with the rest (Tomczak and "
        "Welling, 2018); the divergence is then estimated from the samples.\n"
        "\n"
        "--condition labels tells both networks the class of each image, and gen-sample --class draws the one that is asked for. z and "
        "the class then compete: with many dimensions and --beta 1 the encoder still puts the class into z, where it costs little, and the "
        "decoder reads it there. Draws from the prior then show the class that z says: with 20 dimensions, after ten epochs of MNIST, one in "
        "five is not of the class asked for. With fewer dimensions (2) or a more expensive z (10 dimensions, --beta 4) the label decides.\n"
        "---\n"
        "METRICS\n\n"
        "One row per epoch: epoch, step, images_per_s (training alone), then over the training data loss, recon and kl, over the validation data "
        "valid_loss, "
        "valid_recon and valid_kl, then lr and seconds since the start; ",
        gen::all_of(gen::objectives_with_mmd()),
        " also have mmd, beta-tc has tc, the total correlation. "
        "Losses are in nats per example; what was not computed is nan. Training losses are means "
        "over the epoch, during which the weights change. Validation uses one latent sample per image and, with --binarize dynamic, one draw of its "
        "pixels, the same "
        "in every epoch.\n"
        "---\n"
        "STOPPING AND RESUMING\n\n"
        "With a checkpoint, SIGTERM, SIGUSR1, SIGHUP and the first SIGINT stop the run at the next step with exit status 75; the same command with "
        "--resume "
        "continues, and ends with the same bytes as a run that was never stopped. A checkpoint of other data, another architecture or other options "
        "is refused; "
        "--epochs and --steps may grow, unless --lr-schedule depends on the total. Where the checkpoint is missing or damaged, --resume takes the "
        "one before it, "
        "NAME.1, and says so. Where the output is the model of this very run already, --resume says that it is done and changes nothing, so that one "
        "command "
        "line can be given again and again. Where it is the model of a shorter run and no checkpoint is left, the run continues from that model, and "
        "ends "
        "with the same bytes again. It starts anew, and says so, after --keep best, and after --patience where --steps ended within an epoch. A "
        "model that was "
        "written with --bare does not say whose it is; then, too, the run starts anew.\n\n"
        "Without --resume a run starts anew; a checkpoint that it finds is kept as NAME.1, with a warning, and stays there.\n\n"
        "--metrics is continued, too: rows that the checkpoint does not know are cut off and written again, rows that are missing are filled in from "
        "the "
        "checkpoint, without their times.\n\n"
        "A run that is killed in another way, by SIGKILL or a power cut, continues from the checkpoint saved last, or from the start where none was: "
        "--checkpoint-every says how often one is saved.\n\n"
        "To train a finished model further, give its command again with more --epochs and with --resume. Where the longer run goes into another file "
        "or sees "
        "other data, start it --from the model, with the same options of the model: --epochs then counts what is added. Five epochs and two more "
        "give the "
        "weights of seven.\n"
        "---\n"
        "DIVERGENCE\n\n"
        "A run whose loss is no longer finite ends with exit status 5, and the state before that step stays in the checkpoint. To see why, give "
        "--metrics and "
        "--report-every 1: the last rows show which term grew. h5-sum --stats OUTPUT.ckpt shows how large the weights are, and kl-check OUTPUT.ckpt "
        "DATA "
        "whether log-variances and logits have left their usual range. What helps, mostly in this order: a smaller --lr; --lr-schedule warmup:100 "
        "where the first steps "
        "diverge; --clip 10 where single steps do; --logvar-range -10,10, or a higher low= of --likelihood, where the loss of the encoder's or "
        "decoder's variances does.");
    return text;
}

const gen::Tool tool = {
    .name = "vae-train",
    .summary = "train an autoencoder or a variational autoencoder",
    .description =
        "Learns a model of the images in DATA: an encoder that gives each image a distribution over a few latent numbers, and a decoder that turns "
        "latent numbers into an image. The result is a model file for gen-sample, latent-encode and others.\n\n"
        "Losses are in nats per example, summed over pixels. With --beta 1 the loss is the negative evidence lower bound. With grey "
        "pixels the Bernoulli loss is not a likelihood: use --binarize dynamic where log-likelihoods are compared.",
    .examples =
        "vae-train digits.h5 --epochs 10 --output vae.h5\n"
        "# with validation and a training curve\n"
        "vae-train digits.h5 --valid test.h5 --latent 20 --metrics vae.tsv --output vae.h5\n"
        "# colour images, convolutions\n"
        "vae-train cifar.h5 --encoder conv:32,64,128,256 --latent 128 --likelihood gaussian --batch 64 --output cifar-vae.h5\n"
        "# a finished model, trained for five more epochs\n"
        "vae-train digits.h5 --from vae.h5 --epochs 5 --output longer.h5\n"
        "# in a pipe\n"
        "data-synth digits | vae-train - --latent 2 | gen-sample - --count 64 | img-grid - --output digits.png",
    .output = "MODEL",
    .kind = "model",
    .seeded = true,
    .parallel = true,
    .trains = true,
    .shares = true,
    .numerics = gen::numerics,
    .notes = notes(),
};

bool train(gen::Run& run, const gen::VaeOptions& options) {
    gen::TrainingRun training(run, options.training);
    const gen::ImageExamples data = training.images("data", options.data);
    options.check(data);
    const std::optional<gen::ImageExamples> valid = training.validation(options.valid);
    if (valid) options.check(*valid);
    const gen::VaeObjective objective = options.aim.objective(data.size());
    gen::Vae vae = options.make(data, training.start(), run.seed);
    if (valid) gen::check_images(vae, *valid);
    training.begin(gen::architecture_json(vae.spec), vae.networks());
    if (run.dry_run) return gen::print(run, training.plan(data));

    gen::VaeStep step(vae, objective, training.optimizer(), options.training.clip, run.seed, options.training.ema, &training.states());
    if (options.aim.in_closed_form()) {
        gen::fit_principal_components(vae, data);
        training.commit(data, valid ? &*valid : nullptr, step);
    } else {
        training.carry_out(data, valid ? &*valid : nullptr, step);
    }
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    gen::VaeOptions options;
    return gen::run_tool(argc, argv, tool, [&](gen::OptionVisitor& v) { options.describe(v); }, [&](gen::Run& run) { return train(run, options); });
}
