// usage: bench-precision NAME MODEL IMAGES     How far the gradients of a VAE or GAN in bf16 are from those in fp32, of the first 128 images, with
// the same random numbers: TSV, a line a parameter, |bf16 - fp32| / |fp32|. NAME stands in the first column.
#include <algorithm>
#include <cmath>
#include <iostream>

#include "core/random.hpp"
#include "formats/image_examples.hpp"
#include "formats/model.hpp"
#include "formats/streams.hpp"
#include "models/gan/gan.hpp"
#include "models/gan/turns.hpp"
#include "models/vae/step.hpp"
#include "models/vae/vae.hpp"

namespace {

using gen::Matrix;
using Gradients = std::vector<std::pair<std::string, Matrix>>;

constexpr std::size_t most_rows = 128;
constexpr std::uint64_t seed = 1;

void add_gradients(gen::Sequential& network, Gradients& gradients) {
    for (std::size_t i = 0; i < network.size(); ++i)
        for (const gen::Parameter& p : network.layer(i).parameters())
            gradients.emplace_back(gen::join(network.name(), "/", i, " ", network.specs()[i].type, "\t", p.name), p.grad);
}

Gradients gradients_of(gen::Vae& vae, const gen::Examples& data, gen::Parallel& parallel) {
    const gen::Optimizer adam(gen::parse_optimizer("adam"));
    gen::VaeStep step(vae, {}, adam, 0, seed);
    Matrix noise(data.size(), vae.spec.latent);
    for (std::size_t i = 0; i < noise.size(); ++i) noise.data()[i] = static_cast<gen::real>(std::sin(12.9898 * static_cast<double>(i)) * 1.4);
    step.gradients(data, noise, 1, parallel);
    Gradients gradients;
    for (gen::Sequential* const network : vae.networks()) add_gradients(*network, gradients);
    return gradients;
}

Gradients gradients_of(gen::Gan& gan, const gen::Examples& data, gen::Parallel& parallel) {
    const gen::Optimizer adam(gen::parse_optimizer("adam"));
    gen::GanTurns turns(gan, {}, {.generator = &adam, .discriminator = &adam}, seed);
    std::vector<std::uint32_t> rows;
    for (std::uint32_t i = 0; i < data.size(); ++i) rows.push_back(i);
    Gradients gradients;
    turns.discriminator_gradients({data, rows}, parallel);
    add_gradients(gan.discriminator, gradients);
    turns.generator_gradients({data, rows}, parallel);
    add_gradients(gan.generator, gradients);
    return gradients;
}

double distance(const Matrix& a, const Matrix& b) {
    double difference = 0;
    double size = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double x = a.data()[i];
        difference += (x - b.data()[i]) * (x - b.data()[i]);
        size += x * x;
    }
    return size > 0 ? std::sqrt(difference / size) : 0;
}

template <class M>
void compare(const std::string& name, M& model, const gen::Examples& data) {
    gen::Parallel parallel(1);
    model.compute_by({.precision = gen::Precision::fp32});
    const Gradients full = gradients_of(model, data, parallel);
    model.compute_by({.precision = gen::Precision::bf16});
    const Gradients rounded = gradients_of(model, data, parallel);
    for (std::size_t i = 0; i < full.size(); ++i)
        std::cout << name << '\t' << full[i].first << '\t' << distance(full[i].second, rounded[i].second) << '\n';
}

}  // namespace

int main(int argc, char** argv) try {
    if (argc != 4) gen::fail_usage("expected NAME MODEL IMAGES");
    const gen::Document document = gen::read_document(argv[2]);
    const gen::ImageExamples images(gen::images_of(gen::read_document(argv[3])), argv[3]);
    Matrix rows(std::min(images.size(), most_rows), images.columns());
    for (std::size_t i = 0; i < rows.rows(); ++i) images.read(i, rows.row(i));
    const gen::MatrixExamples data(rows);
    std::cout.precision(2);
    std::cout << "model\tlayer\tparameter\tdifference\n";
    const std::unique_ptr<gen::Model> model = gen::model_of(document, gen::Weights::latest);
    if (auto* const vae = dynamic_cast<gen::Vae*>(model.get())) compare(argv[1], *vae, data);
    if (auto* const gan = dynamic_cast<gen::Gan*>(model.get())) compare(argv[1], *gan, data);
    return 0;
} catch (const gen::Error& error) {
    std::cerr << "bench-precision: " << error.what() << '\n';
    return 1;
}
