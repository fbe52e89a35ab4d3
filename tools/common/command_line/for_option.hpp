#pragma once

#include <string_view>

#include "core/error.hpp"

namespace gen {

/// What `make` gives. The library knows no options: what it finds wrong with one's value is thrown on with the name in front.
template <class Make>
auto for_option(std::string_view option, const Make& make) {
    try {
        return make();
    } catch (const Error& error) {
        if (error.fault() != Fault::usage) throw;
        fail_usage(option, ": ", error.what());
    }
}

}  // namespace gen
