#include "eval/scores/feature_map.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "core/matmul.hpp"
#include "models/classifier/classifier.hpp"
#include "models/principal_axes.hpp"
#include "nn/inference.hpp"
#include "nn/initialise.hpp"

namespace gen {
namespace {

/// Rows in chunks that go round ranks, where these share them; then all have all. Networks give the same of a row whatever chunk it is in: a chunk is
/// a multiple of what they take at once.
template <class Fill>
void share_rows(Matrix& out, const Sharding& sharding, const Fill& fill) {
    constexpr std::size_t chunk = 1024;
    std::vector<Ranks::Piece> pieces;
    for (std::size_t first = 0; first < out.rows(); first += sharding.is_shared() ? chunk : out.rows()) {
        const Rows rows = {first, sharding.is_shared() ? std::min(out.rows(), first + chunk) : out.rows()};
        const std::size_t owner = first / chunk % sharding.ranks();
        if (owner == sharding.rank()) fill(rows);
        pieces.push_back({reinterpret_cast<std::byte*>(out.row(first)), rows.count() * out.columns() * sizeof(real), owner});
    }
    if (sharding.is_shared()) sharding.all().complete(pieces);
}

class PrincipalFeatures : public FeatureMap {
public:
    explicit PrincipalFeatures(Matrix axes) : axes_(std::move(axes)) {}
    Matrix of(const Matrix& pixels, Parallel& parallel) const override {
        Matrix out(pixels.rows(), axes_.columns());
        const std::size_t blocks = row_blocks(pixels.rows());
        parallel.run(blocks, [&](std::size_t block) {
            const Rows rows = row_block(pixels.rows(), blocks, block);
            matmul(panel(pixels, rows), Op::plain, panel(axes_), Op::plain, 0, panel(out, rows));
        });
        return out;
    }

private:
    Matrix axes_;  // [C*H*W, k]
};

std::vector<LayerSpec> random_layers(const Shape& shape) {
    std::vector<LayerSpec> layers;
    const auto number = [](std::size_t n) { return static_cast<double>(n); };
    std::size_t channels = shape[0];
    std::size_t height = shape[1];
    std::size_t width = shape[2];
    layers.push_back({"unflatten", {{"channels", number(channels)}, {"height", number(height)}, {"width", number(width)}}});
    for (const std::size_t out : {64, 128, 64}) {
        const std::size_t stride = std::min(height, width) >= 8 ? 2 : 1;
        layers.push_back(
            {"conv", {{"in", number(channels)}, {"out", number(out)}, {"kernel", 3}, {"stride", number(stride)}, {"padding", 1}, {"bias", 0}}});
        layers.push_back({"leaky-relu", {{"slope", 0.2}}});
        height = (height - 1) / stride + 1;
        width = (width - 1) / stride + 1;
        channels = out;
    }
    const std::size_t half = std::max<std::size_t>(1, std::min(height, width) / 2);
    layers.push_back({"avg-pool", {{"kernel", number(half)}, {"stride", number(half)}}});
    layers.push_back({"flatten", {}});
    return layers;
}

class RandomFeatures : public FeatureMap {
public:
    RandomFeatures(const Shape& shape, std::uint64_t seed) : network_("features", random_layers(shape), shape) {
        initialise(network_, {Initialisation::Kind::he}, seed, 0);
    }
    Matrix of(const Matrix& pixels, Parallel& parallel) const override {
        Matrix out(pixels.rows(), network_.outputs());
        share_rows(out, parallel.sharding(), [&](Rows rows) {
            const auto read = [&](std::size_t first, Matrix& x) { std::copy_n(pixels.row(rows.begin + first), x.size(), x.data()); };
            const auto use = [&](std::size_t first, const Matrix& y) { std::copy_n(y.data(), y.size(), out.row(rows.begin + first)); };
            Inference(network_).run(rows.count(), parallel, read, use);
        });
        return out;
    }

private:
    Sequential network_;
};

class ClassifierFeatures : public FeatureMap {
public:
    explicit ClassifierFeatures(const Classifier& classifier) : classifier_(&classifier) {}
    Matrix of(const Matrix& pixels, Parallel& parallel) const override {
        if (!parallel.sharding().is_shared()) return features_of(*classifier_, MatrixExamples(pixels), {0, pixels.rows()}, parallel);
        Matrix out(pixels.rows(), classifier_->network.last_inputs());
        share_rows(out, parallel.sharding(), [&](Rows rows) {
            const Matrix some = features_of(*classifier_, MatrixExamples(pixels), rows, parallel);
            std::copy_n(some.data(), some.size(), out.row(rows.begin));
        });
        return out;
    }

private:
    const Classifier* classifier_;
};

class EncoderFeatures : public FeatureMap {
public:
    explicit EncoderFeatures(std::unique_ptr<ImageEncoder> encoder) : encoder_(std::move(encoder)) {}
    Matrix of(const Matrix& pixels, Parallel& parallel) const override {
        return encoder_->encode(MatrixExamples(pixels), 0, pixels.rows(), parallel).mean;
    }

private:
    std::unique_ptr<ImageEncoder> encoder_;
};

class FeaturesByChannel : public FeatureMap {
public:
    FeaturesByChannel(std::unique_ptr<FeatureMap> map, std::size_t pixels) : map_(std::move(map)), pixels_(pixels) {}
    Matrix of(const Matrix& pixels, Parallel& parallel) const override {
        Matrix channels(pixels.size() / pixels_, pixels_);
        std::copy_n(pixels.data(), pixels.size(), channels.data());
        const Matrix features = map_->of(channels, parallel);
        Matrix out(pixels.rows(), features.size() / pixels.rows());
        std::copy_n(features.data(), features.size(), out.data());
        return out;
    }

private:
    std::unique_ptr<FeatureMap> map_;
    std::size_t pixels_;  // of a channel
};

}  // namespace

std::unique_ptr<FeatureMap> principal_features(const Matrix& reference, std::size_t k) {
    const std::size_t most = std::min(reference.rows(), reference.columns());
    if (k > most) fail(k, " principal components of ", reference.rows(), " rows of ", reference.columns(), " numbers, expected at most ", most);
    return std::make_unique<PrincipalFeatures>(principal_axes(reference, k));
}

std::unique_ptr<FeatureMap> random_features(const Shape& shape, std::uint64_t seed) { return std::make_unique<RandomFeatures>(shape, seed); }

std::unique_ptr<FeatureMap> model_features(const Model& model) {
    if (const auto* const classifier = dynamic_cast<const Classifier*>(&model)) return std::make_unique<ClassifierFeatures>(*classifier);
    if (std::unique_ptr<ImageEncoder> encoder = model.encodes()) return std::make_unique<EncoderFeatures>(std::move(encoder));
    fail("a ", model.kind(), " gives no features, expected a classifier or a model with an encoder");
}

std::unique_ptr<FeatureMap> features_by_channel(std::unique_ptr<FeatureMap> map, const Shape& shape) {
    return std::make_unique<FeaturesByChannel>(std::move(map), count(shape));
}

}  // namespace gen
