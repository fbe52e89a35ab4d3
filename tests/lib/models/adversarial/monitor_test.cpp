#include "models/adversarial/monitor.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

#include "core/error.hpp"

using namespace gen;

namespace {

/// When which events began: (step or look, name).
using Events = std::vector<std::pair<std::uint64_t, std::string>>;
using Script = std::function<GanMonitor::Step(std::uint64_t)>;

constexpr GanMonitor::Step usual = {.real = 0.8, .fake = 0.7, .d_gradient = 1, .g_gradient = 2, .g_loss = 1};

GanMonitor::Step with_accuracy(double real, double fake, double g_loss = 1, double g_gradient = 2) {
    GanMonitor::Step step = usual;
    step.real = real;
    step.fake = fake;
    step.g_loss = g_loss;
    step.g_gradient = g_gradient;
    return step;
}

/// Steps 1 ... n of a script. `saved_after`: there the monitor is saved, and another one goes on.
Events run(const Script& script, std::uint64_t n, bool saturating = false, std::uint64_t saved_after = 0) {
    GanMonitor monitor(saturating);
    Events events;
    for (std::uint64_t i = 1; i <= n; ++i) {
        monitor.step(script(i));
        if (i == saved_after) {
            Kept kept;
            monitor.save(kept);
            monitor = GanMonitor(saturating);
            monitor.load(kept);
        }
        const bool waiting = monitor.waiting();
        const unsigned begun = monitor.take();
        CHECK(waiting == (begun != 0));
        if (begun != 0) events.emplace_back(i, names_of_events(begun));
        CHECK_FALSE(monitor.waiting());
    }
    return events;
}

/// The same for looks, after an equilibrium or without one.
Events look(const std::vector<GanMonitor::Look>& looks, bool balanced, std::size_t saved_after = ~std::size_t{0}) {
    GanMonitor monitor(false);
    for (int i = 0; balanced && i < 1600; ++i) monitor.step(with_accuracy(0.5, 0.5));
    monitor.take();
    Events events;
    for (std::size_t i = 0; i < looks.size(); ++i) {
        monitor.look(looks[i]);
        if (i == saved_after) {
            Kept kept;
            monitor.save(kept);
            monitor = GanMonitor(false);
            monitor.load(kept);
        }
        if (const unsigned begun = monitor.take(); begun != 0) events.emplace_back(i, names_of_events(begun));
    }
    return events;
}

GanMonitor::Look discrepancy(double value) { return {.diversity = 1, .discrepancy = value, .floor = 0.01}; }
GanMonitor::Look diversity(double value) { return {.diversity = value, .discrepancy = 0.1, .floor = 0.01}; }

}  // namespace

TEST_CASE("gan monitor: an uneventful run has no events") {
    CHECK(run([](std::uint64_t) { return usual; }, 3000).empty());
    CHECK(look({diversity(1), discrepancy(0.1), discrepancy(0.15)}, true).empty());
}

TEST_CASE("gan monitor: D has won when it is always right and G's loss is high for a window, once, and again after a recovery") {
    const Script script = [](std::uint64_t i) { return i <= 600 || (i > 1500 && i <= 2600) ? usual : with_accuracy(1, 1, 9); };
    const Events events = run(script, 4000);
    REQUIRE(events.size() == 2);
    CHECK(events[0].second == "d-won");
    // The means of the last 500: accuracy on generated images exceeds 0.99 once fewer than 1 in 30 of them are from before.
    CHECK(events[0].first == 600 + 484);
    CHECK(events[1].first == 2600 + 484);
    CHECK(run([](std::uint64_t) { return with_accuracy(1, 1, 4); }, 2000).empty());  // G still learns
    CHECK(run([](std::uint64_t) { return with_accuracy(1, 0.98, 9); }, 2000).empty());
}

TEST_CASE("gan monitor: with a saturating loss D has won when G's gradient has died") {
    const Script dies = [](std::uint64_t i) { return with_accuracy(1, 1, -8, i == 1 ? 50.0 : 0.45); };
    const Events events = run(dies, 2000, true);
    REQUIRE(events.size() == 1);
    CHECK(events[0] == std::pair<std::uint64_t, std::string>{501, "d-won"});  // the large one has left the window
    CHECK(run(dies, 2000, false).empty());
    CHECK(run([](std::uint64_t i) { return with_accuracy(1, 1, -8, i == 1 ? 50.0 : 0.6); }, 2000, true).empty());
}

TEST_CASE("gan monitor: a gradient explodes when it is large and far above the median before it for five turns, or not finite") {
    const auto at_20 = [](double norm, std::uint64_t turns) {
        return run(
            [norm, turns](std::uint64_t i) {
                GanMonitor::Step step = usual;
                if (i >= 20 && i < 20 + turns) step.d_gradient = norm;
                if (i >= 40 && i < 40 + turns) step.g_gradient = norm;
                return step;
            },
            60);
    };
    const Events both = {{24, "gradient-explosion"}, {44, "gradient-explosion"}};
    CHECK(at_20(101, 5) == both);
    CHECK(at_20(101, 12) == both);
    CHECK(at_20(101, 4).empty());
    CHECK(at_20(99, 12).empty());
    const Events at_once = {{20, "gradient-explosion"}, {40, "gradient-explosion"}};
    CHECK(at_20(std::numeric_limits<double>::infinity(), 1) == at_once);
    const Script large_anyway = [](std::uint64_t i) {
        GanMonitor::Step step = usual;
        step.d_gradient = i >= 20 && i < 30 ? 190.0 : 10.0;
        return step;
    };
    CHECK(run(large_anyway, 60).empty());  // less than 20 times the median
}

