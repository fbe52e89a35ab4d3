#include "formats/export/onnx/onnx_model.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "core/words.hpp"
#include "formats/export/onnx/onnx_network.hpp"
#include "formats/export/onnx/onnx_rendering.hpp"
#include "formats/json.hpp"
#include "formats/transform_record.hpp"
#include "models/model.hpp"

namespace gen {
namespace {

struct Interval {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool is_finite() const { return std::isfinite(low); }
};

/// What a model's own fields say of numbers: its networks see pixels in `range`, which are on [0, 1] in data, and log-variances stay in another.
class FindRanges : public SpecVisitor {
public:
    Interval pixels;
    Interval logvar;

    void visit(std::string_view, std::size_t&) override {}
    void visit(std::string_view, double&) override {}
    void visit(std::string_view, std::string&) override {}
    void visit(std::string_view, Shape&) override {}
    void visit(std::string_view, std::vector<std::string>&) override {}
    void visit(std::string_view, std::vector<LayerSpec>&) override {}
    void visit(std::string_view name, double& low, double& high) override {
        if (name == "range") pixels = {low, high};
        if (name == "logvar_range") logvar = {low, high};
    }
    void group(std::string_view, const std::function<void()>&) override {}
    bool has(std::string_view, bool given) override { return given; }
};

/// A network and what goes into it and comes out of it.
class ModelGraph {
public:
    explicit ModelGraph(const Exported& exported)
        : model_(*exported.model), plan_(exported.plan), units_(exported.units), drawing_(model_.draws()), encoding_(model_.encodes()) {
        model_.describe(ranges_);
        takes_ = model_.takes();
        network_ = chosen();
    }

    std::string file(std::string_view producer, const std::string& digest) {
        const UsedNetwork used = used_network(*network_, plan_.fold);
        const OnnxValue given = input();
        outputs(add_network(graph_, used, given));
        OnnxGraph::Properties properties = {{"kind", std::string(model_.kind())}, {"network", network_->name()}};
        if (has_pixels()) properties.emplace_back("pixel_range", join(units_.range.low, ',', units_.range.high));
        if (has_pixels() && units_.scale) properties.emplace_back("pixel_scale", text(*units_.scale));
        if (!units_.transform.empty()) properties.emplace_back("transform", record_of(units_.transform).dump());
        if (drawing_) properties.emplace_back("latent", text(drawing_->latent()));
        if (takes_.classes > 0) properties.emplace_back("classes", text(takes_.classes));
        if (!takes_.class_names.empty()) properties.emplace_back("class_names", Json(takes_.class_names).dump());
        if (!digest.empty()) properties.emplace_back("model_sha256", digest);
        return graph_.file(producer, network_->name(), properties);
    }

private:
    bool makes_images() const { return drawing_ && drawing_->rendering().network == network_; }
    bool encodes() const { return encoding_ && encoding_->network() == network_; }
    bool are_points() const { return takes_.shape[1] == 1 && takes_.shape[2] == 1; }
    bool has_pixels() const { return drawing_ ? drawing_->has_range() : !are_points(); }
    Shape image() const { return are_points() && !has_pixels() ? Shape{takes_.shape[0]} : takes_.shape; }

    Sequential* chosen() const {
        const std::vector<Sequential*> all = model_.networks();
        const Sequential* const drawn_by = drawing_ ? drawing_->rendering().network : nullptr;
        for (Sequential* const network : all)
            if (plan_.network.empty() ? network == drawn_by || all.size() == 1 : network->name() == plan_.network) return network;
        Words names;
        for (const Sequential* const network : all) names.push_back(network->name());
        fail_usage("ONNX holds one network of a model of kind ", model_.kind(), ": say which by --network ", either(names));
    }

    /// Whether codes go into a network that is no decoder.
    bool judges_codes() const {
        const bool of_codes = network_->name() == "code_discriminator" || model_.kind() == "avb" || model_.kind() == "posterior";
        return of_codes && network_->name() != "discriminator-x" && drawing_ && network_->inputs() == drawing_->latent();
    }

