#include "core/matmul.hpp"

#include <cblas.h>
#include <sys/mman.h>

#include <cstdlib>
#include <mutex>
#include <string_view>

#include "core/error.hpp"
#include "core/portable/mode.hpp"
#include "core/portable/product.hpp"
#include "core/processor.hpp"
#include "core/work_time.hpp"

// Exported by OpenBLAS, declared in none of its headers.
extern "C" [[gnu::weak]] int blas_thread_shutdown_();
extern "C" [[gnu::weak]] void gotoblas_init();
extern "C" [[gnu::weak]] void gotoblas_dynamic_init();
extern "C" [[gnu::weak]] void gotoblas_dynamic_quit();

namespace gen {
namespace {

/// OpenBLAS takes a processor that it has not heard of, such as any that came after it, for one of 2004 (0.3.21 does so with Intel's of 2023) and
/// needs several times as long: then it is told what instructions there are.
void choose_blas_kernels() {
#ifdef __x86_64__
    constexpr const char* by_user = "OPENBLAS_CORETYPE";
    if (std::getenv(by_user) != nullptr || std::string_view(openblas_get_corename()) != "Prescott") return;
    if (gotoblas_dynamic_init == nullptr || gotoblas_dynamic_quit == nullptr) return;
    if (!has_avx2()) return;
    setenv(by_user, has_avx512() ? "SkylakeX" : "Haswell", 1);
    gotoblas_dynamic_quit();
    gotoblas_dynamic_init();
    unsetenv(by_user);
#endif
}

// BLAS must not start threads of its own: its results would depend on their number. The build on pthreads makes a pool when it is loaded, whose
// threads spin for their first thirty milliseconds on processors that are ours: they are sent home before main(). The build on OpenMP wants to be
// told in every thread.
[[gnu::constructor]] void dismiss_blas_threads() {
    if (gotoblas_init != nullptr) gotoblas_init();  // in a static program OpenBLAS's constructor would come after this one
    openblas_set_num_threads(1);
    if (openblas_get_parallel() == OPENBLAS_THREAD && blas_thread_shutdown_ != nullptr) blas_thread_shutdown_();
    choose_blas_kernels();
}

/// OpenBLAS maps a buffer for each thread that is inside of it, and where the system has none it asks for one for ever. So the k-th thread that comes
/// looks first whether there is room for k.
void expect_buffers() {
    constexpr std::size_t buffer = (std::size_t{128} << 20) + (std::size_t{1} << 16);
    static std::mutex one_at_a_time;
    static std::size_t threads = 0;
    const std::lock_guard lock(one_at_a_time);
    void* const room = mmap(nullptr, (threads + 1) * buffer, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (room == MAP_FAILED) fail_io("out of memory: OpenBLAS takes 128 MiB of address space for each thread");
    ++threads;
    munmap(room, threads * buffer);
}

}  // namespace

void single_threaded_blas() {
    thread_local const bool told = [] {
        if (openblas_get_parallel() == OPENBLAS_OPENMP) openblas_set_num_threads(1);
        expect_buffers();
        return true;
    }();
    (void)told;
}

Panel panel(const Matrix& m) { return {m.data(), m.rows(), m.columns(), m.columns()}; }
Panel panel(const Matrix& m, Rows rows) { return {m.row(rows.begin), rows.count(), m.columns(), m.columns()}; }
MutablePanel panel(Matrix& m) { return {m.data(), m.rows(), m.columns(), m.columns()}; }
MutablePanel panel(Matrix& m, Rows rows) { return {m.row(rows.begin), rows.count(), m.columns(), m.columns()}; }

void matmul(Panel a, Op op_a, Panel b, Op op_b, real beta, MutablePanel c) {
    const bool turn_a = op_a == Op::transposed;
    const bool turn_b = op_b == Op::transposed;
    const auto [m, k, n] = sizes_of(a, op_a, b, op_b, c);
    if (m == 0 || n == 0) return;
    const TimedProduct timed(m, k, n, turn_a, turn_b);
#ifdef GEN_KERNEL_LEVELS
    if (computes_portably()) return portable::product<real>(m, k, n, {a.data, a.stride, turn_a}, {b.data, b.stride, turn_b}, beta, c.data, c.stride);
#endif
    single_threaded_blas();
#ifdef GEN_DOUBLE
    const auto gemm = cblas_dgemm;
#else
    const auto gemm = cblas_sgemm;
#endif
    const auto size = [](std::size_t v) { return static_cast<blasint>(v); };
    gemm(CblasRowMajor, turn_a ? CblasTrans : CblasNoTrans, turn_b ? CblasTrans : CblasNoTrans, size(m), size(n), size(k), 1, a.data, size(a.stride),
         b.data, size(b.stride), beta, c.data, size(c.stride));
}

std::string blas_name() {
    const std::string config = openblas_get_config();  // "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH ... Zen MAX_THREADS=64"
    const std::size_t space = config.find(' ', config.find(' ') + 1);
    return config.substr(0, space) + ' ' + openblas_get_corename();
}

}  // namespace gen
