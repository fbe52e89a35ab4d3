#include "tools/common/latents/drawn_units.hpp"

#include <utility>

#include "formats/pixel_units.hpp"

namespace gen {

void DrawnUnits::describe(OptionVisitor& v) {
    v.visit({.name = "units",
             .value = "UNITS",
             .help = "where the data were transformed: give numbers as they were before it, or as the model knows them",
             .choices = {"original", "stored"},
             .example_default = "original"},
            units);
}

Images DrawnUnits::of(const Document& model, Images drawn) const {
    Images images = in_units_of(model, std::move(drawn));
    return units == "stored" ? images : in_original_units(std::move(images));
}

}  // namespace gen
