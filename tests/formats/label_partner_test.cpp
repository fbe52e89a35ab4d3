#include "formats/label_partner.hpp"

#include <doctest/doctest.h>

using gen::label_partner;

TEST_CASE("label partner: the name that says labels where the other says images, of the same split") {
    const std::vector<std::string> mnist = {"t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz", "train-images-idx3-ubyte.gz",
                                            "train-labels-idx1-ubyte.gz"};
    CHECK(label_partner(mnist[0], mnist) == mnist[1]);
    CHECK(label_partner(mnist[2], mnist) == mnist[3]);
    CHECK_FALSE(label_partner(mnist[1], mnist).has_value());
    const std::vector<std::string> groups = {"test/x", "test/y", "train/x", "train/y"};
    CHECK(label_partner("train/x", groups) == "train/y");
    CHECK(label_partner("x_train", {"x_train", "y_train", "x_test", "y_test"}) == "y_train");
    CHECK(label_partner("X", {"X", "y"}) == "y");
    CHECK(label_partner("test", {"train", "test", "test_labels"}) == "test_labels");
    CHECK(label_partner("train_X.bin", {"train_X.bin", "train_y.bin", "test_y.bin"}) == "train_y.bin");
}

TEST_CASE("label partner: none where none or several fit") {
    CHECK_FALSE(label_partner("train/x", {"train/x", "test/y", "y"}).has_value());
    CHECK_FALSE(label_partner("images", {"images", "labels", "classes"}).has_value());
    CHECK_FALSE(label_partner("a", {"a", "b"}).has_value());
    CHECK_FALSE(label_partner("", {"", "1"}).has_value());
}
