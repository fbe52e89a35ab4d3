#include "nn/initialise.hpp"

#include <cmath>
#include <vector>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "core/random.hpp"
#include "core/words.hpp"

namespace gen {
namespace {

struct Spread {
    double uniform = 0;  // half the width
    double normal = 0;   // standard deviation
};

Spread spread_of(const Parameter& p, const Initialisation& how) {
    const auto in = static_cast<double>(p.fan_in);
    const bool bias = p.name == "bias";
    switch (how.kind) {
        case Initialisation::Kind::pytorch: return {.uniform = 1 / std::sqrt(in)};
        case Initialisation::Kind::he: return {.normal = bias ? 0 : std::sqrt(2 / in)};
        case Initialisation::Kind::glorot: return {.uniform = bias ? 0 : std::sqrt(6 / (in + static_cast<double>(p.fan_out)))};
        case Initialisation::Kind::lecun: return {.normal = bias ? 0 : std::sqrt(1 / in)};
        case Initialisation::Kind::normal: return {.normal = bias ? 0 : how.sd};
    }
    return {};
}

// Random row r of a parameter is row r of its stored form, so that the numbers do not depend on how memory is laid out.
void fill(Parameter& p, const Spread& spread, const Stream& stream) {
    if (p.start) return p.value.fill(static_cast<real>(*p.start));
    const std::size_t rows = p.stored[0];
    Matrix stored(rows, p.value.size() / rows);
    for (std::size_t i = 0; i < rows; ++i) {
        real* const row = stored.row(i);
        const auto r = static_cast<std::uint32_t>(i);
        if (spread.normal > 0) {
            random_normal(stream, r, row, stored.columns());
            for (std::size_t j = 0; j < stored.columns(); ++j) row[j] *= static_cast<real>(spread.normal);
        } else if (spread.uniform > 0) {
            random_uniform(stream, r, row, stored.columns());
            for (std::size_t j = 0; j < stored.columns(); ++j) row[j] = static_cast<real>(spread.uniform) * (2 * row[j] - 1);
        }
    }
    p.value = from_stored(p, stored);
}

using Kind = Initialisation::Kind;
struct Row {
    std::string_view name;
    Kind kind;
    std::string_view number = {};  // what follows the name, in capitals
};
constexpr Row kinds[] = {
    {"pytorch", Kind::pytorch}, {"he", Kind::he}, {"glorot", Kind::glorot}, {"lecun", Kind::lecun}, {"normal", Kind::normal, "SD"}};

}  // namespace

Forms initialisation_forms() {
    Forms forms;
    for (const Row& row : kinds) forms.push_back(join(row.name, row.number.empty() ? "" : ":"));
    return forms;
}

std::string_view initialisation_syntax() {
    static const std::string syntax = [] {
        std::vector<std::string> words;
        for (const Row& row : kinds) words.push_back(join(row.name, row.number.empty() ? "" : ":", row.number));
        return either({words.begin(), words.end()});
    }();
    return syntax;
}

Initialisation parse_initialisation(std::string_view words) {
    const auto [name, argument] = split_at(words, ':');
    for (const auto& [known, kind, number] : kinds) {
        if (name != known || (number.empty() && !argument.empty())) continue;
        Initialisation how = {.kind = kind};
        if (kind == Kind::normal) how.sd = parse_number(argument, "init normal");
        if (how.sd <= 0) fail_usage("init normal: sd is ", how.sd, ", expected more than 0");
        return how;
    }
    fail_usage("init is ", words, ", expected ", initialisation_syntax(), did_you_mean(name, names_of(kinds)));
}

void initialise(Sequential& network, const Initialisation& how, std::uint64_t seed, std::uint32_t stream) {
    for (std::size_t i = 0; i < network.size(); ++i) {
        std::uint64_t number = 0;
        const auto next = [&] { return Stream{seed, Purpose::initialise, (std::uint64_t{stream} << 32) + (i << 8) + number++}; };
        for (Parameter& p : network.layer(i).parameters()) fill(p, spread_of(p, how), next());
        for (Buffer& b : network.layer(i).buffers())
            if (b.random) random_normal(next(), 0, b.value.data(), b.value.size());
    }
}

}  // namespace gen
