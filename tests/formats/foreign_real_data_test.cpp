#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "formats/foreign.hpp"
#include "formats/foreign_files.hpp"
#include "formats/prepare.hpp"
#include "formats/sha256.hpp"
#include "real_data.hpp"

using namespace gen;

namespace {

Parallel& threads() {
    static Parallel two(2);
    return two;
}

std::vector<unsigned char> bytes_of(const Images& images) {
    std::vector<unsigned char> raw(images.count() * images.pixels() * size_of(images.type));
    images.rows(0, images.count(), raw.data());
    return raw;
}

std::string digest(const std::string& head, const std::vector<unsigned char>& rest) {
    Sha256 sum;
    sum.update(head.data(), head.size());
    sum.update(rest.data(), rest.size());
    return sum.hex();
}

std::vector<int> class_counts(const std::vector<std::int32_t>& labels) {
    std::vector<int> counts(10);
    for (const std::int32_t label : labels) ++counts.at(static_cast<std::size_t>(label));
    return counts;
}

}  // namespace

TEST_CASE("real data: MNIST has the pixels and labels of the official files") {
    const std::string folder = real_data("mnist");
    if (folder.empty()) return;
    const Images train =
        prepare(open_foreign({folder + "/train-images-idx3-ubyte.gz"}, {.labels = folder + "/train-labels-idx1-ubyte.gz"}), {}, threads());
    CHECK(train.shape == Shape{60000, 1, 28, 28});
    CHECK(class_counts(train.labels) == std::vector<int>{5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949});
    CHECK(digest(foreign::idx(8, {60000, 28, 28}, ""), bytes_of(train)) == "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db");
    const Images test =
        prepare(open_foreign({folder + "/t10k-images-idx3-ubyte.gz"}, {.labels = folder + "/t10k-labels-idx1-ubyte.gz"}), {}, threads());
    CHECK(test.labels.size() == 10000);
    CHECK(digest(foreign::idx(8, {10000, 28, 28}, ""), bytes_of(test)) == "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7");
}

TEST_CASE("real data: CIFAR-10 keeps pixels, labels and names") {
    const std::string folder = real_data("cifar10/cifar-10-batches-bin");
    if (folder.empty()) return;
    const Images images = prepare(open_foreign({folder + "/data_batch_1.bin"}, {}), {}, threads());
    CHECK(images.shape == Shape{10000, 3, 32, 32});
    CHECK(class_counts(images.labels) == std::vector<int>{1005, 974, 1032, 1016, 999, 937, 1030, 1001, 1025, 981});
    REQUIRE(images.classes.size() == 10);
    CHECK(images.classes[0] == "airplane");
    CHECK(images.classes[9] == "truck");
    const std::vector<unsigned char> pixels = bytes_of(images);
    Sha256 sum;
    for (std::size_t i = 0; i < images.count(); ++i) {
        const auto label = static_cast<unsigned char>(images.labels[i]);
        sum.update(&label, 1);
        sum.update(pixels.data() + i * 3072, 3072);
    }
    CHECK(sum.hex() == "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5");
    CHECK(open_foreign({folder + "/data_batch_1.bin", folder + "/data_batch_2.bin"}, {})->count == 20000);
}

TEST_CASE("real data: CelebA faces come out of the zip file, with identities") {
    const std::string folder = real_data("celeba");
    if (folder.empty()) return;
    const auto source = open_foreign({folder + "/img_align_celeba_3500.zip"}, {.labels = folder + "/list_eval_partition.txt"});
    CHECK(source->count == 3500);
    CHECK(source->row_names[1] == "img_align_celeba/000017.jpg");
    CHECK(std::count(source->labels.begin(), source->labels.end(), 2) == 500);
    Picture first;
    source->read(0, first);
    CHECK(first.channels == 3);
    CHECK(first.width == 178);
    CHECK(first.height == 218);
    const std::shared_ptr<const Source> shared = open_foreign({folder + "/img_align_celeba_3500.zip"}, {});
    const Images faces = prepare(shared, {.take = 200, .crop = parse_crop("", "148x148"), .resize = PictureSize{64, 64}}, threads());
    CHECK(faces.shape == Shape{200, 3, 64, 64});
    const std::vector<unsigned char> pixels = bytes_of(faces);
    // Colours of faces: red above green above blue.
    double mean[3] = {};
    for (std::size_t i = 0; i < pixels.size(); ++i) mean[i / 4096 % 3] += pixels[i] / (200.0 * 4096);
    CHECK(mean[0] > mean[1]);
    CHECK(mean[1] > mean[2]);
    CHECK(std::abs(mean[1] - 110) < 15);
}

TEST_CASE("real data: Frey faces are the bytes of the matrix") {
    const std::string folder = real_data("frey_faces");
    if (folder.empty()) return;
    const Images images = prepare(open_foreign({folder + "/frey_rawface.mat"}, {.shape = Shape{1, 28, 20}}), {}, threads());
    CHECK(images.shape == Shape{1965, 1, 28, 20});
    CHECK(images.type == Type::u8);
    CHECK(digest("", bytes_of(images)) == "2438ba4f0d2a6bd8bac43de756141eaa33c8d248dd613d464bdb1210d9b7af78");
}

TEST_CASE("real data: optdigits are tables of 0 to 16 with a label") {
    const std::string folder = real_data("optdigits");
    if (folder.empty()) return;
    const Images train = prepare(open_foreign({folder + "/optdigits.tra"}, {.labels = "last", .shape = Shape{1, 8, 8}}), {}, threads());
    CHECK(train.shape == Shape{3823, 1, 8, 8});
    CHECK(train.scale == 16.0);
    CHECK(class_counts(train.labels) == std::vector<int>{376, 389, 380, 389, 387, 376, 377, 387, 380, 382});
    std::vector<float> row(64);
    train.rows(0, 1, row.data());
    CHECK(std::vector<float>(row.begin(), row.begin() + 6) == std::vector<float>{0, 1 / 16.0f, 6 / 16.0f, 15 / 16.0f, 12 / 16.0f, 1 / 16.0f});
    const Images test = prepare(open_foreign({folder + "/optdigits.tes"}, {.labels = "last", .shape = Shape{1, 8, 8}}), {}, threads());
    CHECK(class_counts(test.labels) == std::vector<int>{178, 182, 177, 183, 181, 182, 181, 179, 174, 180});
}
