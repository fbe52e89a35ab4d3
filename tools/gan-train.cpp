#include <cmath>
#include <limits>
#include <utility>

#include "core/error.hpp"
#include "core/memory.hpp"
#include "formats/architecture.hpp"
#include "formats/gan_model.hpp"
#include "formats/image_examples.hpp"
#include "models/gan/monitor.hpp"
#include "models/gan/step.hpp"
#include "models/gan/watch.hpp"
#include "tools/common/gan_notes.hpp"
#include "tools/common/gan_options.hpp"
#include "tools/common/numerics.hpp"
#include "tools/common/tool.hpp"
#include "tools/common/training_run.hpp"

namespace {

const gen::Tool tool = {
    .name = "gan-train",
    .summary = "train a generative adversarial network",
    .description = "Learns to make images like those in DATA: a generator G that turns latent numbers into an image, and a discriminator D that tells real images from "
                   "generated ones, each against the other. The result is a model file for gen-sample and others.\n\n"
                   "Losses are means over a batch. D's loss counts real and generated images together: with the usual loss, a D that cannot tell them apart is at 2 ln 2 = "
                   "1.386.",
    .examples = "gan-train digits.h5 --epochs 10 --metrics gan.tsv --output gan.h5\n"
                "# points in the plane: hinge loss, spectral norm, moving average\n"
                "data-synth ring --count 100000 | gan-train - --latent 2 --loss hinge --d-norm spectral --ema 0.999 --batch 256 --lr 1e-3 --output ring.h5\n"
                "# classes on demand\n"
                "gan-train digits.h5 --condition projection --d-norm spectral --loss hinge --output digits-gan.h5\n"
                "gen-sample digits-gan.h5 --class 7 | img-grid - --output sevens.png\n"
                "# what happened to the generator?\n"
                "metrics-plot gan.tsv --columns d_loss,g_loss --x step --output gan.svg",
    .output = "MODEL",
    .kind = "model",
    .seeded = true,
    .parallel = true,
    .trains = true,
    .numerics = gen::numerics,
    .notes = gen::gan_notes,
};

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// What a step adds up, over examples; the last two count the examples of D's turns and of G's.
enum Sum : std::size_t { d_loss, penalty, d_real, d_fake, d_gradient, g_loss, g_gradient, d_examples, g_examples, sums };

const std::vector<std::string> loss_columns = {"d_loss", "penalty", "d_real", "d_fake", "d_gradient", "g_loss", "g_gradient"};

/// One run: the model with its step, and the monitor.
class Training {
public:
    Training(const gen::Run& run, const gen::GanOptions& options, const gen::ImageExamples& data, gen::Gan& gan, const gen::GanLearning& learning)
        : objective_(options.objective()), phases_(options.phases()), d_rate_(options.rate_factor('d')), g_rate_(options.rate_factor('g')),
          stop_on_(options.events_to_stop_on()), batch_(static_cast<std::uint64_t>(options.training.batch)), parallel_(run.threads),
          step_(gan, objective_, learning, run.seed), monitor_(objective_.loss == gen::AdversarialLoss::minimax) {
        per_epoch_ = data.size() / batch_;
        if (options.watch == "on") watch_.emplace(gan, data, run.seed, parallel_);
    }

    void load(const gen::Kept& kept) {
        step_.load(kept);
        monitor_.load(kept);
    }

    gen::Trainee trainee() {
        gen::Trainee t;
        t.losses = loss_columns;
        if (watch_) t.measures = {"mmd", "diversity", "moments"};
        for (const char* const name : {"d_chance", "g_chance"}) t.measures.emplace_back(name);
        t.train = [this](const gen::Batch& batch, std::uint64_t number, double rate, std::vector<double>& all) { train(batch, number, rate, all); };
        t.finish = [](const std::vector<double>& means) { return finished(means); };
        t.shown = [](const std::vector<double>& means) { return shown(means); };
        t.shown_measure = watch_ ? "mmd" : "";
        t.validates = watch_.has_value();
        t.validate = [this] { return look(); };
        t.keep = [this](gen::Kept& kept) {
            step_.save(kept);
            monitor_.save(kept);
        };
        if (!watch_) return t;
        t.has_events = [this] { return monitor_.waiting(); };
        t.events = [this] { return monitor_.take(); };
        t.names_of_events = [](unsigned events) { return gen::names_of_events(events); };
        t.explain_events = [](unsigned events) { return explained(events); };
        t.stops = [this](unsigned events) { return (events & stop_on_) != 0; };
        return t;
    }

private:
    void train(const gen::Batch& batch, std::uint64_t number, double rate, std::vector<double>& all) {
        const auto examples = static_cast<double>(batch.rows.size());
        const bool matches = objective_.loss == gen::AdversarialLoss::mmd;
        const gen::GanPhases::Turn turn = phases_.at(number, (number - 1) / per_epoch_);
        all.assign(sums, 0);
        gen::GanMonitor::Step seen;
        if (turn.discriminator && !matches) {
            const gen::DiscriminatorResult d = step_.train_discriminator(batch, rate * d_rate_, parallel_);
            const double values[] = {d.loss, d.penalty, d.real, d.fake, d.gradient};
            for (std::size_t i = 0; i < 5; ++i) all[d_loss + i] = values[i] * examples;
            all[d_examples] = examples;
            seen = {.real = d.real, .fake = d.fake, .d_gradient = d.learnt ? d.gradient : nan};
        }
        const std::uint64_t updates = matches ? 1 : turn.generator;
        for (std::uint64_t i = 0; i < updates; ++i) {
            const gen::GeneratorResult g = step_.train_generator(batch, rate * g_rate_, parallel_);
            all[g_loss] += g.loss * examples;
            all[g_gradient] += g.gradient * examples;
            all[g_examples] += examples;
            seen.g_gradient = g.learnt ? g.gradient : nan;
            seen.g_loss = g.loss;
        }
        monitor_.step(seen);
    }

