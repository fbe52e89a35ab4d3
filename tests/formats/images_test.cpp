#include "formats/images.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "formats/streams.hpp"
#include "tests/formats/samples.hpp"
#include "tests/formats/scratch.hpp"

using namespace gen;
using namespace gen::test;

namespace {

Images pictures(std::size_t n) {
    Images images;
    images.shape = {n, 1, 2, 3};
    images.rows = numbers_set<std::uint8_t>("/images", Type::u8, images.shape).rows;
    images.labels.assign(n, 1);
    images.classes = {"null", "one"};
    return images;
}

Document written_and_read(const Scratch& scratch, const Document& document) {
    Output(scratch.path("digits.h5")).commit(document);
    return read_document(scratch.path("digits.h5"));
}

/// The pictures with one data set replaced.
std::string refused(Dataset set) {
    Document document = document_of(pictures(4), std::nullopt);
    document.name = "digits.h5";
    for (Dataset& old : document.datasets)
        if (old.path == set.path) {
            set.attributes.insert(set.attributes.end(), old.attributes.begin(), old.attributes.end());
            old = set;
        }
    return message_of([&] { images_of(document); });
}

}  // namespace

TEST_CASE("images: everything comes back") {
    const Scratch scratch;
    Images images = pictures(4);
    images.scale = 16;
    images.layout = {2, 2};
    images.latents = std::make_shared<Matrix>(4, 2, std::vector<real>{1, 2, 3, 4, 5, 6, 7, 8});
    images.centres = Centres{Matrix(2, 6, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}), 0.25};
    images.extra = {numbers_set<float>("/weights", Type::f32, {8, 2})};
    const Images back = images_of(written_and_read(scratch, document_of(images, some_provenance())));
    CHECK(back.shape == images.shape);
    CHECK(back.range == Range{0, 255});
    CHECK(back.scale == 16);
    REQUIRE(back.layout);
    CHECK(back.layout->rows == 2);
    CHECK(back.layout->columns == 2);
    CHECK(back.labels == images.labels);
    CHECK(back.classes == images.classes);
    CHECK((*back.latents)(3, 1) == 8);
    REQUIRE(back.extra.size() == 1);
    CHECK(back.extra[0].path == "/weights");
    REQUIRE(back.centres);
    CHECK(back.centres->places.rows() == 2);
    CHECK(back.centres->places(1, 5) == 12);
    CHECK(back.centres->sd == 0.25);
    std::vector<real> pixels(12);
    read_rows(back, "digits.h5", 1, 2, pixels.data());
    CHECK(pixels[0] == 6);
    CHECK(pixels[11] == 17);
}

TEST_CASE("images: without a range, bytes go to 255 and floats to 1, points anywhere") {
    const Scratch scratch;
    Document d;
    add_header(d, "images", std::nullopt);
    d.datasets = {numbers_set<std::uint8_t>("/images", Type::u8, {2, 1, 2, 3})};
    CHECK(images_of(written_and_read(scratch, d)).range == Range{0, 255});
    d.datasets = {dataset("/images", Matrix(2, 3), {2, 3, 1, 1})};
    CHECK(images_of(written_and_read(scratch, d)).range == Range{0, 1});
    constexpr double inf = std::numeric_limits<double>::infinity();
    d.datasets[0].attributes = {{"range", std::vector<double>{-inf, inf}}};
    const Images points = images_of(written_and_read(scratch, d));
    CHECK(points.range == Range{-inf, inf});
    CHECK(points.are_points());
}

