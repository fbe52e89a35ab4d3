#include "core/arena.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/error.hpp"

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
        CHECK_FALSE(idle.has_place());
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

TEST_CASE("arena: a matrix that another pipeline has used, and this one does not name, has no place") {
    Matrix named, unnamed;
    Pipeline first;
    first.rows(nothing, {&named, &unnamed});
    Pipeline second;
    second.rows([&](Rows, std::size_t) { unnamed(0, 0) = 1; }, {&named});
    Arena arena;
    for (Matrix* const m : {&named, &unnamed}) arena.take(*m, 4, 16);
    arena.arrange(first);
    CHECK(unnamed.has_place());
    arena.take(named, 4, 16);
    arena.arrange(second);
    CHECK_FALSE(unnamed.has_place());
    if (!checks_places) return;
    Parallel parallel(2);
    CHECK_THROWS_WITH_AS(second.run(4, parallel), "a matrix of 4 x 16 has no place, expected that the pipeline names it", Error);
}

TEST_CASE("arena: in builds that check places, numbers that nobody has written and those after a matrix's last use are NaN") {
    if (!checks_places) return;
    Matrix early, renewed, kept;
    std::vector<real> seen;
    const auto look = [&](const Matrix& m) { seen.push_back(m(0, 0)); };
    Pipeline pipeline;
    pipeline.once(
        [&] {
            look(early);
            for (Matrix* const m : {&early, &renewed, &kept}) m->fill(1);
            look(early);
        },
        {&early, &renewed, &kept});
    pipeline.renew(renewed);
    pipeline.once([&] { renewed.fill(2); }, {&renewed});
    pipeline.rows(nothing);
    pipeline.once(
        [&] {
            look(early);
            look(renewed);
            look(kept);
        },
        {&renewed});
    pipeline.after({&kept});
    Arena arena;
    Parallel parallel(1);
    for (int run = 0; run < 2; ++run) {
        for (Matrix* const m : {&early, &renewed, &kept}) arena.take(*m, 1, 1);
        arena.arrange(pipeline);
        seen.clear();
        pipeline.run(1, parallel);
        CHECK(std::isnan(seen[0]));
        CHECK(seen[1] == 1);
        CHECK(std::isnan(seen[2]));
        CHECK(seen[3] == 2);
        CHECK(seen[4] == 1);
        CHECK(kept(0, 0) == 1);
        CHECK(std::isnan(renewed(0, 0)));
    }
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
    CHECK_FALSE(m.has_place());
    CHECK(m.columns() == 2);
    const Matrix copy = m;
    CHECK_FALSE(copy.has_place());
    CHECK(copy.columns() == 2);
    m.resize(2, 2);
    CHECK(m.data() != nullptr);
}
