#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "picture/resample.hpp"

namespace gen {

/// Whether a file that starts so is a picture, PNG or JPEG; 8 bytes are enough.
bool is_picture(std::span<const std::byte> head);

/// What read_picture() makes of a file.
struct PictureKind {
    std::size_t channels = 1;  // or 3
    int bits = 8;              // or 16
};

/// Of a picture that starts so; nothing where its header lies further on. 512 bytes are enough for almost all.
std::optional<PictureKind> picture_kind(std::span<const std::byte> head);

/// Decodes PNG or JPEG, told apart by content. The bits of its samples, 8 or 16: they are 0 ... 255 or 0 ... 65535. Throws Fault::input, `name`
/// first.
int read_picture(std::span<const std::byte> file, const std::string& name, Picture& out);

}  // namespace gen
