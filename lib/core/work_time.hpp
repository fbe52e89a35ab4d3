#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gen {

/// What the seconds of all threads are counted by, where they are counted.
enum class Work : unsigned char {
    serial,       // of the thread that runs everything, between tasks
    products,     // by BLAS
    convolution,  // by oneDNN
    patches,      // gathered for products of convolutions, and scattered
    norm,         // batch, layer and instance normalisation
    elementwise,  // all else in tasks: activations, losses, noise
    optimiser,    // norms of gradients and updates
    reading,      // rows of data made into numbers
    waiting,      // for other threads
    lagging,      // waiting for other ranks
    sending,      // to them, and getting what they send
};
constexpr std::size_t kinds_of_work = 11;

/// Seconds of one kind, of all threads together.
struct WorkTime {
    std::string_view name;
    double seconds;
};

/// A product that was computed: (rows x inner) (inner x columns), either of them transposed.
struct ProductTime {
    std::size_t rows, inner, columns;
    bool transposed_left, transposed_right;
    std::size_t count;
    double seconds;
};

/// Begins to count, on this thread as Work::serial. Before other threads are started; nothing is counted without this.
void count_work();
bool counts_work();
/// In the order of Work; nothing where nothing was counted.
std::vector<WorkTime> work_times();
/// Largest share of time first.
std::vector<ProductTime> product_times();

namespace work_time {
extern bool is_counted;
Work begin(Work work);
void end(Work outer);
}  // namespace work_time

/// While it lives, the seconds of this thread are of this kind; what begins within is of its own.
class TimedWork {
public:
    explicit TimedWork(Work work) {
        if (work_time::is_counted) outer_ = work_time::begin(work);
    }
    ~TimedWork() {
        if (work_time::is_counted) work_time::end(outer_);
    }
    TimedWork(const TimedWork&) = delete;
    TimedWork& operator=(const TimedWork&) = delete;

private:
    Work outer_ = Work::serial;
};

/// The seconds of one product, which count as Work::products.
class TimedProduct {
public:
    TimedProduct(std::size_t rows, std::size_t inner, std::size_t columns, bool transposed_left, bool transposed_right) {
        if (work_time::is_counted) begin({rows, inner, columns, transposed_left, transposed_right, 0, 0});
    }
    ~TimedProduct() {
        if (work_time::is_counted) end();
    }
    TimedProduct(const TimedProduct&) = delete;
    TimedProduct& operator=(const TimedProduct&) = delete;

private:
    void begin(const ProductTime& product);
    void end();

    ProductTime product_ = {};
    Work outer_ = Work::serial;
    double since_ = 0;
};

}  // namespace gen
