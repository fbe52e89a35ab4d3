#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "core/words.hpp"
#include "prob/likelihood.hpp"

namespace gen {
namespace {

using Kind = Likelihood::Kind;
using Scale = Likelihood::Scale;

struct Form {
    std::string_view name;
    std::string_view says;
    Kind kind;
    Scale scale;
    std::string_view number = {};   // what a number after the name is, if one may follow
    std::string_view letters = {};  // that it is written as
};

constexpr Form forms[] = {
    {"bernoulli", "pixels in [0,1]; a likelihood only of pixels that are 0 or 1", Kind::bernoulli, Scale::fixed},
    {"gaussian", "a mean for each pixel and one variance, learnt; gaussian:SD: the standard deviation is given", Kind::gaussian, Scale::shared, "sd",
     "SD"},
    {"gaussian-full", "a mean and a variance for each pixel", Kind::gaussian, Scale::each},
    {"laplace", "a mean for each pixel and one scale b of a Laplace distribution, learnt; laplace:B: b is given", Kind::laplace, Scale::shared, "b",
     "B"},
    {"laplace-full", "a mean and a scale b for each pixel", Kind::laplace, Scale::each},
    {"logistic",
     "the probability of 8-bit pixels, by a discretised logistic distribution with a mean and a scale for each pixel; logistic:K: a mixture of K",
     Kind::logistic, Scale::each, "components", "K"},
};

constexpr double least_low = -30;  // e^30 times a squared distance stays a float
constexpr double greatest_low = 20;
constexpr std::size_t most_components = 1000;

const Form& form_of(std::string_view name, std::string_view words) {
    for (const Form& form : forms)
        if (form.name == name) return form;
    fail_usage("likelihood is ", words, ", expected ", likelihood_syntax(), did_you_mean(name, names_of(forms)));
}

void set_number(Likelihood& likelihood, const Form& form, std::string_view number) {
    const std::string where = join("likelihood ", form.name);
    if (form.number.empty()) fail_usage(where, " takes no number, got ", number.empty() ? "nothing after the colon" : number);
    if (form.kind == Kind::logistic) {
        likelihood.components = parse_count(number, where);
        if (likelihood.components > most_components) fail_usage(where, ": ", number, " components, expected at most ", most_components);
        return;
    }
    likelihood.scale = Scale::fixed;
    likelihood.fixed = parse_number(number, where);
    if (likelihood.fixed <= 0) fail_usage(where, ": ", form.number, " is ", likelihood.fixed, ", expected more than 0");
}

void set_option(Likelihood& likelihood, const Form& form, std::string_view setting) {
    const auto [key, value] = split_at(setting, '=');
    const std::string where = join("likelihood ", form.name);
    if (form.kind == Kind::bernoulli) fail_usage(where, " has no settings, got ", setting);
    if (key == "mean") {
        if (likelihood.sigmoid) fail_usage(where, ": mean is given twice");
        if (value != "sigmoid" && value != "linear")
            fail_usage(where, ": mean is ", value, ", expected sigmoid or linear", did_you_mean(value, {"sigmoid", "linear"}));
        likelihood.sigmoid = value == "sigmoid";
    } else if (key == "low") {
        if (likelihood.low) fail_usage(where, ": low is given twice");
        if (likelihood.scale == Scale::fixed) fail_usage(where, ": low is the least log-scale, and this scale is not learnt");
        likelihood.low = parse_number(value, where + ": low");
        if (*likelihood.low < least_low || *likelihood.low > greatest_low)
            fail_usage(where, ": low is ", *likelihood.low, ", expected ", least_low, " to ", greatest_low);
    } else {
        fail_usage(where, " has no setting ", key, ", expected mean or low", did_you_mean(key, {"mean", "low"}));
    }
}

/// A fixed scale is written behind the name of the learnt one.
std::string_view name_of(const Likelihood& likelihood) {
    for (const Form& form : forms)
        if (form.kind == likelihood.kind && (form.scale == likelihood.scale || likelihood.scale == Scale::fixed)) return form.name;
    return {};
}

}  // namespace

Forms likelihood_forms() {
    Forms out;
    for (const Form& form : forms) {
        out.emplace_back(form.name);
        if (!form.number.empty()) out.push_back(join(form.name, ':'));
        if (form.kind == Kind::bernoulli) continue;
        for (const std::string_view setting : {"mean=sigmoid", "mean=linear", "low="}) out.push_back(join(form.name, ':', setting));
    }
    return out;
}

std::string_view likelihood_syntax() {
    static const std::string syntax = [] {
        std::vector<std::string> words;
        for (const Form& form : forms) words.push_back(form.letters.empty() ? std::string(form.name) : join(form.name, "[:", form.letters, "]"));
        return either({words.begin(), words.end()});
    }();
    return syntax;
}

std::string likelihoods_described() {
    std::string out;
    for (const Form& form : forms) out += join(out.empty() ? "" : " ", form.name, ": ", form.says, ".");
    return out;
}

Likelihood parse_likelihood(std::string_view words) {
    const auto [name, rest] = split_at(words, ':');
    const Form& form = form_of(name, words);
    Likelihood likelihood{.kind = form.kind, .scale = form.scale};
    if (name.size() == words.size()) return likelihood;
    std::string joined(rest);
    for (char& c : joined)
        if (c == ',') c = ':';
    const std::vector<std::string_view> parts = split(joined, ':');
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool is_setting = parts[i].find('=') != std::string_view::npos;
        if (!is_setting && i > 0) fail_usage("likelihood ", name, ": ", parts[i], " is not a setting, expected mean=... or low=...");
        if (is_setting)
            set_option(likelihood, form, parts[i]);
        else
            set_number(likelihood, form, parts[i]);
    }
    return likelihood;
}

std::string text(const Likelihood& likelihood) {
    std::string out(name_of(likelihood));
    char separator = ':';
    const auto add = [&](const std::string& part) {
        out += separator + part;
        separator = ',';
    };
    if (likelihood.has_density() && likelihood.scale == Scale::fixed) add(text(likelihood.fixed));
    if (likelihood.components > 1) add(text(likelihood.components));
    Likelihood usual = likelihood;
    usual.sigmoid.reset();
    usual.low.reset();
    if (likelihood.squashed() != usual.squashed()) add(likelihood.squashed() ? "mean=sigmoid" : "mean=linear");
    if (likelihood.lowest() != usual.lowest()) add(join("low=", likelihood.lowest()));
    return out;
}

}  // namespace gen
