// Writes a model file with a network for each kind of layer, and what each makes of some rows: layer-file OUTPUT. In it /architecture and /parameters
// are as in any model, /x/<network>, /y/<network> and /labels what goes in and, as rows, comes out. For readers in other languages.
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "formats/model.hpp"
#include "formats/streams.hpp"
#include "tests/tools/shaken_networks.hpp"

namespace {

using namespace gen;

std::string json(const std::vector<LayerSpec>& specs) {
    std::string all;
    for (const LayerSpec& spec : specs) {
        all += join(all.empty() ? "" : ",", "{\"type\":\"", spec.type, '"');
        for (const auto& [name, value] : spec.settings) all += join(",\"", name, "\":", value);
        all += '}';
    }
    return '[' + all + ']';
}

Shape with_rows(const Shape& row) {
    Shape shape = {layer_labels.size()};
    shape.insert(shape.end(), row.begin(), row.end());
    return shape;
}

void write(const std::string& path) {
    std::vector<Sequential> nets;
    std::string text;
    for (const LayerCase& c : layer_cases()) {
        nets.push_back(shaken_network(c, nets.size()));
        text += join(text.empty() ? "" : ",", '"', nets.back().name(), "\":", json(c.specs));
    }
    std::vector<const Sequential*> pointers;
    for (const Sequential& net : nets) pointers.push_back(&net);
    const Optimizer none(parse_optimizer("sgd"));
    Document document =
        document_of("{\"kind\":\"layers\",\"networks\":{" + text + "}}", pointers, LearningStates(), std::nullopt, none, {}, std::nullopt);
    for (std::size_t i = 0; i < nets.size(); ++i) {
        const Matrix x = numbers(layer_labels.size(), nets[i].inputs(), 2);
        document.datasets.push_back(dataset("/x/" + nets[i].name(), x, with_rows(layer_cases()[i].input)));
        document.datasets.push_back(dataset("/y/" + nets[i].name(), output_of(nets[i], x)));
    }
    document.datasets.push_back(dataset("/labels", layer_labels));
    Output(path).commit(document);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        if (argc != 2) fail_usage("usage: layer-file OUTPUT");
        write(argv[1]);
        return 0;
    } catch (const std::exception& e) {
        std::cerr << "layer-file: " << e.what() << '\n';
        return 1;
    }
}
