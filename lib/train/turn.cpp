#include "train/turn.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "nn/average.hpp"

namespace gen {
namespace {

std::vector<Sequential*> networks_of(std::vector<Pass> passes, const std::vector<Passage*>& more) {
    for (Passage* const passage : more) passes.push_back(passage->pass());
    std::vector<Sequential*> networks;
    for (const Pass& pass : passes)
        if (std::find(networks.begin(), networks.end(), pass.network) == networks.end()) networks.push_back(pass.network);
    return networks;
}

std::string counts_name(std::string_view name) { return join("turn_", name); }

}  // namespace

Turn::Turn(std::vector<Pass> gradients, std::vector<Passage*> statistics, const Optimizer& optimizer, const UpdateOptions& options, Arena& arena)
    : statistics_(std::move(statistics)),
      averaged_(networks_of(gradients, statistics_)),
      average_(options.average),
      arena_(&arena),
      update_(std::move(gradients), optimizer, options, true) {
    pipeline_.share();
    pipeline_.whole_at_end(blocks_of(finite_));
}

void Turn::check_gradients(std::vector<const Passage*> passages) {
    Pipeline::Uses uses;
    for (const Passage* const passage : passages)
        for (const Matrix* const m : passage->first_gradient()) uses.push_back(m);
    pipeline_.rows(
        [this, passages = std::move(passages)](Rows rows, std::size_t block) {
            for (const Passage* const passage : passages)
                if (!passage->finite(rows)) finite_[block] = 0;
        },
        uses);
}

void Turn::sum_now(std::size_t pass) {
    pipeline_.once([this, pass] { update_.sum_now(pass, *parallel_); }, update_.operands(update_.pass(pass)));
    summed_before_.push_back(pass);
}

void Turn::end() {
    for (std::size_t pass = 0; pass < update_.passes(); ++pass) {
        const bool summed = std::find(summed_before_.begin(), summed_before_.end(), pass) != summed_before_.end();
        pipeline_.after(summed ? update_.gradients_of(update_.pass(pass)) : update_.operands(update_.pass(pass)));
    }
}

void Turn::run(std::size_t rows, Parallel& parallel) {
    parallel_ = &parallel;
    finite_.assign(parallel.sharding().blocks(rows), 1);
    update_.take(*arena_);
    arena_->arrange(pipeline_);
    pipeline_.run(rows, parallel);
}

void Turn::expect_finite(double loss) const {
    if (!std::isfinite(loss)) throw Diverged("the loss is not finite", true);
    if (std::any_of(finite_.begin(), finite_.end(), [](char finite) { return finite == 0; })) throw Diverged("a gradient is not finite", true);
}

double Turn::learn(double rate, Parallel& parallel) {
    if (!std::all_of(statistics_.begin(), statistics_.end(), [](const Passage* passage) { return passage->can_keep(); }))
        throw Diverged("a running statistic is not finite", true);
    const double norm = update_.run(updates_ + 1, rate, parallel);
    ++updates_;
    for (Passage* const passage : statistics_) passage->keep();
    if (average_ > 0) average_buffers(averaged_, update_.states(), average_decay(average_, updates_));
    return norm;
}

void Turn::save(Kept& kept, std::string_view name) const {
    kept.numbers[counts_name(name)] = {static_cast<double>(count_), static_cast<double>(updates_)};
}

void Turn::load(const Kept& kept, std::string_view name) {
    const auto found = kept.numbers.find(counts_name(name));
    if (found == kept.numbers.end()) return;
    set_counts(static_cast<std::uint64_t>(found->second.at(0)), static_cast<std::uint64_t>(found->second.at(1)));
}

}  // namespace gen
