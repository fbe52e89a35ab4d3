#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <iostream>

#include "core/counted.hpp"
#include "core/error.hpp"
#include "core/parse.hpp"
#include "formats/images.hpp"
#include "formats/latents.hpp"
#include "formats/pixel_units.hpp"
#include "formats/png_writer.hpp"
#include "formats/streams.hpp"
#include "formats/svg.hpp"
#include "formats/tiles.hpp"
#include "picture/raster.hpp"
#include "picture/scatter.hpp"
#include "tools/common/command_line/file_endings.hpp"
#include "tools/common/command_line/terminal.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/reports/work_progress.hpp"

namespace {

using gen::picture::Canvas;
using gen::picture::Cloud;
using gen::picture::SheetPlan;

const gen::Tool tool = {
    .name = "img-grid",
    .summary = "draw images as a contact sheet, or latents as a map",
    .description =
        "Arranges the images of IMAGES in rows and columns on one sheet, a PNG. Each image is enlarged by a whole factor, its range mapped to black "
        "... white. Without --output, and with a terminal as stdout, the sheet is shown there in half-block characters: as many images as fit, "
        "unless --take or --columns say how many.\n\n"
        "Several IMAGES come one below another or, with --interleave, row by row in turn: originals above their reconstructions. They must agree in "
        "height and width. From a pipe exactly one HDF5 file is read for each -, or all with --all.\n\n"
        "With --scatter, and for vectors of two numbers without it, the result is a map: a point for each, coloured by label, with axes and a "
        "legend. Numbers that data-import --transform has changed are drawn as they were before, unless --raw is given. Further "
        "operands are then further LATENTS, drawn side by side. A map is written as SVG if the name of the output ends in .svg.",
    .examples =
        "img-grid digits.h5 --take 100 --labels --output digits.png\n"
        "gen-sample vae.h5 | img-grid --output samples.png\n"
        "img-grid test.h5 decoded.h5 --take 32 --columns 16 --interleave --output pairs.png\n"
        "latent-encode vae2.h5 test.h5 | img-grid --scatter - --output map.png\n"
        "img-grid --scatter recon.h5 kl.h5 both.h5 --titles recon,kl,both --output maps.svg",
    .output = "PNG",
    .endings = {".png", ".svg"},
    .kind = "picture",
    .hdf5 = false,
    .slow = true,
};

struct Options {
    std::vector<std::string> images;
    std::optional<std::int64_t> columns;
    std::optional<std::int64_t> scale;
    bool labels = false;
    bool raw = false;
    bool interleave = false;
    bool all = false;
    std::optional<std::int64_t> take;
    std::int64_t skip = 0;
    std::vector<std::string> scatter;
    std::string dims = "0,1";
    std::string titles;
    bool same_axes = false;

