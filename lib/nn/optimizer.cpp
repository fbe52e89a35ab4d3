#include "nn/optimizer.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "core/portable/functions.hpp"
#include "core/range.hpp"
#include "core/words.hpp"

namespace gen {
namespace {

using Kind = OptimizerSpec::Kind;

struct Setting {
    std::string_view name;
    double OptimizerSpec::* number = nullptr;
    bool OptimizerSpec::* flag = nullptr;
    double below = 1;  // exclusive bound of a number; 0: none
};

struct Algorithm {
    std::string_view name;
    Kind kind;
    OptimizerSpec defaults;
    std::vector<Setting> settings;
};

const std::vector<Algorithm>& algorithms() {
    using O = OptimizerSpec;
    static const std::vector<Setting> adam = {
        {"beta1", &O::beta1}, {"beta2", &O::beta2}, {"eps", &O::epsilon, nullptr, 0}, {"initial", &O::initial, nullptr, 0}};
    static const std::vector<Algorithm> all = {
        {"adam", Kind::adam, {}, adam},
        {"adamw", Kind::adamw, {.kind = Kind::adamw, .weight_decay = 0.01}, adam},
        {"sgd", Kind::sgd, {.kind = Kind::sgd, .beta1 = 0}, {{"momentum", &O::beta1}, {"nesterov", nullptr, &O::nesterov}}},
        {"adagrad",
         Kind::adagrad,
         {.kind = Kind::adagrad, .epsilon = 1e-10},
         {{"eps", &O::epsilon, nullptr, 0}, {"initial", &O::initial, nullptr, 0}}},
        {"rmsprop",
         Kind::rmsprop,
         {.kind = Kind::rmsprop, .beta2 = 0.99},
         {{"alpha", &O::beta2}, {"eps", &O::epsilon, nullptr, 0}, {"centred", nullptr, &O::centred}}},
    };
    return all;
}

const Algorithm& algorithm(Kind kind) {
    for (const Algorithm& a : algorithms())
        if (a.kind == kind) return a;
    fail("no such optimizer");
}

void set(OptimizerSpec& spec, const Algorithm& algorithm, std::string_view pair) {
    const auto [name, value] = split_at(pair, '=');
    const std::string where = join("optimizer ", algorithm.name, ": ", name);
    for (const Setting& s : algorithm.settings) {
        if (s.name != name) continue;
        const double number = parse_number(value, where);
        if (s.flag != nullptr && number != 0 && number != 1) fail_usage(where, " is ", value, ", expected 0 or 1");
        if (s.flag == nullptr && (number < 0 || (s.below > 0 && number >= s.below)))
            fail_usage(where, " is ", value, s.below > 0 ? ", expected from 0 to below 1" : ", expected at least 0");
        if (s.flag != nullptr)
            spec.*s.flag = number == 1;
        else
            spec.*s.number = number;
        return;
    }
    const Words known = names_of(algorithm.settings);
    fail_usage("optimizer ", algorithm.name, " has no setting ", name, ", expected one of ", listed(known), did_you_mean(name, known));
}

}  // namespace

OptimizerSpec parse_optimizer(std::string_view words) {
    const auto [name, settings] = split_at(words, ':');
    for (const Algorithm& a : algorithms()) {
        if (a.name != name) continue;
        OptimizerSpec spec = a.defaults;
        if (words.find(':') != std::string_view::npos)
            for (const std::string_view pair : split(settings, ',')) set(spec, a, pair);
        return spec;
    }
    const Words known = names_of(algorithms());
    fail_usage("optimizer is ", name, ", expected one of ", listed(known), did_you_mean(name, known));
}

Forms optimizer_forms() {
    Forms forms;
    for (const Algorithm& a : algorithms()) {
        forms.emplace_back(a.name);
        for (const Setting& s : a.settings) forms.push_back(join(a.name, ':', s.name, '='));
    }
    return forms;
}

std::string text(const OptimizerSpec& spec) {
    const Algorithm& a = algorithm(spec.kind);
    std::string out(a.name);
    char separator = ':';
    for (const Setting& s : a.settings) {
        out += join(separator, s.name, '=', s.flag != nullptr ? (spec.*s.flag ? 1.0 : 0.0) : spec.*s.number);
        separator = ',';
    }
    return out;
}

std::vector<std::string_view> Optimizer::moments() const {
    switch (spec_.kind) {
        case Kind::adam:
        case Kind::adamw: return {"first_moment", "second_moment"};
        case Kind::sgd: return {"momentum"};
        case Kind::adagrad: return {"square_sum"};
        case Kind::rmsprop: return {"square_mean", "mean"};
    }
    return {};
}

void Optimizer::prepare(const Sequential& network, LearningState& state) const {
    const std::size_t wanted = moments().size();
    const std::size_t second = spec_.kind == Kind::adam || spec_.kind == Kind::adamw ? 1 : 0;
    state.moments.resize(std::max(state.moments.size(), wanted));
    for (std::size_t k = 0; k < wanted; ++k) {
        state.moments[k].fit(network);
        each_parameter(network, [&](const Parameter& p, std::size_t i) {
            Matrix& moment = state.moments[k].parameters[i];
            if (moment.size() == p.value.size()) return;
            moment = Matrix(p.value.rows(), p.value.columns());
            if (k == second && spec_.kind != Kind::sgd) moment.fill(static_cast<real>(spec_.initial));
        });
    }
}

UpdateRule Optimizer::rule(std::uint64_t step, double rate) const {
    const auto t = static_cast<double>(step);
    const bool adam = spec_.kind == Kind::adam || spec_.kind == Kind::adamw;
    const bool decoupled = spec_.kind == Kind::adamw;
    return {
        .rate = static_cast<real>(adam ? rate / (1 - math::pow(spec_.beta1, t)) : rate),
        .decay = static_cast<real>(decoupled ? 0 : spec_.weight_decay),
        .shrink = static_cast<real>(decoupled ? 1 - rate * spec_.weight_decay : 1),
        .beta1 = static_cast<real>(spec_.beta1),
        .beta2 = static_cast<real>(spec_.beta2),
        .epsilon = static_cast<real>(spec_.epsilon),
        .correction = static_cast<real>(std::sqrt(1 - math::pow(spec_.beta2, t))),
        .nesterov = spec_.nesterov,
        .centred = spec_.centred,
    };
}

bool Optimizer::stays_finite(const UpdateRule& rule, double gradient, double largest) const {
    const double slope = gradient + static_cast<double>(rule.decay) * largest;
    const double moment = largest + slope;
    const double numerator = static_cast<double>(rule.rate) * (moment + slope);
    const double change = spec_.kind == Kind::sgd ? numerator : numerator / static_cast<double>(rule.epsilon);
    const double value = std::abs(static_cast<double>(rule.shrink)) * largest + change;
    const double limit = static_cast<double>(range_end) / 4;
    return std::abs(value) < limit && std::abs(numerator) < limit && largest + slope * slope < limit;
}

real Optimizer::update(Matrix& values, const Matrix& grads, std::span<Matrix* const> moments, std::size_t begin, std::size_t end,
                       const UpdateRule& rule) const {
    real* const value = values.data() + begin;
    const real* const grad = grads.data() + begin;
    const std::size_t n = end - begin;
    real* const first = moments[0]->data() + begin;
    switch (spec_.kind) {
        case Kind::adam:
        case Kind::adamw: return kernels().adam(value, grad, first, moments[1]->data() + begin, n, rule);
        case Kind::sgd: return kernels().sgd(value, grad, first, n, rule);
        case Kind::adagrad: return kernels().adagrad(value, grad, first, n, rule);
        case Kind::rmsprop: return kernels().rmsprop(value, grad, first, moments[1]->data() + begin, n, rule);
    }
    return 0;
}

}  // namespace gen
