#include "core/arena.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <vector>

using namespace gen;

namespace {

constexpr std::size_t forever = std::numeric_limits<std::size_t>::max();

void nothing(Rows, std::size_t) {}

std::vector<std::size_t> ends(std::span<const Pipeline::Span> life) {
    std::vector<std::size_t> out;
    for (const Pipeline::Span& span : life) out.insert(out.end(), {span.first, span.last});
    return out;
}

bool overlap(const Matrix& a, const Matrix& b) { return a.data() < b.data() + b.size() && b.data() < a.data() + a.size(); }

}  // namespace

TEST_CASE("pipeline: a matrix lives from its first use to its last, in stages") {
    Matrix a, b, c, unused;
    Pipeline pipeline;
    pipeline.rows(nothing, {&a});
    pipeline.wait();
    pipeline.wait();  // of nothing more
    pipeline.rows(nothing, {&a, &b, nullptr});
    pipeline.rows(nothing, {&c});
    pipeline.once([] {}, {&c});
    pipeline.rows(nothing, {});
    pipeline.wait();
    pipeline.renew(b);
    pipeline.renew(unused);
    pipeline.rows(nothing, {&b});
    pipeline.after({&b});
    CHECK(ends(pipeline.life(a)) == std::vector<std::size_t>{0, 1});
    CHECK(ends(pipeline.life(b)) == std::vector<std::size_t>{1, 1, 3, forever});
    CHECK(ends(pipeline.life(c)) == std::vector<std::size_t>{1, 1});
    CHECK(pipeline.life(unused).empty());
}

TEST_CASE("arena: matrices share a place where they are never needed at once, and only there") {
    std::vector<Matrix> chain(6);
    Matrix whole, gap, idle;
    Pipeline pipeline;
    for (std::size_t i = 0; i < chain.size(); ++i) {
        pipeline.rows(nothing, {i > 0 ? &chain[i - 1] : nullptr, &chain[i], &whole});
        if (i == 0 || i == 5) pipeline.rows(nothing, {&gap});
        if (i == 2) pipeline.renew(gap);
        pipeline.wait();
    }
    Arena arena;
    for (const std::size_t rows : {64, 16, 128}) {  // larger ones get another memory, smaller ones stay in it
        for (Matrix& m : chain) arena.take(m, rows, 8);
        for (Matrix* const m : {&whole, &gap, &idle, &whole}) arena.take(*m, rows, 4);
        arena.arrange(pipeline);
        CHECK(idle.data() == nullptr);
        for (std::size_t i = 0; i < chain.size(); ++i) {
            CHECK(chain[i].rows() == rows);
            CHECK(reinterpret_cast<std::uintptr_t>(chain[i].data()) % 64 == 0);
            CHECK_FALSE(overlap(chain[i], whole));
            CHECK(overlap(chain[i], gap) == false);
            for (std::size_t k = 0; k < i; ++k) CHECK(overlap(chain[i], chain[k]) == ((i - k) % 2 == 0));
        }
        CHECK(arena.size() >= rows * (8 + 8 + 4));
        CHECK(arena.size() <= std::max<std::size_t>(rows, 64) * (8 + 8 + 4 + 4));
    }
}

TEST_CASE("arena: a matrix that is not needed for a while lends its place") {
    Matrix early_and_late, between;
    Pipeline pipeline;
    pipeline.rows(nothing, {&early_and_late});
    pipeline.wait();
    pipeline.rows(nothing, {&between});
    pipeline.wait();
    pipeline.renew(early_and_late);
    pipeline.rows(nothing, {&early_and_late});
    Arena arena;
    arena.take(early_and_late, 4, 16);
    arena.take(between, 4, 16);
    arena.arrange(pipeline);
    CHECK(early_and_late.data() == between.data());
    CHECK(arena.size() == 64);
    arena.release();
    CHECK(arena.size() == 0);
    arena.take(between, 4, 16);
    arena.arrange(pipeline);
    CHECK(between.data() != nullptr);
}

TEST_CASE("matrix: one that lies elsewhere keeps to its place as long as it fits, and owns what it needs beyond") {
    std::vector<real> place(12, real{1});
    Matrix m;
    m.lie_at(place.data(), 3, 4);
    m(2, 3) = 7;
    CHECK(place[11] == 7);
    m.resize(2, 5);
    CHECK(m.data() == place.data());
    m.resize(5, 5);
    CHECK(m.data() != place.data());
    m.fill(2);
    CHECK(place[0] == 1);
    m.lie_at(nullptr, 2, 2);
    CHECK(m.data() == nullptr);
    CHECK(m.columns() == 2);
    m.resize(2, 2);
    CHECK(m.data() != nullptr);
}
