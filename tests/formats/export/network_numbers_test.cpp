#include "formats/export/network_numbers.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"

using namespace gen;

namespace {

/// Weights 1, 2, 3, ... in file order; batch norm that multiplies channel c with c + 2 and adds 10.
Sequential network_of(std::vector<LayerSpec> specs, const Shape& input) {
    Sequential net("net", std::move(specs), input);
    for (std::size_t i = 0; i < net.size(); ++i)
        for (Parameter& p : net.layer(i).parameters()) {
            const bool norm = net.specs()[i].type == "batch-norm";
            Matrix stored(1, count(p.stored));
            for (std::size_t j = 0; j < stored.size(); ++j) stored(0, j) = static_cast<real>(!norm ? j + 1 : p.name == "weight" ? j + 2 : 10);
            p.value = from_stored(p, stored);
        }
    return net;
}

const LayerSpec norm = {"batch-norm", {{"channels", 2}, {"eps", 1e-12}}};

}  // namespace

TEST_CASE("network numbers: batch norm goes into each kind of layer before it, channel by channel") {
    Sequential linear = network_of({{"linear", {{"in", 2}, {"out", 2}}}, norm}, {2});
    UsedNetwork used = used_network(linear, true);
    CHECK(used.layers[0].array("weight").values == std::vector<float>{2, 4, 9, 12});
    CHECK(used.layers[0].array("bias").values == std::vector<float>{12, 16});
    CHECK(used.layers[1].is_folded);
    CHECK(used.layers[1].arrays.empty());
    CHECK_FALSE(used_network(linear, false).layers[1].is_folded);

    Sequential conv = network_of({{"conv", {{"in", 1}, {"out", 2}, {"kernel", 2}, {"bias", 0}}}, norm}, {1, 2, 2});
    used = used_network(conv, true);
    CHECK(used.layers[0].array("weight").values == std::vector<float>{2, 4, 6, 8, 15, 18, 21, 24});
    CHECK(used.layers[0].array("bias").values == std::vector<float>{10, 10});
    CHECK(used_network(conv, false).layers[0].find("bias") == nullptr);

    Sequential transposed = network_of({{"conv-transposed", {{"in", 2}, {"out", 2}, {"kernel", 1}}}, norm}, {2, 1, 1});
    CHECK(used_network(transposed, true).layers[0].array("weight").values == std::vector<float>{2, 6, 6, 12});
}

TEST_CASE("network numbers: batch norm stays where it cannot go") {
    const LayerSpec linear = {"linear", {{"in", 2}, {"out", 2}}};
    Sequential behind_relu = network_of({linear, {"relu", {}}, norm}, {2});
    CHECK_FALSE(used_network(behind_relu, true).layers[2].is_folded);
    Sequential taken_twice = network_of({linear, norm, {"residual", {{"from", 0}}}}, {2});
    CHECK_FALSE(used_network(taken_twice, true).layers[1].is_folded);
    Sequential first = network_of({norm}, {2});
    CHECK_FALSE(used_network(first, true).layers[0].is_folded);
}
