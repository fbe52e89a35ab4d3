#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <thread>

namespace gen {

/// Numbered pieces that are sent to other ranks as soon as they are there, while others are computed. Tasks on any thread say that theirs is; the
/// thread that has made this object sends, in the order of numbers, as messages between two ranks keep their order.
class Departures {
public:
    Departures(std::size_t pieces, std::function<void(std::size_t piece)> send);

    /// Each piece once.
    void is_there(std::size_t piece);
    /// Once all are there: sends the rest.
    void end() { send_on(); }

private:
    void send_on();

    std::size_t pieces_;
    std::unique_ptr<std::atomic<bool>[]> there_;
    std::size_t next_ = 0;
    std::function<void(std::size_t)> send_;
    std::thread::id sender_ = std::this_thread::get_id();
};

}  // namespace gen
