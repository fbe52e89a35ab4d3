#include "nn/optimizer.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"

using namespace gen;

TEST_CASE("optimizer: settings are read, shown and refused by name") {
    CHECK(text(parse_optimizer("adam")) == "adam:beta1=0.9,beta2=0.999,eps=1e-08,initial=0");
    CHECK(text(parse_optimizer("sgd:momentum=0.5")) == "sgd:momentum=0.5,nesterov=0");
    CHECK(parse_optimizer("adamw").weight_decay == 0.01);
    CHECK_THROWS_WITH_AS(parse_optimizer("adam:beta3=1"),
                         "optimizer adam has no setting beta3, expected one of beta1, beta2, eps, initial (did you mean beta1?)", Error);
    CHECK_THROWS_WITH_AS(parse_optimizer("adam:beta1=1"), "optimizer adam: beta1 is 1, expected from 0 to below 1", Error);
    CHECK_THROWS_WITH_AS(parse_optimizer("lion"), "optimizer is lion, expected one of adam, adamw, sgd, adagrad, rmsprop", Error);
}
