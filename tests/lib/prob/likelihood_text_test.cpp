#include <doctest/doctest.h>

#include "core/error.hpp"
#include "prob/likelihood.hpp"

using namespace gen;

namespace {

std::string complaint(std::string_view words) {
    try {
        parse_likelihood(words);
    } catch (const Error& e) {
        CHECK(e.fault() == Fault::usage);
        return e.what();
    }
    return "none";
}

}  // namespace

TEST_CASE("likelihood: its text is the shortest that reads back as the same one") {
    const struct {
        const char* given;
        const char* written;
    } rows[] = {
        {"bernoulli", "bernoulli"},
        {"gaussian", "gaussian"},
        {"gaussian:0.5", "gaussian:0.5"},
        {"gaussian:0.5:mean=sigmoid", "gaussian:0.5,mean=sigmoid"},
        {"gaussian:0.5,mean=linear", "gaussian:0.5"},
        {"gaussian:mean=linear", "gaussian:mean=linear"},
        {"gaussian-full", "gaussian-full"},
        {"gaussian-full:mean=sigmoid,low=-8", "gaussian-full"},
        {"gaussian-full:low=-6:mean=linear", "gaussian-full:mean=linear,low=-6"},
        {"laplace", "laplace"},
        {"laplace:low=-4.5", "laplace:low=-4.5"},
        {"laplace:2", "laplace:2"},
        {"laplace-full:low=-5", "laplace-full"},
        {"logistic", "logistic"},
        {"logistic:1", "logistic"},
        {"logistic:10", "logistic:10"},
        {"logistic:low=-6", "logistic:low=-6"},
        {"logistic:5,mean=linear,low=-7", "logistic:5,mean=linear"},
    };
    for (const auto& row : rows) {
        CHECK(text(parse_likelihood(row.given)) == row.written);
        CHECK(text(parse_likelihood(row.written)) == row.written);
    }
}

TEST_CASE("likelihood: what words mean") {
    using Kind = Likelihood::Kind;
    using Scale = Likelihood::Scale;
    const struct {
        std::string words;
        Kind kind;
        Scale scale;
        std::size_t outputs;  // for 3 pixels
        bool squashed;
        double lowest;
    } rows[] = {
        {"gaussian", Kind::gaussian, Scale::shared, 4, true, -8},    {"gaussian:2", Kind::gaussian, Scale::fixed, 3, false, -8},
        {"gaussian-full", Kind::gaussian, Scale::each, 6, true, -8}, {"laplace", Kind::laplace, Scale::shared, 4, true, -5},
        {"laplace:2", Kind::laplace, Scale::fixed, 3, false, -5},    {"laplace-full:low=-1", Kind::laplace, Scale::each, 6, true, -1},
        {"logistic", Kind::logistic, Scale::each, 6, true, -7},      {"logistic:2", Kind::logistic, Scale::each, 18, true, -7},
        {"bernoulli", Kind::bernoulli, Scale::fixed, 3, true, -7},   {"gaussian:2,mean=sigmoid", Kind::gaussian, Scale::fixed, 3, true, -8},
    };
    for (const auto& row : rows) {
        CAPTURE(row.words);
        const Likelihood likelihood = parse_likelihood(row.words);
        CHECK(likelihood.kind == row.kind);
        CHECK(likelihood.scale == row.scale);
        CHECK(likelihood.outputs(3) == row.outputs);
        CHECK(likelihood.squashed() == row.squashed);
        CHECK(likelihood.lowest() == row.lowest);
        CHECK(likelihood.needs_unit_range() == (row.kind == Kind::bernoulli || row.kind == Kind::logistic));
        CHECK(likelihood.needs_bytes() == (row.kind == Kind::logistic));
        CHECK(likelihood.has_density() == (row.kind == Kind::gaussian || row.kind == Kind::laplace));
    }
    CHECK(parse_likelihood("gaussian:2").fixed == 2);
    CHECK(parse_likelihood("logistic:7").components == 7);
}

TEST_CASE("likelihood: data without a range make locations linear unless that was given") {
    CHECK(text(parse_likelihood("gaussian").resolved(false)) == "gaussian:mean=linear");
    CHECK(text(parse_likelihood("gaussian").resolved(true)) == "gaussian");
    CHECK(text(parse_likelihood("gaussian-full:mean=sigmoid").resolved(false)) == "gaussian-full");
    CHECK(text(parse_likelihood("laplace-full:mean=linear").resolved(true)) == "laplace-full:mean=linear");
    CHECK(text(parse_likelihood("laplace:2").resolved(true)) == "laplace:2");
    CHECK(text(parse_likelihood("bernoulli").resolved(false)) == "bernoulli");
}

TEST_CASE("likelihood: what is wrong is said, with what is expected") {
    const struct {
        std::string words;
        const char* message;
    } rows[] = {
        {"poisson", "likelihood is poisson, expected bernoulli, gaussian[:SD], gaussian-full, laplace[:B], laplace-full or logistic[:K]"},
        {"", "likelihood is , expected bernoulli, gaussian[:SD], gaussian-full, laplace[:B], laplace-full or logistic[:K]"},
        {"bernoulli:1", "likelihood bernoulli takes no number, got 1"},
        {"bernoulli:", "likelihood bernoulli takes no number, got nothing after the colon"},
        {"bernoulli:mean=sigmoid", "likelihood bernoulli has no settings, got mean=sigmoid"},
        {"gaussian:", "likelihood gaussian:  is not a finite number"},
        {"gaussian:x", "likelihood gaussian: x is not a finite number"},
        {"gaussian:0", "likelihood gaussian: sd is 0, expected more than 0"},
        {"laplace:-1", "likelihood laplace: b is -1, expected more than 0"},
        {"gaussian-full:1", "likelihood gaussian-full takes no number, got 1"},
        {"logistic:0", "likelihood logistic: 0 is not a whole number of at least 1"},
        {"logistic:1001", "likelihood logistic: 1001 components, expected at most 1000"},
        {"gaussian:1:2", "likelihood gaussian: 2 is not a setting, expected mean=... or low=..."},
        {"gaussian:mean=relu", "likelihood gaussian: mean is relu, expected sigmoid or linear"},
        {"gaussian:mean=linear,mean=linear", "likelihood gaussian: mean is given twice"},
        {"laplace:low=-1,low=-1", "likelihood laplace: low is given twice"},
        {"laplace:1,low=-1", "likelihood laplace: low is the least log-scale, and this scale is not learnt"},
        {"laplace:low=x", "likelihood laplace: low: x is not a finite number"},
        {"logistic:low=-31", "likelihood logistic: low is -31, expected -30 to 20"},
        {"logistic:low=21", "likelihood logistic: low is 21, expected -30 to 20"},
        {"logistic:high=1", "likelihood logistic has no setting high, expected mean or low"},
    };
    for (const auto& row : rows) CHECK(complaint(row.words) == row.message);
}
