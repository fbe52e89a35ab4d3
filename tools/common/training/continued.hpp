#pragma once

#include <string>

#include "core/error.hpp"
#include "formats/architecture.hpp"
#include "formats/model.hpp"

namespace gen {

/// The model that training goes on with. `wanted(model)`: its spec by the options of this run. Throws Fault::input where the two differ.
template <class M, class Wanted>
M continued(const Document& start, const Wanted& wanted) {
    M model = model_as<M>(start, Weights::latest);
    const std::string difference = difference_of_architectures(architecture_json(model.spec), architecture_json(wanted(model)));
    if (!difference.empty()) fail(start.name, ": /architecture: ", difference, " by the options of this run");
    return model;
}

}  // namespace gen
