// usage: bench-limits [THREADS] <SHAPES     What products take at best on one thread, while THREADS (1) do the same, each with its own matrices:
// cores share clocks, caches and memory. Lines of stdin are "ROWS INNER COLUMNS LEFT RIGHT", 1 where that matrix is transposed; TSV, microseconds by
// OpenBLAS, by oneDNN as the matrices lie, and by oneDNN with the right one packed before. A last line says how many GB/s the memory gives to each
// thread: a[i] = b[i] + s c[i] (McCalpin, 1995, "triad").
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

using Barrier = std::barrier<>;

/// The lower quartile, in microseconds: other work on the machine only ever slows. Begins when all threads of `together` are there.
double measured(Barrier& together, const std::function<void()>& work) {
    work();
    together.arrive_and_wait();
    std::vector<double> times;
    const Clock::time_point start = Clock::now();
    while (times.size() < 5 || Clock::now() - start < std::chrono::duration<double>(seconds_each)) {
        const Clock::time_point begin = Clock::now();
        work();
        times.push_back(1e6 * std::chrono::duration<double>(Clock::now() - begin).count());
    }
    std::ranges::sort(times);
    return times[times.size() / 4];
}

struct Product {
    std::size_t rows, inner, columns;
    bool turn_left, turn_right;
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
    double onednn(Barrier& together, const Product& p, bool packed) {
        const memory::desc any({static_cast<memory::dim>(p.inner), static_cast<memory::dim>(p.columns)}, memory::data_type::f32,
                               memory::format_tag::any);
        const memory::desc right = packed ? any : layout(p.inner, p.columns, p.turn_right);
        const auto description = described(layout(p.rows, p.inner, p.turn_left), right, layout(p.rows, p.columns, false), engine_);
        const dnnl::matmul product(description);
        const std::unordered_map<int, memory> arguments = {{DNNL_ARG_SRC, memory(description.src_desc(), engine_)},
                                                           {DNNL_ARG_WEIGHTS, memory(description.weights_desc(), engine_)},
                                                           {DNNL_ARG_DST, memory(description.dst_desc(), engine_)}};
        for (const auto& [role, there] : arguments) std::fill_n(static_cast<float*>(there.get_data_handle()), there.get_desc().get_size() / 4, 0.5F);
        return measured(together, [&] {
            product.execute(stream_, arguments);
            stream_.wait();
        });
    }

private:
    dnnl::engine engine_{dnnl::engine::kind::cpu, 0};
    dnnl::stream stream_{engine_};
};

double blas(Barrier& together, const Product& p) {
    const gen::Matrix left = p.turn_left ? random_matrix(p.inner, p.rows) : random_matrix(p.rows, p.inner);
    const gen::Matrix right = p.turn_right ? random_matrix(p.columns, p.inner) : random_matrix(p.inner, p.columns);
    gen::Matrix out(p.rows, p.columns);
    const auto op = [](bool turn) { return turn ? gen::Op::transposed : gen::Op::plain; };
    return measured(together, [&] { gen::matmul(panel(left), op(p.turn_left), panel(right), op(p.turn_right), 0, panel(out)); });
}

double triad(Barrier& together) {
    constexpr std::size_t numbers = std::size_t{16} << 20;
    std::vector<float> a(numbers);
    const std::vector<float> b(numbers, 1);
    const std::vector<float> c(numbers, 2);
    const double us = measured(together, [&] {
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
    std::cout << "rows\tinner\tcolumns\tleft\tright\topenblas\tonednn\tpacked\n";
    while (std::cin >> p.rows >> p.inner >> p.columns >> p.turn_left >> p.turn_right)
        std::cout << p.rows << '\t' << p.inner << '\t' << p.columns << '\t' << p.turn_left << '\t' << p.turn_right << '\t'
                  << mean_of(threads, [&](Barrier& together) { return blas(together, p); }) << '\t'
                  << mean_of(threads, [&](Barrier& together) { return Machine().onednn(together, p, false); }) << '\t'
                  << mean_of(threads, [&](Barrier& together) { return Machine().onednn(together, p, true); }) << std::endl;
    std::cout << "triad\t" << mean_of(threads, triad) << '\n';
}
