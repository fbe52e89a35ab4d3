#include "formats/tensor.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/counted.hpp"
#include "core/error.hpp"
#include "formats/kind.hpp"

namespace gen {
namespace {

constexpr const char* names_attribute = "dims";

std::vector<std::string> take_names(std::vector<Attribute>& attributes) {
    for (auto a = attributes.begin(); a != attributes.end(); ++a) {
        if (a->name != names_attribute) continue;
        std::vector<std::string> names;
        if (const auto* const several = std::get_if<std::vector<std::string>>(&a->value)) names = *several;
        if (const auto* const one = std::get_if<std::string>(&a->value)) names = {*one};
        attributes.erase(a);
        return names;
    }
    return {};
}

}  // namespace

Tensor tensor_of(const Document& document) {
    expect_kind(document, "tensor");
    Tensor tensor{.data = document.require("/data")};
    const std::string where = document.name + ": /data";
    if (tensor.data.type == Type::text) fail(where, " is text, expected numbers");
    const std::size_t rank = tensor.data.shape.size();
    if (rank == 0) fail(where, " is a single number, expected one dimension or more");
    tensor.dims = take_names(tensor.data.attributes);
    if (!tensor.dims.empty() && tensor.dims.size() != rank)
        fail(where, " has ", counted(rank, "dimension"), " and ", counted(tensor.dims.size(), "name"), " in @dims");
    return tensor;
}

Matrix table_of(const Tensor& tensor, const std::string& name) {
    const Shape& shape = tensor.data.shape;
    if (shape.size() > 2) fail(name, ": /data is ", text(shape), ", expected rows and columns");
    if (count(shape) == 0) fail(name, ": /data is ", text(shape), ", expected at least one row and one column");
    Matrix read = matrix_of(tensor.data);
    Matrix table = shape.size() == 2 ? std::move(read) : Matrix(shape[0], 1);
    if (shape.size() == 1) std::copy_n(read.data(), read.size(), table.data());
    for (std::size_t i = 0; i < table.size(); ++i)
        if (!std::isfinite(table.data()[i]))
            fail(name, ": /data, row ", i / table.columns(), ", column ", i % table.columns(), " is ", table.data()[i], ", expected a finite number");
    return table;
}

Document document_of(const Tensor& tensor, const std::optional<Provenance>& provenance) {
    Document document;
    document.datasets.push_back(tensor.data);
    Dataset& data = document.datasets.back();
    data.path = "/data";
    if (!tensor.dims.empty()) data.attributes.push_back({names_attribute, tensor.dims});
    add_header(document, "tensor", provenance);
    return document;
}

}  // namespace gen
