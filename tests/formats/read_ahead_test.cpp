#include "formats/read_ahead.hpp"

#include <doctest/doctest.h>

#include <cstring>

#include "core/error.hpp"
#include "formats/image_examples.hpp"

using namespace gen;

namespace {

constexpr std::size_t row_bytes = 4;

void ask(ReadAhead& ahead, const std::vector<std::uint32_t>& rows) { ahead.prefetch(rows); }

/// Row i is four bytes i.
RowSource counting(std::vector<std::size_t>* order = nullptr) {
    return [order](std::size_t first, std::size_t count, void* out) {
        for (std::size_t i = 0; i < count; ++i) std::memset(static_cast<std::byte*>(out) + i * row_bytes, static_cast<int>(first + i), row_bytes);
        if (order != nullptr) order->push_back(first);
    };
}

bool holds(const ReadAhead& ahead, std::size_t row) {
    const std::byte* const there = ahead.find(row);
    if (there == nullptr) return false;
    for (std::size_t i = 0; i < row_bytes; ++i) CHECK(there[i] == static_cast<std::byte>(row));
    return true;
}

}  // namespace

TEST_CASE("read ahead: rows are there from the call after the one that asked for them until the next") {
    ReadAhead ahead(counting(), row_bytes);
    CHECK_FALSE(holds(ahead, 3));
    ask(ahead, {7, 3, 5});
    CHECK_FALSE(holds(ahead, 3));
    ask(ahead, {2, 3});
    for (const std::size_t row : {3, 5, 7}) CHECK(holds(ahead, row));
    for (const std::size_t row : {0, 2, 4, 6, 8}) CHECK_FALSE(holds(ahead, row));
    ask(ahead, {});
    CHECK(holds(ahead, 2));
    CHECK(holds(ahead, 3));
    CHECK_FALSE(holds(ahead, 7));
    ask(ahead, {9});
    CHECK_FALSE(holds(ahead, 2));
    ask(ahead, {});
    CHECK(holds(ahead, 9));
}

TEST_CASE("read ahead: rows are read in the order in which they lie") {
    std::vector<std::size_t> order;
    ReadAhead ahead(counting(&order), row_bytes);
    ask(ahead, {40, 7, 200, 8, 9});
    ask(ahead, {1, 0});
    ask(ahead, {});
    CHECK(order == std::vector<std::size_t>{7, 8, 9, 40, 200, 0, 1});
}

TEST_CASE("read ahead: what reading throws is thrown by the next call, and the one after it works") {
    const RowSource source = [](std::size_t first, std::size_t count, void* out) {
        if (first == 13) fail_io("big.h5: row ", first, " is gone");
        counting()(first, count, out);
    };
    ReadAhead ahead(source, row_bytes);
    ask(ahead, {12, 13});
    CHECK_THROWS_WITH_AS(ask(ahead, {14}), "big.h5: row 13 is gone", Error);
    CHECK_FALSE(holds(ahead, 12));
    ask(ahead, {15});
    ask(ahead, {});
    CHECK(holds(ahead, 15));
    ask(ahead, {13});  // nobody asks again: nothing is thrown
}

TEST_CASE("read ahead: images above 64 MiB have the same numbers whether they were asked for ahead or not") {
    constexpr std::size_t side = 1024;
    Images images;
    images.shape = {65, 1, side, side};
    std::size_t reads = 0;  // of whole rows, by one thread at a time here
    images.rows = [&reads](std::size_t first, std::size_t count, void* out) {
        ++reads;
        for (std::size_t i = 0; i < count; ++i) std::memset(static_cast<std::byte*>(out) + i * side * side, static_cast<int>(first + i), side * side);
    };
    const ImageExamples data(std::move(images), "big.h5");
    CHECK(reads == 0);
    std::vector<real> x(side * side);
    const std::vector<std::uint32_t> rows = {64, 2};
    data.prefetch(rows);
    data.prefetch({});
    CHECK(reads == 2);
    for (const std::size_t row : {2, 64, 51}) {
        data.read(row, x.data());
        CHECK(x.front() == doctest::Approx(static_cast<double>(row) / 255));
        CHECK(x.back() == x.front());
    }
    CHECK(reads == 3);
}
