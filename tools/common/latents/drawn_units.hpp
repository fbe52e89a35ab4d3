#pragma once

#include <optional>
#include <string>

#include "formats/images.hpp"
#include "tools/common/command_line/options.hpp"

namespace gen {

/// In which units a tool writes what it draws.
struct DrawnUnits {
    std::optional<std::string> units;

    void describe(OptionVisitor& v);
    /// What `model` has drawn, black 0 and white 1, in the units of its data; where these were transformed, as they were before, unless told
    /// otherwise.
    Images of(const Document& model, Images drawn) const;
};

}  // namespace gen
