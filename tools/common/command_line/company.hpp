#pragma once

#include <memory>
#include <optional>

#include "core/engine.hpp"
#include "core/ranks.hpp"
#include "tools/common/command_line/launched.hpp"
#include "tools/common/command_line/run.hpp"

namespace gen {

class OptionList;

/// A run that has ended before it began, as another rank has said.
struct EndedElsewhere {
    int status;
};

/// The processes that share a run of a tool, from the moment at which it is known what is to be done to the end of this one. Rank 0 writes, reports
/// and reads stdin, which the others are sent.
class Company {
public:
    /// Asks the launcher's variables alone.
    explicit Company(const Tool& tool);
    ~Company();
    Company(const Company&) = delete;
    Company& operator=(const Company&) = delete;

    bool is_shared() const { return launched_.has_value(); }
    /// Begins with MPI and shares stdin where an operand is that. The run knows its ranks from then on, and those beside rank 0 say nothing.
    void join(Run& run, const OptionList& options);
    /// Before a message of an error: whether it is for this rank to say. What all meet is said once, as far as that can be known.
    bool speaks(int status);
    /// The end of this process; of all, unless they end with the same status.
    void end(int status);

private:
    std::optional<Launched> launched_;
    /// The first rank that cannot begin, from what each says; none: all can.
    std::optional<std::size_t> settle(int status);
    bool is_common(int status) const { return is_settled_ || status <= 1 || status == 5 || status == 75; }

    std::unique_ptr<Ranks> ranks_;
    int first_status_ = 0;
    bool is_tried_ = false;  // to begin with MPI
    bool is_joined_ = false;
    bool is_settled_ = false;  // all know that the run ends before it has begun
};

/// Where ranks share the run, and once it is known how it computes: other kernels give other last digits, and a result must not depend on which rank
/// computes what. Throws Fault::io, naming both.
void expect_alike(const Run& run, const Arithmetic& arithmetic);

}  // namespace gen
