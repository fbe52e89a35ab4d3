#include "tools/common/reports/vae_evaluation.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.hpp"
#include "eval/aggregate_posterior.hpp"
#include "eval/appendix_d.hpp"
#include "eval/estimated.hpp"
#include "eval/latent_grid.hpp"
#include "eval/simulated.hpp"

namespace gen {
namespace {

template <class Rows_, class Part>
std::vector<double> part_of(const std::vector<Rows_>& all, const Part& part) {
    std::vector<double> values;
    for (const Rows_& each : all) values.push_back(part(each));
    return values;
}

/// Calls use(rows, q) for the rows below count, some at a time, with their q(z|x).
template <class Use>
void each_chunk(const LatentModel& model, const Examples& data, std::size_t count, std::size_t chunk, Parallel& parallel, const Use& use) {
    for (std::size_t first = 0; first < count; first += chunk) {
        const Rows rows = {first, std::min(count, first + chunk)};
        use(rows, model.encoder->encode(data, rows.begin, rows.count(), parallel));
    }
}

template <class Value>
void append(std::vector<Value>& all, const std::vector<Value>& some) {
    all.insert(all.end(), some.begin(), some.end());
}

}  // namespace

VaeEvaluation::VaeEvaluation(const Run& run, const LatentModel& model, const Examples& data, std::size_t count, EvaluationPlan plan,
                             WorkProgress& progress)
    : run_(&run),
      progress_(&progress),
      model_(&model),
      data_(data, plan.evaluation.binarize, plan.evaluation.seed),
      count_(count),
      plan_(std::move(plan)),
      parallel_(run.threads) {
    const std::size_t dimensions = model.latent();
    if (plan_.appendix_d && dimensions > appendix_d_dimensions && !plan_.forced)
        fail_usage("--appendix-d: the model has ", dimensions, " latent dimensions, the estimator serves up to ", appendix_d_dimensions,
                   "; --force makes it nevertheless");
    if (plan_.quadrature > 0 && (dimensions > latent_grid_dimensions || model.prior->gaussian() == nullptr))
        fail_usage("--quadrature serves up to ", latent_grid_dimensions, " latent dimensions with a Gaussian prior, the model has ", dimensions,
                   model.prior->gaussian() == nullptr ? " and another prior" : "");
    if (plan_.annealing && plan_.annealing->start == ChainStart::prior && model.prior->gaussian() == nullptr)
        fail_usage("--ais-start prior: the prior of the model is no single Gaussian, chains start at the encoder's distribution");
    announce();
    bounds();
    if (plan_.annealing) annealed();
    if (plan_.annealing && plan_.simulated != 0) simulated();
    if (plan_.appendix_d) appendix_d();
    if (plan_.quadrature > 0) quadrature();
}

/// Images go round ranks in chunks.
bool VaeEvaluation::takes(std::size_t chunk) const { return run_->ranks == nullptr || chunk % run_->ranks->size() == run_->ranks->rank(); }

/// What was found of image i, on all ranks.
void VaeEvaluation::complete(std::size_t chunk, const std::function<std::vector<std::span<double>>(std::size_t i)>& found) const {
    if (run_->ranks == nullptr) return;
    std::vector<Ranks::Piece> pieces;
    for (std::size_t i = 0; i < count_; ++i)
        for (const std::span<double> numbers : found(i))
            pieces.push_back({reinterpret_cast<std::byte*>(numbers.data()), numbers.size_bytes(), i / chunk % run_->ranks->size()});
    run_->ranks->complete(pieces);
}

void VaeEvaluation::add(std::string name, std::vector<double> values, std::string note) {
    if (name != "kl") {
        for (std::size_t i = 0; i < plan_.log_slopes.size(); ++i) values[i] += plan_.log_slopes[i];
        note += join(note.empty() || plan_.note.empty() ? "" : "; ", plan_.note);
    }
    results_.push_back(mean_of(name, values, std::move(note)));
    columns_.push_back({std::move(name), std::move(values)});
}

// Chains take long: what is to be done should be seen before the first of them are through.
void VaeEvaluation::announce() {
    if (!plan_.annealing) return;
    plan_.annealing->each_moved = [this] { progress_->advance(); };
    const std::string own = plan_.simulated == 0 ? "" : join(", then forward and back for ", simulated_count(), " images of the model's own");
    progress_->announce(join("annealed importance sampling of ", count_, " images: ", plan_.annealing->chains, " chains each through ",
                             plan_.annealing->distributions, " distributions, ", plan_.annealing->leapfrogs, " leapfrog steps in each", own));
}

void VaeEvaluation::bounds() {
    progress_->begin("bounds", count_);
    Evaluation how = plan_.evaluation;
    how.binarize = Evaluation::Binarize::none;  // data_ is binarised
    how.each_done = [this] { progress_->advance(); };
    if (plan_.weighs) how.blocks = plan_.sizes;
    Bounds none;
    none.blocks.resize(how.blocks.size());
    std::vector<Bounds> all(count_, none);
    constexpr std::size_t chunk = 64;
    for (std::size_t first = 0; first < count_; first += chunk) {
        if (!takes(first / chunk)) continue;
        std::vector<Bounds> some = importance_bounds(*model_, data_, first, std::min(chunk, count_ - first), how, parallel_);
        std::move(some.begin(), some.end(), all.begin() + static_cast<std::ptrdiff_t>(first));
    }
    complete(chunk, [&](std::size_t i) {
        Bounds& b = all[i];
        std::vector<std::span<double>> numbers = {{&b.elbo, 1}, {&b.recon, 1}, {&b.kl, 1}, {&b.iwae, 1}, {&b.ess, 1}, b.blocks};
        return numbers;
    });
    const std::string note = model_->codes() == CodeKind::implicit ? "by the moment-matched q(z|x)" : "";
    add("elbo", part_of(all, [](const Bounds& b) { return b.elbo; }), note);
    add("reconstruction", part_of(all, [](const Bounds& b) { return -b.recon; }), note);
    add("kl", part_of(all, [](const Bounds& b) { return b.kl; }), note);
    if (!plan_.weighs) return;
    for (std::size_t i = 0; i < plan_.sizes.size(); ++i)
        add(join("iwae_", plan_.sizes[i]), part_of(all, [&](const Bounds& b) { return b.blocks[i]; }), note);
    columns_.push_back({"ess", part_of(all, [](const Bounds& b) { return b.ess; })});
    results_.push_back({"median_ess", median_of(columns_.back().values)});
}

void VaeEvaluation::annealed() {
    AnnealedImportance ais(*model_, *plan_.annealing, parallel_);
    const std::uint64_t of_own = plan_.simulated == 0 ? 0 : ais.moves(1) + 2 * ais.moves(simulated_count());
    progress_->begin("annealing", ais.moves(1) + ais.moves(count_) + of_own);
    double accepted = 0;
    std::vector<Annealed> all(count_);
    const std::size_t chunk = 64 * ais.rows_together();
    each_chunk(*model_, data_, count_, chunk, parallel_, [&](Rows rows, const Encoded& q) {
        if (rows.begin == 0) accepted = ais.tune(data_, rows, q);
        if (!takes(rows.begin / chunk)) return;
        const std::vector<Annealed> some = ais.forward(data_, rows, q);
        std::copy(some.begin(), some.end(), all.begin() + static_cast<std::ptrdiff_t>(rows.begin));
    });
    complete(chunk, [&](std::size_t i) { return std::vector<std::span<double>>{{&all[i].log_density, 1}, {&all[i].ess, 1}}; });
    add("ais", part_of(all, [](const Annealed& a) { return a.log_density; }));
    columns_.push_back({"ais_ess", part_of(all, [](const Annealed& a) { return a.ess; })});
    results_.push_back({"ais_median_ess", median_of(columns_.back().values)});
    results_.push_back({"ais_acceptance", accepted});
}

void VaeEvaluation::simulated() {
    const Simulated made(*model_, simulated_count(), plan_.evaluation.seed, parallel_);
    AnnealedImportance ais(*model_, *plan_.annealing, parallel_);
    std::vector<double> forward;
    std::vector<double> reverse;
    std::vector<double> gap;
    each_chunk(*model_, made, made.size(), 64 * ais.rows_together(), parallel_, [&](Rows rows, const Encoded& q) {
        if (rows.begin == 0) ais.tune(made, rows, q);
        append(forward, part_of(ais.forward(made, rows, q), [](const Annealed& a) { return a.log_density; }));
        append(reverse, part_of(ais.reverse(made, rows, q, made.z()), [](const Annealed& a) { return a.log_density; }));
    });
    for (std::size_t i = 0; i < forward.size(); ++i) gap.push_back(reverse[i] - forward[i]);
    const std::string note = join("of ", made.size(), " images that the model made");
    results_.push_back(mean_of("simulated_ais", forward, note + ": a lower bound"));
    results_.push_back(mean_of("simulated_reverse_ais", reverse, note + ": an upper bound"));
    results_.push_back(mean_of("simulated_gap", gap, note));
    if (results_.back().value < -2 * results_.back().error)
        run_->warn("chains forward are above chains back: too few distributions, or moves that are too long");
}

void VaeEvaluation::appendix_d() {
    std::vector<double> all(count_);
    constexpr std::size_t chunk = 1024;
    progress_->begin("appendix D", count_);
    const AppendixD how = {.seed = plan_.evaluation.seed, .each_done = [this] { progress_->advance(); }};
    each_chunk(*model_, data_, count_, chunk, parallel_, [&](Rows rows, const Encoded& q) {
        if (!takes(rows.begin / chunk)) return;
        const std::vector<double> some = gen::appendix_d(*model_, data_, rows, q, how, parallel_);
        std::copy(some.begin(), some.end(), all.begin() + static_cast<std::ptrdiff_t>(rows.begin));
    });
    complete(chunk, [&](std::size_t i) { return std::vector<std::span<double>>{{&all[i], 1}}; });
    const bool bounds = model_->latent() <= appendix_d_dimensions;
    add("appendix_d", std::move(all), bounds ? "an upper bound in the mean where its chains reach the whole posterior" : "not a bracket");
}

void VaeEvaluation::quadrature() {
    progress_->begin("quadrature", 1);
    add("quadrature", grid_log_density(*model_, data_, {0, count_}, plan_.quadrature, parallel_));
    constexpr std::size_t draws = 20000;
    const std::size_t rounds = (draws + count_ - 1) / count_;
    Matrix z(rounds * count_, model_->latent());
    for (std::size_t k = 0; k < rounds; ++k) {
        const std::uint64_t seed = plan_.evaluation.seed + k;
        model_->encoder->set_seed(seed);
        each_chunk(*model_, data_, count_, 1024, parallel_, [&](Rows rows, const Encoded& q) {
            const Matrix drawn = aggregate_draws(q, seed + rows.begin);
            std::copy_n(drawn.data(), drawn.size(), z.row(k * count_ + rows.begin));
        });
    }
    model_->encoder->set_seed(plan_.evaluation.seed);
    progress_->advance();
    results_.push_back({"aggregate_kl", histogram_kl(z, *model_->prior->gaussian()), std::nan(""), join("of ", z.rows(), " draws")});
}

std::vector<Result> VaeEvaluation::results() const {
    std::vector<Result> all = results_;
    all.push_back({"images", static_cast<double>(count_)});
    return all;
}

std::vector<Column> VaeEvaluation::columns() const { return columns_; }

}  // namespace gen
