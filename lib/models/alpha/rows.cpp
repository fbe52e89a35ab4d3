// What a step does with the rows of a block, between the networks.

#include <algorithm>
#include <cmath>

#include "core/kernels.hpp"
#include "models/alpha/turns.hpp"
#include "prob/gaussian.hpp"
#include "prob/likelihood.hpp"
#include "prob/logit.hpp"

namespace gen {
Stream AlphaTurns::stream(Purpose purpose) const { return {seed_, purpose, turn_number()}; }

double AlphaTurns::at(Purpose purpose, const Matrix* given, std::size_t row, std::size_t column) const {
    if (given != nullptr) return static_cast<double>((*given)(row, column));
    return Draws(stream(purpose), static_cast<std::uint32_t>(alpha_parts * row + column)).uniform();
}

// Images of the batch, in the networks' range, and draws of the prior.
void AlphaTurns::read(Rows rows) {
    const AlphaSpec& spec = model_->spec;
    const std::size_t n = spec.pixels();
    const bool moves = spec.bounded() && !(spec.low == 0 && spec.high == 1);
    const auto low = static_cast<real>(spec.low);
    const auto width = static_cast<real>(spec.high - spec.low);
    const Stream drawn = stream(Purpose::alpha_latent);
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        real* const x = x_.row(i);
        batch_->data.read(batch_->rows[i], x);
        if (moves) std::transform(x, x + n, x, [low, width](real v) { return low + width * v; });
        if (given_.latents != nullptr)
            std::copy_n(given_.latents->row(i), z_.columns(), z_.row(i));
        else
            draw_latent(spec.noise, drawn, static_cast<std::uint32_t>(i), z_.row(i), z_.columns());
    }
}

// Codes of what E gave.
void AlphaTurns::sample(Rows rows) {
    const std::size_t n = codes_.columns();
    const Stream drawn = stream(Purpose::alpha_posterior);
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        const real* const y = encoder_.y().row(i);
        if (model_->spec.codes != CodeKind::gaussian) {
            std::copy_n(y, n, codes_.row(i));
            continue;
        }
        if (given_.noise != nullptr)
            std::copy_n(given_.noise->row(i), n, noise_.row(i));
        else
            random_normal(drawn, static_cast<std::uint32_t>(i), noise_.row(i), n);
        reparameterise({y, y + n, n}, noise_.row(i), codes_.row(i));
    }
}

// What D is to judge: images of the data or of G, and behind them the codes that belong to them where it judges pairs.
void AlphaTurns::fill(Side& side, const Passage* made, Rows rows) const {
    const AlphaSpec& spec = model_->spec;
    const std::size_t n = spec.pixels();
    const std::size_t positions = spec.code_positions();
    const Matrix& codes = made == nullptr ? codes_ : z_;
    const auto scale = static_cast<real>(spec.code_scale());
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        real* const x = side.x.row(i);
        std::copy_n(made == nullptr ? x_.row(i) : made->y().row(i), n, x);
        if (made != nullptr && spec.gives_logits()) Likelihood().mean(made->y().row(i), n, x);
        if (made != nullptr && spec.gives_logits() && spec.bounded())
            for (std::size_t j = 0; j < n; ++j) x[j] = static_cast<real>(spec.low + (spec.high - spec.low) * static_cast<double>(x[j]));
        for (std::size_t j = 0; judges_pairs() && j < codes.columns(); ++j) std::fill_n(x + n + j * positions, positions, scale * codes(i, j));
    }
}

// The loss of D or C of one side, and its gradient in the logits.
void AlphaTurns::judge(Passage& passage, bool is_real, double weight, std::size_t side, Rows rows) {
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        double slope = 0;
        seen_[side][i] = static_cast<double>(passage.y()(i, 0));
        losses_[i] += weight * objective_.critic->discriminator(seen_[side][i], is_real ? 1 : 0, is_real, slope);
        passage.dy()(i, 0) = static_cast<real>(weight * slope / static_cast<double>(rows_));
    }
}

// The loss of E or G of a logit that they want to be that of something real, or of something made.
double AlphaTurns::convince(double logit, bool as_real, double weight, real& slope, double& unsure) const {
    const double sign = as_real ? 1 : -1;
    double derivative = -1;
    double loss = -sign * logit;
    if (!objective_.hybrid) loss = objective_.critic->generator(sign * logit, 1, false, derivative);
    if (!objective_.wasserstein()) unsure = softplus(-sign * logit);
    slope = static_cast<real>(weight * sign * derivative / static_cast<double>(rows_));
    return weight * loss;
}

double AlphaTurns::reconstruction_weight() const { return mode().generator_weighs && player_->learns(AlphaPart::encoder) ? 1 : model_->spec.lambda; }

// x and G(E(x)), and where G learns what D says of the latter.
void AlphaTurns::compare(bool judged, Rows rows) {
    const double weight = reconstruction_weight();
    Passage& d = of_reconstruction();
    double unsure = 0;
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        real* const gradient = reconstructed_.dy().row(i);
        if (compares_features()) {
            std::fill_n(gradient, reconstructed_.dy().columns(), real{0});
            losses_[i] += compare_features(i, weight);
        } else {
            losses_[i] += compare_pixels(i, weight, gradient);
        }
        if (judged)
            losses_[i] +=
                convince(static_cast<double>(d.y()(i, 0)), true, objective_.adversarial * objective_.generated_weight(), d.dy()(i, 0), unsure);
        else if (compares_features())
            d.dy()(i, 0) = 0;
    }
}

