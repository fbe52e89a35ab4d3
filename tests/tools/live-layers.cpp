// A network for each kind of layer as a page runs it, and what each makes of some rows: live-layers, JSON to stdout. live-layers FILE PATH: the
// numbers of a data set as 32-bit floats. For tests of the page.
#include <exception>
#include <iostream>
#include <string>

#include "core/error.hpp"
#include "formats/page/live_model.hpp"
#include "formats/page/markup.hpp"
#include "formats/streams.hpp"
#include "tests/tools/shaken_networks.hpp"

namespace {

using namespace gen;

std::string bytes_of(const Matrix& m) {
    std::string bytes;
    for (const real v : m.values()) {
        const auto number = static_cast<float>(v);
        bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
    }
    return bytes;
}

Json json_of(const Matrix& m) {
    Json rows = Json::array();
    for (std::size_t i = 0; i < m.rows(); ++i) rows.push_back(std::vector<double>(m.row(i), m.row(i) + m.columns()));
    return rows;
}

Json network_json(const LayerCase& layer_case, std::size_t number) {
    Sequential net = shaken_network(layer_case, number);
    const Matrix x = numbers(layer_labels.size(), net.inputs(), 2);
    const Matrix y = output_of(net, x);
    net.settle();
    std::string bytes;
    const Json layers = page::live_layers(net, page::Precision::single, bytes);
    Shape shape = layer_case.input;
    shape.resize(3, 1);
    return Json::object({{"layers", layers}, {"shape", shape}, {"numbers", page::base64(bytes)}, {"x", json_of(x)}, {"y", json_of(y)}});
}

std::string all_layers() {
    Json networks = Json::array();
    for (const LayerCase& c : layer_cases()) networks.push_back(network_json(c, networks.elements().size()));
    Json not_alive = Json::array();
    for (const std::string_view name : page::layers_of_batches()) not_alive.push_back(Json(name));
    return Json::object({{"networks", networks}, {"labels", layer_labels}, {"of_batches", not_alive}}).dump();
}

}  // namespace

int main(int argc, char** argv) {
    try {
        if (argc != 1 && argc != 3) fail_usage("usage: live-layers [FILE PATH]");
        std::cout << (argc == 1 ? all_layers() : bytes_of(matrix_of(read_document(argv[1]).require(argv[2]))));
        return 0;
    } catch (const std::exception& e) {
        std::cerr << "live-layers: " << e.what() << '\n';
        return 1;
    }
}
