#pragma once

#include <sys/types.h>
#include <sys/user.h>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace gen::test {

struct Plan;

/// Sees the calls of a process and of all that it starts, and troubles one. Calls before main, and writing of complaints, are not counted.
class Tracer {
public:
    Tracer(const Plan& plan, std::function<void()> shorten);
    ~Tracer();
    Tracer(const Tracer&) = delete;
    Tracer& operator=(const Tracer&) = delete;

    /// In the child, before it becomes the program.
    void await() const;
    /// Until it and all that it started have ended; gives its status.
    int follow(pid_t child);
    bool was_hit() const { return was_hit_; }
    bool reached_main() const { return reached_main_; }
    const std::map<std::string_view, int>& counts() const { return counts_; }
    /// The program or library in which a signal came that ends a process, and where; "" for none.
    const std::string& crashed_in() const { return crashed_in_; }

private:
    void on_call(pid_t thread);
    void after_call(pid_t thread);

    const Plan& plan_;
    std::function<void()> shorten_;
    int ready_[2];
    pid_t ends_call_ = 0;  // the thread whose call is made, with other arguments or another result
    std::function<void(user_regs_struct&)> at_end_;
    std::uint64_t loader_begin_ = 0;
    std::uint64_t loader_end_ = 0;
    bool is_in_main_ = false;
    bool reached_main_ = false;
    bool was_hit_ = false;
    std::string crashed_in_;
    std::map<std::string_view, int> counts_;
};

/// Whether this machine lets a process be traced.
bool can_trace();

}  // namespace gen::test
