#include "formats/cifar.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "formats/checked_reading.hpp"
#include "formats/foreign_files.hpp"

using namespace gen;
using namespace gen::foreign;

namespace {

const std::string two_of_hundred = {std::string("\x13\x63", 2) + noise(3072) + std::string("\0\1", 2) + noise(3072, 2)};

const std::string two_records = '\3' + noise(3072) + '\x9' + noise(3072, 2);

void read_all(const Bytes& file) { read_rows(*open_cifar10(file, {})); }

}  // namespace

TEST_CASE("cifar10: records become labelled pictures of three planes") {
    const auto source = open_cifar10(bytes(two_records), {});
    CHECK(source->count == 2);
    CHECK(source->shape == Shape{3, 32, 32});
    CHECK(source->labels == std::vector<std::int32_t>{3, 9});
    CHECK(source->classes.empty());
    CHECK(row(*source, 1)[3071] == static_cast<real>(static_cast<unsigned char>(two_records.back())));
}

TEST_CASE("cifar10: class names come from the file beside it, which must have ten") {
    const Folder folder;
    folder.add("batches.meta.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\r\nj\n\n");
    CHECK(open_cifar10(bytes(two_records), InputFiles().beside(folder.path("x")))->classes.back() == "j");
    folder.add("batches.meta.txt", "a\nb\n");
    CHECK_THROWS_WITH_AS(open_cifar10(bytes(two_records), InputFiles().beside(folder.path("x"))),
                         (folder.path("batches.meta.txt") + ": has 2 class names, expected 10").c_str(), Error);
}

TEST_CASE("cifar10: a length that is no multiple and a label above 9 are refused") {
    check_truncated(two_records, [](const Bytes& file) {
        read_all(file);
        if (file.size() != two_records.size()) fail("a whole record");
    });
    CHECK_THROWS_WITH_AS(read_all(bytes(two_records.substr(1))), "x: has 6145 bytes, expected a multiple of 3073 (CIFAR-10 records)", Error);
    std::string wrong = two_records;
    wrong[3073] = 10;
    CHECK_FALSE(is_cifar10(bytes(wrong)));
    CHECK(is_cifar10(bytes(two_records)));
    CHECK_THROWS_WITH_AS(read_all(bytes(wrong)), "x: record 2 has label 10, expected 0 to 9", Error);
}

TEST_CASE("cifar100: records have a fine and a coarse label, whose names lie beside them") {
    const Folder folder;
    const auto fine = open_cifar100(bytes(two_of_hundred), {}, "");
    CHECK(fine->labels == std::vector<std::int32_t>{99, 1});
    CHECK(fine->shape == Shape{3, 32, 32});
    CHECK(row(*fine, 1)[3071] == static_cast<real>(static_cast<unsigned char>(two_of_hundred.back())));
    std::string names;
    for (int i = 0; i < 20; ++i) names += "c" + std::to_string(i) + "\n";
    folder.add("coarse_label_names.txt", names);
    const auto coarse = open_cifar100(bytes(two_of_hundred), InputFiles().beside(folder.path("x")), "coarse");
    CHECK(coarse->labels == std::vector<std::int32_t>{19, 0});
    CHECK(coarse->classes.back() == "c19");
    CHECK(coarse->labels_from == "coarse");
}

TEST_CASE("cifar100: told from CIFAR-10 by length and labels") {
    CHECK(is_cifar100(bytes(two_of_hundred)));
    CHECK_FALSE(is_cifar100(bytes(two_records)));
    CHECK_FALSE(is_cifar10(bytes(two_of_hundred)));
    std::string wrong = two_of_hundred;
    wrong[0] = 20;
    CHECK_FALSE(is_cifar100(bytes(wrong)));
    CHECK_THROWS_WITH_AS(open_cifar100(bytes(wrong), {}, "coarse"), "x: record 1 has label 20, expected 0 to 19", Error);
    CHECK_THROWS_WITH_AS(open_cifar10(bytes(two_of_hundred), {}),
                         "x: has 6148 bytes, expected a multiple of 3073 (CIFAR-10 records); it has the length of CIFAR-100: --type cifar100", Error);
}
