#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/matrix.hpp"
#include "formats/document.hpp"
#include "formats/provenance.hpp"

namespace gen {

/// The kind `tensor`: /data, numbers of any type in one dimension or more, with the names of its dimensions in @dims if they have any. Features of N
/// images are [N,D].
struct Tensor {
    Dataset data;  // without @dims
    std::vector<std::string> dims = {};
};

/// Throws Fault::input where /data is text or a single number, or names fit no dimension.
Tensor tensor_of(const Document& document);

/// Of [N,D], or [N] as one column: loaded whole. Throws Fault::input, beginning with `name`, on other shapes and on numbers that are not finite.
Matrix table_of(const Tensor& tensor, const std::string& name);

/// `provenance` empty: --bare.
Document document_of(const Tensor& tensor, const std::optional<Provenance>& provenance);

}  // namespace gen
