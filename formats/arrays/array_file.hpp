#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "formats/arrays/stored_array.hpp"
#include "formats/bytes.hpp"

namespace gen {

/// One array of a file, as a list of its contents shows it.
struct ArrayInfo {
    enum class Holds { numbers, words, other };
    std::string path;  // "train_images", "dataset.train.images", "/train/images"; empty: the file is this array
    Shape shape;
    std::string type;  // "u8", "bool", "text", "compound"
    Holds holds = Holds::numbers;
    std::string refusal = {};  // why its numbers cannot be read: "is stored with HDF5 filter 32000, expected ..."
};

/// Another name, of an array or of a group of them.
struct ArrayLink {
    std::string path;
    std::string target;  // its path in the same file
    std::string file;    // or in another one
};

/// A file of named arrays. Nothing is read before it is asked for.
class ArrayFile {
public:
    virtual ~ArrayFile() = default;
    /// Throws Fault::input where it holds no numbers.
    virtual std::shared_ptr<const StoredArray> open(const ArrayInfo& array) const = 0;
    /// The words of an array of text, and those that the numbers of an array stand for (AnnData's categories); empty where there are none.
    virtual std::vector<std::string> words(const ArrayInfo& array) const;

    /// By its path as listed, or as other programs write it: with or without "/" at the beginning, "." for "/"; or by a link. Null if there is none.
    const ArrayInfo* find(std::string_view path) const;
    /// Throws "digits.npz: has no array images, expected train_images, train_labels or val_images".
    const ArrayInfo& require(std::string_view path) const;
    /// "digits.npz: train_images"
    std::string where(const ArrayInfo& array) const;

    std::string name;               // of the file, for messages
    std::string format;             // "npz"
    bool columns_are_rows = false;  // MATLAB: what others call [N,D] is [D,N], [N,H,W] is [H,W,N]
    std::vector<ArrayInfo> arrays;
    std::vector<ArrayLink> links;

private:
    const ArrayInfo* find_itself(std::string_view path) const;
    const ArrayLink* link_above(std::string_view path) const;
};

}  // namespace gen