    OnnxValue input() {
        if (makes_images() || judges_codes()) return graph_.input("latents", {network_->inputs()});
        if (network_->inputs() != count(takes_.shape)) return graph_.input("input", network_->layer(0).input());
        const OnnxValue images = graph_.input("images", image());
        if (!has_pixels()) return images;
        const Interval seen = ranges_.pixels.is_finite() ? ranges_.pixels : Interval{0, 1};
        const double scale = (seen.high - seen.low) / (units_.range.high - units_.range.low);
        return add_affine(graph_, images, scale, seen.low - units_.range.low * scale);
    }

    /// Of pixels on [0, 1], those that were asked for.
    OnnxValue in_units(const OnnxValue& images) {
        if (!has_pixels() || units_.range == Range{0, 1}) return images;
        const OnnxValue x = add_affine(graph_, images, units_.range.high - units_.range.low, units_.range.low);
        return add_clip(graph_, x, units_.range.low, units_.range.high);
    }

    /// Adversarial variational Bayes: z = z0 + sum of (elu(a_i - 5) + 1) v_i(eps_i), of networks v_i that each have noise of their own.
    OnnxValue with_basis(const OnnxValue& row) {
        const std::size_t latent = drawing_->latent();
        OnnxValue z = add_columns(graph_, row, 0, latent);
        std::size_t first = latent;
        for (Sequential* const network : model_.networks()) {
            if (!network->name().starts_with("basis-")) continue;
            const OnnxValue raw = add_affine(graph_, add_columns(graph_, row, first, first + latent), 1, -5);
            const OnnxValue factor = add_affine(graph_, graph_.add("Elu", {raw.name}, raw.shape), 1, 1);
            const OnnxValue noise = graph_.input(network->name() + ".normal", {network->inputs()});
            const OnnxValue v = graph_.as_row(add_network(graph_, used_network(*network, plan_.fold), noise));
            z = graph_.add("Add", {z.name, graph_.add("Mul", {factor.name, v.name}, z.shape).name}, z.shape);
            first += latent;
        }
        return z;
    }

    void outputs(const OnnxValue& given) {
        if (makes_images()) return graph_.output(in_units(add_rendering(graph_, given, drawing_->rendering(), image())), "images");
        const OnnxValue row = graph_.as_row(given);
        const std::size_t n = row.shape[0];
        if (encodes() && encoding_->kind() == CodeKind::gaussian) {
            graph_.output(add_columns(graph_, row, 0, n / 2), "mean");
            const OnnxValue logvar = add_columns(graph_, row, n / 2, n);
            graph_.output(ranges_.logvar.is_finite() ? add_clip(graph_, logvar, ranges_.logvar.low, ranges_.logvar.high) : logvar, "logvar");
        } else if (n == takes_.classes + 1 && takes_.classes > 0) {
            graph_.output(add_columns(graph_, row, 0, 1), "logit");
            graph_.output(add_columns(graph_, row, 1, n), "class_logits");
        } else if (network_->name() == "encoder" && n > drawing_->latent() && !encodes()) {
            graph_.output(with_basis(row), "code");
        } else {
            graph_.output(row, encodes() ? "code" : n == 1 ? "logit" : model_.classifies() ? "logits" : "output");
        }
    }

    Model& model_;
    const ModelPlan& plan_;
    const PixelUnits& units_;
    std::unique_ptr<ImageModel> drawing_;
    std::unique_ptr<ImageEncoder> encoding_;
    FindRanges ranges_;
    ImageForm takes_;
    Sequential* network_ = nullptr;
    OnnxGraph graph_;
};

}  // namespace

std::string onnx_file(const Exported& exported, std::string_view producer) try {
    return ModelGraph(exported).file(producer, exported.digest);
} catch (const Error& error) {
    if (error.fault() == Fault::usage) throw;
    throw Error(error.fault(), join(exported.name, ": ", error.what()));
}

}  // namespace gen
