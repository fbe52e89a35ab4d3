#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/vae/objective.hpp"
#include "models/vae/regularizer.hpp"
#include "models/vae/vae.hpp"
#include "train/step.hpp"
#include "train/turn.hpp"

namespace gen {

/// One training step of a VAE, or the loss of a batch. A block of rows goes through both networks, forward and back, and waits for others only where
/// a layer or a term of the objective needs the whole batch; then the weights are updated tile by tile.
class VaeStep : public Step {
public:
    /// `clip`, `average` and `states` as for WeightUpdate. Throws Fault::input when the objective does not suit the model.
    VaeStep(Vae& vae, const VaeObjective& objective, const Optimizer& optimizer, double clip, std::uint64_t seed, double average = 0,
            LearningStates* states = nullptr);

    /// Step number `step`, from 1. Throws Diverged before it changes anything when the loss, a gradient or what would be learnt is not finite.
    VaeLoss train(const Batch& batch, std::uint64_t step, double rate, Parallel& parallel);

    /// The loss of examples that are not trained on: z and binarised pixels are fixed by (seed, row), so equal at every call. Weights of terms are
    /// those of the objective, without ramps; nothing is corrupted.
    VaeLoss loss(const Batch& batch, Parallel& parallel);

    /// With all of `data` as the batch and noise given, [batch * samples, latent], to be compared with other implementations: the gradients into each
    /// parameter's grad, or a whole step.
    VaeLoss gradients(const Examples& data, const Matrix& noise, std::uint64_t step, Parallel& parallel);
    VaeLoss train_given(const Examples& data, const Matrix& noise, std::uint64_t step, double rate, Parallel& parallel);

    /// loss, recon, kl, and mmd or tc where the objective has them.
    std::vector<std::string> losses() const override;
    void train(const Batch& batch, const Moment& moment, Parallel& parallel, std::vector<double>& sums) override;
    std::vector<double> evaluate(const Batch& batch, Parallel& parallel) override;

private:
    struct Noise {
        std::uint64_t step = 0;  // 0: evaluation, random rows are rows of the data set, not of the batch
        const Matrix* given = nullptr;
    };
    std::vector<Pass> passes();
    bool corrupts() const { return objective_.corrupt != VaeObjective::Corrupt::none; }
    std::vector<Whole> regularized();
    void build(Pipeline& pipeline, bool trains);
    VaeLoss pass_given(const Examples& data, const Matrix& noise, std::uint64_t step, Parallel& parallel);
    VaeLoss pass(const Batch& batch, const Noise& noise, Parallel& parallel);
    void begin(const Batch& batch, const Noise& noise, bool trains, Parallel& parallel);
    void reserve(bool trains);
    std::span<const std::int32_t> labels_of_rows(std::size_t samples);
    void expect_finite(const VaeLoss& loss) const;
    VaeLoss total() const;
    double divergence_loss(double kl) const;
    double capacity() const;
    void regularize(bool gradients);
    void weigh_dimensions();
    std::vector<double> numbers_of(const VaeLoss& loss) const;

    // Of one block of rows: rows.cpp.
    Stream stream(Purpose training, Purpose validation) const;
    std::uint32_t random_row(std::size_t i, std::size_t sample = 0, std::size_t samples = 1) const;
    void read(Rows rows);
    void corrupt(Rows rows);
    void sample(Rows rows);
    double divergence(Rows rows, std::size_t block);
    void reconstruct(bool gradients, Rows rows, VaeLoss& loss);
    double log_weight(std::size_t row, std::size_t code) const;
    double importance(bool gradients, std::size_t row);
    void latent_gradient(Rows rows);
    void add_divergence_gradient(const GaussianRow& q, real* d) const;
    void importance_gradient(std::size_t row, real* d);

    Vae* vae_;
    VaeObjective objective_;
    std::uint64_t seed_;

    // The batch that is passing through.
    const Batch* batch_ = nullptr;
    Noise random_;
    double beta_ = 1;
    std::size_t rows_ = 0;
    Parallel* parallel_ = nullptr;

    Arena arena_;  // for images and what they leave in the networks; what is of latent size has memory of its own
    Matrix x_;
    Matrix input_;  // x_, corrupted; empty where nothing is
    Matrix noise_;  // [rows * samples, latent]
    Matrix z_;
    Matrix dz_;
    std::vector<std::int32_t> labels_;       // of rows
    std::vector<std::int32_t> code_labels_;  // of codes
    std::vector<double> recon_;              // of codes; their normalised weights, once these are known
    std::vector<double> kl_weights_;         // of dimensions
    std::vector<double> kl_by_dimension_;    // of blocks
    double floored_ = 0;                     // the divergence above free bits, weighted
    Matrix dz_terms_;                        // gradients of terms of the whole batch, in z
    Matrix d_terms_;                         // and in the encoder's output
    std::vector<VaeLoss> blocks_;
    Passage encoder_;
    Passage decoder_;
    VaeRegularizer regularizer_;
    Turn turn_;
    Pipeline evaluation_;
};

}  // namespace gen
