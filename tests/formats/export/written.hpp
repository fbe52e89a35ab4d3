#pragma once

#include <string>

#include "formats/export/exported.hpp"

namespace gen::test {

/// What a writer gives, in one piece.
template <class Write>
std::string written(Write write) {
    std::string bytes;
    write([&](const void* data, std::size_t n) { bytes.append(static_cast<const char*>(data), n); });
    return bytes;
}

}  // namespace gen::test