TEST_CASE("gan monitor: large gradients of a D that was nearly sure are no explosion, gradients that grow from turn to turn are") {
    // Norms of D's gradients in a run on handwritten digits.
    const double of_digits[] = {15.8, 14, 16.4, 12.2, 13.1, 11, 8, 5.1, 6.2, 3.6, 4,  10, 58,  235, 179, 2, 14, 11,
                                12,   48, 105,  231,  314,  6,  7, 77,  13,  5,   27, 78, 173, 384, 170, 3, 26};
    const Script digits = [&](std::uint64_t i) {
        GanMonitor::Step step = usual;
        step.d_gradient = of_digits[(i - 1) % std::size(of_digits)];
        return step;
    };
    CHECK(run(digits, 1000).empty());
    const Script grows = [](std::uint64_t i) {
        GanMonitor::Step step = usual;
        if (i > 600) step.g_gradient = 2 * std::pow(1.5, static_cast<double>(i - 600));
        return step;
    };
    const Events once = {{614, "gradient-explosion"}};  // 2 times 1.5^10 is above 100
    CHECK(run(grows, 700) == once);
    // The same where G has a turn at every third step.
    const Script seldom = [&](std::uint64_t i) {
        GanMonitor::Step step = grows(600 + (i > 600 ? (i - 600) / 3 : 0));
        if (i % 3 != 0) step.g_gradient = std::numeric_limits<double>::quiet_NaN();
        return step;
    };
    const Events later = {{642, "gradient-explosion"}};
    CHECK(run(seldom, 700) == later);
}

TEST_CASE("gan monitor: a turn that a network did not have says nothing") {
    const Script script = [](std::uint64_t i) {
        GanMonitor::Step step = with_accuracy(1, 1, 9);
        if (i % 5 != 0) step.g_gradient = step.g_loss = std::numeric_limits<double>::quiet_NaN();
        return step;
    };
    const Events events = run(script, 1000);
    REQUIRE(events.size() == 1);
    CHECK(events[0].first == 500);
}

TEST_CASE("gan monitor: an equilibrium is accuracy about a half for 1,000 steps, and begins once and again after an interruption") {
    const Script script = [](std::uint64_t i) { return i > 2000 && i <= 3000 ? with_accuracy(0.9, 0.9) : with_accuracy(0.6, 0.42); };
    const Events events = run(script, 6000);
    REQUIRE(events.size() == 2);
    CHECK(events[0] == std::pair<std::uint64_t, std::string>{500 + 999, "equilibrium"});
    CHECK(events[1].first > 4000);
    CHECK(run([](std::uint64_t) { return with_accuracy(0.6, 0.6); }, 4000).empty());
}

TEST_CASE("gan monitor: G has collapsed when its images are alike, once, and again") {
    const Events expected = {{1, "g-collapsed"}, {4, "g-collapsed"}};
    CHECK(look({diversity(0.3), diversity(0.1), diversity(0.05), diversity(0.25), diversity(0.19)}, false) == expected);
}

TEST_CASE("gan monitor: feedback is junk when the discrepancy stays above twice its best after an equilibrium") {
    std::vector<GanMonitor::Look> looks;
    for (const double v : {0.5, 0.1, 0.25, 0.3, 0.15, 0.21, 0.22, 0.23, 0.24, 0.1, 0.3, 0.3, 0.3}) looks.push_back(discrepancy(v));
    const Events expected = {{7, "junk-feedback"}, {12, "junk-feedback"}};
    CHECK(look(looks, true) == expected);
    CHECK(look(looks, false).empty());
    for (std::size_t i = 0; i < looks.size(); ++i) CHECK(look(looks, true, i) == expected);
    // What chance alone makes is no worse than the best.
    CHECK(look({discrepancy(1e-5), discrepancy(0.015), discrepancy(0.012), discrepancy(0.019), discrepancy(0.018)}, true).empty());
}

TEST_CASE("gan monitor: saved and loaded in the middle it tells the same events") {
    const Script script = [](std::uint64_t i) {
        GanMonitor::Step step = i < 700 ? with_accuracy(1, 1, 9) : with_accuracy(0.5, 0.5);
        step.d_gradient = i % 400 >= 395 ? 500.0 : 1 + static_cast<double>(i % 7);
        return step;
    };
    const Events whole = run(script, 2600);
    CHECK(whole.size() >= 8);
    CHECK(std::any_of(whole.begin(), whole.end(), [](const auto& e) { return e.second == "equilibrium"; }));
    for (const std::uint64_t stop : {1, 397, 399, 400, 499, 500, 501, 700, 1199, 1730, 2599}) {
        CAPTURE(stop);
        CHECK(run(script, 2600, false, stop) == whole);
    }
}

TEST_CASE("gan monitor: events have names") {
    CHECK(names_of_events(0) == "-");
    CHECK(names_of_events(1U << static_cast<unsigned>(GanEvent::d_won) | 1U << static_cast<unsigned>(GanEvent::equilibrium)) == "d-won+equilibrium");
    for (const char* const name : {"d-won", "g-collapsed", "gradient-explosion", "equilibrium", "junk-feedback"})
        CHECK(name_of(parse_gan_event(name)) == name);
    CHECK_THROWS_WITH_AS(parse_gan_event("won"), "event is won, expected d-won, g-collapsed, gradient-explosion, equilibrium or junk-feedback",
                         Error);
}
