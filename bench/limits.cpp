// usage: bench-limits [THREADS] <SHAPES     What products take at best on one thread, while THREADS (1) do the same, each with its own matrices:
// cores share clocks, caches and memory. Lines of stdin are "ROWS INNER COLUMNS LEFT RIGHT", 1 where that matrix is transposed; TSV, microseconds by
// OpenBLAS, by oneDNN as the matrices lie, and by oneDNN with the right one packed before: first with all matrices in the caches, then with a weight,
// or its gradient, that comes from beyond the second-level cache, as in training, where all other weights and their moments pass between two uses of
// one. A last line says how many GB/s the memory gives to each thread: a[i] = b[i] + s c[i] (McCalpin, 1995, "triad").
#include <algorithm>
#include <barrier>
#include <chrono>
#include <functional>
#include <iostream>
#include <numeric>
#include <oneapi/dnnl/dnnl.hpp>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "core/matmul.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using dnnl::memory;

constexpr double seconds_each = 0.1;
constexpr std::size_t far_bytes = std::size_t{24} << 20;  // of weights that take turns: more than a second-level cache, less than a third

using Barrier = std::barrier<>;

/// The lower quartile, in microseconds: other work on the machine only ever slows. Begins when all threads of `together` are there.
double measured(Barrier& together, const std::function<void(std::size_t time)>& work) {
    work(0);
    together.arrive_and_wait();
    std::vector<double> times;
    const Clock::time_point start = Clock::now();
    while (times.size() < 5 || Clock::now() - start < std::chrono::duration<double>(seconds_each)) {
        const Clock::time_point begin = Clock::now();
        work(times.size());
        times.push_back(1e6 * std::chrono::duration<double>(Clock::now() - begin).count());
    }
    std::ranges::sort(times);
    return times[times.size() / 4];
}

struct Product {
    std::size_t rows, inner, columns;
    bool turn_left, turn_right;

    /// Of a gradient the left one is turned, and what comes out is of the weight's shape.
    bool is_gradient() const { return turn_left; }
    std::size_t weight_size() const { return is_gradient() ? rows * columns : inner * columns; }
    /// Weights that take turns.
    std::size_t weights(bool far) const { return far ? std::max<std::size_t>(2, far_bytes / (weight_size() * sizeof(float))) : 1; }
};

gen::Matrix random_matrix(std::size_t rows, std::size_t columns) {
    gen::Matrix m(rows, columns);
    for (std::size_t i = 0; i < m.size(); ++i) m.data()[i] = static_cast<gen::real>(i % 17) / 17;
    return m;
}

/// Of a matrix that lies turned where `turned` says so.
memory::desc layout(std::size_t rows, std::size_t columns, bool turned) {
    const memory::dims shape = {static_cast<memory::dim>(rows), static_cast<memory::dim>(columns)};
    return {shape, memory::data_type::f32, turned ? memory::format_tag::ba : memory::format_tag::ab};
}

dnnl::matmul::primitive_desc described(const memory::desc& left, const memory::desc& right, const memory::desc& out, const dnnl::engine& engine) {
#if DNNL_VERSION_MAJOR < 3
    return {dnnl::matmul::desc(left, right, out), engine};
#else
    return {engine, left, right, out};
#endif
}