TEST_CASE("images: what does not fit is refused, by name and number") {
    CHECK(refused(numbers_set<std::uint8_t>("/images", Type::u8, {4, 2, 3})) == "digits.h5: /images has 3 dimensions, expected 4");
    CHECK(refused(text_dataset("/images", "none")) == "digits.h5: /images has 0 dimensions, expected 4");
    CHECK(refused(numbers_set<std::uint8_t>("/images", Type::u8, {0, 1, 2, 3})) == "digits.h5: holds no images, expected at least one");
    CHECK(refused(numbers_set<std::uint8_t>("/images", Type::u8, {4, 1, 0, 3})) == "digits.h5: /images is 4x1x0x3, expected pixels in every image");
    CHECK(refused(numbers_set<std::int32_t>("/labels", Type::i32, {3})) == "digits.h5: 3 labels for 4 images");
    CHECK(refused(numbers_set<std::int32_t>("/labels", Type::i32, {4, 1})) == "digits.h5: /labels has 2 dimensions, expected 1");
    CHECK(refused(numbers_set<std::int32_t>("/labels", Type::i32, {4})) == "digits.h5: label 2 is 2, expected 0 to 1");
    CHECK(refused(dataset("/labels", std::vector<std::int32_t>{0, 1, -1, 0})) == "digits.h5: label 2 is -1, expected 0 to 1");
    CHECK(refused(dataset("/labels", Matrix(1, 4, {0, 1, 0.5, 0}), {4})) == "digits.h5: /labels: number 2 is 0.5, expected an integer of 32 bits");
    Document model;
    model.name = "vae.h5";
    add_header(model, "model", std::nullopt);
    CHECK(message_of([&] { images_of(model); }) == "vae.h5: holds a model, expected images: gen-sample draws images from it");
    Document empty;
    empty.name = "x.h5";
    add_header(empty, "images", std::nullopt);
    CHECK(message_of([&] { images_of(empty); }) == "x.h5: no dataset /images");
}

TEST_CASE("images: centres need no sd, and those that do not fit the images are refused") {
    const auto read_with = [](Dataset centres, std::vector<Attribute> attributes) {
        centres.attributes = std::move(attributes);
        Document document = document_of(pictures(4), std::nullopt);
        document.name = "ring.h5";
        document.datasets.push_back(centres);
        return images_of(document);
    };
    const auto refusal = [&](const Dataset& centres, const std::vector<Attribute>& attributes) {
        return message_of([&] { read_with(centres, attributes); });
    };
    const Dataset one = dataset("/centres", Matrix(1, 6));
    CHECK_FALSE(read_with(one, {}).centres->sd);
    CHECK(read_with(one, {{"sd", std::vector<std::int64_t>{2}}}).centres->sd == 2);
    constexpr real nan = std::numeric_limits<real>::quiet_NaN();
    CHECK(refusal(dataset("/centres", Matrix(6, 2)), {}) == "ring.h5: /centres is 6x2, expected a row for each mode, of 6 numbers");
    CHECK(refusal(dataset("/centres", Matrix(0, 6)), {}) == "ring.h5: /centres is 0x6, expected a row for each mode, of 6 numbers");
    CHECK(refusal(numbers_set<std::uint8_t>("/centres", Type::u8, {1, 6}), {}) == "ring.h5: /centres is not a table of f32");
    CHECK(refusal(dataset("/centres", Matrix(2, 6, {0, 0, 0, 0, 0, 0, 0, nan, 0, 0, 0, 0})), {}) ==
          "ring.h5: /centres: row 1, column 1 is nan, expected a finite number");
    for (const std::vector<double>& sd : {std::vector<double>{}, {1, 2}, {-1}, {std::numeric_limits<double>::infinity()}})
        CHECK(refusal(one, {{"sd", sd}}) == "ring.h5: /centres has no valid sd, expected one number, not below 0");
    CHECK(refusal(one, {{"sd", std::string("wide")}}) == "ring.h5: /centres has no valid sd, expected one number, not below 0");
}

TEST_CASE("images: a layout is two whole numbers, rows and columns") {
    Document document = document_of(pictures(4), std::nullopt);
    document.name = "digits.h5";
    CHECK_FALSE(images_of(document).layout);
    document.datasets[0].attributes.push_back({"layout", std::vector<double>{1, 4}});
    CHECK(images_of(document).layout->columns == 4);
    for (const std::vector<double>& sides : {std::vector<double>{}, {4}, {0, 4}, {1.5, 4}, {1, -4}, {1, 1e9}, {1, std::nan("")}}) {
        document.datasets[0].attributes.back().value = sides;
        CHECK(message_of([&] { images_of(document); }) == "digits.h5: /images has no valid layout, expected rows and columns");
    }
}

