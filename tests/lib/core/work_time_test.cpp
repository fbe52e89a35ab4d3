#include "core/work_time.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "core/matmul.hpp"
#include "core/parallel.hpp"

using namespace gen;

namespace {

double seconds_of(std::string_view name) {
    double sum = 0;
    for (const WorkTime& time : work_times())
        if (time.name == name) sum += time.seconds;
    return sum;
}

void rest(int milliseconds) { std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds)); }

}  // namespace

TEST_CASE("work time: each second of each thread counts once, as what is done innermost") {
    count_work();
    {
        const TimedWork outer(Work::norm);
        rest(20);
        const TimedWork inner(Work::reading);
        rest(40);
    }
    CHECK(seconds_of("norm") >= 0.02);
    CHECK(seconds_of("reading") >= 0.04);
    const double counted = seconds_of("norm") + seconds_of("reading");
    Parallel(2).run(2, [](std::size_t) { rest(30); });
    CHECK(seconds_of("elementwise") >= 0.06);
    CHECK(seconds_of("norm") + seconds_of("reading") == counted);
}

TEST_CASE("work time: products are counted by their shapes") {
    count_work();
    const Matrix a(3, 5);
    const Matrix b(7, 5);
    Matrix c(3, 7);
    for (int i = 0; i < 4; ++i) matmul(panel(a), Op::plain, panel(b), Op::transposed, 0, panel(c));
    const std::vector<ProductTime> products = product_times();
    const auto is_this = [](const ProductTime& p) {
        return p.rows == 3 && p.inner == 5 && p.columns == 7 && !p.transposed_left && p.transposed_right;
    };
    const auto found = std::ranges::find_if(products, is_this);
    REQUIRE(found != products.end());
    CHECK(found->count == 4);
}
