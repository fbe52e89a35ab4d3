#include "tools/common/command_line/common_options.hpp"

#include <sys/random.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "core/error.hpp"
#include "core/words.hpp"
#include "formats/confined.hpp"
#include "formats/sandbox.hpp"
#include "tools/common/command_line/threads.hpp"

namespace gen {
namespace {

constexpr double most_threads = 1024;

std::uint64_t drawn_seed() {
    std::uint64_t seed = 0;
    if (getrandom(&seed, sizeof seed, 0) != sizeof seed) fail_io("--seed random: the system gives no random numbers");
    return seed;
}

std::uint64_t seed_of(const std::string& text) {
    std::uint64_t seed = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, seed);
    if (error != std::errc() || stop != end)
        fail_usage("--seed: got '", text, "', expected a whole number from 0 to 18446744073709551615, or random", did_you_mean(text, {"random"}));
    return seed;
}

Progress progress_of(const std::string& name, bool quiet) {
    if (quiet || name == "none") return Progress::none;
    if (name == "bar") return Progress::bar;
    if (name == "log") return Progress::log;
    const char* const term = std::getenv("TERM");
    const bool can_rewrite_lines = isatty(STDERR_FILENO) != 0 && term != nullptr && std::string_view(term) != "dumb";
    return can_rewrite_lines ? Progress::bar : Progress::log;
}

}  // namespace

void CommonOptions::describe(const Tool& tool, OptionList& options) {
    const auto add = [&](const Option& option, Variable variable) -> Entry& {
        Entry& entry = options.add(option, variable);
        entry.common = true;
        return entry;
    };
    if (!tool.output.empty()) {
        add({.name = "output",
             .letter = 'o',
             .value = tool.output,
             .help = "where to write; - is stdout",
             .expects = Expects::output,
             .endings = tool.endings,
             .kind = tool.kind},
            &output);
        if (tool.hdf5) add({.name = "bare", .help = tool.trains ? "leave out provenance and training state" : "leave out provenance"}, &bare);
    }
    if (tool.seeded)
        add({.name = "seed",
             .value = "N|random",
             .help = "seed of all random numbers; random draws one and prints it",
             .forms = [](const auto&) { return Forms{"random"}; }},
            &seed);
    if (tool.parallel)
        add({.name = "threads",
             .letter = 'j',
             .value = "N",
             .help = "number of threads; the result does not depend on it",
             .low = 1,
             .high = most_threads,
             .example_default = "OMP_NUM_THREADS, SLURM_CPUS_PER_TASK, or all processors"},
            &threads);
    if (tool.trains || tool.slow)
        add({.name = "progress",
             .value = "auto|bar|log|none",
             .help = "what to show on stderr; auto: a bar on a terminal, else a log",
             .choices = {"auto", "bar", "log", "none"}},
            &progress);
    if (tool.trains) {
        add({.name = "metrics",
             .help = "write the training curve there as it grows: TSV, or JSON lines where the name ends in .jsonl; fd:N is an open descriptor",
             .expects = Expects::output,
             .endings = {".tsv", ".jsonl"},
             .kind = "metrics"},
            &metrics);
        add({.name = "dry-run", .help = "check options, inputs and output, say what would be done, and stop"}, &dry_run);
    }
    if (std::any_of(options.entries.begin(), options.entries.end(), [](const Entry& entry) { return entry.option.expects == Expects::output; }))
        add({.name = "force", .help = "also replace a file of another kind"}, &force);
    if (std::any_of(options.entries.begin(), options.entries.end(),
                    [](const Entry& entry) { return entry.option.expects == Expects::file || entry.option.expects == Expects::files; }))
        add({.name = "sandbox",
             .value = "auto|always|never",
             .help =
                 "parse HDF5 in a process that can do nothing else; auto: what comes through a pipe, belongs to another user or was made by another "
                 "program",
             .choices = {"auto", "always", "never"}},
            &sandbox);
    if (tool.lists)
        add({.name = "format",
             .value = "table|tsv|json",
             .help = "form of the report: for people, or with all digits for programs",
             .choices = {"table", "tsv", "json"},
             .example_default = "table on a terminal, else tsv"},
            &format);
    add({.name = "quiet", .letter = 'q', .help = "errors only"}, &quiet);
    add({.name = "verbose", .letter = 'v', .help = "say more; -vv also where the time went, -vvv every product"}, &verbose);
    add({.name = "config", .help = "read options from a file, one name = value per line; the command line wins", .expects = Expects::file}, &config)
        .command = true;
    add({.name = "print-config", .help = "print all options as such a file and stop"}, &print_config).command = true;
    add({.name = "help", .letter = 'h', .help = "print this and stop"}, &help).command = true;
    add({.name = "version", .help = "print the versions of the tool and its libraries and stop"}, &version).command = true;
    Entry& entry = add({.name = "generate", .choices = {"man", "bash", "zsh", "fish", "json"}}, &generate);
    entry.command = entry.hidden = true;
}

// Where it cannot do all that it is for, who asks for it is told.
void CommonOptions::set_sandbox(const Run& run) const {
    use_sandbox(sandbox == "always" ? Sandbox::always : sandbox == "never" ? Sandbox::never : Sandbox::automatic);
    if (sandbox == "never") return;
    const std::string gap = confinement_gap();
    if (gap.empty()) return;
    if (sandbox == "always")
        run.warn(gap);
    else
        run.detail(gap);
}

Run CommonOptions::run(const Tool& tool, OptionList& options) {
    Run out;
    out.tool = &tool;
    out.verbosity = quiet ? -1 : verbose;
    if (seed == "random") {
        seed = text(drawn_seed());
        out.warn("seed " + seed);
    }
    out.output = output;
    out.seed = seed_of(seed);
    out.threads = threads ? static_cast<std::size_t>(*threads) : std::min(processors(), static_cast<std::size_t>(most_threads));
    if (threads) out.threads_from = "--threads";
    out.bare = bare;
    out.dry_run = dry_run;
    out.force = force;
    if (!format.empty()) out.asked_format = format == "json" ? Format::json : format == "tsv" ? Format::tsv : Format::table;
    out.progress = tool.trains || tool.slow ? progress_of(progress, quiet) : Progress::none;
    out.metrics = metrics;
    out.recorded = recorded_options(options);
    set_sandbox(out);
    return out;
}

}  // namespace gen
