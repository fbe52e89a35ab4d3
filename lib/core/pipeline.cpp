#include "core/pipeline.hpp"

#include <limits>
#include <utility>

namespace gen {

void Pipeline::note(const Uses& uses, std::size_t stage) {
    for (const Matrix* const matrix : uses) {
        if (matrix == nullptr) continue;
        Life& life = lives_[matrix];
        if (life.goes_on) life.spans.back().last = stage;
        else life.spans.push_back({stage, stage});
        life.goes_on = true;
    }
}

void Pipeline::rows(RowStep step, const Uses& uses) {
    if (!stages_.back().after.empty()) stages_.emplace_back();
    stages_.back().rows.push_back(std::move(step));
    note(uses, stages_.size() - 1);
}

void Pipeline::once(std::function<void()> step, const Uses& uses) {
    stages_.back().after.push_back(std::move(step));
    note(uses, stages_.size() - 1);
}

void Pipeline::wait() {
    if (!stages_.back().rows.empty() && stages_.back().after.empty()) once([] {});
}

void Pipeline::after(const Uses& uses) { note(uses, std::numeric_limits<std::size_t>::max()); }

void Pipeline::renew(const Matrix& matrix) {
    if (const auto found = lives_.find(&matrix); found != lives_.end()) found->second.goes_on = false;
}

std::span<const Pipeline::Span> Pipeline::life(const Matrix& matrix) const {
    const auto found = lives_.find(&matrix);
    return found == lives_.end() ? std::span<const Span>() : found->second.spans;
}

void Pipeline::run(std::size_t rows, Parallel& parallel) const {
    const std::size_t blocks = row_blocks(rows);
    for (const Stage& stage : stages_) {
        parallel.run(blocks, [&](std::size_t block) {
            const Rows range = row_block(rows, blocks, block);
            for (const RowStep& step : stage.rows) step(range, block);
        });
        for (const std::function<void()>& step : stage.after) step();
    }
}

}  // namespace gen
