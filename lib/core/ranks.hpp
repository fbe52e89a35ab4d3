#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace gen {

/// Numbers as what is sent.
template <class T>
std::byte* bytes_at(T* first) {
    return reinterpret_cast<std::byte*>(first);
}

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
    /// What rank 0 has.
    virtual void broadcast(std::byte* data, std::size_t bytes) = 0;
    /// Begin to send bytes, and to receive as many as are sent; between two ranks in the order of calls. They are left alone until wait() returns.
    virtual void send(const std::byte* first, std::size_t bytes, std::size_t to) = 0;
    virtual void receive(std::byte* first, std::size_t bytes, std::size_t from) = 0;
    /// Moves on what has begun. Between pieces of work: it goes on only while MPI is called.
    virtual void progress() = 0;
    /// Until all that has begun is done.
    virtual void wait() = 0;
    /// Ends the run of all ranks with this exit status.
    [[noreturn]] virtual void abort(int status) = 0;

    /// Numbers of one rank, which all get.
    struct Piece {
        std::byte* first;
        std::size_t bytes;
        std::size_t owner;
    };
    void complete(std::span<const Piece> pieces);
    /// Begins to, each piece for itself.
    void begin_complete(std::span<const Piece> pieces);
    /// Begins to send to every other rank.
    void send_all(const std::byte* first, std::size_t bytes);
    /// wait(), where time is counted for the others first.
    void finish();
    /// Where time is counted: waits for the others, so that it is known what is waiting and what is sending.
    void meet();
    /// What each says; and what any says, bit by bit.
    std::vector<std::byte> told(std::byte here);
    std::byte said(std::byte here);
    /// Whether any rank says so.
    bool any(bool here);

private:
    void begin(const Piece& piece);
    void complete_small(std::span<const Piece> pieces);
};

}  // namespace gen
