#include "tools/common/latents/latent_walk.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "formats/row_lists.hpp"
#include "models/latent_paths.hpp"

namespace gen {
namespace {

constexpr std::size_t most_images = std::size_t{1} << 24;

/// All of `count` numbers, separated by commas.
std::vector<double> numbers(const std::string& text, std::size_t count, const std::string& option, const std::string& expected) {
    const std::vector<std::string_view> parts = split(text, ',');
    if (parts.size() != count) fail_usage(option, ": got '", text, "', expected ", expected);
    std::vector<double> values;
    for (const std::string_view part : parts) values.push_back(parse_number(part, option));
    return values;
}

/// Whole numbers from 0, separated by commas; `count` 0: any number of them.
std::vector<std::size_t> indices(const std::string& text, std::size_t count, const std::string& option, const std::string& expected) {
    std::vector<std::size_t> values;
    for (const std::string_view part : split(text, ',')) {
        const bool whole = !part.empty() && part.size() < 10 && part.find_first_not_of("0123456789") == std::string_view::npos;
        if (!whole) fail_usage(option, ": got '", text, "', expected ", expected);
        values.push_back(static_cast<std::size_t>(std::stoul(std::string(part))));
    }
    if (count != 0 && values.size() != count) fail_usage(option, ": got '", text, "', expected ", expected);
    return values;
}

/// What --grid and --traverse take; each is checked before a file is opened.
std::vector<double> corners(const std::string& grid) {
    const std::string expected = "four numbers above 0 and below 1: X0,X1,Y0,Y1";
    const std::vector<double> values = numbers(grid, 4, "--grid", expected);
    for (const double p : values)
        if (!(p > 0 && p < 1)) fail_usage("--grid: got '", grid, "', expected ", expected);
    return values;
}

std::vector<double> ends(const std::string& range) { return numbers(range, 2, "--range", "two numbers: LO,HI"); }

std::vector<std::size_t> plane_of(const std::string& dims) {
    const std::string expected = "two different whole numbers I,J";
    const std::vector<std::size_t> values = indices(dims, 2, "--dims", expected);
    if (values[0] == values[1]) fail_usage("--dims: got '", dims, "', expected ", expected);
    return values;
}

std::vector<std::size_t> dimensions_of(const std::string& traverse) {
    return indices(traverse, 0, "--traverse", "dimensions, whole numbers from 0: DIM,DIM,...");
}
std::vector<std::size_t> terms_of(const std::string& analogy) { return indices(analogy, 3, "--analogy", "three rows: A,B,C"); }
std::vector<std::int32_t> two_classes(const std::string& classes, std::span<const std::string> names) {
    std::vector<std::int32_t> two = parse_classes(classes, "--classes", names);
    if (two.size() != 2) fail_usage("--classes: got '", classes, "', expected two classes: A,B");
    return two;
}

void check_dimensions(const std::vector<std::size_t>& dimensions, std::size_t latent, const std::string& name, const std::string& option) {
    const std::size_t last = *std::max_element(dimensions.begin(), dimensions.end());
    const std::string there = latent == 1 ? " latent dimension, " : " latent dimensions, ";
    if (last >= latent) fail(name, ": has ", latent, there, option, " needs ", last + 1);
}

void check_size(std::size_t paths, std::size_t columns) {
    if (columns > 100000) fail_usage("a path of ", columns, " images, expected at most 100000");
    if (paths > most_images / columns) fail_usage(paths, " paths of ", columns, " images, expected at most ", most_images, " in all");
}

}  // namespace

void WalkOptions::describe(OptionVisitor& v) {
    constexpr double most_rows = 4294967295.0;
    v.visit({.name = "from",
             .value = "I",
             .help = "row where the path begins, from 0; with --grid and --traverse the row that gives the other dimensions",
             .group = "Paths",
             .low = 0,
             .high = most_rows,
             .example_default = "0; with --grid and --traverse the prior's mean"},
            from);
    v.visit({.name = "to", .value = "J", .help = "row where the path ends", .group = "Paths", .low = 0, .high = most_rows, .example_default = "1"},
            to);
    v.visit({.name = "path",
             .value = "FILE",
             .help = "one path through the rows that this text file lists, in that order",
             .group = "Paths",
             .expects = Expects::file,
             .recorded = false},
            path);
    v.visit({.name = "pairs",
             .value = "FILE",
             .help = "a path for each line of this text file, which names two rows",
             .group = "Paths",
             .expects = Expects::file,
             .recorded = false},
            pairs);
    v.visit({.name = "classes",
             .value = "A,B",
             .help = "from the mean of class A to that of class B, by their names or numbers in INPUT",
             .group = "Paths"},
            classes);
    v.visit({.name = "analogy", .value = "A,B,C", .help = "from row C to C + (B - A): what B is to A", .group = "Paths"}, analogy);
    v.visit({.name = "path-type",
             .value = "TYPE",
             .help = "a straight line, or an arc of a great circle",
             .group = "Paths",
             .choices = {"linear", "spherical"}},
            path_type);
    v.visit({.name = "steps",
             .value = "N",
             .help = "images from one row to the next, both included; of a grid, along each side",
             .low = 2,
             .high = 1e5,
             .example_default = "10, of a grid 20"},
            steps);
    v.visit({.name = "grid", .value = "X0,X1,Y0,Y1", .help = "a grid over two dimensions, between quantiles of the prior", .group = "Grids"}, grid);
    v.visit({.name = "dims",
             .value = "I,J",
             .help = "the two dimensions of --grid, counted from 0: the one to the right, the one upwards",
             .group = "Grids"},
            dims);
    v.visit({.name = "traverse", .value = "DIM,...", .help = "a row for each of these dimensions, along which it alone changes", .group = "Grids"},
            traverse);
    v.visit({.name = "range", .value = "LO,HI", .help = "ends of --traverse, in standard deviations of the prior from its mean", .group = "Grids"},
            range);
    v.visit({.name = "class",
             .value = "CLASS",
             .help = "for a conditional model: the class to show, by name or by number from 0",
             .example_default = "that of the nearest row"},
            label);
}

std::string WalkOptions::mode() const {
    std::string found;
    const std::pair<const char*, const std::string*> modes[] = {{"--path", &path},       {"--pairs", &pairs}, {"--classes", &classes},
                                                                {"--analogy", &analogy}, {"--grid", &grid},   {"--traverse", &traverse}};
    for (const auto& [name, value] : modes) {
        if (value->empty()) continue;
        if (!found.empty()) fail_usage(found, " and ", name, " are two different things to show, expected one of them");
        found = name;
    }
    return found;
}

void WalkOptions::check(bool have_input) const {
    const std::string chosen = mode();
    const bool about_a_point = chosen == "--grid" || chosen == "--traverse";
    if (to && !chosen.empty()) fail_usage("--to does not go with ", chosen);
    if (from && !chosen.empty() && !about_a_point) fail_usage("--from does not go with ", chosen);
    if (from.has_value() != to.has_value() && chosen.empty()) fail_usage("--from and --to go together");
    if (about_a_point && have_input && !from) fail_usage("INPUT has no part in ", chosen, " without --from, the row to keep the other dimensions of");
    if (about_a_point && path_type != "linear") fail_usage("--path-type is of paths, not of ", chosen);
    if (chosen == "--classes" && !have_input) fail_usage("--classes needs INPUT, images or latents with labels");
    if (dims != "0,1" && chosen != "--grid") fail_usage("--dims goes with --grid");
    if (range != "-3,3" && chosen != "--traverse") fail_usage("--range goes with --traverse");
    if (chosen == "--analogy") terms_of(analogy);
    if (chosen == "--traverse") {
        dimensions_of(traverse);
        ends(range);
    }
    if (chosen == "--grid") {
        corners(grid);
        plane_of(dims);
    }
}

std::size_t WalkOptions::step_count() const { return static_cast<std::size_t>(steps.value_or(grid.empty() ? 10 : 20)); }

std::vector<std::size_t> WalkOptions::rows_in_files(std::vector<Provenance::Input>& inputs, std::size_t& each) const {
    const Bytes bytes = Bytes::open(path.empty() ? pairs : path);
    inputs.push_back({path.empty() ? "pairs" : "path", "text", digest_of(bytes), ""});
    std::vector<std::size_t> rows;
    for (const RowList& list : read_row_lists(bytes)) {
        if (path.empty() && list.rows.size() != 2)
            fail(bytes.name(), ": line ", list.line, " is a list of ", list.rows.size(), ", expected two rows");
        rows.insert(rows.end(), list.rows.begin(), list.rows.end());
    }
    if (rows.size() < 2) fail(bytes.name(), ": has one row, expected at least two");
    each = path.empty() ? 2 : rows.size();
    return rows;
}

WalkOptions::Knots WalkOptions::knots(const ImageModel& model, const LatentRows& rows, std::vector<Provenance::Input>& inputs) const {
    Knots knots;
    if (!classes.empty()) {
        knots.labels = two_classes(classes, rows.class_names());
        knots.z = rows.class_means(knots.labels);
    } else if (!analogy.empty()) {
        const std::vector<std::size_t> terms = terms_of(analogy);
        const Matrix abc = rows.at(terms, "--analogy");
        const Matrix d = analogous(abc);
        knots.z = Matrix(2, d.columns());
        std::copy_n(abc.row(2), d.columns(), knots.z.row(0));
        std::copy_n(d.data(), d.columns(), knots.z.row(1));
        if (model.classes() > 0) knots.labels = rows.classes_at(std::vector{terms[2], terms[2]});
    } else {
        std::vector<std::size_t> visited = {static_cast<std::size_t>(from.value_or(0)), static_cast<std::size_t>(to.value_or(1))};
        if (!path.empty() || !pairs.empty()) visited = rows_in_files(inputs, knots.each);
        const std::string file = path.empty() ? pairs : path;
        const std::string where = file == "-" ? "stdin" : !file.empty() ? file : join("--from ", visited[0], " --to ", visited[1]);
        knots.z = rows.at(visited, where);
        if (model.classes() > 0) knots.labels = rows.classes_at(visited);
    }
    if (model.classes() == 0) knots.labels.clear();
    return knots;
}

LatentWalk WalkOptions::paths(const Knots& knots) const {
    LatentWalk walk;
    walk.steps = step_count();
    walk.columns = points_of_path(knots.each, walk.steps);
    check_size(knots.z.rows() / knots.each, walk.columns);
    walk.z = latent_paths(knots.z, knots.each, walk.steps, path_type == "linear" ? PathType::linear : PathType::spherical);
    const std::vector<std::size_t> nearest = nearest_knots(knots.each, walk.steps);
    for (std::size_t first = 0; first < knots.labels.size(); first += knots.each)
        for (const std::size_t knot : nearest) walk.labels.push_back(knots.labels[first + knot]);
    return walk;
}

LatentWalk WalkOptions::plane(const ImageModel& model, const std::string& name, const LatentRows& rows, Parallel& parallel) const {
    const std::vector<PriorAxis> axes = model.prior(parallel)->axes();
    Matrix at(1, model.latent());
    for (std::size_t j = 0; j < at.columns(); ++j) at(0, j) = static_cast<real>(axes[j].mean);
    const std::vector<std::size_t> kept = {static_cast<std::size_t>(from.value_or(0))};
    if (from) at = rows.at(kept, "--from");
    LatentWalk walk;
    walk.columns = walk.steps = step_count();
    if (!grid.empty()) {
        const std::vector<std::size_t> dimensions = plane_of(dims);
        check_dimensions(dimensions, model.latent(), name, "--dims " + dims);
        check_size(walk.steps, walk.steps);
        const std::vector<double> p = corners(grid);
        const auto along = [&](std::size_t dimension, double low, double high) {
            std::vector<double> values = evenly(low, high, walk.steps);
            for (double& value : values) value = axes[dimension].quantile(value);
            return values;
        };
        walk.z = latent_grid(at.values(), dimensions[0], dimensions[1], along(dimensions[0], p[0], p[1]), along(dimensions[1], p[3], p[2]));
    } else {
        const std::vector<std::size_t> dimensions = dimensions_of(traverse);
        check_dimensions(dimensions, model.latent(), name, "--traverse " + traverse);
        check_size(dimensions.size(), walk.steps);
        std::vector<std::vector<double>> values;
        const std::vector<double> sds = ends(range);
        for (const std::size_t d : dimensions)
            values.push_back(evenly(axes[d].mean + sds[0] * axes[d].sd, axes[d].mean + sds[1] * axes[d].sd, walk.steps));
        walk.z = traversals(at.values(), dimensions, values);
    }
    if (model.classes() > 0) walk.labels.assign(walk.z.rows(), from ? rows.classes_at(kept)[0] : 0);
    return walk;
}

LatentWalk WalkOptions::walk(const ImageModel& model, const std::string& name, const LatentRows& rows, std::vector<Provenance::Input>& inputs,
                             Parallel& parallel) const {
    if (!label.empty() && model.classes() == 0) fail_usage("--class: the model is not conditional: --condition of a trainer makes it so");
    LatentWalk walk = grid.empty() && traverse.empty() ? paths(knots(model, rows, inputs)) : plane(model, name, rows, parallel);
    if (!label.empty()) walk.labels.assign(walk.z.rows(), parse_class(label, "--class", model.class_names(), model.classes()));
    return walk;
}

}  // namespace gen
