#include <filesystem>
#include <optional>

#include "core/error.hpp"
#include "core/words.hpp"
#include "formats/export/export_formats.hpp"
#include "formats/export/label_writer.hpp"
#include "formats/export/png_folder.hpp"
#include "formats/output_folder.hpp"
#include "formats/streams.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/reports/work_progress.hpp"

namespace {

std::string_view description() {
    static const std::string text = [] {
        std::string words =
            "Writes what IN holds, a file of images, latents or a tensor, in a format that other programs read. The name of the output says the "
            "format, or --type does:\n\n";
        for (const gen::ExportFormat& format : gen::export_formats())
            words += gen::join("  ", format.name, std::string(14 - format.name.size(), ' '), format.summary, "\n");
        return words +
               "\nThe same input gives the same bytes: there is no time and no name of a machine in them. Rows are streamed: a large set needs "
               "little "
               "memory. data-import reads all of these formats, and gives the same pixels and labels.";
    }();
    return text;
}

const gen::Tool tool = {
    .name = "data-export",
    .summary = "turn gentools files into formats that other programs read",
    .description = description(),
    .examples =
        "# a folder for each class, as torchvision's ImageFolder wants it\n"
        "data-export digits.h5 --output digits/\n"
        "data-export digits.h5 --output digits.npz\n"
        "# MNIST's format, labels beside it\n"
        "data-export digits.h5 --output train-images-idx3-ubyte --labels train-labels-idx1-ubyte\n"
        "latent-encode vae.h5 digits.h5 | data-export - --output codes.csv\n"
        "gen-sample vae.h5 --count 1000 | data-export - --type npy | gzip > samples.npy.gz",
    .output = "OUT",
    .endings = {".npy", ".npz", ".csv", ".idx"},
    .kind = "export",
    .hdf5 = false,
    .parallel = true,
    .slow = true,
    .notes =
        "PICTURES\n"
        "\n"
        "OUT is a folder where it is there, where its name ends in /, and with --type png. The range of the pixels is mapped to black ... white, 8 "
        "bits each "
        "or, with --bits 16, 16. A picture is named by the number of its row, from 0, with as many zeros as bring all into order. Where there are "
        "labels it lies in a folder of its class; what a folder's name cannot have on some system becomes _ there. data-import numbers classes in "
        "bytewise order of their names; --labels FILE.txt keeps the pictures together in their order instead, and writes the class of each.\n"
        "\n"
        "A folder appears whole or not at all: it grows beside its place, under a name that ends in .part. One that is there must be empty; with "
        "--force it may hold an earlier export, which is replaced as a whole. A folder that holds anything else is never touched.\n"
        "---\n"
        "NUMBERS\n"
        "\n"
        "Arrays hold the numbers as they are stored: pixels of 8 bits as bytes, others as 32-bit floats on their range. Images that have numbers "
        "that "
        "are not finite, or outside the range, are refused. Tables hold the shortest form that reads back as the same number. The columns of their "
        "heading are pixel0, pixel1, ...; x0, x1, ... of vectors and tensors; z0, z1, ... of latents; and label.\n"
        "---\n"
        "LABELS\n"
        "\n"
        "png, npz and csv hold labels, by the name of the class where it has one (npz: numbers, the names beside them in classes). --labels FILE "
        "writes them to a file of their own: .npy, one class a line in .txt and .csv, else IDX.",
};

struct Options {
    std::string input;
    std::string type = "auto";
    std::string labels;
    std::string layout = "nchw";
    std::string bits = "8";
    bool no_heading = false;

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
        v.visit({.name = "bits", .value = "8|16", .help = "of each number in a PNG", .choices = {"8", "16"}}, bits);
        v.visit({.name = "no-heading", .help = "begin a table with its first row"}, no_heading);
    }
};

/// Throws Fault::usage where nothing says it.
const gen::ExportFormat& format_of(const Options& o, const std::string& output) {
    if (o.type != "auto") return gen::export_format(o.type);
    std::error_code none;
    if (output.ends_with('/') || std::filesystem::is_directory(output, none)) return gen::export_format("png");
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
    gen::Exported exported = gen::exported_data(document, o.layout == "nhwc" ? gen::ImageLayout::channels_last : gen::ImageLayout::channels_first);
    gen::expect_exportable(exported, format);
    const bool labelled = !exported.labels.values.empty();
    if (label_file && !labelled) gen::fail(exported.name, ": has no /labels");
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
        format.write(exported, {.heading = !o.no_heading}, [&](const void* data, std::size_t bytes) { file->write(data, bytes); });
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
