#include <optional>

#include "core/error.hpp"
#include "core/words.hpp"
#include "formats/export/export_formats.hpp"
#include "formats/export/exported_model.hpp"
#include "formats/export/label_writer.hpp"
#include "formats/export/png_folder.hpp"
#include "formats/output_folder.hpp"
#include "formats/posix.hpp"
#include "formats/streams.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/export/export_texts.hpp"
#include "tools/common/reports/work_progress.hpp"

namespace {

const gen::Tool tool = {
    .name = "data-export",
    .summary = "turn gentools files into formats that other programs read",
    .description = gen::export_description(),
    .examples =
        "# a folder for each class, as torchvision's ImageFolder wants it\n"
        "data-export digits.h5 --output digits/\n"
        "data-export digits.h5 --output digits.npz\n"
        "# MNIST's format, labels beside it\n"
        "data-export digits.h5 --output train-images-idx3-ubyte --labels train-labels-idx1-ubyte\n"
        "latent-encode vae.h5 digits.h5 | data-export - --output codes.csv\n"
        "# a decoder for any program that runs ONNX; all weights for PyTorch\n"
        "data-export vae.h5 --output decoder.onnx\n"
        "data-export vae.h5 --network encoder --output encoder.onnx\n"
        "data-export vae.h5 --output vae.safetensors\n"
        "gen-sample vae.h5 --count 1000 | data-export - --type npy | gzip > samples.npy.gz",
    .output = "OUT",
    .endings = {".npy", ".npz", ".csv", ".idx", ".safetensors", ".onnx"},
    .kind = "export",
    .hdf5 = false,
    .parallel = true,
    .slow = true,
    .notes = gen::export_notes(),
};

struct Options {
    std::string input;
    std::string type = "auto";
    std::string labels;
    std::string layout = "nchw";
    std::string units = "original";
    std::string bits = "8";
    bool no_heading = false;
    gen::ModelPlan model;
    bool raw = false;

    void describe(gen::OptionVisitor& v) {
        v.visit({.name = "IN", .help = "what to export; - is stdin", .required = true, .expects = gen::Expects::file}, input);
        gen::Words types = {"auto"};
        for (const std::string_view name : gen::names_of(gen::export_formats())) types.push_back(name);
        v.visit({.name = "type", .value = "TYPE", .help = "format of the output; auto: by its name", .choices = types}, type);
        v.visit({.name = "labels", .value = "FILE", .help = "write the labels there", .expects = gen::Expects::output, .kind = "export"}, labels);
        v.visit({.name = "layout",
                 .value = "nchw|nhwc",
                 .help = "of images in npy, npz and csv: all of a channel together, or all of a pixel",
                 .choices = {"nchw", "nhwc"}},
                layout);
        v.visit({.name = "units",
                 .value = "original|stored",
                 .help = "of images that data-import --transform has changed: numbers as they were before, or as they are stored",
                 .choices = {"original", "stored"}},
                units);
        v.visit({.name = "bits", .value = "8|16", .help = "of each number in a PNG", .choices = {"8", "16"}}, bits);
        v.visit({.name = "network",
                 .value = "NAME",
                 .help = "one network of a model alone, such as encoder, decoder, generator or discriminator",
                 .group = "Models",
                 .example_default = "all; onnx: the one that makes images"},
                model.network);
        v.visit({.name = "fold", .help = "batch norm goes into the weights of the layer before it", .group = "Models"}, model.fold);
        v.visit({.name = "raw", .help = "use the latest weights of a model that has moving averages", .group = "Models"}, raw);
        v.visit({.name = "no-heading", .help = "begin a table with its first row"}, no_heading);
    }
};

/// Throws Fault::usage where nothing says it.
const gen::ExportFormat& format_of(const Options& o, const std::string& output) {
    if (o.type != "auto") return gen::export_format(o.type);
    if (output.ends_with('/') || gen::is_folder(output)) return gen::export_format("png");
    if (const gen::ExportFormat* const format = gen::format_of_name(output)) return *format;
    gen::fail_usage("--output: '", output, "' does not say the format: give --type ", gen::either(gen::names_of(gen::export_formats())),
                    output == "-" ? "" : ", or end the name of a folder for pictures in /");
}

void check(const Options& o, const gen::ExportFormat& format, const std::string& output) {
    if (format.is_folder() && output == "-") gen::fail_usage("--type ", format.name, " makes a folder: name one with --output FOLDER/");
    if (o.labels == "-" && output == "-") gen::fail_usage("only one of --output and --labels can go to stdout");
    if (o.layout == "nhwc" && (format.is_folder() || format.name == "idx"))
        gen::fail_usage("--layout is for npy, npz and csv, not for ", format.name);
    if (o.bits != "8" && !format.is_folder()) gen::fail_usage("--bits is for pictures, not for ", format.name);
    if (o.no_heading && format.name != "csv") gen::fail_usage("--no-heading is for csv, not for ", format.name);
}

gen::Exported exported_of(const Options& o, const gen::Document& document) {
    gen::ModelPlan plan = o.model;
    if (o.raw) plan.weights = gen::Weights::latest;
    if (document.text_attribute("encoding-type") == "model") return gen::exported_model(document, plan);
    if (!plan.network.empty() || plan.fold || o.raw) gen::fail_usage("--network, --fold and --raw are for models, which ", document.name, " is not");
    return gen::exported_data(document, o.layout == "nhwc" ? gen::ImageLayout::channels_last : gen::ImageLayout::channels_first,
                              o.units == "stored" ? gen::ImageUnits::stored : gen::ImageUnits::original);
}

std::vector<std::string> picture_names(std::size_t rows) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < rows; ++i) names.push_back(gen::png_name(i, rows));
    return names;
}

