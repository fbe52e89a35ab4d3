// A tool with an option of every kind, for tests of what all tools share. It prints the values that it was given.
#include <chrono>
#include <cmath>
#include <iostream>
#include <numeric>
#include <stdexcept>
#include <thread>

#include "core/error.hpp"
#include "tools/common/command_line/numerics.hpp"
#include "tools/common/command_line/signals.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/reports/work_progress.hpp"
#include "tools/common/training/metrics.hpp"
#include "tools/common/training/progress.hpp"

namespace {

const gen::Tool tool = {
    .name = "test-tool",
    .summary = "print the options it was given",
    .description =
        "Takes an option of every kind and does nothing with it, so that tests can see what arrives.\n\n"
        "  first  a list\n  second that keeps its lines\n\n"
        "With --fault it fails on purpose.",
    .examples = "# the defaults\ntest-tool data.h5\ntest-tool data.h5 --count 7 --rate 0.5",
    .output = "THING",
    .kind = "images",
    .seeded = true,
    .parallel = true,
    .trains = true,
    .judges = true,
    .lists = true,
    .numerics = gen::numerics,
    .notes = "METHOD\n\nNone.\n\nReally none.\n---\nBUGS\n\nIts name's first letter is a \\t.",
};

struct Options {
    std::string data = "-";
    std::vector<std::string> more;
    bool grey = false;
    std::int64_t count = 5;
    std::uint64_t words = 6;
    double rate = 1e-3;
    std::string kind = "relu";
    std::string fault = "none";
    std::optional<std::int64_t> clip;
    std::optional<double> weight;
    std::optional<std::string> labels;
    std::vector<std::string> columns;
    std::int64_t steps = 0;
    std::optional<std::int64_t> done;
    std::int64_t pause = 0;
    std::int64_t work = 0;

    void describe(gen::OptionVisitor& v) {
        v.visit({.name = "DATA", .help = "what to read", .expects = gen::Expects::file}, data);
        v.visit({.name = "MORE", .help = "more of it", .expects = gen::Expects::files}, more);
        v.visit({.name = "grey", .letter = 'g', .help = "a switch"}, grey);
        v.visit({.name = "count", .letter = 'n', .help = "a whole number", .low = 1, .high = 1e5}, count);
        v.visit({.name = "words", .help = "a whole number without bounds"}, words);
        v.visit({.name = "rate",
                 .help = "a number, small as a rule but never so small that it is nothing",
                 .group = "Training",
                 .low = 0,
                 .above_low = true},
                rate);
        v.visit({.name = "kind", .help = "one of a few", .group = "Training", .choices = {"relu", "tanh", "elu"}}, kind);
        v.visit({.name = "fault", .help = "how to fail", .choices = {"none", "no", "usage", "input", "io", "diverged", "memory", "other", "stopped"}},
                fault);
        v.visit({.name = "clip", .help = "may be absent"}, clip);
        v.visit({.name = "weight", .help = "may be absent", .high = 10, .recorded = false, .example_default = "RATE / 2"}, weight);
        v.visit({.name = "labels",
                 .value = "FILE|first|last",
                 .help = "a file or one of two words",
                 .choices = {"first", "last"},
                 .expects = gen::Expects::file},
                labels);
        v.visit({.name = "columns", .help = "several"}, columns);
        v.visit({.name = "steps", .help = "steps of a pretended training", .group = "Training", .low = 0, .recorded = false}, steps);
        v.visit({.name = "done", .help = "steps done before", .group = "Training", .low = 0, .recorded = false}, done);
        v.visit({.name = "pause", .help = "milliseconds a step", .group = "Training", .low = 0, .recorded = false}, pause);
        v.visit({.name = "work", .help = "steps of pretended work that is no training", .low = 0, .recorded = false}, work);
    }
};

void fail_on_purpose(const std::string& fault) {
    if (fault == "usage") gen::fail_usage("asked for\na usage fault");
    if (fault == "input") gen::fail("asked for an input fault");
    if (fault == "io") gen::fail_io("asked for an input/output fault");
    if (fault == "diverged") throw gen::Error(gen::Fault::diverged, "asked to diverge");
    if (fault == "memory") throw std::bad_alloc();
    if (fault == "other") throw std::runtime_error("asked for another fault");
    if (fault == "stopped") throw gen::Stopped("checkpoint x.ckpt at step 7");
}

// Ten steps an epoch, a loss that is not a number at step 3; stops on a signal.
void pretend_to_train(const Options& o, const gen::Run& run) {
    gen::catch_stop_signals();
    const auto first = static_cast<std::uint64_t>(o.done.value_or(0));
    const auto steps = static_cast<std::uint64_t>(o.steps);
    std::vector<std::uint64_t> done(first);
    std::iota(done.begin(), done.end(), 1);
    gen::MetricsFile metrics(run, {"epoch", "step", "loss"}, done);
    if (run.dry_run) return;
    gen::ProgressReport progress(run, first);
    for (std::uint64_t step = first + 1; step <= steps; ++step) {
        std::this_thread::sleep_for(std::chrono::milliseconds(o.pause));
        const double loss = step == 3 ? std::nan("") : 100.0 / static_cast<double>(step);
        const gen::TrainingState state = {.epoch = (step + 9) / 10,
                                          .epochs = (steps + 9) / 10,
                                          .step = step,
                                          .steps = steps,
                                          .images = (step - first) * 100,
                                          .numbers = {{"loss", loss}, {"valid", loss + 1}}};
        metrics.write({state.epoch, step, loss});
        progress.step(state);
        if (step % 10 == 0) progress.epoch(state);
        if (gen::stop_requested()) throw gen::Stopped("checkpoint x.ckpt");
    }
}

void pretend_to_work(const Options& o, const gen::Run& run) {
    gen::WorkProgress progress(run);
    progress.announce(gen::join(o.work, " steps of nothing"));
    progress.begin("doing nothing", static_cast<std::uint64_t>(o.work));
    for (std::int64_t step = 0; step < o.work; ++step) {
        std::this_thread::sleep_for(std::chrono::milliseconds(o.pause));
        progress.advance();
    }
}

bool work(const Options& o, const gen::Run& run) {
    if (o.steps > 0) {
        pretend_to_train(o, run);
        return true;
    }
    pretend_to_work(o, run);
    std::cout << "DATA\t" << o.data << '\n';
    for (const std::string& file : o.more) std::cout << "MORE\t" << file << '\n';
    std::cout << "output\t" << run.output << "\nseed\t" << run.seed << "\nthreads\t" << run.threads << '\n';
    for (const auto& [name, value] : run.recorded) std::cout << "recorded\t" << name << '\t' << value << '\n';
    run.warn("a warning");
    run.detail("a detail");
    fail_on_purpose(o.fault);
    return o.fault != "no";
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    return gen::run_tool(argc, argv, tool, [&](gen::OptionVisitor& v) { options.describe(v); }, [&](gen::Run& run) { return work(options, run); });
}
