#pragma once

#include <memory>
#include <optional>

#include "core/ranks.hpp"
#include "mpi/launched.hpp"
#include "tools/common/command_line/run.hpp"

namespace gen {

class OptionList;

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
    /// Before a message of an error: where rank 0 has the same, it ends the run in that time.
    void let_first_rank_speak() const;
    /// Whether all ranks end with this status, and rank 0 alone says so.
    bool is_common(int status) const { return ranks_ != nullptr && (status <= 1 || status == 5 || status == 75); }
    bool is_silent(int status) const { return is_common(status) && ranks_->rank() > 0; }
    /// The end of this process; of all, unless they end with the same status.
    void end(int status);

private:
    std::optional<Launched> launched_;
    std::unique_ptr<Ranks> ranks_;
};

}  // namespace gen
