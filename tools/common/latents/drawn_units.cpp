#include "tools/common/latents/drawn_units.hpp"

#include <utility>

#include "formats/finite_rows.hpp"
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
    if (drawn.latents) expect_finite(*drawn.latents, model.name + ": gets latents that are not finite");
    drawn.rows = finite_rows(std::move(drawn.rows), drawn.pixels(), model.name + ": makes images that are not finite");
    Images images = in_units_of(model, std::move(drawn));
    if (units == "stored" || images.transform.empty()) return images;
    images = in_original_units(std::move(images));
    images.rows = finite_rows(std::move(images.rows), images.pixels(), model.name + ": makes images that are not finite in their original units",
                              "; --units stored gives them as the model has them");
    return images;
}

}  // namespace gen
