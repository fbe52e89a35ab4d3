#include <memory>
#include <utility>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "formats/foreign.hpp"
#include "formats/foreign_formats.hpp"
#include "formats/prepare.hpp"
#include "formats/sha256.hpp"
#include "formats/streams.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/reports/work_progress.hpp"

namespace {

std::string_view description() {
    static const std::string text = gen::join(
        "Reads one data set, of one split, and writes it as one HDF5 file of images: pixels, and labels where there are any. INPUT is a file, a "
        "folder, a "
        "zip file, or - for standard input; several inputs of one type are joined in order. The format is recognised by the content, whatever the "
        "name.\n"
        "\n",
        gen::foreign_types_described(),
        "\n\n"
        "Tables (csv; npy and mat of two dimensions) are points, written as they are, unless --shape says how the numbers of a row make an "
        "image.\n"
        "\n"
        "The order of operations is: class, shuffle, skip, take; then, for each row, read, crop, resize, grey, binarize. So --shuffle --take N and "
        "--shuffle "
        "--skip N, with the same seed, cut a data set in two. Rows are streamed: a large set needs little memory.");
    return text;
}

const gen::Tool tool = {
    .name = "data-import",
    .summary = "turn images and tables in other formats into gentools files",
    .description = description(),
    .examples =
        "# MNIST with labels\n"
        "data-import train-images-idx3-ubyte.gz --labels train-labels-idx1-ubyte.gz --output mnist.h5\n"
        "# CIFAR-10, two batches\n"
        "data-import data_batch_1.bin data_batch_2.bin --output cifar.h5\n"
        "# CelebA: faces from the zip file, cropped as usual for GANs; then the second half of them\n"
        "data-import img_align_celeba.zip --crop 148x148 --resize 64x64 --output faces.h5\n"
        "data-import img_align_celeba.zip --crop 148x148 --resize 64x64 --skip 101300 --output rest.h5\n"
        "# Frey faces: a MATLAB matrix of 560 x 1965, every column an image of 28 rows of 20 pixels\n"
        "data-import frey_rawface.mat --shape 1x28x20 --output frey.h5\n"
        "# UCI digits: a table whose last column is the label\n"
        "data-import optdigits.tra --labels last --shape 1x8x8 --output optdigits.h5\n"
        "# photographs of any sizes: the square in the middle of each\n"
        "data-import photographs/ --crop 1:1 --resize 64x64 --output photographs.h5\n"
        "# 1,000 images drawn from a folder of folders, binarised once, into a pipe\n"
        "data-import photographs/ --crop 1:1 --resize 32x32 --grey --shuffle --take 1000 --binarize static | h5-sum -",
    .output = "IMAGES",
    .kind = "images",
    .seeded = true,
    .parallel = true,
    .slow = true,
    .notes =
        "NUMBERS\n"
        "\n"
        "Pixels of 8 bits stay 0 ... 255; so do whole numbers of other types whose maximum lies between 128 and 255. Fractions within [0,1] or "
        "[-1,1] "
        "keep their scale. Other numbers from 0 up are divided by the maximum of the whole input (before --skip and --take), which is kept as the "
        "attribute scale. Negative pixels below -1 and numbers that are not finite are refused, with row and column counted from 1.\n"
        "\n"
        "Crops are centred unless a corner is given, WxH+X+Y, counted from the upper left. --crop W:H cuts the largest part whose width and height "
        "have this "
        "ratio out of each picture, so that --resize, which is to exactly WxH, does not distort it. Resizing is by an antialiased triangle filter. "
        "Grey is 0.299 R + 0.587 G + 0.114 B. --binarize threshold makes pixels white from half the range up; static draws every pixel once, "
        "white with a probability equal to its brightness, by --seed and the row's number in the input. PNG files of 16 bits are reduced to 8, and "
        "what "
        "is transparent is drawn on black.\n"
        "---\n"
        "LABELS\n"
        "\n"
        "--labels takes an IDX file of labels, or a text file of one label per line, or, for PNG and JPEG files, of lines 'NAME LABEL', NAME being "
        "the path "
        "below "
        "the input or its last part; such a file may hold more names than there are images. Whole numbers are kept; other words are numbered in "
        "bytewise order and kept as class names. For csv, first and last name the column (for a file of that name write ./first). MNIST's label file "
        "is "
        "not looked for: name it.",
};

struct Options {
    std::vector<std::string> inputs;
    std::string type = "auto";
    std::optional<std::string> labels;
    std::optional<std::string> shape;
    std::optional<std::string> crop;
    std::optional<std::string> resize;
    bool grey = false;
    std::optional<std::string> binarize;
    std::string classes;
    std::optional<std::int64_t> take;
    std::int64_t skip = 0;
    bool shuffle = false;
    std::int64_t compress = 0;

