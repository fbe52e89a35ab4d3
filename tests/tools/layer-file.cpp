// Writes a model file with a network for each kind of layer, and what each makes of some rows: layer-file OUTPUT. In it /architecture and /parameters
// are as in any model, /x/<network>, /y/<network> and /labels what goes in and, as rows, comes out. For readers in other languages.
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/random.hpp"
#include "formats/model.hpp"
#include "formats/streams.hpp"
#include "lib/nn/layer_cases.hpp"
#include "nn/initialise.hpp"

namespace {

using namespace gen;

const std::vector<std::int32_t> labels = {2, 0, 1, 1, 2, 0};

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
    Shape shape = {labels.size()};
    shape.insert(shape.end(), row.begin(), row.end());
    return shape;
}

Matrix numbers(std::size_t rows, std::size_t columns, std::uint32_t which) {
    Matrix m(rows, columns);
    random_normal({9, Purpose::synth, which}, 0, m.data(), m.size());
    return m;
}

/// Nothing is at its start, so that each number counts.
void shake(Sequential& net) {
    for (std::size_t i = 0; i < net.size(); ++i) {
        for (Parameter& p : net.layer(i).parameters()) {
            const Matrix more = numbers(p.value.rows(), p.value.columns(), 1);
            for (std::size_t j = 0; j < more.size(); ++j) p.value.data()[j] += real{0.3} * more.data()[j];
        }
        for (Buffer& b : net.layer(i).buffers())
            for (std::size_t j = 0; j < b.value.size(); ++j) b.value.data()[j] += real{0.1} * static_cast<real>(j);
    }
}

Matrix output(Sequential& net, const Matrix& x) {
    Trace trace;
    trace.mode = {.labels = labels};
    net.reserve(trace, x.rows(), false);
    net.prepare(false);
    Pipeline pipeline;
    net.add_forward(pipeline, x, trace, Trains::no);
    Parallel parallel(1);
    pipeline.run(x.rows(), parallel);
    return trace.y.back();
}

void write(const std::string& path) {
    std::vector<Sequential> nets;
    std::string text;
    for (const LayerCase& c : layer_cases()) {
        const std::string name = join("net-", nets.size());
        nets.emplace_back(name, c.specs, c.input);
        initialise(nets.back(), {}, 3, 0);
        shake(nets.back());
        text += join(text.empty() ? "" : ",", '"', name, "\":", json(c.specs));
    }
    std::vector<const Sequential*> pointers;
    for (const Sequential& net : nets) pointers.push_back(&net);
    const Optimizer none(parse_optimizer("sgd"));
    Document document =
        document_of("{\"kind\":\"layers\",\"networks\":{" + text + "}}", pointers, LearningStates(), std::nullopt, none, {}, std::nullopt);
    for (std::size_t i = 0; i < nets.size(); ++i) {
        const Matrix x = numbers(labels.size(), nets[i].inputs(), 2);
        document.datasets.push_back(dataset("/x/" + nets[i].name(), x, with_rows(layer_cases()[i].input)));
        document.datasets.push_back(dataset("/y/" + nets[i].name(), output(nets[i], x)));
    }
    document.datasets.push_back(dataset("/labels", labels));
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
