#pragma once

#include <memory>
#include <string>

#include "formats/input_files.hpp"
#include "formats/source.hpp"

namespace gen {

/// The binary forms of CIFAR-10 and CIFAR-100: records of labels and a picture of 3 x 32 x 32 (red, green, blue; row by row). CIFAR-10's 3,073 bytes
/// begin with a label 0 ... 9, CIFAR-100's 3,074 with a coarse one, 0 ... 19, and a fine one, 0 ... 99. There is no magic number: the length must be
/// a multiple and every label be one.
bool is_cifar10(const Bytes& bytes);
bool is_cifar100(const Bytes& bytes);
/// Whether the beginning of a long file is as either of them begins.
bool begins_cifar(const Bytes& head);

/// Class names come from batches.meta.txt beside it where there is one. Throws Fault::input.
std::unique_ptr<Source> open_cifar10(const Bytes& bytes, const Beside& beside);

/// Labels are the fine ones, or, where `labels` is "coarse", those; class names come from fine_label_names.txt or coarse_label_names.txt.
std::unique_ptr<Source> open_cifar100(const Bytes& bytes, const Beside& beside, const std::string& labels);

}  // namespace gen
