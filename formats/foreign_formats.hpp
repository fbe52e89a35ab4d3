#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/bytes.hpp"
#include "formats/foreign_reading.hpp"
#include "formats/source.hpp"

namespace gen {

/// A format other than HDF5, known by how its files begin; never by their names. A row of the table in foreign_formats.cpp.
struct ForeignFormat {
    std::string_view type;   // of data-import --type
    std::string_view title;  // "an IDX file"
    std::string_view known_as = {};
    bool (*recognises)(const Bytes& bytes) = nullptr;
    std::unique_ptr<Source> (*open)(const Bytes& bytes, const ForeignReading& how) = nullptr;  // null of data: pictures, which are read together
    bool has_shapes = false;                                                                   // rows cannot be given another
    bool has_arrays = false;                                                                   // with names and dimensions
    bool has_layout = false;                                                                   // of a row's numbers
    bool has_columns = false;                                                                  // one of which may be the labels
    bool unpacks_itself = false;                                                               // what is gzipped: the header tells how much there is
    std::string_view says = {};                                                                // for the manual: what a file of the type holds
};

/// In the order in which they are tried: those with a magic number first, then CIFAR-10, whose lengths and labels fit, then text.
std::span<const ForeignFormat> foreign_formats();
/// The first row of a type.
const ForeignFormat* find_foreign_format(std::string_view type);

/// "auto", and the types.
std::vector<std::string_view> foreign_types();
/// "idx: the files of MNIST, ... npy: ..."
std::string foreign_types_described();

}  // namespace gen
