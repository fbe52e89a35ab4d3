#include "formats/export/onnx/onnx_layers.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "formats/export/onnx/onnx_network.hpp"
#include "nn/layer_table.hpp"
#include "tests/formats/scratch.hpp"
#include "tools/shaken_networks.hpp"

using namespace gen;

TEST_CASE("onnx: every type of layer is written, but for tables, which give rows that nobody put in") {
    std::vector<std::string> written;
    for (std::size_t i = 0; i < layer_cases().size(); ++i) {
        Sequential net = shaken_network(layer_cases()[i], i);
        net.prepare(false);
        OnnxGraph graph;
        const OnnxValue x = graph.input("input", layer_cases()[i].input);
        try {
            const OnnxValue y = add_network(graph, used_network(net, false), x);
            CHECK(y.shape == net.layer(net.size() - 1).output());
        } catch (const Error& error) {
            CHECK(std::string(error.what()) == join("net-", i, "/0: a layer table has no counterpart in ONNX; npz and safetensors hold its numbers"));
            continue;
        }
        for (const LayerSpec& spec : net.specs()) written.push_back(spec.type);
    }
    for (const LayerType& type : layer_types()) {
        CAPTURE(type.name);
        CHECK((std::ranges::find(written, type.name) != written.end()) == (type.name != "table"));
    }
}

TEST_CASE("onnx: layers that draw random numbers have inputs for them, and only where they do so in use") {
    const auto inputs = [](const LayerSpec& spec) {
        Sequential net("net", {{"linear", {{"in", 3}, {"out", 4}}}, spec}, {3});
        for (Parameter& p : net.layer(0).parameters()) p.value.fill(0);
        for (Parameter& p : net.layer(1).parameters()) p.value.fill(0);
        OnnxGraph graph;
        add_network(graph, used_network(net, false), graph.input("x", {3}));
        const std::string file = graph.file("tool 1", "net", {});
        return std::pair(file.find("net.1.normal") != std::string::npos, file.find("net.1.uniform") != std::string::npos);
    };
    CHECK(inputs({"noise", {{"sd", 0.1}}}) == std::pair(false, false));
    CHECK(inputs({"noise", {{"sd", 0.1}, {"always", 1}}}) == std::pair(true, false));
    CHECK(inputs({"dropout", {{"p", 0.5}}}) == std::pair(false, false));
    CHECK(inputs({"dropout", {{"p", 0.5}, {"always", 1}}}) == std::pair(false, true));
    CHECK(inputs({"append-noise", {{"size", 2}}}) == std::pair(true, false));
    CHECK(inputs({"mix-noise", {{"size", 2}}}) == std::pair(true, false));
}
