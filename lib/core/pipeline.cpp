#include "core/pipeline.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace gen {

void Pipeline::note(const Uses& uses, std::size_t stage) {
    for (const Matrix* const matrix : uses) {
        if (matrix == nullptr) continue;
        Life& life = lives_[matrix];
        if (life.goes_on)
            life.spans.back().last = stage;
        else
            life.spans.push_back({stage, stage});
        life.goes_on = true;
    }
}

void Pipeline::first(const void* owner, std::function<void(Parallel&)> step) { first_.emplace(owner, std::move(step)); }

void Pipeline::rows(RowStep step, const Uses& uses) {
    if (!stages_.back().after.empty() || stages_.back().parts) stages_.emplace_back();
    stages_.back().rows.push_back(std::move(step));
    note(uses, stages_.size() - 1);
}

void Pipeline::parts(PartStep step, const Uses& uses) {
    if (!stages_.back().rows.empty() || !stages_.back().after.empty() || stages_.back().parts) stages_.emplace_back();
    stages_.back().parts = std::move(step);
    note(uses, stages_.size() - 1);
}

void Pipeline::once(std::function<void()> step, const Uses& uses, std::vector<Whole> wholes) {
    if (!wholes.empty() && !stages_.back().after.empty()) stages_.emplace_back();  // that come from the step before
    stages_.back().after.push_back(std::move(step));
    if (!wholes.empty()) stages_.back().wholes = std::move(wholes);
    note(uses, stages_.size() - 1);
}

void Pipeline::wait() {
    if ((!stages_.back().rows.empty() || stages_.back().parts) && stages_.back().after.empty()) once([] {});
}

void Pipeline::after(const Uses& uses) { note(uses, std::numeric_limits<std::size_t>::max()); }

void Pipeline::renew(const Matrix& matrix) {
    if (const auto found = lives_.find(&matrix); found != lives_.end()) found->second.goes_on = false;
}

std::span<const Pipeline::Span> Pipeline::life(const Matrix& matrix) const {
    const auto found = lives_.find(&matrix);
    return found == lives_.end() ? std::span<const Span>() : found->second.spans;
}

// Numbers that nobody needs after the stage.
void Pipeline::forget(std::size_t stage) const {
    for (const auto& [matrix, life] : lives_) {
        const auto ends = [stage](const Span& span) { return span.last == stage; };
        const auto goes_on = [stage](const Span& span) { return span.first <= stage && span.last > stage; };
        if (std::any_of(life.spans.begin(), life.spans.end(), ends) && std::none_of(life.spans.begin(), life.spans.end(), goes_on)) matrix->forget();
    }
}

void Pipeline::run_rows(const Stage& stage, std::size_t rows, const Sharding& sharding, Parallel& parallel) {
    const std::size_t blocks = sharding.blocks(rows);
    const Rows own = sharding.own_blocks(rows);
    parallel.run(own.count(), [&](std::size_t number) {
        const std::size_t block = own.begin + number;
        const Rows range = row_block(rows, blocks, block);
        for (const RowStep& step : stage.rows) step(range, block);
    });
}

// Blocks are taken together within a shard alone: which rows go together must not depend on the ranks. A shard's last block may be left alone.
void Pipeline::run_parts(const Stage& stage, std::size_t rows, const Sharding& sharding, Parallel& parallel) {
    const std::size_t blocks = sharding.blocks(rows);
    const std::size_t of_shard = blocks / sharding.shards();
    const std::size_t pairs = (of_shard + 1) / 2;
    const Rows own = sharding.own();
    parallel.run(own.count() * pairs * 2, [&](std::size_t task) {
        const std::size_t first = task / 2 % pairs * 2;
        const std::size_t together = std::min<std::size_t>(2, of_shard - first);
        const std::size_t block = (own.begin + task / 2 / pairs) * of_shard + first;
        if (task % 2 < together)
            stage.parts({row_block(rows, blocks, block).begin, row_block(rows, blocks, block + together - 1).end}, task % 2, together);
    });
}

void Pipeline::run(std::size_t rows, Parallel& parallel) const {
    for (const auto& [owner, step] : first_) step(parallel);
    const Sharding alone;
    const Sharding& sharding = is_shared_ ? parallel.sharding() : alone;
    for (std::size_t i = 0; i < stages_.size(); ++i) {
        const Stage& stage = stages_[i];
        if (stage.parts)
            run_parts(stage, rows, sharding, parallel);
        else
            run_rows(stage, rows, sharding, parallel);
        sharding.complete(stage.wholes, rows);
        for (const std::function<void()>& step : stage.after) step();
        if constexpr (checks_places) forget(i);
    }
    sharding.complete(at_end_, rows);
}

}  // namespace gen
