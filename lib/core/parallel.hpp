#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <type_traits>
#include <vector>

#include "core/blocks.hpp"
#include "core/matrix.hpp"
#include "core/sharding.hpp"

namespace gen {

/// A reference to something callable with a task number; it must outlive the call it is passed to.
class Task {
public:
    template <class F>
        requires(!std::is_same_v<std::remove_cvref_t<F>, Task>)
    Task(F&& f)  // NOLINT: meant to convert
        : object_(const_cast<void*>(static_cast<const void*>(&f))),
          call_([](void* object, std::size_t i) { (*static_cast<std::remove_reference_t<F>*>(object))(i); }) {}
    void operator()(std::size_t i) const { call_(object_, i); }

private:
    void* object_;
    void (*call_)(void*, std::size_t);
};

/// A fixed set of threads that share out numbered tasks. What the tasks are depends on shapes only (below), never on
/// the number of threads; which thread runs a task is left open. So results do not depend on `threads`.
class Parallel {
public:
    /// With fewer threads where the system gives no more.
    explicit Parallel(std::size_t threads = 1, const Sharding& sharding = {});
    ~Parallel();
    Parallel(const Parallel&) = delete;
    Parallel& operator=(const Parallel&) = delete;

    std::size_t threads() const;
    /// Which part of a batch this process takes.
    const Sharding& sharding() const { return sharding_; }
    /// Calls task(0) ... task(tasks-1), each once, and returns when all are done. The first exception is thrown on. Between tasks of its own this
    /// thread moves on what ranks send each other.
    void run(std::size_t tasks, Task task);
    /// Called before every task from now on, on its thread; what it throws takes the place of the tasks that are left.
    void watch(std::function<void()> check);
    /// Who is told of it, in the whole program, when there are fewer threads than were asked for.
    static void when_fewer(std::function<void(std::size_t threads, std::size_t wanted)> tell);

private:
    struct Pool;
    std::unique_ptr<Pool> pool_;
    Sharding sharding_;
};

}  // namespace gen
