#include <doctest/doctest.h>

#include "core/error.hpp"
#include "nn/architecture.hpp"
#include "nn/layer_table.hpp"
#include "nn/optimizer.hpp"

using namespace gen;

TEST_CASE("architecture: a string becomes layers, its mirror goes the other way") {
    const LayerSpec relu = parse_activation("relu");
    const std::vector<LayerSpec> specs = expand_encoder(parse_architecture("mlp:500,300"), relu, {784}, 40);
    REQUIRE(specs.size() == 5);
    CHECK(specs[2].setting("in") == 500);
    CHECK(specs[4].setting("out") == 40);
    CHECK(specs[3] == relu);
    CHECK(expand_encoder(parse_architecture("mlp:"), relu, {784}, 2).size() == 1);
    const std::vector<LayerSpec> back = expand_decoder(parse_architecture("mlp:500,300"), relu, 20, {784});
    CHECK(back[0].setting("out") == 300);
    CHECK(back[2].setting("out") == 500);
    CHECK(expand_decoder(parse_architecture("mlp:300,500", true), relu, 20, {784}) == back);
    CHECK_THROWS_WITH_AS(parse_architecture("mlp:5,0"), "architecture mlp:5,0: 0 is not a whole number of at least 1", Error);
    CHECK_THROWS_WITH_AS(parse_architecture("cnn:5"),
                         "architecture is cnn:5, expected mlp:SIZE,SIZE,..., conv:SIZE,SIZE,..., dcgan:SIZE or resnet:SIZE,SIZE,...", Error);
}

TEST_CASE("activation: names carry their number") {
    CHECK(parse_activation("leaky-relu").setting("slope") == 0.01);
    CHECK(parse_activation("leaky-relu:0.2").setting("slope") == 0.2);
    CHECK_THROWS_WITH_AS(parse_activation("swish"), "activation is swish, expected one of relu, leaky-relu, tanh, sigmoid, elu, softplus", Error);
    CHECK_THROWS_WITH_AS(parse_activation("relu:1"), "activation relu takes no number, got 1", Error);
}

TEST_CASE("optimizer: settings are read, shown and refused by name") {
    CHECK(text(parse_optimizer("adam")) == "adam:beta1=0.9,beta2=0.999,eps=1e-08,initial=0");
    CHECK(text(parse_optimizer("sgd:momentum=0.5")) == "sgd:momentum=0.5,nesterov=0");
    CHECK(parse_optimizer("adamw").weight_decay == 0.01);
    CHECK_THROWS_WITH_AS(parse_optimizer("adam:beta3=1"),
                         "optimizer adam has no setting beta3, expected one of beta1, beta2, eps, initial (did you mean beta1?)", Error);
    CHECK_THROWS_WITH_AS(parse_optimizer("adam:beta1=1"), "optimizer adam: beta1 is 1, expected from 0 to below 1", Error);
    CHECK_THROWS_WITH_AS(parse_optimizer("lion"), "optimizer is lion, expected one of adam, adamw, sgd, adagrad, rmsprop", Error);
}
