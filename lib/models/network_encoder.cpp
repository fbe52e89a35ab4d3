#include "models/network_encoder.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/error.hpp"
#include "models/implicit_encoder.hpp"
#include "nn/inference.hpp"

namespace gen {
namespace {

/// Rows of a data set as a network sees them, through it.
class Codes {
public:
    Codes(const Sequential& network, const NetworkCodes& codes) : network_(&network), codes_(codes), inference_(network) {
        const std::size_t expected = codes.kind == CodeKind::gaussian ? 2 * codes.latent : codes.latent;
        if (network.outputs() != expected) fail("the ", network.name(), " has ", network.outputs(), " outputs, expected ", expected);
    }

    std::size_t latent() const { return codes_.latent; }
    CodeKind kind() const { return codes_.kind; }
    const Sequential& network() const { return *network_; }

    void read(const Examples& data, std::size_t row, real* x) const {
        data.read(row, x);
        if (!std::isfinite(codes_.low)) return;
        const auto low = static_cast<real>(codes_.low);
        const auto width = static_cast<real>(codes_.high - codes_.low);
        std::transform(x, x + data.columns(), x, [low, width](real v) { return low + width * v; });
    }

    /// What comes out of rows first ... first+count-1, which `read` gives by their place among them.
    void run(const Examples& data, std::size_t first, std::size_t count, Parallel& parallel, const Inference::Read& read, const Inference::Use& use,
             const Stream& noise = {}) {
        std::vector<std::int32_t> labels(count);
        for (std::size_t i = 0; i < count; ++i) labels[i] = data.label(first + i);
        inference_.run(count, parallel, read, use, {.noise = noise, .first_row = first, .labels = labels});
    }

private:
    const Sequential* network_;
    NetworkCodes codes_;
    Inference inference_;
};

class Explicit : public ImageEncoder {
public:
    Explicit(const Sequential& network, const NetworkCodes& codes) : codes_(network, codes) {}
    std::size_t latent() const override { return codes_.latent(); }
    CodeKind kind() const override { return codes_.kind(); }
    const Sequential* network() const override { return &codes_.network(); }
    void see(const Examples& data, std::size_t row, real* x) const override { codes_.read(data, row, x); }

    Encoded encode(const Examples& data, std::size_t first, std::size_t count, Parallel& parallel) override {
        const std::size_t n = latent();
        const bool gaussian = kind() == CodeKind::gaussian;
        Encoded out{Matrix(count, n), gaussian ? Matrix(count, n) : Matrix()};
        const auto read = [&](std::size_t begin, Matrix& x) {
            for (std::size_t i = 0; i < x.rows(); ++i) codes_.read(data, first + begin + i, x.row(i));
        };
        const auto use = [&](std::size_t begin, const Matrix& y) {
            for (std::size_t i = 0; i < y.rows(); ++i) {
                std::copy_n(y.row(i), n, out.mean.row(begin + i));
                if (gaussian) std::copy_n(y.row(i) + n, n, out.logvar.row(begin + i));
            }
        };
        codes_.run(data, first, count, parallel, read, use);
        return out;
    }

private:
    Codes codes_;
};

class Implicit : public ImplicitEncoder {
public:
    Implicit(const Sequential& network, const NetworkCodes& codes) : codes_(network, codes) {}
    std::size_t latent() const override { return codes_.latent(); }
    const Sequential* network() const override { return &codes_.network(); }
    void see(const Examples& data, std::size_t row, real* x) const override { codes_.read(data, row, x); }

protected:
    void each_draw(const Examples& data, std::size_t first, std::size_t count, std::size_t numbers, Parallel& parallel, const Use& use) override {
        x_.resize(count, data.columns());
        for (std::size_t i = 0; i < count; ++i) codes_.read(data, first + i, x_.row(i));
        z_.resize(count, latent());
        const auto read = [&](std::size_t begin, Matrix& x) { std::copy_n(x_.row(begin), x.size(), x.data()); };
        const auto keep = [&](std::size_t begin, const Matrix& y) { std::copy_n(y.data(), y.size(), z_.row(begin)); };
        for (std::size_t k = 0; k < numbers; ++k) {
            codes_.run(data, first, count, parallel, read, keep, noise(k));
            use(k, z_);
        }
    }

private:
    Codes codes_;
    Matrix x_;
    Matrix z_;
};

}  // namespace

std::unique_ptr<ImageEncoder> network_encoder(const Sequential& network, const NetworkCodes& codes) {
    if (codes.kind == CodeKind::implicit) return std::make_unique<Implicit>(network, codes);
    return std::make_unique<Explicit>(network, codes);
}

}  // namespace gen
