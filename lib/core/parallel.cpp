#include "core/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "core/work_time.hpp"

namespace gen {
namespace {

constexpr int spins = 4000;  // about 100 microseconds; then the thread sleeps

void pause() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

/// Numbers too small for a normal float count as 0 while a task runs: an optimiser's moments decay through that range, where every operation
/// costs a hundred cycles. In force on every thread alike, so that results do not depend on which one runs a task.
class FlushDenormals {
public:
#if defined(__x86_64__)
    FlushDenormals() : before_(__builtin_ia32_stmxcsr()) { __builtin_ia32_ldmxcsr(before_ | 0x8040U); }
    ~FlushDenormals() { __builtin_ia32_ldmxcsr(before_); }

private:
    unsigned before_;
#else
    FlushDenormals() {}
#endif
};

std::function<void(std::size_t, std::size_t)>& tell_of_fewer() {
    static std::function<void(std::size_t, std::size_t)> tell;
    return tell;
}

}  // namespace

struct Parallel::Pool {
    Pool() = default;
    explicit Pool(std::size_t threads) : Pool() {  // whatever is thrown here, the destructor ends those that run
        workers.reserve(threads);
        try {
            while (workers.size() + 1 < threads) workers.emplace_back([this] { work(); });
        } catch (const std::exception&) {  // no process or no memory to be had
            if (tell_of_fewer()) tell_of_fewer()(workers.size() + 1, threads);
        }
    }

    ~Pool() {
        stop = true;
        generation.fetch_add(1);
        generation.notify_all();
        for (std::thread& worker : workers) worker.join();
    }

    void run(std::size_t count, const Task& next, const Sharding& sharding) {
        task = &next;
        tasks = count;
        claimed.store(0, std::memory_order_relaxed);
        busy.store(workers.size(), std::memory_order_relaxed);
        generation.fetch_add(1);
        generation.notify_all();
        share(&sharding);
        const TimedWork timed(Work::waiting);
        for (int i = 0; busy.load(std::memory_order_acquire) != 0; ++i) {
            if (i < spins) {
                pause();
                continue;
            }
            const std::size_t left = busy.load();
            if (left != 0) busy.wait(left);
        }
        if (error) std::rethrow_exception(std::exchange(error, nullptr));
    }

    /// With `sharding` on the thread that runs everything.
    void share(const Sharding* sharding = nullptr) {
        for (std::size_t i = claimed.fetch_add(1); i < tasks; i = claimed.fetch_add(1)) {
            try {
                const TimedWork timed(Work::elementwise);
                if (check) check();
                (*task)(i);
                if (sharding != nullptr) sharding->progress();
            } catch (...) {
                const std::lock_guard lock(guard);
                if (!error) error = std::current_exception();
            }
        }
    }

    void work() {
        const FlushDenormals flush;
        for (std::uint64_t seen = 0;;) {
            for (int i = 0; i < spins && generation.load(std::memory_order_acquire) == seen; ++i) pause();
            generation.wait(seen);
            seen = generation.load();
            if (stop) return;
            share();
            if (busy.fetch_sub(1) == 1) busy.notify_one();
        }
    }

    std::vector<std::thread> workers;
    std::function<void()> check;
    const Task* task = nullptr;
    std::size_t tasks = 0;
    alignas(64) std::atomic<std::uint64_t> generation = 0;
    alignas(64) std::atomic<std::size_t> claimed = 0;
    alignas(64) std::atomic<std::size_t> busy = 0;
    std::atomic<bool> stop = false;
    std::mutex guard;
    std::exception_ptr error;
};

Parallel::Parallel(std::size_t threads, const Sharding& sharding)
    : pool_(std::make_unique<Pool>(std::max<std::size_t>(threads, 1))), sharding_(sharding) {}
Parallel::~Parallel() = default;

void Parallel::when_fewer(std::function<void(std::size_t, std::size_t)> tell) { tell_of_fewer() = std::move(tell); }

void Parallel::watch(std::function<void()> check) { pool_->check = std::move(check); }

std::size_t Parallel::threads() const { return pool_->workers.size() + 1; }

void Parallel::run(std::size_t tasks, Task task) {
    const FlushDenormals flush;
    if (tasks == 1 || pool_->workers.empty()) {
        for (std::size_t i = 0; i < tasks; ++i) {
            const TimedWork timed(Work::elementwise);
            if (pool_->check) pool_->check();
            task(i);
            sharding_.progress();
        }
        return;
    }
    if (tasks > 0) pool_->run(tasks, task, sharding_);
}

}  // namespace gen
