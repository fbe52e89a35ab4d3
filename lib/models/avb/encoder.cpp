#include "models/avb/encoder.hpp"

#include <algorithm>

#include "core/random.hpp"
#include "models/avb/noise_basis.hpp"

namespace gen {

AvbEncoder::AvbEncoder(const Avb& avb) : avb_(&avb), encoder_(avb.encoder) {
    for (const Sequential& network : avb.basis) basis_.push_back(std::make_unique<Inference>(network));
}

void AvbEncoder::each_draw(const Examples& data, std::size_t first, std::size_t count, std::size_t numbers, Parallel& parallel, const Use& use) {
    encoded_.resize(count, avb_->encoder.outputs());
    encode_rows(data, first, parallel);
    z_.resize(count, latent());
    for (std::size_t k = 0; k < numbers; ++k) {
        for (std::size_t i = 0; i < count; ++i) std::copy_n(encoded_.row(i), latent(), z_.row(i));
        for (std::size_t network = 0; network < basis_.size(); ++network) add_network(network, first, noise(k, network), parallel);
        use(k, z_);
    }
}

void AvbEncoder::encode_rows(const Examples& data, std::size_t first, Parallel& parallel) {
    const AvbSpec& spec = avb_->spec;
    const auto low = static_cast<real>(spec.low);
    const auto width = static_cast<real>(spec.high - spec.low);
    const auto read = [&](std::size_t begin, Matrix& x) {
        for (std::size_t i = 0; i < x.rows(); ++i) data.read(first + begin + i, x.row(i));
        if (spec.bounded()) std::transform(x.data(), x.data() + x.size(), x.data(), [low, width](real pixel) { return low + width * pixel; });
    };
    const auto keep = [&](std::size_t begin, const Matrix& y) { std::copy_n(y.data(), y.size(), encoded_.row(begin)); };
    encoder_.run(encoded_.rows(), parallel, read, keep, {.noise = noise(0, AvbSpec::most_basis), .first_row = first});
}

void AvbEncoder::add_network(std::size_t i, std::size_t first, const Stream& noise, Parallel& parallel) {
    const auto read = [&](std::size_t begin, Matrix& eps) {
        for (std::size_t row = 0; row < eps.rows(); ++row)
            random_normal(noise, static_cast<std::uint32_t>(first + begin + row), eps.row(row), eps.columns());
    };
    const auto add = [&](std::size_t begin, const Matrix& v) {
        for (std::size_t row = 0; row < v.rows(); ++row)
            add_basis({encoded_.row(begin + row), latent(), basis_.size()}, i, v.row(row), z_.row(begin + row));
    };
    basis_[i]->run(z_.rows(), parallel, read, add, {.noise = noise, .first_row = first});
}

}  // namespace gen
