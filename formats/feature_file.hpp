#pragma once

#include <optional>
#include <string>

#include "core/matrix.hpp"
#include "eval/scores/moments.hpp"
#include "formats/bytes.hpp"
#include "formats/document.hpp"
#include "formats/provenance.hpp"

namespace gen {

/// Features of images, computed anywhere, or only their mean and covariance.
///   NPY    [N,D]
///   NPZ    mu [D] and sigma [D,D] (as pytorch-fid, ADM and EDM write them), or one array [N,D]
///   HDF5   a tensor [N,D]; latents; statistics: a tensor whose /data [D,D] is a covariance, beside /mean [D], with @count, @features and @of
struct FeatureFile {
    Matrix rows;  // [n, d]; empty where there are statistics
    std::optional<Moments> statistics;
    std::string features;  // which they are: "pixels"; empty: not known
    std::string of;        // digest and number of the rows that statistics are of; empty: not known
    std::string digest;    // of the content
};

/// Whether bytes are NPY or NPZ.
bool is_feature_file(const Bytes& bytes);
/// Whether a document holds features, not images.
bool is_feature_file(const Document& document);

/// Throws Fault::input on numbers that are not finite, and on shapes that do not fit.
FeatureFile features_in(const Bytes& bytes);
FeatureFile features_in(const Document& document);
/// Any of them. Throws Fault::io too.
FeatureFile read_features(const std::string& path);

/// Statistics as a file.
Document document_of(const Moments& statistics, const std::string& features, const std::string& of, const std::optional<Provenance>& provenance);

}  // namespace gen
