#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "formats/bytes.hpp"
#include "formats/feature_file.hpp"
#include "formats/pixel_units.hpp"
#include "formats/streams.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/scores/score_features.hpp"

namespace gen {

/// A side of a comparison as it was given: images or vectors, features, or statistics.
struct ScoreSide {
    std::string name;    // for messages
    std::string digest;  // of its content
    ScoreRows rows;
    std::optional<PixelUnits> units = {};  // of images
    std::size_t given = 0;                 // rows of the file, of which --take may have left fewer
    std::string statistics_of = {};        // the features that statistics are of; empty: not known
};

/// A file as it was found: an array as NumPy writes them, or HDF5.
using ScoreFile = std::variant<Bytes, Document>;

/// What is compared.
struct ScoreFiles {
    std::string real_rows;
    std::vector<std::string> samples;
    std::string train;  // empty: not given
    FeatureChoice features;
    std::optional<std::size_t> take;  // at most so many rows of each
};

/// All sides, looked at with the same features.
class ScoreInputs {
public:
    /// Throws Fault::input where sides do not fit each other, Fault::usage where what was asked for needs other inputs.
    ScoreInputs(const ScoreFiles& files, Parallel& parallel);

    ScoreSide real_rows;
    std::vector<ScoreSide> samples;
    std::optional<ScoreSide> train;

    const Features& features() const { return *features_; }
    /// The names of the sides without folders and endings, told apart where they are equal.
    std::vector<std::string> sample_names() const;

private:
    ScoreFile open(const std::string& path);
    ScoreSide read(const std::string& path, std::optional<std::size_t> take, Parallel& parallel);
    void add_features(std::vector<FeatureFile> files, const FeatureChoice& choice, const std::optional<std::size_t>& take);
    void look_with(const Document& model, const std::string& path, const Shape& shape);
    void choose_features(const ScoreFiles& files, Parallel& parallel);
    void check_sides() const;
    std::vector<ScoreSide*> sides();

    std::optional<Input> stdin_;
    std::optional<Features> features_;
};

/// "vae" of "a/vae.h5"; "stdin" of "-".
std::string stem_of(std::string_view path);

}  // namespace gen
