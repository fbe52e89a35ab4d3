#include "formats/export/onnx/onnx_graph.hpp"

#include <algorithm>

#include "core/error.hpp"

namespace gen {
namespace {

// Numbers of fields and of types, from onnx.proto.
namespace model {
enum : unsigned { ir_version = 1, producer_name = 2, producer_version = 3, graph = 7, opset_import = 8, metadata_props = 14 };
}
namespace graph {
enum : unsigned { node = 1, name = 2, initializer = 5, input = 11, output = 12 };
}
namespace node {
enum : unsigned { input = 1, output = 2, name = 3, op_type = 4, attribute = 5 };
}
namespace attribute {
enum : unsigned { name = 1, f = 2, i = 3, s = 4, ints = 8, type = 20 };
}
namespace tensor {
enum : unsigned { dims = 1, data_type = 2, name = 8, raw_data = 9 };
}
constexpr std::int64_t float_type = 1;
constexpr std::int64_t int64_type = 7;

template <class T>
ProtobufMessage tensor_of(const std::string& name, std::int64_t type, const Shape& shape, const std::vector<T>& values) {
    ProtobufMessage message;
    for (const std::size_t side : shape) message.add(tensor::dims, static_cast<std::int64_t>(side));
    message.add(tensor::data_type, type);
    message.add(tensor::name, name);
    message.add(tensor::raw_data, std::string_view(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)));
    return message;
}

ProtobufMessage attribute_of(const OnnxAttribute& given) {
    ProtobufMessage message;
    message.add(attribute::name, given.name);
    if (const auto* const whole = std::get_if<std::int64_t>(&given.value)) {
        message.add(attribute::i, *whole);
        message.add(attribute::type, std::int64_t{2});
    } else if (const auto* const number = std::get_if<float>(&given.value)) {
        message.add(attribute::f, *number);
        message.add(attribute::type, std::int64_t{1});
    } else if (const auto* const word = std::get_if<std::string_view>(&given.value)) {
        message.add(attribute::s, *word);
        message.add(attribute::type, std::int64_t{3});
    } else {
        for (const std::int64_t each : std::get<std::vector<std::int64_t>>(given.value)) message.add(attribute::ints, each);
        message.add(attribute::type, std::int64_t{7});
    }
    return message;
}

ProtobufMessage pair_of(const std::string& first, const std::string& second) {
    ProtobufMessage message;
    message.add(1, std::string_view(first));
    message.add(2, std::string_view(second));
    return message;
}

}  // namespace

std::string OnnxGraph::fresh(std::string_view name) {
    std::string out = prefix_.empty() ? std::string(name) : join(prefix_, '.', name);
    const std::string plain = out;
    for (std::size_t n = 2; std::ranges::find(names_, out) != names_.end(); ++n) out = join(plain, '_', n);
    names_.push_back(out);
    return out;
}

ProtobufMessage OnnxGraph::value_info(const std::string& name, std::int64_t type, const Shape& shape) {
    ProtobufMessage dimensions;
    ProtobufMessage rows;
    rows.add(2, std::string_view("N"));
    dimensions.add(1, rows);
    for (const std::size_t side : shape) {
        ProtobufMessage dimension;
        dimension.add(1, static_cast<std::int64_t>(side));
        dimensions.add(1, dimension);
    }
    ProtobufMessage numbers;
    numbers.add(1, type);
    numbers.add(2, dimensions);
    ProtobufMessage kind;
    kind.add(1, numbers);
    ProtobufMessage info;
    info.add(1, std::string_view(name));
    info.add(2, kind);
    return info;
}

OnnxValue OnnxGraph::input(const std::string& name, const Shape& shape) {
    names_.push_back(name);
    input_.add(graph::input, value_info(name, float_type, shape));
    return {name, shape};
}

std::string OnnxGraph::class_input() {
    if (!has_class_) input_.add(graph::input, value_info("class", int64_type, {}));
    has_class_ = true;
    return "class";
}

void OnnxGraph::output(const OnnxValue& value, const std::string& name) {
    ProtobufMessage last;
    last.add(node::input, std::string_view(value.name));
    last.add(node::output, std::string_view(name));
    last.add(node::name, std::string_view(name));
    last.add(node::op_type, std::string_view("Identity"));
    node_.add(graph::node, last);
    output_.add(graph::output, value_info(name, float_type, value.shape));
}

OnnxValue OnnxGraph::add(std::string_view op, const std::vector<std::string>& inputs, const Shape& shape,
                         const std::vector<OnnxAttribute>& attributes) {
    const std::string name = fresh(op);
    ProtobufMessage message;
    for (const std::string& input : inputs) message.add(node::input, std::string_view(input));
    message.add(node::output, std::string_view(name));
    message.add(node::name, std::string_view(name));
    message.add(node::op_type, op);
    for (const OnnxAttribute& each : attributes) message.add(node::attribute, attribute_of(each));
    node_.add(graph::node, message);
    return {name, shape};
}

std::string OnnxGraph::constant(std::string_view name, const Shape& shape, const std::vector<float>& values) {
    std::string full = fresh(name);
    initializer_.add(graph::initializer, tensor_of(full, float_type, shape, values));
    return full;
}

std::string OnnxGraph::constant(std::string_view name, const std::vector<std::int64_t>& values) {
    std::string full = fresh(name);
    initializer_.add(graph::initializer, tensor_of(full, int64_type, {values.size()}, values));
    return full;
}

OnnxValue OnnxGraph::reshaped(const OnnxValue& value, const Shape& shape) {
    if (value.shape == shape) return value;
    if (shape.size() == 1) return add("Flatten", {value.name}, shape, {{"axis", std::int64_t{1}}});
    std::vector<std::int64_t> sides = {0};  // as many rows as there are
    for (const std::size_t side : shape) sides.push_back(static_cast<std::int64_t>(side));
    return add("Reshape", {value.name, constant("shape", sides)}, shape);
}

std::string OnnxGraph::file(std::string_view producer, const std::string& name, const Properties& properties) const {
    ProtobufMessage inner;
    inner.add(graph::name, std::string_view(name));
    const std::string all = node_.bytes() + inner.bytes() + initializer_.bytes() + input_.bytes() + output_.bytes();
    if (all.size() >= (std::size_t{1} << 31U) - 65536) fail(name, " has ", all.size(), " bytes, ONNX files hold at most 2 GiB");
    ProtobufMessage message;
    message.add(model::ir_version, ir_version);
    message.add(model::producer_name, producer.substr(0, producer.find(' ')));
    message.add(model::producer_version, producer.substr(producer.find(' ') + 1));
    message.add(model::graph, std::string_view(all));
    ProtobufMessage operators;
    operators.add(1, std::string_view(""));
    operators.add(2, opset);
    message.add(model::opset_import, operators);
    for (const auto& [key, value] : properties) message.add(model::metadata_props, pair_of(key, value));
    return message.bytes();
}

}  // namespace gen
