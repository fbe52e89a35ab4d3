#include "core/departures.hpp"

#include <utility>

namespace gen {

Departures::Departures(std::size_t pieces, std::function<void(std::size_t)> send)
    : pieces_(pieces), there_(std::make_unique<std::atomic<bool>[]>(pieces)), send_(std::move(send)) {}

void Departures::is_there(std::size_t piece) {
    there_[piece].store(true, std::memory_order_release);
    if (std::this_thread::get_id() == sender_) send_on();
}

void Departures::send_on() {
    for (; next_ < pieces_ && there_[next_].load(std::memory_order_acquire); ++next_) send_(next_);
}

}  // namespace gen
