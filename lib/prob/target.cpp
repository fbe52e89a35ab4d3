#include "prob/target.hpp"

#include "core/error.hpp"
#include "core/parse.hpp"

namespace gen {
namespace {

std::unique_ptr<Target> parse_linear_gaussian(std::string_view settings) {
    const auto [dimensions, seed] = split_at(settings, ',');
    constexpr std::string_view head = "seed=";
    if (dimensions.empty() || (!seed.empty() && !seed.starts_with(head)))
        fail_usage("target linear-gaussian: got '", settings, "', expected D or D,seed=S");
    const std::size_t d = parse_count(dimensions, "target linear-gaussian");
    if (d > 1000) fail_usage("target linear-gaussian: got ", d, " dimensions, expected at most 1000");
    return linear_gaussian_target(d, seed.empty() ? 0 : parse_count(seed.substr(head.size()), "target linear-gaussian: seed"));
}

struct Row {
    std::string_view name;
    std::string_view form;
    std::string_view says;
    std::unique_ptr<Target> (*make)(std::string_view settings);
};

constexpr Row rows[] = {
    {.name = "eight-schools",
     .form = "eight-schools",
     .says =
         "effects of coaching in eight schools (Rubin, 1981), with standard normal priors: 10 numbers mu, tau, eta_1 ... eta_8, and two modes, as "
         "tau may be negative",
     .make =
         [](std::string_view settings) {
             if (!settings.empty()) fail_usage("target eight-schools has no settings, got '", settings, "'");
             return eight_schools();
         }},
    {.name = "linear-gaussian",
     .form = "linear-gaussian:",
     .says = "linear-gaussian:D[,seed=S], y = W z + noise / 2 with D x D numbers W and y drawn by the seed: the posterior is Gaussian",
     .make = parse_linear_gaussian},
};

}  // namespace

std::unique_ptr<Target> make_target(std::string_view text) {
    const auto [name, settings] = split_at(text, ':');
    for (const Row& row : rows)
        if (row.name == name) return row.make(settings);
    fail_usage("target is ", text, ", expected ", either(names_of(rows)), did_you_mean(name, names_of(rows)));
}

Forms target_forms() {
    Forms forms;
    for (const Row& row : rows) forms.emplace_back(row.form);
    return forms;
}

std::string targets_described() {
    std::string text;
    for (const Row& row : rows) text += join(text.empty() ? "" : "\n", row.name, ": ", row.says, '.');
    return text;
}

}  // namespace gen
