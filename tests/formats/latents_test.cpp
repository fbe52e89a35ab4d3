#include "formats/latents.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "formats/images.hpp"
#include "formats/streams.hpp"
#include "tests/formats/samples.hpp"
#include "tests/formats/scratch.hpp"

using namespace gen;
using namespace gen::test;

namespace {

Latents written_and_read(const Scratch& scratch, const Latents& latents) {
    Output(scratch.path("codes.h5")).commit(document_of(latents, std::nullopt));
    return latents_of(read_document(scratch.path("codes.h5")));
}

}  // namespace

TEST_CASE("latents: everything comes back, companions and numbers are checked") {
    const Scratch scratch;
    Latents latents;
    latents.values = Matrix(2, 3, {1, 2, 3, 4, 5, 6});
    latents.mean = latents.values;
    latents.logvar = latents.values;
    latents.labels = {0, 7};
    latents.model = std::string(64, 'e');
    const Latents back = written_and_read(scratch, latents);
    CHECK(back.values(1, 2) == 6);
    CHECK((*back.logvar)(0, 1) == 2);
    CHECK(back.labels == latents.labels);
    CHECK(back.model == latents.model);
    latents.mean = Matrix(2, 2);
    CHECK(message_of([&] { written_and_read(scratch, latents); }) == "codes.h5: /mean is 2x2, expected 2x3");
    latents.mean.reset();
    latents.values(1, 0) = std::numeric_limits<real>::infinity();
    CHECK(message_of([&] { written_and_read(scratch, latents); }) == "codes.h5: /latents: row 1, column 0 is inf, expected a finite number");
}

TEST_CASE("latents: those of a file, those beside samples, and points") {
    Latents latents;
    latents.values = Matrix(2, 3, {1, 2, 3, 4, 5, 6});
    CHECK(latents_within(document_of(latents, std::nullopt)).values(1, 2) == 6);
    Images samples;
    samples.shape = {2, 1, 2, 3};
    samples.rows = numbers_set<std::uint8_t>("/images", Type::u8, samples.shape).rows;
    samples.labels = {1, 0};
    samples.latents = std::make_shared<Matrix>(latents.values);
    const Latents beside = latents_within(document_of(samples, std::nullopt));
    CHECK(beside.values(1, 2) == 6);
    CHECK(beside.labels == samples.labels);
    samples.latents->row(1)[0] = std::numeric_limits<real>::quiet_NaN();
    Document document = document_of(samples, std::nullopt);
    document.name = "samples.h5";
    CHECK(message_of([&] { latents_within(document); }) == "samples.h5: /latents: row 1, column 0 is nan, expected a finite number");
    samples.latents.reset();
    document = document_of(samples, std::nullopt);
    document.name = "samples.h5";
    CHECK(message_of([&] { latents_within(document); }) == "samples.h5: holds images, expected latents: latent-encode makes latents of images");
    document.datasets[0] = dataset("/images", Matrix(2, 3, {1, 2, 3, 4, 5, 6}), {2, 3, 1, 1});
    document.datasets[0].attributes = {{"range", std::vector<double>{-10, 10}}};
    CHECK(latents_within(document).values(0, 1) == 2);
}
