#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "formats/posix.hpp"
#include "tools/common/command_line/doctor.hpp"
#include "tools/common/command_line/numerics.hpp"
#include "tools/common/command_line/tool.hpp"

namespace {

const gen::Tool tool = {
    .name = "gentools",
    .summary = "list the tools, examine the installation, run a tool by name",
    .description =
        "Without an operand the tools are listed, each with what it does. `gentools TOOL ...` runs the tool of that name beside gentools with all "
        "arguments that "
        "follow; `gentools help TOOL` shows its help.\n\n"
        "`gentools doctor` says what works here: versions of libraries, BLAS and its kernels, what computes convolutions, and where that is not "
        "oneDNN, why, "
        "threads and what decides their number, free memory, whether HDF5 passes through a pipe, and where tools, manual pages and completions were "
        "found. The exit status "
        "is 1 where something is broken; completions and manual pages that are not found are a warning.",
    .examples =
        "gentools\n"
        "gentools doctor\n"
        "gentools help vae-train\n"
        "gentools data-synth digits >digits.h5",
    .parallel = true,
    .judges = true,
    .lists = true,
    .numerics = gen::numerics,
};

/// A test compares the sentences with what the tools say of themselves.
constexpr std::pair<std::string_view, std::string_view> tools[] = {
    {"data-import", "turn images and tables in other formats into gentools files"},
    {"data-synth", "make up data: handwritten digits, coloured shapes, points in the plane"},
    {"vae-train", "train an autoencoder or a variational autoencoder"},
    {"gan-train", "train a generative adversarial network"},
    {"avb-train", "train a variational autoencoder whose posterior is learnt adversarially"},
    {"alphagan-train", "train an autoencoder that learns by discriminators: alpha-GAN, AAE, VAE-GAN, ALI"},
    {"feature-train", "train a small classifier of images"},
    {"gen-sample", "draw images from a generative model"},
    {"latent-encode", "give the latent numbers of images"},
    {"latent-interp", "walk through the latent space of a model"},
    {"kl-check", "check divergences, and whether a latent space is sound"},
    {"vae-eval", "the likelihood of images under a model, and what it says about their classes"},
    {"img-grid", "draw images as a contact sheet, or latents as a map"},
    {"metrics-plot", "draw training curves, several runs in one figure"},
    {"gen-score", "how good samples are, beside real images and beside trivial ones"},
    {"gen-report", "make a page of models, samples, curves and scores to look at in a browser"},
    {"data-export", "turn gentools files into formats that other programs read"},
    {"h5-sum", "describe a file, verify it, compare two"},
};

struct Options {
    std::string name;
    std::string about;
    std::vector<std::string> words;  // of a tool that is to run: all that follows its name

    void describe(gen::OptionVisitor& v) {
        std::vector<std::string_view> names = {"doctor", "help"};
        for (const std::string_view known : gen::names_of(tools)) names.push_back(known);
        v.visit({.name = "NAME", .help = "doctor, help, or the tool to run", .choices = names}, name);
        v.visit({.name = "TOOL", .help = "of help: the tool", .choices = gen::names_of(tools), .runs = true}, about);
    }
};

/// Becomes the tool that lies beside this one.
[[noreturn]] void become(const std::string& name, std::vector<std::string> words) {
    const std::string path = gen::join(gen::program_folder(), '/', name);
    words.insert(words.begin(), path);
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    execv(path.c_str(), arguments.data());
    gen::fail_errno(path, errno);
}

gen::Report list() {
    gen::Report report({{"tool"}, {"summary"}}, gen::JsonForm::names);
    for (const auto& [name, summary] : tools) report.add({std::string(name), std::string(summary)});
    return report;
}

bool work(const Options& options, const gen::Run& run) {
    if (!options.about.empty() && options.name != "help") gen::fail_usage("unexpected operand '", options.about, "'");
    if (options.name == "doctor") {
        bool well = true;
        const gen::Report report = gen::examination(run, gen::names_of(tools), well);
        return gen::print(run, report, well);
    }
    if (options.name == "help") become(options.about.empty() ? "gentools" : options.about, {"--help"});
    if (!options.name.empty()) become(options.name, options.words);
    return gen::print(run, list());
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    // What follows the name of a tool is the tool's.
    const std::string_view first = argc > 1 ? argv[1] : "-";
    if (!first.starts_with('-') && first != "doctor" && first != "help") {
        options.words.assign(argv + 2, argv + argc);
        argc = 2;
    }
    return gen::run_tool(argc, argv, tool, [&](gen::OptionVisitor& v) { options.describe(v); }, [&](gen::Run& run) { return work(options, run); });
}
