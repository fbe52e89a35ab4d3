#include "formats/unfinished.hpp"

#include <unistd.h>

#include <utility>

namespace gen {
namespace {

// A tool has a few outputs; what is beyond stays for the next writer of its name to remove.
std::atomic<Unfinished*> all[16];
static_assert(std::atomic<Unfinished*>::is_always_lock_free && std::atomic<int>::is_always_lock_free, "signal handlers use them");

/// Puts one pointer in the place of another, once.
void replace(Unfinished* old, Unfinished* with) {
    for (std::atomic<Unfinished*>& slot : all)
        if (Unfinished* expected = old; slot.compare_exchange_strong(expected, with)) return;
}

}  // namespace

Unfinished::Unfinished(std::string path, Remove remover) : path_(std::move(path)), remove_(remover), process_(getpid()) { replace(nullptr, this); }

Unfinished::~Unfinished() {
    replace(this, nullptr);
    remove();
}

void Unfinished::remove() {
    if (const int descriptor = descriptor_.exchange(-1); descriptor >= 0) remove_(descriptor, path_.c_str());
}

void remove_unfinished() {
    const pid_t process = getpid();
    for (const std::atomic<Unfinished*>& slot : all) {
        Unfinished* const one = slot;
        if (one != nullptr && one->process_ == process) one->remove();
    }
}

}  // namespace gen
