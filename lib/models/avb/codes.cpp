#include "models/avb/codes.hpp"

#include <algorithm>
#include <utility>

#include "core/random.hpp"
#include "models/avb/noise_basis.hpp"

namespace gen {
namespace {

std::size_t noise_inputs(const AvbSpec& spec) { return spec.of_data ? spec.basis.size() : 1; }

}  // namespace

AvbCodes::AvbCodes(AvbModel& avb, const Matrix& x, Arena& arena)
    : avb_(&avb), eps_(noise_inputs(avb.spec)), encoder_(avb.encoder, avb.spec.of_data ? x : eps_[0], arena), moments_(avb.basis.size()) {
    for (std::size_t i = 0; i < avb.basis.size(); ++i) basis_.push_back(std::make_unique<Passage>(avb.basis[i], eps_[i], arena));
}

Stream AvbCodes::stream(Purpose purpose, std::size_t network) const {
    return {noise_.seed, noise_.number > 0 ? purpose : Purpose::avb_valid_noise, noise_.number * 256 + network};
}

void AvbCodes::reserve(std::size_t rows, const Noise& noise, Trains trains, std::size_t shards) {
    noise_ = noise;
    const std::size_t n = avb_->spec.latent;
    const std::size_t last = AvbSpec::most_basis;  // the noise of layers, and that of each network of the basis
    encoder_.reserve(rows, {.noise = stream(Purpose::avb_layers, last), .first_row = noise.first, .shards = shards}, trains);
    for (std::size_t i = 0; i < basis_.size(); ++i)
        basis_[i]->reserve(rows, {.noise = stream(Purpose::avb_layers, i), .first_row = noise.first, .shards = shards}, trains);
    for (Matrix& eps : eps_) eps.resize(rows, avb_->spec.noise);
    for (Matrix* const m : {&z_, &dz_}) m->resize(rows, n);
    if (!adaptive()) return;
    normalised_.resize(rows, n);
    for (Matrix* const m : {&mean_, &variance_}) m->resize(basis_.empty() ? 1 : rows, n);
    for (Matrix& m : moments_) m.resize(2, n);
}

Pipeline::Uses AvbCodes::outputs() const {
    Pipeline::Uses uses = {&encoder_.y()};
    for (const auto& passage : basis_) uses.push_back(&passage->y());
    return uses;
}

std::vector<Whole> AvbCodes::basis_outputs() const {
    std::vector<Whole> all;
    for (const auto& passage : basis_) all.push_back(rows_of(std::as_const(*passage).y()));
    return all;
}

void AvbCodes::forward(Pipeline& pipeline, Trains trains) {
    pipeline.rows([this](Rows rows, std::size_t) { draw(rows); });
    for (Passage* const passage : passages()) passage->forward(pipeline, trains);
    if (adaptive() && !basis_.empty())
        pipeline.once(
            [this] {
                for (std::size_t i = 0; i < basis_.size(); ++i) column_moments(basis_[i]->y(), moments_[i].row(0), moments_[i].row(1));
            },
            outputs(), basis_outputs());
    pipeline.rows([this](Rows rows, std::size_t) { sum_up(rows); }, outputs());
    if (!adaptive()) return;
    if (basis_.empty()) pipeline.once([this] { column_moments(z_, mean_.row(0), variance_.row(0)); }, {}, {rows_of(z_)});
    pipeline.rows([this](Rows rows, std::size_t) {
        for (std::size_t i = rows.begin; i < rows.end; ++i) normalise(*contrast(i), z_.row(i), normalised_.row(i));
    });
}

void AvbCodes::draw(Rows rows) {
    for (std::size_t k = 0; k < eps_.size(); ++k)
        for (std::size_t i = rows.begin; i < rows.end; ++i)
            random_normal(stream(Purpose::avb_noise, k), static_cast<std::uint32_t>(noise_.first + i), eps_[k].row(i), eps_[k].columns());
}

// z, and with a basis its moments.
void AvbCodes::sum_up(Rows rows) {
    const std::size_t n = avb_->spec.latent;
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        const BasisRow row = {encoder_.y().row(i), n, basis_.size()};
        std::copy_n(row.encoded, n, z_.row(i));
        for (std::size_t k = 0; k < basis_.size(); ++k) add_basis(row, k, basis_[k]->y().row(i), z_.row(i));
        if (!adaptive() || basis_.empty()) continue;
        std::copy_n(row.encoded, n, mean_.row(i));
        std::fill_n(variance_.row(i), n, real{0});
        for (std::size_t k = 0; k < basis_.size(); ++k)
            add_basis_moments(row, k, moments_[k].row(0), moments_[k].row(1), mean_.row(i), variance_.row(i));
    }
}

std::optional<ContrastRow> AvbCodes::contrast(std::size_t i) const {
    if (!adaptive()) return std::nullopt;
    const std::size_t row = basis_.empty() ? 0 : i;
    return ContrastRow{mean_.row(row), variance_.row(row), avb_->spec.latent};
}

void AvbCodes::backward(Pipeline& pipeline) {
    Pipeline::Uses uses;
    for (Passage* const passage : passages())
        for (const Matrix* const end : passage->ends()) uses.push_back(end);
    pipeline.rows([this](Rows rows, std::size_t) { send_back(rows); }, uses);
    for (Passage* const passage : passages()) passage->backward(pipeline);
}

void AvbCodes::send_back(Rows rows) {
    const std::size_t n = avb_->spec.latent;
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        const BasisRow row = {encoder_.y().row(i), n, basis_.size()};
        std::copy_n(dz_.row(i), n, encoder_.dy().row(i));
        for (std::size_t k = 0; k < basis_.size(); ++k)
            basis_gradient(row, k, basis_[k]->y().row(i), dz_.row(i), encoder_.dy().row(i), basis_[k]->dy().row(i));
    }
}

std::vector<Passage*> AvbCodes::passages() {
    std::vector<Passage*> all = {&encoder_};
    for (const auto& passage : basis_) all.push_back(passage.get());
    return all;
}

}  // namespace gen
