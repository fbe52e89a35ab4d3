#include "tools/common/scores/score_features.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/error.hpp"
#include "core/parse.hpp"

namespace gen {
namespace {

constexpr std::size_t few_pixels = 1024;  // up to which they are features themselves
constexpr std::uint64_t usual_components = 100;

std::uint64_t number_behind(std::string_view word, std::string_view text, std::uint64_t least) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < least)
        fail_usage("--features ", word, ": got '", text, "', expected a whole number from ", least);
    return number;
}

std::string identity_of(const std::string& name, const std::string& digest) { return digest.empty() ? name : join(name, ' ', digest.substr(0, 16)); }

}  // namespace

FeatureChoice parse_features(std::string_view text) {
    using Kind = FeatureChoice::Kind;
    const auto [head, rest] = split_at(text, ':');
    if (text == "auto") return {};
    if (text == "pixels") return {.kind = Kind::pixels, .files = {}};
    if (head == "pca" && text != head) return {.kind = Kind::principal, .number = number_behind("pca:K", rest, 1), .files = {}};
    if (head == "conv" && text != head) return {.kind = Kind::random, .number = number_behind("conv:SEED", rest, 0), .files = {}};
    FeatureChoice choice{.kind = Kind::file, .files = {}};
    for (const std::string_view file : split(text, ',')) choice.files.emplace_back(file);
    if (choice.files.size() > 2 || std::count(choice.files.begin(), choice.files.end(), "") > 0)
        fail_usage("--features: got '", text, "', expected pixels, pca:K, conv:SEED, a model, or one or two files of features");
    return choice;
}

Forms feature_forms(const std::vector<std::string>&) { return {"auto", "pixels", "pca:", "conv:"}; }

Features::Features(const FeatureChoice& choice, const ScoreRows& real_rows) {
    using Kind = FeatureChoice::Kind;
    const bool small = !real_rows.images || real_rows.pixels.columns() <= few_pixels;
    const Kind kind = choice.kind != Kind::automatic ? choice.kind : small ? Kind::pixels : Kind::principal;
    name_ = "pixels";
    if (kind == Kind::principal) {
        const std::uint64_t most = std::min(real_rows.pixels.rows(), real_rows.pixels.columns());
        const std::uint64_t k = choice.kind == kind ? choice.number : std::min(usual_components, most);
        name_ = join("pca:", k);
        map_ = principal_features(real_rows.pixels, k);
    }
    if (kind == Kind::random) {
        if (!real_rows.images) fail_usage("--features conv:SEED is for pictures, got vectors");
        name_ = join("conv:", choice.number);
        map_ = random_features(real_rows.shape, choice.number);
    }
    identity_ = name_;
}

Features Features::of_files(const std::string& digest) {
    Features out;
    out.name_ = "file";
    out.identity_ = identity_of(out.name_, digest);
    out.by_file_ = true;
    return out;
}

Features::Features(std::unique_ptr<Model> model, std::string name, const std::string& digest, bool by_channel)
    : name_(std::move(name)),
      identity_(identity_of(name_, digest)),
      model_(std::move(model)),
      map_(model_features(*model_)),
      by_channel_(by_channel) {
    if (by_channel)
        map_ = features_by_channel(std::move(map_), model_->takes().shape);
    else
        classifier_ = model_->classifies();
}

}  // namespace gen
