#include "eval/math_checks.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>

#include "core/error.hpp"
#include "only_once.hpp"
#include "wrong_formulas.hpp"

using namespace gen;

namespace {

std::vector<Check> made(const std::vector<CheckGroup>& groups) {
    std::vector<Check> checks;
    for (const CheckGroup& group : groups) group.run(checks);
    return checks;
}

std::vector<Check> math_checks(std::uint64_t seed = 0, std::size_t threads = 1, const Formulas& formulas = {}) {
    Parallel parallel(threads);
    return made(math_check_groups(seed, parallel, formulas));
}

std::vector<Check> gaussian_checks(const Normal& q, const Normal& p, const Formulas& formulas = {}) {
    Parallel parallel;
    return made(gaussian_check_groups(q, p, 0, parallel, formulas));
}

std::string failed(const std::vector<Check>& checks) {
    std::string names;
    for (const Check& c : checks)
        if (c.verdict == Verdict::fail) names += (names.empty() ? "" : " ") + c.name;
    return names;
}

const std::string small = "numerics.logvar_1e-2 numerics.logvar_1e-3 numerics.logvar_1e-4";

/// What must fail for each mistake, and nothing else.
const std::map<std::string_view, std::string> expected = {
    {"none", ""},
    {"kl-sign",
     "univariate.trainer univariate.gradient_logvar diagonal.closed_form diagonal.affine diagonal.sampled gradient.kl_logvar objective.forms " +
         small + " numerics.large"},
    {"kl-half",
     "univariate.trainer univariate.gradient_mean univariate.gradient_logvar diagonal.closed_form diagonal.sampled gradient.kl_mean "
     "gradient.kl_logvar "
     "objective.forms " +
         small + " numerics.large"},
    {"kl-sd", "univariate.trainer diagonal.closed_form diagonal.sampled non-negative.rows non-negative.dimensions objective.forms " + small +
                  " numerics.large"},
    {"kl-naive", small},
    {"kl-clipped", "numerics.nan"},
    {"kl-standard",
     "univariate.trainer univariate.gradient_mean univariate.gradient_logvar diagonal.closed_form diagonal.affine diagonal.sampled gradient.kl_mean "
     "gradient.kl_logvar"},
    {"density-half", "diagonal.prior_density diagonal.sampled objective.forms order.estimator oracle.gap_sampled toy.grid"},
    {"draw-density-sign", "diagonal.draw_density diagonal.sampled objective.forms order.log_p order.estimator oracle.gap_sampled"},
    {"draw-variance",
     "diagonal.prior_density diagonal.sampled gradient.draw objective.samples_4 objective.samples_16 objective.samples_64 objective.samples_256 "
     "objective.reconstruction objective.forms order.log_p order.estimator oracle.gap_sampled"},
    {"gradient-half", "gradient.draw_logvar"},
    {"normal-sd",
     "univariate.golden_2 univariate.golden_4 univariate.golden_5 univariate.golden_6 univariate.golden_7 univariate.golden_8 univariate.golden_9 "
     "univariate.gauss_hermite univariate.trapezoid univariate.k1 univariate.k3 univariate.trainer univariate.gradient_logvar univariate.asymmetry "
     "univariate.equal univariate.unequal diagonal.closed_form diagonal.full full.chain_rule gradient.kl_logvar non-negative.closed_form "
     "objective.trainer_kl objective.trainer oracle.posterior_elbo oracle.gap numerics.closed_form"},
    {"labels-exchanged", "ratio.first ratio.second"},
    {"full-swapped", "diagonal.full full.gauss_hermite full.sampled full.chain_rule oracle.gap oracle.gap_sampled"},
};

}  // namespace

TEST_CASE("math checks: a wrong formula fails the checks of it and no others, right ones fail none" * only_once) {
    for (const WrongFormulas& wrong : wrong_formulas()) {
        CAPTURE(wrong.name);
        CHECK(failed(math_checks(0, 1, wrong.formulas)) == expected.at(wrong.name));
    }
}

TEST_CASE("math checks: other seeds fail none and change what is sampled, threads change nothing") {
    const std::vector<Check> one = math_checks(7, 1);
    CHECK(failed(one).empty());
    const std::vector<Check> three = math_checks(7, 3);
    const std::vector<Check> other = math_checks(8, 1);
    REQUIRE(one.size() == three.size());
    std::size_t changed = 0;
    for (std::size_t i = 0; i < one.size(); ++i) {
        CAPTURE(one[i].name);
        if (one[i].verdict == Verdict::skip) continue;
        CHECK(one[i].value == three[i].value);
        changed += one[i].value != other[i].value ? 1 : 0;
    }
    CHECK(changed > 30);
}

TEST_CASE("math checks: names begin with those of their groups and are all different") {
    Parallel parallel;
    std::vector<std::string> names;
    for (const CheckGroup& group : math_check_groups(0, parallel)) {
        std::vector<Check> checks;
        group.run(checks);
        CHECK_FALSE(checks.empty());
        for (const Check& c : checks) {
            CHECK(c.name.substr(0, group.name.size() + 1) == group.name + '.');
            names.push_back(c.name);
        }
    }
    std::sort(names.begin(), names.end());
    CHECK(std::adjacent_find(names.begin(), names.end()) == names.end());
}

TEST_CASE("math checks: any two normal distributions agree with themselves, however far from each other") {
    for (const Normal& q : {Normal{0, 1}, Normal{1e6, 3}, Normal{-2, 1e-9}, Normal{0.1, 1e9}, Normal{5, 1e-40}})
        for (const Normal& p : {Normal{0, 1}, Normal{0.1, 0.3}, Normal{1e6, 3}, Normal{-2, 1e-9}}) {
            CAPTURE(q.mean);
            CAPTURE(q.sd);
            CAPTURE(p.mean);
            CAPTURE(p.sd);
            CHECK(failed(gaussian_checks(q, p)).empty());
        }
    CHECK_THROWS_WITH(gaussian_checks({0, 1e-300}, {0, 1}),
                      "the two normal distributions are too different: their divergence is no finite number, or its variance");
}

TEST_CASE("math checks: a wrong formula fails for two normal distributions too") {
    const Formulas swapped = {.normal_kl = [](const Normal& q, const Normal& p) { return kl(p, q); }};
    CHECK(failed(gaussian_checks({1, 2}, {0, 1}, swapped)) ==
          "forward.gauss_hermite forward.trapezoid forward.k1 forward.k3 forward.trainer forward.gradient_mean forward.gradient_logvar "
          "reverse.gauss_hermite reverse.trapezoid reverse.k1 reverse.trainer reverse.gradient_mean reverse.gradient_logvar");
}
