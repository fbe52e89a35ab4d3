// Writes an ONNX file for each kind of layer, FOLDER/net-NUMBER.onnx, of the networks that layer-file has: layer-onnx FOLDER. What ONNX does not have
// is named on stdout.
#include <exception>
#include <fstream>
#include <iostream>
#include <string>

#include "core/error.hpp"
#include "formats/export/onnx/onnx_network.hpp"
#include "tests/tools/shaken_networks.hpp"

namespace {

using namespace gen;

void write(const std::string& folder, const LayerCase& layer_case, std::size_t number) try {
    Sequential net = shaken_network(layer_case, number);
    net.prepare(false);
    const UsedNetwork used = used_network(net, false);
    OnnxGraph graph;
    const OnnxValue x = graph.input("input", layer_case.input);
    graph.output(graph.as_row(add_network(graph, used, x)), "output");
    std::ofstream(join(folder, '/', net.name(), ".onnx"), std::ios::binary) << graph.file("layer-onnx 0", net.name(), {});
} catch (const Error& error) {
    std::cout << error.what() << '\n';
}

}  // namespace

int main(int argc, char** argv) {
    try {
        if (argc != 2) fail_usage("usage: layer-onnx FOLDER");
        for (std::size_t i = 0; i < layer_cases().size(); ++i) write(argv[1], layer_cases()[i], i);
        return 0;
    } catch (const std::exception& e) {
        std::cerr << "layer-onnx: " << e.what() << '\n';
        return 1;
    }
}
