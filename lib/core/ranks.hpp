#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace gen {

/// The processes that compute one result together, of which this is one; they were started as such, by mpirun or srun. All call the same functions in
/// the same order, from the thread that runs everything. What cannot be sent ends the whole run.
class Ranks {
public:
    Ranks() = default;
    virtual ~Ranks() = default;
    Ranks(const Ranks&) = delete;
    Ranks& operator=(const Ranks&) = delete;

    virtual std::size_t rank() const = 0;  // of this process, from 0
    virtual std::size_t size() const = 0;
    /// The library that sends, with its version.
    virtual std::string name() const = 0;

    /// Rank r has the bytes from ends[r - 1] (0) to ends[r] of `whole`; then every rank has all.
    virtual void gather(std::byte* whole, std::span<const std::size_t> ends) = 0;
    /// Rank r is sent the bytes from ends[r - 1] to ends[r] of `out`. What comes in lies in `in` in the order of ranks: from each as many bytes as
    /// this rank has in its own `out`.
    virtual void exchange(const std::byte* out, std::span<const std::size_t> ends, std::byte* in) = 0;
    /// What rank 0 has.
    virtual void broadcast(std::byte* data, std::size_t bytes) = 0;
    /// Ends the run of all ranks with this exit status.
    [[noreturn]] virtual void abort(int status) = 0;

    /// Numbers of one rank, which all get.
    struct Piece {
        std::byte* first;
        std::size_t bytes;
        std::size_t owner;
    };
    void complete(std::span<const Piece> pieces);
    /// Where time is counted: waits for the others, so that it is known what is waiting and what is sending.
    void meet();
    /// What each says.
    std::vector<std::byte> told(std::byte here);
    /// Whether any rank says so.
    bool any(bool here);
};

}  // namespace gen