    void describe(gen::OptionVisitor& v) {
        v.visit({.name = "IMAGES", .help = "what to draw; - is stdin", .expects = gen::Expects::files, .may_be_absent = true}, images);
        v.visit({.name = "columns",
                 .value = "N",
                 .help = "images in a row",
                 .low = 1,
                 .high = 1e5,
                 .example_default = "a near-square sheet, or as the file says"},
                columns);
        v.visit({.name = "scale",
                 .value = "N",
                 .help = "pixels for each pixel of an image; in a map, for each unit of 1/96 inch",
                 .low = 1,
                 .high = 64,
                 .example_default = "small images 2 or 3, a map 2"},
                scale);
        v.visit({.name = "labels", .help = "write each image's class under it"}, labels);
        v.visit({.name = "raw", .help = "show transformed numbers as they are stored"}, raw);
        v.visit({.name = "interleave", .help = "a row of each IMAGES in turn"}, interleave);
        v.visit({.name = "all", .help = "take all files of a stream, not just one"}, all);
        v.visit({.name = "take", .value = "N", .help = "at most N images of each", .low = 1, .high = 1e9}, take);
        v.visit({.name = "skip", .value = "N", .help = "leave out the first N", .low = 0, .high = 1e9}, skip);
        v.visit(
            {.name = "scatter", .value = "LATENTS", .help = "draw a map of latents, or of vectors", .group = "Maps", .expects = gen::Expects::file},
            scatter);
        v.visit({.name = "dims", .value = "I,J", .help = "which two dimensions, counted from 0", .group = "Maps"}, dims);
        v.visit({.name = "titles", .value = "A,B,...", .help = "a title for each map", .group = "Maps"}, titles);
        v.visit({.name = "same-axes", .help = "the same range in all maps", .group = "Maps"}, same_axes);
    }
};

/// The documents of all operands, in order.
std::vector<gen::Document> read_all(const std::vector<std::string>& paths, bool all) {
    std::vector<gen::Document> documents;
    for (const std::string& path : paths) {
        gen::Input input(path);
        std::optional<gen::Document> document = input.next();
        if (!document) gen::fail(path == "-" ? "stdin" : path, ": empty, expected an HDF5 file");
        for (; document; document = all ? input.next() : std::nullopt) documents.push_back(std::move(*document));
    }
    return documents;
}

/// Which rows --skip and --take leave of `count`.
gen::Rows chosen(const Options& o, std::size_t count, const std::string& name) {
    const auto begin = static_cast<std::size_t>(o.skip);
    if (begin >= count) gen::fail_usage("--skip: ", o.skip, " of the ", count, " in ", name, " leaves nothing");
    return {begin, o.take ? std::min(count, begin + static_cast<std::size_t>(*o.take)) : count};
}

struct Set {
    std::string name;
    gen::Images images;
    gen::Rows rows;
};

/// The images, with a transform undone unless --raw.
gen::Images shown(const Options& o, const gen::Document& document) {
    gen::Images images = gen::images_of(document);
    return o.raw ? images : gen::in_original_units(std::move(images));
}

std::vector<Set> sets_of(const Options& o, const std::vector<gen::Document>& documents) {
    std::vector<Set> sets;
    for (const gen::Document& document : documents) {
        gen::Images images = shown(o, document);
        gen::check_showable(images, document.name);
        const gen::Rows rows = chosen(o, images.count(), document.name);
        sets.push_back({document.name, std::move(images), rows});
        const gen::Shape& first = sets.front().images.shape;
        const gen::Shape& shape = sets.back().images.shape;
        if (shape[2] != first[2] || shape[3] != first[3])
            gen::fail(document.name, ": images are ", shape[2], "x", shape[3], ", expected ", first[2], "x", first[3], " as in ", sets.front().name);
    }
    return sets;
}

/// Columns that fill the terminal, and as few images as fill its height, unless told. Gives how many times smaller the sheet is to be shown:
/// large tiles shrink until five fit beside each other.
std::size_t fit_to_terminal(const gen::Run& run, const Options& o, std::vector<Set>& sets, std::size_t tile_width, std::size_t tile_height,
                            SheetPlan& plan) {
    const gen::TerminalSize size = gen::terminal_size();
    std::size_t factor = 1;
    while (5 * (tile_width / factor + 1) > size.columns && tile_width / (factor + 1) >= 10) ++factor;
    plan.scale = 1;
    plan.gap = factor;
    if (o.columns) return 1;
    plan.columns = std::max<std::size_t>(1, (factor * size.columns - factor) / (tile_width + factor));
    if (o.take) return factor;
    const std::size_t rows = std::max<std::size_t>(1, (factor * (2 * size.lines - 3)) / ((tile_height + factor) * sets.size()));
    for (Set& set : sets) {
        const std::size_t fitting = std::min(set.rows.count(), plan.columns * rows);
        if (fitting < set.rows.count()) run.warn(gen::join("the first ", fitting, " of ", set.rows.count(), " images"));
        set.rows.end = set.rows.begin + fitting;
    }
    return factor;
}

Canvas draw_sheet(const gen::Run& run, const Options& o, const std::vector<gen::Document>& documents, bool terminal) {
    std::vector<Set> sets = sets_of(o, documents);
    const std::size_t height = sets[0].images.shape[2];
    const std::size_t width = sets[0].images.shape[3];
    std::size_t most = 0;
    for (const Set& set : sets) most = std::max(most, set.rows.count());
    SheetPlan plan = {.captions = o.labels, .interleave = o.interleave};
    if (o.columns)
        plan.columns = static_cast<std::size_t>(*o.columns);
    else if (sets[0].images.layout)
        plan.columns = sets[0].images.layout->columns;
    else
        plan.columns = gen::picture::near_square_columns(most * sets.size(), width, height);
    const std::size_t factor = terminal ? fit_to_terminal(run, o, sets, width, height, plan) : 1;
    plan.columns = std::min(plan.columns, most);

    std::vector<std::size_t> counts;
    std::size_t rows = 0;
    for (const Set& set : sets) {
        counts.push_back(set.rows.count());
        rows += (counts.back() + plan.columns - 1) / plan.columns;
    }
    if (!terminal) plan.scale = o.scale ? static_cast<std::size_t>(*o.scale) : gen::picture::handy_scale(plan.columns, rows, width, height);
    const gen::picture::SheetLayout layout(counts, width, height, plan);
    gen::check_picture_size(layout.width(), layout.height(), "the sheet");

    std::vector<gen::picture::Tiles> tiles;
    for (const Set& set : sets) {
        if (o.labels && set.images.labels.empty()) run.warn(set.name + ": has no labels");
        tiles.push_back(gen::tiles_of(set.images, set.name, set.rows.begin, set.rows.count()));
    }
    const Canvas sheet = gen::picture::contact_sheet(tiles, plan);
    return factor == 1 ? sheet : gen::picture::shrink(sheet, sheet.width() / factor, sheet.height() / factor);
}

/// --dims as two columns of a table.
std::pair<std::size_t, std::size_t> dimensions(const Options& o, std::size_t there, const std::string& name) {
    const std::pair<std::string_view, std::string_view> parts = gen::split_at(o.dims, ',');
    const auto number = [&](std::string_view digits) {
        std::size_t value = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (error != std::errc() || end != digits.data() + digits.size() || parts.first == parts.second)
            gen::fail_usage("--dims: got '", o.dims, "', expected two different whole numbers I,J");
        return value;
    };
    const std::pair<std::size_t, std::size_t> pair = {number(parts.first), number(parts.second)};
    const std::size_t last = std::max(pair.first, pair.second);
    if (last >= there) gen::fail(name, ": has ", gen::counted(there, "dimension"), ", --dims ", o.dims, " needs ", last + 1);
    return pair;
}

/// The chosen rows of a table as points, with their labels.
Cloud cloud_of(const Options& o, const gen::Matrix& table, const std::vector<std::int32_t>& labels, const std::string& name) {
    const auto [i, j] = dimensions(o, table.columns(), name);
    const gen::Rows rows = chosen(o, table.rows(), name);
    Cloud cloud;
    for (std::size_t row = rows.begin; row < rows.end; ++row) {
        cloud.points.push_back({static_cast<double>(table(row, i)), static_cast<double>(table(row, j))});
        if (!labels.empty()) cloud.labels.push_back(labels[row]);
    }
    return cloud;
}

bool holds_images(const gen::Document& document) { return document.text_attribute("encoding-type") == "images"; }

gen::picture::Scene draw_map(const Options& o, const std::vector<gen::Document>& documents, bool latents) {
    std::vector<std::string_view> titles;
    if (!o.titles.empty()) titles = gen::split(o.titles, ',');
    if (!titles.empty() && titles.size() != documents.size()) gen::fail_usage("--titles: ", titles.size(), " titles for ", documents.size(), " maps");
    gen::picture::ScatterPlan plan = {.side = documents.size() == 1 ? 360.0 : 300.0, .same_axes = o.same_axes};
    std::vector<Cloud> clouds;
    for (const gen::Document& document : documents) {
        if (latents && !holds_images(document)) {
            const gen::Latents l = gen::latents_of(document);
            clouds.push_back(cloud_of(o, l.values, l.labels, document.name));
            if (plan.classes.empty()) plan.classes = l.classes;
        } else {
            const gen::Images images = shown(o, document);
            if (!images.are_points() || (images.pixels() != 2 && !latents))
                gen::fail(document.name, ": /images is ", gen::text(images.shape),
                          latents ? ", expected vectors or latents" : ", expected vectors of 2");
            gen::Matrix table(images.count(), images.pixels());
            gen::read_rows(images, document.name, 0, images.count(), table.data());
            clouds.push_back(cloud_of(o, table, images.labels, document.name));
            if (plan.classes.empty()) plan.classes = images.classes;
        }
        if (!titles.empty()) clouds.back().title = titles[clouds.size() - 1];
    }
    const auto [first, second] = gen::split_at(o.dims, ',');
    const char* const letter = latents && !holds_images(documents[0]) ? "z[" : "x[";
    plan.x_title = gen::join(letter, first, "]");
    plan.y_title = gen::join(letter, second, "]");
    return gen::picture::draw_scatter(clouds, plan);
}

void draw(const gen::Run& run, Options o) {
    const bool terminal = gen::is_terminal(run.output);
    std::optional<gen::Output> output;
    if (!terminal) output.emplace(run.output);
    const bool latents = !o.scatter.empty();
    if (latents) o.images.insert(o.images.begin(), o.scatter.begin(), o.scatter.end());
    if (o.images.empty()) {
        if (isatty(STDIN_FILENO) != 0) gen::fail_usage("no IMAGES given and stdin is a terminal");
        o.images = {"-"};
    }

    const std::vector<gen::Document> documents = read_all(o.images, o.all);
    gen::WorkProgress progress(run);
    progress.begin("drawing");
    const gen::Shape shape = latents ? gen::Shape{} : gen::images_of(documents[0]).shape;
    const bool points = !latents && shape[1] == 2 && shape[2] == 1 && shape[3] == 1;
    std::string bytes;
    Canvas canvas;
    if (latents || points) {
        const gen::picture::Scene scene = draw_map(o, documents, latents);
        const double scale = o.scale ? static_cast<double>(*o.scale) : terminal ? 1.0 : 2.0;
        gen::check_picture_size(static_cast<std::size_t>(scene.width * scale), static_cast<std::size_t>(scene.height * scale), "the map");
        if (gen::ending_of(run.output) == ".svg")
            bytes = gen::svg_text(scene);
        else
            canvas = gen::picture::rasterize(scene, scale);
    } else {
        gen::expect_ending("--output", run.output, {".png"});
        canvas = draw_sheet(run, o, documents, terminal);
    }
    if (terminal) {
        progress.end();
        std::cout << gen::preview(canvas);
    } else {
        output->commit(bytes.empty() ? gen::png_bytes(canvas) : bytes);
    }
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    return gen::run_tool(
        argc, argv, tool, [&](gen::OptionVisitor& v) { options.describe(v); },
        [&](gen::Run& run) {
            draw(run, options);
            return true;
        });
}