bool convert(const gen::Run& run, const Options& o) {
    const gen::ExportFormat& format = format_of(o, run.output);
    check(o, format, run.output);
    std::optional<gen::Output> file;
    std::optional<gen::Output> label_file;
    std::optional<gen::OutputFolder> folder;
    if (format.is_folder())
        folder.emplace(run.output, run.force, gen::is_exported_png);
    else
        file.emplace(run.output);
    if (!o.labels.empty()) label_file.emplace(o.labels);

    const gen::Document document = gen::read_document(o.input);
    gen::Exported exported = exported_of(o, document);
    gen::expect_exportable(exported, format);
    const bool labelled = !exported.labels.values.empty();
    if (label_file && !labelled) gen::fail(exported.name, ": has no /labels");
    if (const std::string changed = folder && labelled && !label_file ? gen::renamed_classes(exported.labels) : ""; !changed.empty())
        run.warn("names of classes are changed for their folders: " + changed);
    if (label_file && !gen::keeps_class_names(exported.labels, o.labels))
        run.warn(gen::join("class names are left out: ", o.labels, " holds numbers; a name that ends in .txt or .csv makes a list of names"));
    if (labelled && !label_file && !format.holds_labels)
        run.warn(gen::join("labels are left out: ", format.name, " has no place for them; --labels FILE writes them"));

    gen::WorkProgress progress(run);
    progress.begin("rows", exported.main().row_count());
    if (folder) {
        gen::Parallel parallel(run.threads);
        gen::write_png_folder(
            exported, {.bits = o.bits == "16" ? 16U : 8U, .class_folders = !label_file, .seen = [&](std::size_t rows) { progress.reach(rows); }},
            *folder, parallel);
        folder->commit();
    } else {
        exported.arrays[0].rows = gen::watched(std::move(exported.arrays[0].rows), progress);
        format.write(exported, {.heading = !o.no_heading, .producer = run.full_provenance({}).producer},
                     [&](const void* data, std::size_t bytes) { file->write(data, bytes); });
        file->commit();
    }
    if (label_file)
        label_file->commit(
            gen::label_file_bytes(exported.labels, o.labels, folder ? picture_names(exported.main().row_count()) : std::vector<std::string>()));
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    return gen::run_tool(argc, argv, tool, [&](gen::OptionVisitor& v) { options.describe(v); }, [&](gen::Run& run) { return convert(run, options); });
}
