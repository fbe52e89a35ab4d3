#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "formats/metrics_curves.hpp"
#include "formats/metrics_input.hpp"
#include "formats/png_writer.hpp"
#include "formats/streams.hpp"
#include "formats/svg.hpp"
#include "picture/curves.hpp"
#include "picture/pens.hpp"
#include "picture/raster.hpp"
#include "tools/common/command_line/file_endings.hpp"
#include "tools/common/command_line/for_option.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/reports/plot_groups.hpp"
#include "tools/common/reports/plotted_curves.hpp"

namespace {

using gen::picture::Curve;

const gen::Tool tool = {
    .name = "metrics-plot",
    .summary = "draw training curves, several runs in one figure",
    .description =
        "Draws columns of METRICS, the tab-separated or JSON-lines files that --metrics of a trainer writes, or the curves that models hold, as SVG "
        "or "
        "PNG. Runs differ in colour "
        "and "
        "columns in dash; within a single run columns differ in colour, and valid_loss is dashed in the colour of loss. Missing values are "
        "skipped.\n\n"
        "Where a few values, such as those of the first epoch, would flatten all others, the axis ends before them: triangles at the edge mark "
        "where, and a line above the axes says how far they go. --y-range overrides this.\n\n"
        "Events, which gan-train names in the column event, are drawn as thin dashed lines with their names above the axes, in the colour of their "
        "run where there are several. Names for which there is no room are left out.\n\n"
        "--band draws groups of runs: of each the mean, in a band that shows how far the runs lie apart. Models that differ only in their seed (and "
        "in "
        "the processor that they were computed with) are a group, named by the options in which it differs from the other groups. Tables do not say "
        "how "
        "they were made: runs that have the same name in --names are a group, and NAME*N stands for N of them in a row. The mean at a point is over "
        "those runs that have a value there; where these are not all runs of the group, a message says so. Events belong to single runs and are left "
        "out.",
    .examples =
        "metrics-plot run.tsv --output run.svg\n"
        "metrics-plot beta-1.tsv beta-4.tsv --columns valid_recon,valid_kl --output betas.png\n"
        "# eight seeds of each of three options: three lines in bands\n"
        "metrics-plot runs/*.h5 --band sd --columns valid_loss --output bands.png\n"
        "metrics-plot relu-?.tsv tanh-?.tsv --band sd --names 'relu*8,tanh*8' --output bands.svg\n"
        "metrics-plot run.tsv --columns lr --x step --log-y --output rate.svg",
    .output = "SVG|PNG",
    .endings = {".svg", ".png"},
    .kind = "picture",
    .hdf5 = false,
};

/// The columns of the files on the command line; where there are none, those that trainers write.
gen::Forms column_forms(const std::vector<std::string>& line) {
    gen::Forms forms;
    for (const std::string& path : line) {
        std::error_code ignored;
        if (!std::filesystem::is_regular_file(path, ignored)) continue;
        try {
            for (const std::string& column : gen::read_metrics_input(path).table.columns)
                if (std::find(forms.begin(), forms.end(), column) == forms.end()) forms.push_back(column);
        } catch (const gen::Error&) {
            continue;  // not a training curve
        }
    }
    if (forms.empty()) forms = {"loss", "recon", "kl", "valid_loss", "valid_recon", "valid_kl", "d_loss", "g_loss", "lr"};
    return forms;
}

struct Options {
    std::vector<std::string> metrics;
    std::string columns;
    std::string x = "epoch";
    bool log_y = false;
    std::optional<std::string> y_range;
    std::string title;
    std::string names;
    std::string band;
    std::string size = "640x400";
    std::int64_t scale = 2;
    std::string format;
    bool no_events = false;

