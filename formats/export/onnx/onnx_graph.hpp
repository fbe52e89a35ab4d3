#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/matrix.hpp"
#include "formats/export/onnx/protobuf.hpp"

namespace gen {

/// What goes from node to node: its name, and the shape of one row of it.
struct OnnxValue {
    std::string name;
    Shape shape;
};

struct OnnxAttribute {
    std::string_view name;
    std::variant<std::int64_t, float, std::string_view, std::vector<std::int64_t>> value;
};

/// An ONNX graph as it grows. Fields have the numbers of onnx.proto; operators are those of opset 14: the first in
/// which batch norm says that it does not train, old enough for all that runs ONNX today.
class OnnxGraph {
public:
    static constexpr std::int64_t ir_version = 7;
    static constexpr std::int64_t opset = 14;

    /// Names of what is added from now on begin with this: "decoder.3".
    void begin_part(std::string prefix) { prefix_ = std::move(prefix); }

    /// Rows of numbers, as many as the user has.
    OnnxValue input(const std::string& name, const Shape& shape);
    /// The input `class`, of each row; one for all who ask.
    std::string class_input();
    void output(const OnnxValue& value, const std::string& name);

    /// The output of a node; its rows have this shape.
    OnnxValue add(std::string_view op, const std::vector<std::string>& inputs, const Shape& shape, const std::vector<OnnxAttribute>& attributes = {});
    /// The name of constant numbers.
    std::string constant(std::string_view name, const Shape& shape, const std::vector<float>& values);
    std::string constant(std::string_view name, const std::vector<std::int64_t>& values);
    std::string scalar(std::string_view name, double value) { return constant(name, {}, {static_cast<float>(value)}); }

    /// The same numbers in rows of another shape of the same size.
    OnnxValue reshaped(const OnnxValue& value, const Shape& shape);
    OnnxValue as_row(const OnnxValue& value) { return reshaped(value, {count(value.shape)}); }
    OnnxValue as_maps(const OnnxValue& value) { return value.shape.size() == 3 ? value : reshaped(value, {count(value.shape), 1, 1}); }

    /// The file. `producer`: "data-export 0.1.0". Throws Fault::input where it would have more than 2 GiB, which protobuf does not allow.
    using Properties = std::vector<std::pair<std::string, std::string>>;
    std::string file(std::string_view producer, const std::string& name, const Properties& properties) const;

private:
    std::string fresh(std::string_view name);
    static ProtobufMessage value_info(const std::string& name, std::int64_t type, const Shape& shape);

    std::string prefix_;
    bool has_class_ = false;
    ProtobufMessage node_;
    ProtobufMessage initializer_;
    ProtobufMessage input_;
    ProtobufMessage output_;
    std::vector<std::string> names_;
};

}  // namespace gen