class Machine {
public:
    double onednn(Barrier& together, const Product& p, bool packed, bool far) {
        const memory::desc any({static_cast<memory::dim>(p.inner), static_cast<memory::dim>(p.columns)}, memory::data_type::f32,
                               memory::format_tag::any);
        const memory::desc right = packed ? any : layout(p.inner, p.columns, p.turn_right);
        const auto description = described(layout(p.rows, p.inner, p.turn_left), right, layout(p.rows, p.columns, false), engine_);
        const dnnl::matmul product(description);
        const memory left(description.src_desc(), engine_);
        fill(left);
        std::vector<std::unordered_map<int, memory>> turns;
        for (std::size_t i = 0; i < p.weights(far); ++i) {
            const memory weight = p.is_gradient() && i > 0 ? turns[0].at(DNNL_ARG_WEIGHTS) : memory(description.weights_desc(), engine_);
            const memory out = p.is_gradient() || i == 0 ? memory(description.dst_desc(), engine_) : turns[0].at(DNNL_ARG_DST);
            fill(weight);
            fill(out);
            turns.push_back({{DNNL_ARG_SRC, left}, {DNNL_ARG_WEIGHTS, weight}, {DNNL_ARG_DST, out}});
        }
        return measured(together, [&](std::size_t time) {
            product.execute(stream_, turns[time % turns.size()]);
            stream_.wait();
        });
    }

private:
    static void fill(const memory& there) { std::fill_n(static_cast<float*>(there.get_data_handle()), there.get_desc().get_size() / 4, 0.5F); }

    dnnl::engine engine_{dnnl::engine::kind::cpu, 0};
    dnnl::stream stream_{engine_};
};

double blas(Barrier& together, const Product& p, bool far) {
    const std::size_t turns = p.weights(far);
    const gen::Matrix left = p.turn_left ? random_matrix(p.inner, p.rows) : random_matrix(p.rows, p.inner);
    const std::vector<gen::Matrix> right(p.is_gradient() ? 1 : turns,
                                         p.turn_right ? random_matrix(p.columns, p.inner) : random_matrix(p.inner, p.columns));
    std::vector<gen::Matrix> out(p.is_gradient() ? turns : 1, gen::Matrix(p.rows, p.columns));
    const auto op = [](bool turn) { return turn ? gen::Op::transposed : gen::Op::plain; };
    return measured(together, [&](std::size_t time) {
        gen::matmul(panel(left), op(p.turn_left), panel(right[time % right.size()]), op(p.turn_right), 0, panel(out[time % out.size()]));
    });
}

double triad(Barrier& together) {
    constexpr std::size_t numbers = std::size_t{16} << 20;
    std::vector<float> a(numbers);
    const std::vector<float> b(numbers, 1);
    const std::vector<float> c(numbers, 2);
    const double us = measured(together, [&](std::size_t) {
        for (std::size_t i = 0; i < numbers; ++i) a[i] = b[i] + 3 * c[i];
    });
    return 3.0 * sizeof(float) * numbers / us / 1000;
}

/// The mean of what `work` measures on each of so many threads.
double mean_of(std::size_t threads, const std::function<double(Barrier&)>& work) {
    Barrier together(static_cast<std::ptrdiff_t>(threads));
    std::vector<double> taken(threads);
    std::vector<std::jthread> running;
    for (double& t : taken) running.emplace_back([&] { t = work(together); });
    running.clear();
    return std::reduce(taken.begin(), taken.end()) / static_cast<double>(threads);
}

}  // namespace

int main(int count, char** arguments) {
    const std::size_t threads = count > 1 ? std::stoul(arguments[1]) : 1;
    Product p{};
    std::cout << "rows\tinner\tcolumns\tleft\tright\topenblas\tonednn\tpacked\topenblas_far\tonednn_far\tpacked_far\n";
    while (std::cin >> p.rows >> p.inner >> p.columns >> p.turn_left >> p.turn_right) {
        std::cout << p.rows << '\t' << p.inner << '\t' << p.columns << '\t' << p.turn_left << '\t' << p.turn_right;
        for (const bool far : {false, true}) {
            std::cout << '\t' << mean_of(threads, [&](Barrier& together) { return blas(together, p, far); });
            for (const bool packed : {false, true})
                std::cout << '\t' << mean_of(threads, [&](Barrier& together) { return Machine().onednn(together, p, packed, far); });
        }
        std::cout << std::endl;
    }
    std::cout << "triad\t" << mean_of(threads, triad) << '\n';
}