TEST_CASE("images: integers of 64 bits and doubles are taken where they fit, as numpy stores them") {
    Document d;
    d.name = "mine.h5";
    add_header(d, "images", std::nullopt);
    d.datasets = {numbers_set<std::int64_t>("/images", Type::i64, {50, 1, 2, 3})};
    const Images whole = images_of(d);
    CHECK(whole.type == Type::u8);
    CHECK(whole.range == Range{0, 255});
    std::vector<real> pixels(12);
    read_rows(whole, "mine.h5", 40, 2, pixels.data());
    CHECK(pixels[11] == 251);
    CHECK(message_of([&] { read_rows(whole, "mine.h5", 41, 2, pixels.data()); }) ==
          "mine.h5: image 42, pixel 4 is 256 as i64, expected a number that fits u8");
    std::vector<double> values{0.5, 0.1};
    std::vector<std::byte> bytes(16);
    std::memcpy(bytes.data(), values.data(), 16);
    d.datasets = {dataset("/images", Type::f64, {2, 1, 1, 1}, bytes)};
    read_rows(images_of(d), "mine.h5", 0, 1, pixels.data());
    CHECK(pixels[0] == 0.5);
    read_rows(images_of(d), "mine.h5", 0, 2, pixels.data());
    CHECK(pixels[1] == real(0.1F));
    values[1] = 1e300;
    std::memcpy(bytes.data(), values.data(), 16);
    d.datasets = {dataset("/images", Type::f64, {2, 1, 1, 1}, bytes)};
    CHECK(message_of([&] { read_rows(images_of(d), "mine.h5", 0, 2, pixels.data()); }) ==
          "mine.h5: image 1, pixel 0 is 1e+300 as f64, expected a number that fits f32");
}

TEST_CASE("images: another program's [N,H,W,C] is refused with the command that imports it") {
    Document d;
    d.name = "mine.h5";
    d.attributes = {{"encoding-type", std::string("images")}, {"encoding-version", std::string("1.0.0")}};
    d.datasets = {dataset("/images", Type::u8, {2, 8, 8, 3}, std::vector<std::byte>(384))};
    CHECK(message_of([&] { images_of(d); }) ==
          "mine.h5: /images is 2x8x8x3, which looks like [N,H,W,C], expected [N,C,H,W]: data-import mine.h5 -o images.h5");
    d.datasets = {dataset("/images", Type::u8, {2, 3, 8, 8}, std::vector<std::byte>(384))};
    CHECK(images_of(d).shape == Shape{2, 3, 8, 8});
    d.datasets = {dataset("/images", Type::u8, {2, 192, 1, 1}, std::vector<std::byte>(384))};
    CHECK(images_of(d).shape == Shape{2, 192, 1, 1});
}

TEST_CASE("images: pixels that are no numbers or out of range are refused with image and pixel") {
    Images images = pictures(3);
    std::vector<float> pixels(18, 0.5f);
    images.type = Type::f32;
    images.range = {0, 1};
    images.rows = [&](std::size_t first, std::size_t count, void* out) { std::memcpy(out, pixels.data() + first * 6, count * 24); };
    std::vector<real> out(18);
    const auto reading = [&] { return message_of([&] { read_rows(images, "digits.h5", 1, 2, out.data()); }); };
    CHECK(reading() == "nothing was thrown");
    pixels[14] = 1.5f;
    CHECK(reading() == "digits.h5: image 2, pixel 2 is 1.5, expected 0 to 1");
    pixels[8] = std::numeric_limits<float>::quiet_NaN();
    CHECK(reading() == "digits.h5: image 1, pixel 2 is nan, expected a finite number");
    images.range = {-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
    pixels[8] = -std::numeric_limits<float>::infinity();
    CHECK(reading() == "digits.h5: image 1, pixel 2 is -inf, expected a finite number");
}
