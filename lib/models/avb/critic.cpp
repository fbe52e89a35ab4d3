#include "models/avb/critic.hpp"

#include <algorithm>

#include "core/kernels.hpp"

namespace gen {

AvbCritic::AvbCritic(AvbModel& avb, const Matrix& x, const Matrix& codes, Arena& arena, std::size_t each)
    : avb_(&avb),
      x_(&x),
      codes_(&codes),
      arena_(&arena),
      each_(each),
      network_(avb.discriminator, avb.spec.factored() ? codes : joined_, arena, each),
      tower_(avb.tower, x, arena) {}

void AvbCritic::reserve(std::size_t rows, Trains trains, std::size_t shards) {
    network_.reserve(rows, {.shards = shards}, trains);
    if (spec().factored()) tower_.reserve(rows, {.shards = shards}, trains);
    if (!spec().factored()) arena_->take(joined_, rows * each_, network_.network().inputs());
    arena_->take(d_joined_, rows * each_, network_.network().inputs());
    gradient_.resize(rows * each_);
}

void AvbCritic::forward(Pipeline& pipeline, Trains trains) {
    if (spec().factored())
        tower_.forward(pipeline, trains);
    else
        pipeline.rows([this](Rows rows, std::size_t) { join(rows); }, {x_, &joined_});
    network_.forward(pipeline, trains);
}

void AvbCritic::join(Rows rows) {
    const std::size_t pixels = spec().pixels();
    for (std::size_t code = rows.begin * each_; code < rows.end * each_; ++code) {
        if (pixels > 0) std::copy_n(x_->row(code / each_), pixels, joined_.row(code));
        std::copy_n(codes_->row(code), spec().latent, joined_.row(code) + pixels);
    }
}

Pipeline::Uses AvbCritic::ends() const {
    Pipeline::Uses uses = network_.ends();
    if (spec().factored())
        for (const Matrix* const end : tower_.ends()) uses.push_back(end);
    return uses;
}

double AvbCritic::value(std::size_t code) const {
    const double quadratic = spec().quadratic * kernels().sum_of_squares(codes_->row(code), spec().latent);
    const real* const s = network_.y().row(code);
    if (!spec().factored()) return static_cast<double>(s[0]) + quadratic;
    const real* const theta = tower_.y().row(code / each_);
    const std::size_t k = tower_.y().columns() - 1;
    double sum = static_cast<double>(s[k]) + static_cast<double>(theta[k]);
    for (std::size_t j = 0; j < k; ++j) sum += static_cast<double>(s[j]) * static_cast<double>(theta[j]);
    return sum + quadratic;
}

void AvbCritic::set_gradient(std::size_t row, const double* d) {
    if (spec().factored()) std::fill_n(tower_.dy().row(row), tower_.dy().columns(), real{0});
    for (std::size_t i = 0; i < each_; ++i) {
        const std::size_t code = row * each_ + i;
        const auto part = static_cast<real>(d[i]);
        gradient_[code] = d[i];
        real* const ds = network_.dy().row(code);
        if (!spec().factored()) {
            ds[0] = part;
            continue;
        }
        const std::size_t k = tower_.y().columns() - 1;
        const real* const theta = tower_.y().row(row);
        for (std::size_t j = 0; j < k; ++j) ds[j] = part * theta[j];
        ds[k] = part;
        real* const dtheta = tower_.dy().row(row);
        kernels().add_scaled(network_.y().row(code), part, k, dtheta);
        dtheta[k] += part;
    }
}

void AvbCritic::backward(Pipeline& pipeline, Matrix* d_codes) {
    network_.backward(pipeline, d_codes == nullptr ? nullptr : &d_joined_);
    if (d_codes == nullptr && spec().factored()) tower_.backward(pipeline);
    if (d_codes != nullptr) pipeline.rows([this, d_codes](Rows rows, std::size_t) { split(rows, *d_codes); }, {&d_joined_});
}

// With the gradient of the quadratic term.
void AvbCritic::split(Rows rows, Matrix& d_codes) {
    const std::size_t first = spec().factored() ? 0 : spec().pixels();
    for (std::size_t code = rows.begin * each_; code < rows.end * each_; ++code) {
        std::copy_n(d_joined_.row(code) + first, spec().latent, d_codes.row(code));
        kernels().add_scaled(codes_->row(code), static_cast<real>(2 * spec().quadratic * gradient_[code]), spec().latent, d_codes.row(code));
    }
}

std::vector<Passage*> AvbCritic::passages() {
    if (spec().factored()) return {&network_, &tower_};
    return {&network_};
}

}  // namespace gen
