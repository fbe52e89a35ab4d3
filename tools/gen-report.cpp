#include <filesystem>

#include "core/error.hpp"
#include "formats/bytes.hpp"
#include "formats/streams.hpp"
#include "tools/common/command_line/numerics.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/reports/report_page.hpp"
#include "tools/common/reports/work_progress.hpp"

namespace {

const gen::Tool tool = {
    .name = "gen-report",
    .summary = "make a page of models, samples, curves and scores to look at in a browser",
    .description =
        "Writes one HTML page that holds everything it shows: it needs no network and no other file, and can be read in ten years. Each FILE gets a "
        "part of its own, by what is in it, whatever its name:\n\n"
        "  a model             alive: move over its latent space, go from one sample to\n"
        "                      another, choose a class; its layers and training curve\n"
        "  images, samples     side by side, each to be enlarged\n"
        "  --metrics           training curves with their events\n"
        "  gen-score, vae-eval, kl-check, as TSV or JSON\n"
        "                      a table that can be sorted; scores of several models also\n"
        "                      side by side, the best marked\n\n"
        "At the end stands how all of them were made: what came from what, and the commands that make them again.\n\n"
        "The page computes a model's images by itself, from weights that lie inside it, and shows the ones that gen-sample makes, to 1/255. With "
        "--bits 16 it keeps them as 16-bit floats, in half the room, and images hardly ever differ by more; with --bits 8, in a quarter of it, they "
        "may "
        "differ by some grey values.\n\n"
        "Names and texts from files are shown, never run. The page is the same bytes for the same files, whatever their folder and the number of "
        "threads; it holds no time, path or name of a machine.",
    .examples =
        "gen-report report.html vae.h5 gan.h5\n"
        "gen-score test.h5 samples.h5 > scores.tsv\n"
        "gen-report report.html vae.h5 samples.h5 vae.tsv scores.tsv --title \"A first look\"",
    .hdf5 = false,
    .parallel = true,
    .slow = true,
    .numerics = gen::numerics,
};

struct Options {
    std::string output;
    std::vector<std::string> files;
    gen::ReportPage page;

    void describe(gen::OptionVisitor& v) {
        v.visit({.name = "OUT.html",
                 .help = "the page to write; - is stdout",
                 .required = true,
                 .expects = gen::Expects::output,
                 .endings = {".html", ".htm"},
                 .kind = "page"},
                output);
        v.visit({.name = "FILE", .help = "what to show, in this order; - is stdin", .required = true, .expects = gen::Expects::files}, files);
        v.visit({.name = "title", .value = "TEXT", .help = "title of the page", .example_default = "the names of the files"}, page.title);
        v.visit({.name = "take", .value = "N", .help = "at most N images of each file", .low = 1, .high = 1e5}, page.most_images);
        v.visit({.name = "bits",
                 .value = "32|16|8",
                 .help = "of each weight of a model: 16 and 8 make smaller pages, whose images differ a little",
                 .choices = {"32", "16", "8"}},
                page.bits);
        v.visit({.name = "no-live", .help = "leave out the weights: models are described only"}, page.without_live);
    }
};

/// What a file is called on the page: its name without the folder.
std::string caption_of(const std::string& path) { return path == "-" ? "stdin" : std::filesystem::path(path).filename().string(); }

bool report(const gen::Run& run, const Options& o) {
    gen::Output output(o.output);
    gen::WorkProgress progress(run);
    progress.begin("files", o.files.size());
    std::vector<gen::ReportItem> items;
    for (const std::string& path : o.files) {
        for (gen::ReportItem& item : gen::read_report_items(path, caption_of(path))) items.push_back(std::move(item));
        progress.advance();
    }
    progress.begin("making the page");
    const std::string page = gen::report_page(o.page, std::move(items), run.threads);
    output.commit(page);
    run.detail(gen::join(page.size(), " bytes"));
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    return gen::run_tool(argc, argv, tool, [&](gen::OptionVisitor& v) { options.describe(v); }, [&](gen::Run& run) { return report(run, options); });
}
