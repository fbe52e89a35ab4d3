#pragma once

#include <cstddef>
#include <cstdint>

#include "core/examples.hpp"
#include "core/matrix.hpp"
#include "core/parallel.hpp"

namespace gen {

class Sequential;

/// What an encoder says of an image: its code; q(z|x), a Gaussian with a mean and a log-variance in each dimension; or no more than draws of q(z|x),
/// z = z(x, eps).
enum class CodeKind { points, gaussian, implicit };

/// Codes of images.
struct Encoded {
    Matrix mean;       // [count, latent]; points: the codes; implicit: of ImplicitEncoder::moment_draws draws
    Matrix logvar;     // [count, latent]; implicit: of as many draws; points: empty
    Matrix draw = {};  // [count, latent]: one more draw of each q(z|x), of implicit codes alone; else empty

    CodeKind kind() const { return logvar.empty() ? CodeKind::points : draw.empty() ? CodeKind::gaussian : CodeKind::implicit; }
};

/// Gives the codes of images, whatever the kind of model.
class ImageEncoder {
public:
    virtual ~ImageEncoder() = default;
    virtual std::size_t latent() const = 0;
    virtual CodeKind kind() const = 0;
    /// Of rows first ... first+count-1. A row has the same codes in whatever call and on whatever number of threads.
    virtual Encoded encode(const Examples& data, std::size_t first, std::size_t count, Parallel& parallel) = 0;

    /// For who computes codes elsewhere: the network whose first outputs are the codes, their means or a draw, and a row as it sees it. Null: there
    /// is no single one.
    virtual const Sequential* network() const { return nullptr; }
    virtual void see(const Examples& data, std::size_t row, real* x) const { data.read(row, x); }

    /// Of the draws of implicit codes; 0 unless told.
    void set_seed(std::uint64_t seed) { seed_ = seed; }

protected:
    std::uint64_t seed() const { return seed_; }

private:
    std::uint64_t seed_ = 0;
};

}  // namespace gen
