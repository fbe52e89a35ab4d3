#include "formats/export/onnx/onnx_network.hpp"

#include "core/error.hpp"
#include "formats/export/onnx/onnx_layers.hpp"
#include "nn/layer_table.hpp"

namespace gen {

OnnxValue add_network(OnnxGraph& graph, const UsedNetwork& network, OnnxValue x) {
    std::vector<OnnxValue> outputs;
    std::size_t i = 0;
    const std::function<std::string()> class_of_row = [&] { return graph.class_input(); };
    const std::function<std::string(std::string_view, const Shape&)> random = [&](std::string_view kind, const Shape& shape) {
        return graph.input(join(network.name, '.', i, '.', kind), shape).name;
    };
    if (takes_rows(network.layers.front().spec.type)) x = graph.as_row(x);
    for (; i < network.layers.size(); ++i) try {
            graph.begin_part(join(network.name, '.', i));
            x = onnx_of({graph, network.layers[i], x, outputs, class_of_row, random});
            x.shape = network.layers[i].output;
            outputs.push_back(x);
        } catch (const Error& error) {
            throw Error(error.fault(), join(network.name, '/', i, ": ", error.what()));
        }
    graph.begin_part("");
    return x;
}

}  // namespace gen
