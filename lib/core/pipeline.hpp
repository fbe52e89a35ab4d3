#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "core/parallel.hpp"

namespace gen {

/// The work on one batch as a list of steps. Steps on rows run for each block of rows on its own, one after the other as long as nothing needs the
/// whole batch: a block stays in its cache. A step of `once` waits for all blocks before it, and those after it wait for it.
class Pipeline {
public:
    /// `block` is the number of the block that `rows` are.
    using RowStep = std::function<void(Rows rows, std::size_t block)>;

    void rows(RowStep step);
    void once(std::function<void()> step);

    /// The blocks are those of row_blocks(), whatever the number of threads.
    void run(std::size_t rows, Parallel& parallel) const;

private:
    struct Stage {
        std::vector<RowStep> rows;
        std::vector<std::function<void()>> after;
    };
    std::vector<Stage> stages_ = {{}};
};

}  // namespace gen
