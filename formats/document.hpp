// formats: between bytes and the types of lib: HDF5 files as documents, models, images, latents, and the files of others. No options and no
// printing; hdf5/ alone calls that library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/dataset.hpp"

namespace gen {

/// Of the kinds that we write; readers accept the same major number.
inline constexpr std::string_view encoding_version = "1.0.0";

/// One HDF5 file, alone or on a stream: what is in it, before it is bytes and after. The order of `datasets` is the order of writing.
struct Document {
    std::vector<Attribute> attributes;  // of the root; content-sha256 is the writer's
    std::vector<Dataset> datasets;
    /// Data sets of types that we do not read, with the reason; find() and require() throw it.
    std::vector<std::pair<std::string, std::string>> unreadable;
    std::string name;    // for messages: the path as the user typed it, "stdin" for "-"
    std::string digest;  // content-sha256 as read; verified unless the file had none

    const Dataset* find(std::string_view path) const;
    const Dataset& require(std::string_view path) const;  // throws: "digits.h5: no dataset /images"
    const Attribute* attribute(std::string_view name) const;
    /// A text attribute of the root, "" where there is none.
    std::string text_attribute(std::string_view name) const;
};

/// A data set that holds its bytes.
Dataset dataset(std::string path, Type type, Shape shape, std::vector<std::byte> bytes);
/// f32 (whatever `real` is); `shape` must have m.size() numbers; empty: [rows, columns].
Dataset dataset(std::string path, const Matrix& m, Shape shape = {});
/// Of a matrix that is not copied, and stays as it is until the document is written.
Dataset dataset(std::string path, std::shared_ptr<const Matrix> m, Shape shape = {});
Dataset dataset(std::string path, const std::vector<std::int32_t>& values);
Dataset text_dataset(std::string path, std::string_view text);

/// All of a data set as numbers, converted; rank 0 or 1 gives one row, rank n the first dimension by the rest.
Matrix matrix_of(const Dataset& set);
std::vector<std::int32_t> integers_of(const Dataset& set);
std::string text_of(const Dataset& set);

}  // namespace gen
