// Values of options that are small languages: networks, optimisers, likelihoods, transforms, ranges, sizes, lists. The first letter says which.
#include <cmath>

#include "core/parse.hpp"
#include "formats/label_file.hpp"
#include "formats/pixel_range.hpp"
#include "formats/source.hpp"
#include "models/adversarial/monitor.hpp"
#include "nn/architecture.hpp"
#include "nn/initialise.hpp"
#include "nn/layer_table.hpp"
#include "nn/optimizer.hpp"
#include "prob/likelihood.hpp"
#include "prob/transform.hpp"
#include "tests/fuzz/target.hpp"
#include "train/augmentation.hpp"
#include "train/ramp.hpp"
#include "train/schedule.hpp"

namespace gen::fuzz {
namespace {

/// What is read is written as a text that reads back as the same.
template <class Parse>
void expect_round_trip(Parse parse, const std::string& words) {
    const std::string written = text(parse(words));
    expect(text(parse(written)) == written, "a text that reads back as what it was");
}

void architecture(const std::string& words) {
    const Architecture read = parse_architecture(words);
    for (const std::size_t size : read.sizes) expect(size > 0, "layers of some units");
    if (read.sizes.size() > 4 || (!read.sizes.empty() && read.sizes.back() > 64)) return;
    if (read.dense > 64 || read.blocks > 4 || read.maxout > 8 || read.kernel > 16) return;
    for (const Shape& image : {Shape{1, 28, 28}, Shape{3, 16, 16}}) {
        expand_encoder(read, {}, image, 4);
        expand_decoder(read, {}, 4, image);
    }
}

void sizes(const std::string& words) {
    const PictureSize size = parse_picture_size("--resize", words);
    expect(size.width > 0 && size.height > 0, "a size above 0");
}

void shape(const std::string& words) {
    const Shape read = parse_shape("--shape", words);
    expect(read.size() == 3 && count(read) > 0, "a shape of three dimensions");
}

void classes(const std::string& words) {
    const std::vector<std::string> names = {"cat", "dog", "a,b", "7"};
    for (const std::int32_t each : parse_classes(words, "--classes", names, names.size())) expect(each >= 0 && each < 4, "classes that there are");
    parse_classes(words, "--classes");
}

constexpr void (*languages[])(const std::string&) = {
    architecture,
    [](const std::string& words) { parse_activation(words); },
    [](const std::string& words) { expect_round_trip(parse_optimizer, words); },
    [](const std::string& words) { expect_round_trip(parse_likelihood, words); },
    [](const std::string& words) { expect_round_trip([](std::string_view each) { return parse_transform("--transform", each); }, words); },
    [](const std::string& words) { parse_initialisation(words); },
    [](const std::string& words) { parse_schedule(words); },
    [](const std::string& words) { parse_ramp(words, "--ramp"); },
    [](const std::string& words) { parse_augmentation(words); },
    [](const std::string& words) { parse_gan_event(words); },
    [](const std::string& words) { parse_crop("--crop", words); },
    sizes,
    [](const std::string& words) { parse_row_range("--rows", words); },
    shape,
    classes,
    [](const std::string& words) { expect(std::isfinite(parse_number(words, "--x")), "a finite number"); },
    [](const std::string& words) { expect(parse_count(words, "--n") > 0, "a count"); },
};

}  // namespace

void read(const std::string& input) {
    if (input.empty()) return;
    const std::size_t which = static_cast<unsigned char>(input[0]) - std::size_t{'a'};
    if (which < std::size(languages)) languages[which](input.substr(1));
}

std::vector<std::string> seeds() {
    return {"amlp:500,500",
            "aconv:32,64,kernel=3,norm=batch,dense=10",
            "adcgan:64",
            "aresnet:32,64,blocks=2,head=3",
            "bleaky-relu:0.2",
            "cadam:beta1=0.5,beta2=0.9",
            "csgd:momentum=0.9",
            "dgaussian:0.5,mean=sigmoid",
            "dlogistic:5",
            "elog1p,standardize:channel",
            "elogit:0.05,minmax",
            "fnormal:0.02",
            "gcosine:0.1",
            "hcyclical:10,2",
            "ishift=2,flip",
            "jcollapse",
            "k148x148+35+55",
            "k1:1",
            "l64x64",
            "m100:200",
            "n1x28x28",
            "o3,dog",
            "p1e-3",
            "q17"};
}

std::vector<std::string> words() {
    return {":",   ",",        "=",        "x",        "+",       "0",          "1",      "9",   "e",       ".",    "-",      "nan",
            "inf", "maxout=2", "stride=1", "padding=", "kernel=", "norm=layer", "beta1=", "sd=", "channel", "sqrt", "asinh:", "99999999999"};
}

}  // namespace gen::fuzz
