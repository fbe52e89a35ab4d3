#include "core/pipeline.hpp"

#include <utility>

namespace gen {

void Pipeline::rows(RowStep step) {
    if (!stages_.back().after.empty()) stages_.emplace_back();
    stages_.back().rows.push_back(std::move(step));
}

void Pipeline::once(std::function<void()> step) { stages_.back().after.push_back(std::move(step)); }

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
