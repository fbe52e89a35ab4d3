// scores: what gen-score looks at, and how it says what it found. What the numbers are is lib/eval/scores.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/words.hpp"
#include "eval/scores/feature_map.hpp"
#include "eval/scores/score_rows.hpp"
#include "models/classifier/classifier.hpp"
#include "models/model.hpp"

namespace gen {

/// --features: pixels, pca:K, conv:SEED, a model, or files of features computed elsewhere.
struct FeatureChoice {
    enum class Kind { automatic, pixels, principal, random, file };
    Kind kind = Kind::automatic;
    std::uint64_t number = 0;        // K or SEED
    std::vector<std::string> files;  // a model; or features
};

/// Throws Fault::usage.
FeatureChoice parse_features(std::string_view text);
Forms feature_forms(const std::vector<std::string>& line);

/// What maps pixels to features, and classes where a model gives them.
class Features {
public:
    /// `real_rows`: what principal components are those of. Throws Fault::input for a model that gives no features.
    Features(const FeatureChoice& choice, const ScoreRows& real_rows);
    /// Of a model, under this name. `by_channel`: it looks at each channel of a picture by itself.
    Features(std::unique_ptr<Model> model, std::string name, const std::string& digest, bool by_channel);
    /// Of files: there is no map. `digest`: of the file with those of the real rows; empty where they are the real rows.
    static Features of_files(const std::string& digest);

    /// "pixels", "pca:50", the name of a model's file, "file": what metrics are named after.
    const std::string& name() const { return name_; }
    /// The same, told apart from other models and files of that name: what statistics are kept under.
    const std::string& identity() const { return identity_; }
    bool by_file() const { return by_file_; }
    /// The classifier that looks at each channel by itself; else null.
    const Classifier* of_channels() const { return by_channel_ ? dynamic_cast<const Classifier*>(model_.get()) : nullptr; }
    void look(ScoreRows& rows, Parallel& parallel) const { rows.look(map_.get(), classifier_.get(), parallel); }

private:
    Features() = default;

    std::string name_;
    std::string identity_;
    bool by_file_ = false;
    std::unique_ptr<Model> model_;
    std::unique_ptr<FeatureMap> map_;
    std::unique_ptr<ImageClassifier> classifier_;
    bool by_channel_ = false;
};

}  // namespace gen