    static std::vector<double> finished(const std::vector<double>& means) {
        std::vector<double> row(means.begin(), means.begin() + loss_columns.size());
        for (std::size_t i = 0; i < row.size(); ++i) {
            const double part = means[i < g_loss ? d_examples : g_examples];  // of the examples, those of the network's turns
            row[i] = part > 0 ? row[i] / part : nan;
        }
        return row;
    }

    static std::vector<std::pair<std::string, double>> shown(const std::vector<double>& means) {
        const std::vector<double> row = finished(means);
        std::vector<std::pair<std::string, double>> losses;
        if (!std::isnan(row[d_loss])) losses.emplace_back("discriminator loss", row[d_loss]);
        if (!std::isnan(row[g_loss])) losses.emplace_back("generator loss", row[g_loss]);
        return losses;
    }

    static std::vector<std::string> explained(unsigned events) {
        std::vector<std::string> lines;
        for (std::size_t i = 0; i < gen::gan_events; ++i) {
            const auto event = static_cast<gen::GanEvent>(i);
            if ((events & 1U << i) != 0) lines.push_back(gen::join(gen::name_of(event), ": ", gen::meaning_of(event)));
        }
        return lines;
    }

    std::vector<double> look() {
        std::vector<double> row;
        if (watch_) {
            step_.rest();
            const gen::GanWatch::Look seen = watch_->look(parallel_);
            gen::return_free_memory();
            monitor_.look({.diversity = seen.diversity, .discrepancy = seen.discrepancy, .floor = watch_->floor()});
            row = {seen.discrepancy, seen.diversity, seen.moments};
        }
        const gen::Chance chance = gen::chance(objective_.loss);
        row.push_back(chance.discriminator);
        row.push_back(chance.generator);
        return row;
    }

    gen::GanObjective objective_;
    gen::GanPhases phases_;
    double d_rate_;
    double g_rate_;
    unsigned stop_on_;
    std::uint64_t batch_;
    std::uint64_t per_epoch_ = 1;
    gen::Parallel parallel_;
    gen::GanStep step_;
    gen::GanMonitor monitor_;
    std::optional<gen::GanWatch> watch_;
};

bool train(gen::Run& run, const gen::GanOptions& options) {
    options.check();
    if (options.watch == "off" && (options.training.keep == "best" || options.training.patience))
        gen::fail_usage("--keep best and --patience look at the monitor's discrepancy: leave out --watch off");
    if (!options.hacks.balance.empty()) run.warn("--balance: losses that are held in balance by skipping updates rarely make better images");
    gen::TrainingRun training(run, options.training);
    const gen::ImageExamples data = training.images("data", options.data);
    const gen::Optimizer of_generator(options.optimizer('g'));
    const gen::Optimizer of_discriminator(options.optimizer('d'));
    gen::Gan gan = options.make(data, training.start(), run.seed);
    gen::check_images(gan, data);
    training.use_optimizers({&of_generator, &of_discriminator});
    training.begin(gen::architecture_json(gan.spec), gan.networks(), std::vector<gen::Sequential*>{&gan.generator});
    const gen::GanLearning learning = {.generator = &of_generator, .discriminator = &of_discriminator, .clip = options.training.clip,
                                       .average = options.training.ema};
    if (run.dry_run) {
        const gen::GanStep checked(gan, options.objective(), learning, run.seed);
        return gen::print(run, training.plan(data));
    }
    Training work(run, options, data, gan, learning);
    work.load(training.kept());
    training.carry_out(data, work.trainee());
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    gen::GanOptions options;
    return gen::run_tool(argc, argv, tool, [&](gen::OptionVisitor& v) { options.describe(v); }, [&](gen::Run& run) { return train(run, options); });
}
