// arrays: arrays of numbers as the files of others hold them (NPY, NPZ, MATLAB, HDF5), and how their dimensions become images and labels.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "core/matrix.hpp"
#include "formats/bytes.hpp"
#include "formats/foreign_number.hpp"

namespace gen {

/// An array of numbers in a foreign file, whatever the format and however it is packed. Reading is safe from several threads.
class StoredArray {
public:
    virtual ~StoredArray() = default;

    /// All numbers whose index along dimension `axis` of `stored` is first ... first+count-1, row-major, as `type` says. Throws Fault::input.
    virtual void read(std::size_t axis, std::size_t first, std::size_t count, std::byte* out) const = 0;
    /// Indices along `axis` that are best read together, beginning at multiples of it.
    virtual std::size_t band(std::size_t axis) const;

    /// The dimensions as the programs of the format show them.
    Shape shape() const;
    /// Of a dimension of shape(), the same of `stored`, and back.
    std::size_t stored_axis(std::size_t axis) const { return reversed ? stored.size() - 1 - axis : axis; }
    /// The bytes of everything that shares one index along `axis` of `stored`.
    std::size_t slab_bytes(std::size_t axis) const;

    std::string where;  // for messages: "digits.npz: train_images"
    NumberType type;
    Shape stored;                       // row-major, as the bytes lie
    bool reversed = false;              // MATLAB and Fortran: shown the other way round
    bool is_byte = false;               // pixels of 8 bits, 0 ... 255
    bool is_bool = false;               // false and true as 0 and 1
    std::vector<std::string> warnings;  // what was read otherwise than it stands there
};

/// Numbers that lie one after the other.
class PlainArray : public StoredArray {
public:
    /// Throws Fault::input when the numbers from `offset` do not lie inside `content`.
    PlainArray(Bytes content, std::size_t offset, NumberType number_type, Shape dimensions, std::string name);
    void read(std::size_t axis, std::size_t first, std::size_t count, std::byte* out) const override;
    std::size_t band(std::size_t axis) const override;

private:
    Bytes content_;
    std::size_t offset_;
};

/// All numbers, row-major by shape(). Throws Fault::input when they are more than `most`.
std::vector<double> numbers_of(const StoredArray& array, std::size_t most);

/// The names that a list of numbers, or of words, may have as one-dimensional: dimensions of 1 are left out.
Shape squeezed(const Shape& shape);

}  // namespace gen
