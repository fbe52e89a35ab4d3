#pragma once

#include <sys/types.h>

#include <atomic>
#include <string>

namespace gen {

/// Something on disk that is to be gone unless its writer finishes it: then the destructor removes it or, where the process ends without destructors,
/// by a signal or for want of memory, remove_unfinished().
class Unfinished {
public:
    /// Removes what lies under `path` and is open as `descriptor`. Is called in signal handlers.
    using Remove = void (*)(int descriptor, const char* path);
    Unfinished(std::string path, Remove remover);
    ~Unfinished();
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;

    const std::string& path() const { return path_; }
    /// It is there, and open as `descriptor`, until it is finished.
    void is_there(int descriptor) { descriptor_ = descriptor; }
    void is_finished() { descriptor_ = -1; }
    void remove();

private:
    friend void remove_unfinished();
    std::string path_;
    Remove remove_;
    pid_t process_;
    std::atomic<int> descriptor_ = -1;
};

/// All that this process has begun; nothing of its parent's. May be called in a signal handler.
void remove_unfinished();

}  // namespace gen
