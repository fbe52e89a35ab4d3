#include "core/work_time.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <tuple>
#include <utility>

namespace gen {
namespace {

constexpr std::string_view names[] = {"serial",    "products", "convolution", "patches", "norm",   "elementwise",
                                      "optimiser", "reading",  "waiting",     "lagging", "sending"};
static_assert(std::size(names) == kinds_of_work);

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

using ShapeOfProduct = std::tuple<std::size_t, std::size_t, std::size_t, bool, bool>;

/// Of one thread. Others look at it only where that thread is idle.
struct Clock {
    Work current = Work::waiting;
    double since = now();
    std::array<double, kinds_of_work> seconds = {};
    std::map<ShapeOfProduct, ProductTime> products = {};

    Work turn_to(Work work) {
        const double time = now();
        seconds[static_cast<std::size_t>(current)] += time - since;
        since = time;
        return std::exchange(current, work);
    }
};

std::mutex guard;

std::vector<std::shared_ptr<Clock>>& clocks() {
    static std::vector<std::shared_ptr<Clock>> all;
    return all;
}

Clock& clock_of_this_thread() {
    thread_local const std::shared_ptr<Clock> mine = [] {
        auto made = std::make_shared<Clock>();
        const std::lock_guard lock(guard);
        clocks().push_back(made);
        return made;
    }();
    return *mine;
}

}  // namespace

bool work_time::is_counted = false;

Work work_time::begin(Work work) { return clock_of_this_thread().turn_to(work); }

void work_time::end(Work outer) { clock_of_this_thread().turn_to(outer); }

void TimedProduct::begin(const ProductTime& product) {
    product_ = product;
    outer_ = work_time::begin(Work::products);
    since_ = clock_of_this_thread().since;
}

void TimedProduct::end() {
    Clock& clock = clock_of_this_thread();
    clock.turn_to(outer_);
    ProductTime& sum =
        clock.products.try_emplace({product_.rows, product_.inner, product_.columns, product_.transposed_left, product_.transposed_right}, product_)
            .first->second;
    ++sum.count;
    sum.seconds += clock.since - since_;
}

void count_work() {
    work_time::is_counted = true;
    work_time::begin(Work::serial);
}

bool counts_work() { return work_time::is_counted; }

std::vector<WorkTime> work_times() {
    if (!counts_work()) return {};
    Clock& mine = clock_of_this_thread();
    mine.turn_to(mine.current);
    const std::lock_guard lock(guard);
    std::vector<WorkTime> sums;
    for (std::size_t i = 0; i < kinds_of_work; ++i) {
        sums.push_back({names[i], 0});
        for (const auto& clock : clocks()) sums.back().seconds += clock->seconds[i];
    }
    return sums;
}

std::vector<ProductTime> product_times() {
    const std::lock_guard lock(guard);
    std::map<ShapeOfProduct, ProductTime> sums;
    for (const auto& clock : clocks())
        for (const auto& [shape, time] : clock->products) {
            const auto [sum, is_new] = sums.try_emplace(shape, time);
            if (is_new) continue;
            sum->second.count += time.count;
            sum->second.seconds += time.seconds;
        }
    std::vector<ProductTime> all;
    for (const auto& [shape, time] : sums) all.push_back(time);
    std::ranges::stable_sort(all, [](const ProductTime& a, const ProductTime& b) { return a.seconds > b.seconds; });
    return all;
}

}  // namespace gen
