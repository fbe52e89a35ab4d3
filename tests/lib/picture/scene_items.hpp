#pragma once

#include <variant>
#include <vector>

#include "picture/scene.hpp"

namespace gen::picture {

/// What of one kind a scene holds, in its order.
template <class T>
std::vector<T> all_of(const Scene& scene) {
    std::vector<T> out;
    for (const Item& item : scene.items)
        if (const T* found = std::get_if<T>(&item)) out.push_back(*found);
    return out;
}

}  // namespace gen::picture