double AlphaTurns::compare_pixels(std::size_t row, double weight, real* d) {
    const AlphaSpec& spec = model_->spec;
    const std::size_t n = spec.pixels();
    const double unit = spec.per_pixel ? 1 / static_cast<double>(n) : 1;
    const double factor = weight * unit / static_cast<double>(rows_);
    const real* const y = reconstructed_.y().row(row);
    const real* const x = x_.row(row);
    double sum = 0;
    if (spec.distance == AlphaDistance::bernoulli) {
        thread_local std::vector<real> on_unit_range;
        const double low = spec.bounded() ? spec.low : 0;
        const double scale = spec.bounded() ? 1 / (spec.high - spec.low) : 1;
        on_unit_range.resize(n);
        for (std::size_t j = 0; j < n; ++j) on_unit_range[j] = static_cast<real>((static_cast<double>(x[j]) - low) * scale);
        sum = Likelihood().loss(y, on_unit_range.data(), n, factor, d);
    } else if (spec.distance == AlphaDistance::l1) {
        const auto slope = static_cast<real>(factor);
        real absolute = 0;
        for (std::size_t j = 0; j < n; ++j) {
            const real difference = y[j] - x[j];
            absolute += std::abs(difference);
            d[j] = difference > 0 ? slope : difference < 0 ? -slope : real{0};
        }
        sum = static_cast<double>(absolute);
    } else {
        const auto slope = static_cast<real>(2 * factor);
        real squares = 0;
        for (std::size_t j = 0; j < n; ++j) {
            const real difference = y[j] - x[j];
            squares += difference * difference;
            d[j] = slope * difference;
        }
        sum = static_cast<double>(squares);
    }
    distances_[row] = unit * sum;
    return weight * distances_[row];
}

// 1/2 |D_l(x) - D_l(G(E(x)))|^2, of which D does not learn.
double AlphaTurns::compare_features(std::size_t row, double weight) {
    const Matrix& of_real = features_of_real_.tapped();
    const Matrix& of_made = features_of_reconstructed_.tapped();
    Matrix& gradient = features_of_reconstructed_.tapped_gradient();
    const auto factor = static_cast<real>(weight / static_cast<double>(rows_));
    real squares = 0;
    for (std::size_t j = 0; j < of_made.columns(); ++j) {
        const real difference = of_made(row, j) - of_real(row, j);
        squares += difference * difference;
        gradient(row, j) = factor * difference;
    }
    distances_[row] = static_cast<double>(squares) / 2;
    return weight * distances_[row];
}

// Adds the gradient in images that D has judged, and another, to that in what G gave.
void AlphaTurns::to_generator(const Side& side, const Matrix* more, Passage& made, Rows rows) const {
    const AlphaSpec& spec = model_->spec;
    const double low = spec.bounded() ? spec.low : 0;
    const double width = spec.bounded() ? spec.high - spec.low : 1;
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        real* const d = made.dy().row(i);
        for (std::size_t j = 0; j < spec.pixels(); ++j) {
            const real gradient = side.dx(i, j) + (more != nullptr ? (*more)(i, j) : real{0});
            if (!spec.gives_logits()) {
                d[j] += gradient;
                continue;
            }
            const double p = (static_cast<double>(side.x(i, j)) - low) / width;
            d[j] += static_cast<real>(width * p * (1 - p)) * gradient;
        }
    }
}

// From the gradients in codes, and from the divergence, to those in what E gave.
void AlphaTurns::to_encoder(Rows rows) {
    const AlphaSpec& spec = model_->spec;
    const std::size_t n = spec.latent;
    const std::size_t positions = spec.code_positions();
    const auto scale = static_cast<real>(spec.code_scale());
    thread_local std::vector<real> dz;
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        dz.assign(n, 0);
        if (mode().compares) kernels().add_scaled(by_generator_.row(i), 1, n, dz.data());
        if (mode().judges_codes) kernels().add_scaled(by_critic_.row(i), 1, n, dz.data());
        for (std::size_t j = 0; judges_pairs() && j < n; ++j)
            for (std::size_t k = 0; k < positions; ++k) dz[j] += scale * of_real_.dx(i, spec.pixels() + j * positions + k);
        real* const d = encoder_.dy().row(i);
        if (spec.codes != CodeKind::gaussian) {
            std::copy_n(dz.data(), n, d);
            continue;
        }
        const real* const y = encoder_.y().row(i);
        const GaussianRow q = {y, y + n, n};
        std::fill_n(d, 2 * n, real{0});
        reparameterise_gradient(q, noise_.row(i), dz.data(), d, d + n);
        if (!mode().divergence) continue;
        divergences_[i] = gaussian_kl(q, {}, objective_.divergence / static_cast<double>(rows_), d, d + n);
        losses_[i] += objective_.divergence * divergences_[i];
    }
}

// z and E(G(z)), of a Gaussian its mean.
void AlphaTurns::compare_codes(Rows rows) {
    const auto slope = static_cast<real>(objective_.cycle / static_cast<double>(rows_));
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        real* const d = encoded_again_.dy().row(i);
        std::fill_n(d, encoded_again_.dy().columns(), real{0});
        cycles_[i] = 0;
        for (std::size_t j = 0; j < z_.columns(); ++j) {
            const real difference = encoded_again_.y()(i, j) - z_(i, j);
            cycles_[i] += static_cast<double>(std::abs(difference));
            d[j] = difference > 0 ? slope : difference < 0 ? -slope : real{0};
        }
        losses_[i] += objective_.cycle * cycles_[i];
    }
}

}  // namespace gen
