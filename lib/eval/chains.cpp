#include "eval/chains.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "core/portable/functions.hpp"

namespace gen {

ChainTarget chain_target(const real* x, const Examples& data, std::size_t row, const Encoded& q, std::size_t number) {
    return {x, data.label(row), {q.mean.row(number), q.logvar.row(number), q.mean.columns()}, row};
}

Chains::Chains(const LatentModel& model, std::size_t examples, std::size_t chains, const Moves& moves, ChainStart start)
    : model_(&model), chains_(chains), moves_(moves), start_(start) {
    if (!model.unbounded().empty()) fail("the model ", model.unbounded());
    if (start == ChainStart::prior && model.prior->gaussian() == nullptr) fail("chains cannot start at a prior that is not a single Gaussian");
    const std::size_t rows = examples * chains;
    for (Matrix* const m : {&z_, &gradient_, &there_, &gradient_there_, &momentum_}) m->resize(rows, model.latent());
    for (std::vector<double>* const v : {&joint_, &joint_there_, &kinetic_}) v->resize(rows);
    model.decoder->reserve(trace_, rows, true);
    if (model.form.classes > 0) labels_.resize(rows);
}

Stream Chains::stream(Purpose purpose, std::size_t example) const { return {moves_.seed, purpose, targets_[example].number * 16 + moves_.run}; }

double Chains::start_density(std::size_t example, const real* z) const {
    double sum = 0;
    for (std::size_t j = 0; j < z_.columns(); ++j) {
        const Scales& s = scales_[example * z_.columns() + j];
        const double distance = (static_cast<double>(z[j]) - s.mean) / s.sd;
        sum += distance * distance;
    }
    return start_constants_[example] - 0.5 * sum;
}

void Chains::take(const std::vector<ChainTarget>& targets) {
    if (targets.size() * chains_ > z_.rows()) fail("chains for ", targets.size(), " examples, there is room for ", z_.rows() / chains_);
    targets_ = targets;
    moved_ = 0;
    scales_.clear();
    start_constants_.clear();
    const GaussianPrior* const prior = start_ == ChainStart::prior ? model_->prior->gaussian() : nullptr;
    for (const ChainTarget& target : targets) {
        double constant = -0.5 * static_cast<double>(z_.columns()) * std::log(2 * std::numbers::pi);
        for (std::size_t j = 0; j < z_.columns(); ++j) {
            const double sd = math::exp(0.5 * static_cast<double>(target.q.logvar[j]));
            scales_.push_back({prior == nullptr ? static_cast<double>(target.q.mean[j]) : prior->mean, prior == nullptr ? sd : prior->sd, sd, sd});
            constant -= math::log(scales_.back().sd);
        }
        start_constants_.push_back(constant);
    }
    z_.fill(0);  // rows behind the last chain go along: what BLAS gives for a row depends on how many there are
    std::fill(labels_.begin(), labels_.end(), -1);
    for (std::size_t i = 0; i < labels_.size() && i / chains_ < targets.size(); ++i) labels_[i] = targets[i / chains_].label;
    trace_.mode.labels = labels_;
}

void Chains::begin(const std::vector<ChainTarget>& targets) {
    take(targets);
    std::vector<real> noise(z_.columns());
    for (std::size_t i = 0; i < examples(); ++i)
        for (std::size_t k = 0; k < chains_; ++k) {
            random_normal(stream(Purpose::annealing, i), static_cast<std::uint32_t>(k), noise.data(), noise.size());
            real* const z = z_.row(i * chains_ + k);
            for (std::size_t j = 0; j < noise.size(); ++j) {
                const Scales& s = scales_[i * noise.size() + j];
                z[j] = static_cast<real>(s.mean + s.sd * static_cast<double>(noise[j]));
            }
        }
    evaluate(z_, joint_, gradient_);
}

void Chains::begin(const std::vector<ChainTarget>& targets, const std::vector<const real*>& z) {
    take(targets);
    for (std::size_t i = 0; i < examples(); ++i)
        for (std::size_t k = 0; k < chains_; ++k) std::copy_n(z[i], z_.columns(), z_.row(i * chains_ + k));
    evaluate(z_, joint_, gradient_);
}

// log p(x, z) and its gradient; log s(z) of the chains as they stand.
void Chains::evaluate(const Matrix& z, std::vector<double>& joint, Matrix& gradient) {
    const Rows all = {0, z.rows()};
    const Matrix& o = model_->decoder->forward(z, trace_, all);
    Matrix& d = trace_.dy.back();
    for (std::size_t i = used(); i < z.rows(); ++i) std::fill_n(d.row(i), d.columns(), real{0});
    for (std::size_t i = 0; i < used(); ++i) joint[i] = -model_->likelihood->loss(o.row(i), targets_[i / chains_].x, model_->pixels(), -1, d.row(i));
    model_->decoder->backward(z, trace_, &gradient, all);
    for (std::size_t i = 0; i < used(); ++i) joint[i] += model_->prior->log_density(z.row(i), 1, gradient.row(i));
}

// momentum += length * gradient of log f_t, in units of the scale.
void Chains::push(double t, double length) {
    for (std::size_t i = 0; i < used(); ++i) {
        const Scales* const scales = scales_.data() + i / chains_ * z_.columns();
        for (std::size_t j = 0; j < z_.columns(); ++j) {
            const Scales& s = scales[j];
            const double start = (s.mean - static_cast<double>(there_(i, j))) / (s.sd * s.sd);
            const double slope = (1 - t) * start + t * static_cast<double>(gradient_there_(i, j));
            momentum_(i, j) += static_cast<real>(length * s.here * slope);
        }
    }
}

double Chains::kinetic(std::size_t row) const {
    double sum = 0;
    for (std::size_t j = 0; j < z_.columns(); ++j) sum += static_cast<double>(momentum_(row, j)) * static_cast<double>(momentum_(row, j));
    return 0.5 * sum;
}

double Chains::log_path(std::size_t row, double t, const real* z, double joint) const {
    return (1 - t) * start_density(row / chains_, z) + t * joint;
}

void Chains::leapfrog(double t, double step) {
    there_ = z_;
    gradient_there_ = gradient_;
    for (std::size_t l = 0; l < moves_.leapfrogs; ++l) {
        push(t, step / 2);
        for (std::size_t i = 0; i < used(); ++i) {
            const Scales* const scales = scales_.data() + i / chains_ * z_.columns();
            for (std::size_t j = 0; j < z_.columns(); ++j)
                there_(i, j) += static_cast<real>(step * scales[j].here * static_cast<double>(momentum_(i, j)));
        }
        evaluate(there_, joint_there_, gradient_there_);
        push(t, step / 2);
    }
}

double Chains::move(double t, double step) {
    ++moved_;
    for (Scales& s : scales_) s.here = 1 / std::sqrt((1 - t) / (s.sd * s.sd) + t / (s.last * s.last));
    const auto number = [&](std::size_t i) { return static_cast<std::uint32_t>(moved_ * chains_ + i % chains_); };
    for (std::size_t i = 0; i < used(); ++i) {
        random_normal(stream(Purpose::annealing, i / chains_), number(i), momentum_.row(i), momentum_.columns());
        kinetic_[i] = kinetic(i);
    }
    leapfrog(t, step);
    std::size_t accepted = 0;
    for (std::size_t i = 0; i < used(); ++i) {
        const double change = log_path(i, t, there_.row(i), joint_there_[i]) - kinetic(i) - log_path(i, t, z_.row(i), joint_[i]) + kinetic_[i];
        real uniform = 0;
        random_uniform(stream(Purpose::acceptance, i / chains_), number(i), &uniform, 1);
        if (!(math::log(static_cast<double>(uniform)) < change)) continue;  // a move to where numbers are not finite is none
        ++accepted;
        std::copy_n(there_.row(i), z_.columns(), z_.row(i));
        std::copy_n(gradient_there_.row(i), z_.columns(), gradient_.row(i));
        joint_[i] = joint_there_[i];
    }
    return static_cast<double>(accepted) / static_cast<double>(used());
}

}  // namespace gen
