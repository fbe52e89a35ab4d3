#pragma once

#include <memory>
#include <string>

#include "formats/source.hpp"

namespace gen {

/// The binary form of CIFAR-10: records of 3,073 bytes, a label 0 ... 9 and a picture of 3 x 32 x 32 (red, green, blue; row by row).
/// There is no magic number: the length must be a multiple and every label below 10.
bool is_cifar10(const Bytes& bytes);

/// Class names come from batches.meta.txt in `folder` where there is one. Throws Fault::input.
std::unique_ptr<Source> open_cifar10(const Bytes& bytes, const std::string& folder);

}  // namespace gen
