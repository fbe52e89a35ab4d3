#include "formats/picture_turn.hpp"

#include <mutex>

#include "formats/limits.hpp"

namespace gen {
namespace {

struct Turn {
    int objects = 0;
    std::unique_lock<std::mutex> lock = {};
};
thread_local Turn turn;

}  // namespace

PictureTurn::PictureTurn() { ++turn.objects; }
PictureTurn::~PictureTurn() {
    if (--turn.objects == 0) turn.lock = {};
}

void PictureTurn::ask(std::size_t bytes) {
    static std::mutex one_at_a_time;
    if (turn.objects > 0 && !turn.lock.owns_lock() && bytes > limit::large_picture) turn.lock = std::unique_lock(one_at_a_time);
}

bool PictureTurn::is_large() { return turn.lock.owns_lock(); }

}  // namespace gen
