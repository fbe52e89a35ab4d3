#include "tools/common/training/alpha_notes.hpp"

#include <string>

#include "core/error.hpp"
#include "models/alpha/mode.hpp"
#include "tools/common/command_line/docs.hpp"

namespace gen {
namespace {

std::string modes_described() {
    constexpr std::size_t column = 13;
    constexpr std::size_t width = 75;
    std::string out;
    for (const AlphaMode& mode : alpha_modes()) {
        std::string head = join("  ", mode.name);
        head.resize(column, ' ');
        out += head + wrapped(mode.says, width, column).substr(column);
    }
    return out;
}

}  // namespace

std::string_view alpha_notes() {
    static const std::string notes = join(
        "MODES\n\n"
        "An encoder E turns an image x into a code, a generator G turns a code z into an image. Discriminators replace the terms of a loss that "
        "cannot be computed: D tells images of the data from generated ones, C tells codes from draws of the prior. All of them belong to one "
        "family, and differ in which parts are on:\n\n",
        modes_described(),
        "\n"
        "alpha-gan is from Rosca, Lakshminarayanan, Warde-Farley and Mohamed (2017), aae from Makhzani, Shlens, Jaitly, Goodfellow and Frey (2016), "
        "vae-gan from Larsen, Soenderby, Larochelle and Winther (2016), ali from Dumoulin et al. (2017) and, as BiGAN, Donahue, Kraehenbuehl and "
        "Darrell (2017).\n\n"
        "In the updates of a vae-gan the reconstruction does not change D, and what D says does not change E. With --balance on, D waits while one "
        "of "
        "its two losses, -log D(x) and -log(1 - D(G(z))), is below --equilibrium less --margin, and G waits while one is above --equilibrium and "
        "--margin; where both would wait, neither does. G's decision goes by D's latest turn.\n\n"
        "A D of pairs that is an mlp sees the code beside the image, as one row; one with convolutions sees each number of the code as one more map, "
        "which has this number, divided by the square root of the latent dimensions, everywhere.\n"
        "---\n"
        "LOSSES\n\n"
        "D and C give logits. D minimises -W log D(x) - log(1 - D(G(E(x)))) - log(1 - D(G(z))), C minimises -log C(z) - log(1 - C(E(x))): the prior "
        "is what is real. For E and G the logit itself, with a minus sign, is the log ratio of two densities where a discriminator is at its best "
        "(--loss hybrid); --loss non-saturating takes -log D and -log C.\n\n"
        "A weight of the reconstruction says something only together with its unit and the range of pixels; all three are kept in the model. "
        "--lambda 20 --per pixel on [-1,1] is as much as --lambda 0.0255 --per image for images of 784 pixels.\n\n"
        "At its best a D that cannot tell images apart says W/(W + 2) of everything, as there are two kinds of generated images: 1/3 for the usual W "
        "= "
        "1, where its loss is 1.910; with --real-weight 2 it is at 2.773, with --generated mean at 1.386. Columns d_chance and c_chance of --metrics "
        "say what D and C score then, and the share of images that D gets right is counted by that threshold.\n\n"
        "Penalties of --critic wgan-gp need a D without batch norm: --d-norm layer, spectral or none.\n"
        "---\n"
        "ARCHITECTURES\n\n"
        "mlp:SIZES, conv:SIZES, dcgan[:SIZE] and resnet:SIZES as in vae-train(1). The sizes of --encoder and --discriminator start at the image, "
        "those "
        "of --generator at the latent numbers; where one is left out, it goes by --encoder. C is an mlp, and is not normalised unless --c-norm says "
        "so. "
        "--dry-run prints what a string expands to.\n\n"
        "With dcgan, weights start as normal random numbers of standard deviation 0.02 (Radford, Metz and Chintala, 2016), otherwise as in PyTorch. "
        "With --codes implicit, --noise numbers are drawn for each image and appended to the row that E's first dense layer is given.\n"
        "---\n"
        "MONITOR\n\n"
        "As in gan-train(1). Where there is no D, the monitor watches C, and E in place of G.\n"
        "---\n"
        "METRICS\n\n"
        "A row every --report-every steps and at the end of each epoch: epoch, step, images_per_s, then means since the previous row of e_loss and "
        "g_loss (where E and G learn in one update, that is g_loss), recon, kl and cycle, each without its weight, d_loss, d_real and d_fake (the "
        "share "
        "of real images that D calls real, and of generated ones that it calls generated), c_loss, c_real and c_fake likewise (real is the prior), "
        "penalties, the norms of each network's gradients, and, with a balance, d_learnt and g_learnt, the share of turns in which these did not "
        "wait. A "
        "column is there if the mode has what it names. Then mmd, diversity and moments of the monitor, d_chance and c_chance, lr, seconds since the "
        "start, event.\n"
        "---\n"
        "STOPPING AND RESUMING\n\n"
        "As in vae-train(1). Exit status 5: a loss, a gradient or a number of a network would no longer have been finite. The checkpoint then holds "
        "the "
        "networks as they were before; networks whose turn came earlier in that step have already learned.");
    return notes;
}

}  // namespace gen