    void describe(gen::OptionVisitor& v) {
        v.visit({.name = "METRICS", .help = "what --metrics of a trainer wrote, or models; - is stdin", .expects = gen::Expects::files}, metrics);
        v.visit({.name = "columns",
                 .value = "A,B,...",
                 .help = "what to draw",
                 .forms = column_forms,
                 .joined = ',',
                 .example_default = "loss and valid_loss where present, else d_loss and g_loss"},
                columns);
        v.visit({.name = "x", .value = "COLUMN", .help = "column along the x axis", .choices = {"epoch", "step", "seconds"}}, x);
        v.visit({.name = "log-y", .help = "logarithmic y axis; values that are not positive are left out"}, log_y);
        v.visit({.name = "no-events", .help = "draw no lines at events"}, no_events);
        v.visit({.name = "y-range", .value = "LO,HI", .help = "ends of the y axis", .example_default = "chosen from the values"}, y_range);
        v.visit({.name = "title", .value = "TEXT", .help = "title of the figure"}, title);
        v.visit({.name = "names",
                 .value = "A,B,...",
                 .help = "names of the runs in the legend; with --band of groups",
                 .example_default = "names of the files"},
                names);
        v.visit({.name = "band",
                 .value = "sd|range",
                 .help = "draw groups of runs, each by its mean in a band: the standard deviation (n - 1) on both sides, or from the lowest to the "
                         "highest",
                 .choices = {"sd", "range"},
                 .example_default = "each run by itself"},
                band);
        v.visit({.name = "size", .value = "WxH", .help = "in units of 1/96 inch"}, size);
        v.visit({.name = "scale", .value = "N", .help = "pixels of a PNG for one unit", .low = 1, .high = 16}, scale);
        v.visit({.name = "format",
                 .value = "svg|png",
                 .help = "kind of picture",
                 .choices = {"svg", "png"},
                 .example_default = "by the name of the output, svg for stdout"},
                format);
    }
};

const std::set<std::string> in_nats = {"loss", "recon", "kl", "valid_loss", "valid_recon", "valid_kl"};

/// Each run by itself, or with --band those of one name.
std::vector<gen::PlotGroup> groups_of(const Options& o, const std::vector<gen::MetricsInput>& inputs) {
    const bool bands = !o.band.empty();
    std::vector<std::string> names;
    if (!o.names.empty())
        names = gen::listed_names(o.names, inputs.size(), bands);
    else
        names = bands ? gen::names_by_settings(inputs) : gen::names_of_files(o.metrics);
    return gen::plot_groups(names, bands);
}

/// Of a run that has no loss, those of its two networks.
std::vector<std::string> columns_of(const Options& o, const std::vector<gen::MetricsTable>& tables) {
    if (!o.columns.empty()) return gen::comma_parts(o.columns);
    std::vector<std::string> columns;
    const auto has_loss = [](const gen::MetricsTable& table) { return table.has("loss") || table.has("valid_loss"); };
    for (const char* const usual : {"loss", "valid_loss", "d_loss", "g_loss"}) {
        const bool of_a_network = usual[1] == '_';
        const auto shows = [&](const gen::MetricsTable& table) { return table.has(usual) && !(of_a_network && has_loss(table)); };
        if (std::any_of(tables.begin(), tables.end(), shows)) columns.emplace_back(usual);
    }
    if (columns.empty()) gen::fail(tables[0].name, ": has no column loss, choose others with --columns");
    return columns;
}

gen::CurveChoice choice_of(const Options& o) {
    gen::CurveChoice choice = {.x = o.x, .positive = o.log_y, .may_lack = o.columns.empty()};
    if (o.band == "sd") choice.spread = gen::picture::Spread::deviation;
    if (o.band == "range") choice.spread = gen::picture::Spread::range;
    return choice;
}

/// Of the runs that are drawn, each by itself.
std::vector<gen::picture::Event> events_of(const Options& o, const std::vector<gen::MetricsTable>& tables, const std::vector<gen::PlotGroup>& groups,
                                           const std::vector<Curve>& curves) {
    std::vector<gen::picture::Event> events;
    if (o.no_events || !o.band.empty()) return events;
    for (const gen::PlotGroup& group : groups) {
        if (std::none_of(curves.begin(), curves.end(), [&](const Curve& curve) { return curve.run == group.name; })) continue;
        const std::vector<gen::picture::Event> own = gen::events_of(tables[group.runs[0]], group.name, o.x);
        events.insert(events.end(), own.begin(), own.end());
    }
    return events;
}

std::pair<double, double> range_of(const std::string& text, bool positive) {
    const auto [first, second] = gen::split_at(text, ',');
    if (second.empty()) gen::fail_usage("--y-range: got '", text, "', expected LO,HI");
    const double low = gen::parse_number(first, "--y-range");
    const double high = gen::parse_number(second, "--y-range");
    if (!(low < high)) gen::fail_usage("--y-range: got '", text, "', expected the lower end first");
    if (positive && low <= 0) gen::fail_usage("--y-range: got '", text, "', expected positive ends with --log-y");
    return {low, high};
}

gen::picture::CurvesPlan plan_of(const Options& o, const std::vector<std::string>& columns) {
    gen::picture::CurvesPlan plan = {.title = o.title, .x_title = o.x, .logarithmic = o.log_y};
    const bool nats = std::all_of(columns.begin(), columns.end(), [](const std::string& column) { return in_nats.contains(column); });
    const bool losses = std::all_of(columns.begin(), columns.end(), [](const std::string& column) { return column.ends_with("loss"); });
    plan.y_title = nats ? "nats per example" : columns.size() == 1 ? columns[0] : losses ? "loss" : "value";
    if (o.y_range) plan.range = range_of(*o.y_range, o.log_y);
    const std::size_t cross = o.size.find('x');
    const auto side = [&](const std::string& digits) {
        if (digits.empty() || digits.size() > 5 || digits.find_first_not_of("0123456789") != std::string::npos)
            gen::fail_usage("--size: got '", o.size, "', expected WxH");
        return std::stod(digits);
    };
    plan.width = side(o.size.substr(0, cross));
    plan.height = side(cross == std::string::npos ? "" : o.size.substr(cross + 1));
    return plan;
}

bool wants_png(const Options& o, const std::string& output) {
    const std::string ending = gen::ending_of(output);
    const bool is_named = ending == ".svg" || ending == ".png";
    if (is_named && !o.format.empty() && ending != "." + o.format)
        gen::fail_usage("--format ", o.format, ": '", output, "' is the name of another format");
    if (!is_named && o.format.empty() && output != "-")
        gen::fail_usage("--output: '", output, "' ends neither in .svg nor in .png, choose with --format");
    return ending == ".png" || o.format == "png";
}

void plot(const gen::Run& run, Options o) {
    const bool png = wants_png(o, run.output);
    if (!o.band.empty() && o.x == "seconds") gen::fail_usage("--x seconds: runs share no times, expected epoch or step with --band");
    gen::Output output(run.output);
    if (o.metrics.empty()) o.metrics = {"-"};
    std::vector<gen::MetricsInput> inputs;
    for (const std::string& path : o.metrics) inputs.push_back(gen::read_metrics_input(path));
    const std::vector<gen::PlotGroup> groups = groups_of(o, inputs);
    std::vector<gen::MetricsTable> tables;
    for (gen::MetricsInput& input : inputs) tables.push_back(std::move(input.table));
    const std::vector<std::string> columns = columns_of(o, tables);
    gen::picture::CurvesPlan plan = plan_of(o, columns);
    const auto scale = static_cast<std::size_t>(o.scale);
    if (png) gen::check_picture_size(static_cast<std::size_t>(plan.width) * scale, static_cast<std::size_t>(plan.height) * scale, "the figure");
    const std::vector<Curve> curves = gen::plotted_curves(run, choice_of(o), columns, tables, groups);
    plan.events = events_of(o, tables, groups, curves);
    if (!o.band.empty()) plan.note = gen::band_in_words(groups, o.band == "sd");
    gen::for_option("--columns", [&] { return gen::picture::Pens(curves); });
    const gen::picture::Scene scene = gen::for_option("--size", [&] { return gen::picture::draw_curves(curves, plan); });
    output.commit(png ? gen::png_bytes(gen::picture::rasterize(scene, static_cast<double>(scale))) : gen::svg_text(scene));
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    return gen::run_tool(
        argc, argv, tool, [&](gen::OptionVisitor& v) { options.describe(v); },
        [&](gen::Run& run) {
            plot(run, options);
            return true;
        });
}
