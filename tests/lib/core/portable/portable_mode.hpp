#pragma once

#include "core/portable/mode.hpp"

namespace gen {

/// Computes portably while it lives, where this processor does.
class PortableMode {
public:
    PortableMode() { compute_portably(); }
    ~PortableMode() { compute_portably(false); }
    PortableMode(const PortableMode&) = delete;
    PortableMode& operator=(const PortableMode&) = delete;

    static bool is_there() { return why_not_portable().empty(); }
};

}  // namespace gen
