#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "core/expression.hpp"
#include "core/rounded_text.hpp"
#include "eval/double_forward.hpp"
#include "eval/model_scene.hpp"
#include "models/decoder.hpp"

namespace gen {
namespace {

bool is_bernoulli(const ModelScene& scene) {
    const std::optional<Likelihood>& likelihood = scene.subject().likelihood;
    return likelihood && likelihood->kind == Likelihood::Kind::bernoulli;
}

/// Greatest difference of a network's outputs in float and in double, relative to the greatest output of a row; nothing where it cannot be computed.
class Precision {
public:
    void compare(const std::optional<std::vector<double>>& exact, std::span<const real> value) {
        if (!exact) {
            covered_ = false;
            return;
        }
        const double scale = std::max(1.0, xt::amax(xt::abs(tensor(*exact)))());
        worst_ = std::max(worst_, xt::amax(xt::abs(doubles(value) - tensor(*exact)))() / scale);
    }
    Check check(const std::string& name, std::size_t rows) const {
        if (!covered_) return skipped(name, "only linear layers and activations are computed in double too");
        return expect_near(name, worst_, 0, 1e-4, join("greatest difference of float from double, relative, ", rows, " images"));
    }

private:
    bool covered_ = true;
    double worst_ = 0;
};

/// Of codes, or means of them; the networks of a draw have noise in them.
Check encoder_precision(ModelScene& scene, std::size_t rows) {
    const std::string name = "numerics.encoder_precision";
    const ImageEncoder& encoder = *scene.subject().encoder;
    if (encoder.kind() == CodeKind::implicit) return skipped(name, "codes are draws: what is computed in double too has no noise in it");
    if (encoder.network() == nullptr) return skipped(name, "codes do not come of a single network");
    const Matrix& mean = scene.q().mean;
    Precision precision;
    std::vector<real> x(scene.data().columns());
    for (std::size_t i = 0; i < rows; ++i) {
        encoder.see(scene.data(), i, x.data());
        std::optional<std::vector<double>> exact = forward_in_double(*encoder.network(), {x.begin(), x.end()});
        if (exact) exact->resize(mean.columns());  // means come first
        precision.compare(exact, {mean.row(i), mean.columns()});
    }
    return precision.check(name, rows);
}

void add_precision(ModelScene& scene, std::vector<Check>& checks) {
    const std::size_t rows = std::min<std::size_t>(16, scene.count());
    const LatentModel& model = scene.subject();
    Matrix z(rows, model.latent());
    std::copy_n(scene.q().mean.data(), z.size(), z.data());
    std::vector<std::int32_t> labels;
    for (std::size_t i = 0; i < rows && model.form.classes > 0; ++i) labels.push_back(scene.data().label(i));
    Matrix o(rows, model.decoder->outputs());
    Decoder(*model.decoder)
        .decode(z, {0, rows}, scene.parallel(), [&](std::size_t i, const real* out) { std::copy_n(out, o.columns(), o.row(i)); }, labels);
    Precision decoder;
    for (std::size_t i = 0; i < rows; ++i)
        decoder.compare(forward_in_double(*model.decoder, {z.row(i), z.row(i) + z.columns()}), {o.row(i), o.columns()});
    checks.push_back(encoder_precision(scene, rows));
    checks.push_back(decoder.check("numerics.decoder_precision", rows));
    if (!is_bernoulli(scene)) return;
    const auto greatest = static_cast<double>(xt::amax(xt::abs(tensor(o)))());
    const auto large = xt::sum<double>(xt::abs(tensor(o)) > 15)();
    const std::string note = join("greatest |logit| of ", rows, " images, ", rounded_text(100 * large / static_cast<double>(o.size())),
                                  " % beyond 15, where p is 0 or 1 in float");
    checks.push_back(greatest < 80 ? described("numerics.logits", greatest, note) : warned("numerics.logits", greatest, note));
}

}  // namespace

void model_numerics_checks(ModelScene& scene, std::vector<Check>& checks) {
    const Encoded& q = scene.q();
    const double bad = xt::sum<double>(!xt::isfinite(tensor(q.mean)))() + xt::sum<double>(!xt::isfinite(tensor(q.logvar)))();
    checks.push_back(expect_near("numerics.finite", bad, 0, 0, "outputs of the encoder that are not finite numbers"));
    if (scene.has_density()) {
        const LatentStatistics& s = scene.statistics();
        const bool usual = s.low_logvar > -20 && s.high_logvar < 20;
        const std::string note = "usual: between -20 and 20; e^v overflows above 88";
        checks.push_back(usual ? described("numerics.least_logvar", s.low_logvar, note) : warned("numerics.least_logvar", s.low_logvar, note));
        checks.push_back(usual ? described("numerics.greatest_logvar", s.high_logvar, note)
                               : warned("numerics.greatest_logvar", s.high_logvar, note));
    }
    add_precision(scene, checks);
}

void model_data_checks(ModelScene& scene, std::vector<Check>& checks) {
    constexpr const char* ways[] = {"none", "threshold", "dynamic"};
    const std::optional<Binarized::Way> trained = scene.model().record.binarize;
    if (!trained)
        checks.push_back(skipped("data.binarize", "the model does not say how it was trained"));
    else if (*trained == scene.model().binarize)
        checks.push_back(described("data.binarize", static_cast<double>(*trained), join("as in training: ", ways[static_cast<int>(*trained)])));
    else
        checks.push_back(warned(
            "data.binarize", static_cast<double>(scene.model().binarize),
            join("binarization: ", ways[static_cast<int>(*trained)], " in training, ", ways[static_cast<int>(scene.model().binarize)], " here")));
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    std::size_t grey = 0;
    const std::size_t rows = std::min<std::size_t>(1000, scene.count());
    std::vector<real> x(scene.data().columns());
    for (std::size_t i = 0; i < rows; ++i) {
        scene.data().read(i, x.data());
        for (const real v : x) {
            low = std::min(low, static_cast<double>(v));
            high = std::max(high, static_cast<double>(v));
            grey += v != 0 && v != 1 ? 1 : 0;
        }
    }
    checks.push_back(described("data.least", low, "of pixels, as the model sees them"));
    checks.push_back(described("data.greatest", high, "of pixels, as the model sees them"));
    if (!is_bernoulli(scene)) return;
    const double part = static_cast<double>(grey) / static_cast<double>(rows * x.size());
    checks.push_back(part == 0 ? described("data.grey", 0, "part of the pixels that are neither 0 nor 1")
                               : warned("data.grey", part,
                                        "share of pixels that are neither 0 nor 1: with a Bernoulli likelihood their loss is not a log-likelihood"));
}

}  // namespace gen
