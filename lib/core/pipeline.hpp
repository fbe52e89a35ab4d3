#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <span>
#include <vector>

#include "core/parallel.hpp"
#include "core/whole.hpp"

namespace gen {

/// The work on one batch as a list of steps. Steps on rows run for each block of rows on its own, one after the other as long as nothing needs the
/// whole batch: a block stays in its cache. A step of `once` or of `parts` waits for all blocks before it, and those after it wait for it. What lies
/// between two such waits is a stage.
class Pipeline {
public:
    /// `block` is the number of the block that `rows` are.
    using RowStep = std::function<void(Rows rows, std::size_t block)>;
    /// Part `part` of `parts` of what comes of `rows`.
    using PartStep = std::function<void(Rows rows, std::size_t part, std::size_t parts)>;
    /// Matrices that a step reads or writes. They need be told only for those that an Arena is to give a place (core/arena.hpp).
    using Uses = std::vector<const Matrix*>;

    /// Runs before all steps, whatever comes after it was named; once for an owner.
    void first(const void* owner, std::function<void(Parallel&)> step);
    void rows(RowStep step, const Uses& uses = {});
    /// For a step that reads more than its rows, as a large weight: two neighbouring blocks go together, and each of two parts reads half of the
    /// weight. It is a stage of its own.
    void parts(PartStep step, const Uses& uses = {});
    void once(std::function<void()> step, const Uses& uses = {}, std::vector<Whole> wholes = {});
    /// Where ranks share the rows of a batch, each runs steps on its own alone, and those of `once` with all that `wholes` names. Without this each
    /// runs all.
    void share() { is_shared_ = true; }
    /// These are whole when all is over.
    void whole_at_end(Whole whole) { at_end_.push_back(std::move(whole)); }
    /// Ends a stage.
    void wait();
    /// These are looked at when all is over.
    void after(const Uses& uses);
    /// The numbers in `matrix` are needed no more: the next step that uses it begins with writing new ones.
    void renew(const Matrix& matrix);

    /// The blocks are those of row_blocks(), or of Sharding where it is shared, whatever the number of threads.
    void run(std::size_t rows, Parallel& parallel) const;

    /// Stages, both included, in which a matrix must keep its numbers.
    struct Span {
        std::size_t first;
        std::size_t last;
    };
    /// All of them, in order; none for a matrix that no step uses.
    std::span<const Span> life(const Matrix& matrix) const;

private:
    struct Stage {
        std::vector<RowStep> rows;
        PartStep parts;  // in place of these
        std::vector<std::function<void()>> after;
        std::vector<Whole> wholes;  // before these
    };
    struct Life {
        std::vector<Span> spans = {};
        bool goes_on = false;
    };
    static void run_rows(const Stage& stage, std::size_t rows, const Sharding& sharding, Parallel& parallel);
    static void run_parts(const Stage& stage, std::size_t rows, const Sharding& sharding, Parallel& parallel);
    void note(const Uses& uses, std::size_t stage);
    void forget(std::size_t stage) const;

    std::map<const void*, std::function<void(Parallel&)>> first_;
    std::vector<Stage> stages_ = {{}};
    std::vector<Whole> at_end_;
    bool is_shared_ = false;
    std::map<const Matrix*, Life> lives_;
};

}  // namespace gen
