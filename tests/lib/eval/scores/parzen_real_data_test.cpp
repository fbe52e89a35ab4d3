#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "core/random.hpp"
#include "eval/scores/parzen.hpp"
#include "formats/foreign.hpp"
#include "formats/image_examples.hpp"
#include "formats/prepare.hpp"
#include "real_data.hpp"

using namespace gen;

namespace {

/// Some rows of MNIST, in [0, 1].
Matrix mnist_rows(const std::string& file, std::size_t skip, std::size_t take, Parallel& parallel) {
    const ImageExamples images(prepare(open_foreign({file}, {}), {.skip = skip, .take = take}, parallel), file);
    Matrix out(images.size(), images.columns());
    for (std::size_t i = 0; i < images.size(); ++i) images.read(i, out.row(i));
    return out;
}

}  // namespace

TEST_CASE("parzen: real data: training images of MNIST, their mean and noise get what they are known to get") {
    const std::string folder = real_data("mnist");
    if (folder.empty()) return;
    Parallel parallel(2);
    const std::string train = folder + "/train-images-idx3-ubyte.gz";
    const Matrix validation = mnist_rows(train, 50000, 1000, parallel);
    const Matrix test = mnist_rows(folder + "/t10k-images-idx3-ubyte.gz", 0, 10000, parallel);
    const Parzen images = parzen(mnist_rows(train, 0, 10000, parallel), validation, test, parallel);
    CHECK(std::abs(images.log_density.value - 241.2) < 0.3);
    CHECK(std::abs(images.log_density.error - 2.1) < 0.1);
    CHECK(images.sigma == doctest::Approx(0.1668).epsilon(1e-3));

    const Matrix all = mnist_rows(train, 0, 60000, parallel);
    Matrix mean(1, all.columns());
    for (std::size_t j = 0; j < all.columns(); ++j) {
        double sum = 0;
        for (std::size_t i = 0; i < all.rows(); ++i) sum += static_cast<double>(all(i, j));
        mean(0, j) = static_cast<real>(sum / static_cast<double>(all.rows()));
    }
    CHECK(std::abs(parzen(mean, validation, test, parallel).log_density.value + 59.1) < 0.1);

    Matrix noise(1000, test.columns());
    for (std::size_t i = 0; i < noise.rows(); ++i) random_uniform({0, Purpose::check}, static_cast<std::uint32_t>(i), noise.row(i), noise.columns());
    CHECK(std::abs(parzen(noise, validation, test, parallel).log_density.value + 633) < 4);  // the nearest of them count, and chance makes them
}
