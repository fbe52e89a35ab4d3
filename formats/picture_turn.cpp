#include "formats/picture_turn.hpp"

#include <mutex>

#include "formats/limits.hpp"

namespace gen {
namespace {

struct Turn {
    int objects = 0;
    std::unique_lock<std::mutex> lock = {};
};
thread_local Turn this_turn;

}  // namespace

PictureTurn::PictureTurn() { ++this_turn.objects; }
PictureTurn::~PictureTurn() {
    if (--this_turn.objects == 0) this_turn.lock = {};
}

void PictureTurn::ask(std::size_t bytes) {
    static std::mutex one_at_a_time;
    if (this_turn.objects > 0 && !this_turn.lock.owns_lock() && bytes > limit::large_picture) this_turn.lock = std::unique_lock(one_at_a_time);
}

bool PictureTurn::is_large() { return this_turn.lock.owns_lock(); }

}  // namespace gen