    void describe(gen::OptionVisitor& v) {
        v.visit({.name = "INPUT", .help = "what to import: files, folders, - for stdin", .required = true, .expects = gen::Expects::files}, inputs);
        v.visit({.name = "type",
                 .value = "TYPE",
                 .help = "format of the input; auto: recognised by its content",
                 .group = "Input",
                 .choices = gen::foreign_types(),
                 .recorded = false},  // the format found is recorded with the input
                type);
        v.visit({.name = "labels",
                 .value = "FILE|first|last",
                 .help = "file of labels, or the column of a table",
                 .group = "Input",
                 .expects = gen::Expects::file,
                 .recorded = false},
                labels);
        v.visit({.name = "shape", .value = "CxHxW", .help = "how the numbers of a row make an image", .group = "Input"}, shape);
        v.visit({.name = "class", .value = "K[,K...]", .help = "only rows of these classes, by number from 0", .group = "Selection"}, classes);
        v.visit({.name = "shuffle", .help = "shuffle the rows first", .group = "Selection"}, shuffle);
        v.visit({.name = "skip", .value = "N", .help = "leave out the first N rows", .group = "Selection", .low = 0}, skip);
        v.visit({.name = "take", .value = "N", .help = "take at most N rows", .group = "Selection", .low = 1}, take);
        v.visit({.name = "crop",
                 .value = "WxH[+X+Y]|W:H",
                 .help = "cut out the middle, or the part whose upper left corner is X,Y; W:H: the largest part of that shape, as 1:1",
                 .group = "Images"},
                crop);
        v.visit({.name = "resize", .value = "WxH", .help = "scale to this size", .group = "Images"}, resize);
        v.visit({.name = "grey", .help = "turn colours into grey", .group = "Images"}, grey);
        v.visit({.name = "binarize",
                 .value = "HOW",
                 .help = "make pixels black or white: at half the range, or by one random draw each",
                 .group = "Images",
                 .choices = {"threshold", "static"}},
                binarize);
        v.visit({.name = "compress", .value = "LEVEL", .help = "deflate the pixels: 0 (not) to 9", .group = "Output", .low = 0, .high = 9}, compress);
    }

    gen::ForeignPlan foreign_plan() const {
        gen::ForeignPlan plan{.type = type, .labels = labels.value_or("")};
        if (shape) plan.shape = gen::parse_shape("--shape", *shape);
        return plan;
    }

    gen::Preparation preparation(std::uint64_t seed) const {
        gen::Preparation p{.shuffle = shuffle, .skip = static_cast<std::size_t>(skip), .grey = grey, .seed = seed};
        if (!classes.empty())
            for (const std::string_view k : gen::split(classes, ',')) p.classes.push_back(gen::parse_class(k, "--class"));
        if (take) p.take = static_cast<std::size_t>(*take);
        if (crop) p.crop = gen::parse_crop("--crop", *crop);
        if (resize) p.resize = gen::parse_picture_size("--resize", *resize);
        if (binarize) p.binarize = *binarize == "static" ? gen::Binarize::static_draw : gen::Binarize::threshold;
        return p;
    }
};

template <class Visit>
std::string digest_of(const Visit& visit_bytes) {
    gen::Sha256 digest;
    visit_bytes([&](std::span<const std::byte> bytes) { digest.update(bytes.data(), bytes.size()); });
    return digest.hex();
}

std::vector<gen::Provenance::Input> provenance_inputs(const gen::Source& source, const gen::ForeignPlan& plan, const gen::InputFiles& files) {
    std::vector<gen::Provenance::Input> inputs;
    inputs.push_back({"data", source.format, digest_of([&](const auto& visit) { source.visit_bytes(visit); }), ""});
    if (!plan.labels.empty() && plan.labels != "first" && plan.labels != "last") {
        const gen::Bytes file = files.open(plan.labels);
        inputs.push_back({"labels", "labels", digest_of([&](const auto& visit) { file.visit(visit); }), ""});
    }
    return inputs;
}

bool import(const Options& options, gen::Run& run) {
    const gen::ForeignPlan plan = options.foreign_plan();
    const gen::Preparation preparation = options.preparation(run.seed);
    gen::Output output(run.output);
    const gen::InputFiles files;
    const std::shared_ptr<const gen::Source> source = gen::open_foreign(options.inputs, plan, files);
    gen::WorkProgress progress(run);
    progress.begin("reading");
    for (const std::string& warning : source->warnings) run.warn(warning);

    gen::Parallel parallel(run.threads);
    gen::Images images = gen::prepare(source, preparation, parallel);
    run.detail(gen::join(source->name, ": ", source->format, ", ", images.count(), " of ", source->count, " rows of ",
                         gen::text(gen::Shape(images.shape.begin() + 1, images.shape.end()))));
    images.rows = gen::watched(std::move(images.rows), progress);
    gen::Document document = gen::document_of(images, run.bare ? std::nullopt : run.provenance(provenance_inputs(*source, plan, files)));
    document.datasets[0].deflate = static_cast<int>(options.compress);
    progress.begin("rows", images.count());
    output.commit(document);
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    return gen::run_tool(argc, argv, tool, [&](gen::OptionVisitor& v) { options.describe(v); }, [&](gen::Run& run) { return import(options, run); });
}
