#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/parallel.hpp"
#include "formats/images.hpp"
#include "formats/streams.hpp"
#include "synth/generator.hpp"
#include "tools/common/command_line/for_option.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/reports/work_progress.hpp"

namespace {

const gen::Tool tool = {
    .name = "data-synth",
    .summary = "make up data: handwritten digits, coloured shapes, points in the plane",
    .description =
        "Makes N images or points of a KIND and writes them as one HDF5 file of kind images, with labels. Row i depends on the seed and on i only, "
        "so the first 100 rows of a larger set are the set of 100, and other seeds give other rows of the same kind: a test set, for example.\n\n"
        "Rows are made while a file is written, so that a file may be larger than memory; what goes into a pipe is held in memory first.",
    .examples =
        "# digits to learn from, and others to test with\n"
        "data-synth digits --count 60000 --seed 1 --output train.h5\n"
        "data-synth digits --count 10000 --seed 2 --output test.h5\n"
        "# look at them\n"
        "data-synth shapes --count 64 | img-grid - --output shapes.png\n"
        "# eight narrow Gaussians, a test of how many a GAN finds\n"
        "data-synth ring --count 100000 --sd 0.02 --output ring.h5",
    .output = "IMAGES",
    .kind = "images",
    .seeded = true,
    .parallel = true,
    .slow = true,
    .notes =
        "KINDS\n\n"
        "digits: grey images of 28 x 28, the digits 0 to 9 drawn from strokes, each written in three or more ways, with a pen of changing "
        "width, rotated, sheared, stretched and bent; scaled and centred as in MNIST. Each run of ten images has every digit once. A linear "
        "classifier gets about 93 % right, a small network 98 %.\n\n"
        "shapes: colour images of 32 x 32, one of eight shapes (disc, ring, square, triangle, cross, star, heart, crescent) of random place, "
        "size, rotation and colour in front of a colour gradient. Each run of eight images has every shape once.\n\n"
        "ring: points from eight Gaussians on a circle (radius 1, standard deviation 0.01). The label is the Gaussian; /centres holds "
        "the centres, and the standard deviation as the attribute sd.\n\n"
        "grid: points from 25 Gaussians at {-4, -2, 0, 2, 4} in both directions (standard deviation 0.05), labels and centres likewise.\n\n"
        "swiss-roll: points of a spiral with noise of 0.25, divided by 7.5. No labels.\n\n"
        "checkerboard: points spread evenly over the eight dark cells of a board over [-4,4] in both directions. The label is the cell.\n\n"
        "four-points: the four vectors of four numbers of which one is 1 and the others are 0, in range [0,1]. Each run of four rows has "
        "each of them once.",
};

struct Options {
    std::string kind;
    std::int64_t count = 10000;
    std::optional<std::int64_t> size;
    std::optional<double> radius;
    std::optional<double> sd;
    std::optional<std::int64_t> label;

    void describe(gen::OptionVisitor& v) {
        const auto kinds = gen::synth::kinds();
        v.visit({.name = "KIND", .help = "what to make", .choices = {kinds.begin(), kinds.end()}, .required = true}, kind);
        v.visit({.name = "count",
                 .letter = 'n',
                 .value = "N",
                 .help = "how many images or points",
                 .low = 1,
                 .high = std::numeric_limits<std::int32_t>::max()},
                count);
        v.visit({.name = "size",
                 .value = "N",
                 .help = "width and height of digits and shapes in pixels",
                 .low = 8,
                 .high = 1024,
                 .example_default = "28 for digits, 32 for shapes"},
                size);
        v.visit({.name = "radius",
                 .value = "R",
                 .help = "distance of the outermost centres of ring and grid from 0, along an axis",
                 .low = 0,
                 .high = 1e6,
                 .example_default = "1 for ring, 4 for grid"},
                radius);
        v.visit({.name = "sd",
                 .value = "S",
                 .help = "standard deviation of each Gaussian in ring and grid",
                 .low = 0,
                 .high = 1e6,
                 .example_default = "0.01 for ring, 0.05 for grid"},
                sd);
        v.visit({.name = "class", .value = "K", .help = "only rows of this class, by number from 0", .low = 0, .high = 1e6}, label);
    }

    gen::synth::Request request(std::uint64_t seed) const {
        gen::synth::Request out{.seed = seed, .radius = radius, .sd = sd};
        if (size) out.size = static_cast<std::size_t>(*size);
        return out;
    }
};

gen::Images images_from(const gen::synth::Generator& generator, std::size_t count, gen::Parallel& parallel) {
    gen::Images images;
    images.shape = generator.row;
    images.shape.insert(images.shape.begin(), count);
    images.type = generator.bytes ? gen::Type::u8 : gen::Type::f32;
    images.range = {generator.low, generator.high};
    images.rows = [&](std::size_t first, std::size_t rows, void* out) { gen::synth::draw_rows(generator, first, rows, out, parallel); };
    images.labels = gen::synth::draw_labels(generator, count);
    images.classes = generator.classes;
    if (!generator.centres.empty()) images.centres = gen::Centres{generator.centres, generator.sd};
    return images;
}

void check(const Options& o) {
    if (o.size && !gen::synth::takes_size(o.kind)) gen::fail_usage("--size: ", o.kind, " has none, only digits and shapes have");
    if (o.radius && !gen::synth::takes_spread(o.kind)) gen::fail_usage("--radius: ", o.kind, " has none, only ring and grid have");
    if (o.sd && !gen::synth::takes_spread(o.kind)) gen::fail_usage("--sd: ", o.kind, " has none, only ring and grid have");
}

bool synthesise(const Options& options, const gen::Run& run) {
    const auto count = static_cast<std::size_t>(options.count);
    check(options);
    gen::synth::Generator generator = gen::synth::make_generator(options.kind, options.request(run.seed));
    if (options.label)
        generator = gen::for_option("--class", [&] { return gen::synth::only_class(generator, static_cast<std::int32_t>(*options.label), count); });
    gen::Output output(run.output);
    gen::Parallel parallel(run.threads);
    gen::Images images = images_from(generator, count, parallel);
    gen::WorkProgress progress(run);
    images.rows = gen::watched(std::move(images.rows), progress);
    progress.begin(options.kind, count);
    output.commit(gen::document_of(images, run.provenance({})));
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    return gen::run_tool(
        argc, argv, tool, [&](gen::OptionVisitor& v) { options.describe(v); }, [&](gen::Run& run) { return synthesise(options, run); });
}
