#include "tools/common/reports/evaluation_images.hpp"

#include "core/error.hpp"
#include "formats/model.hpp"

namespace gen {

Binarized::Way parse_binarize(std::string_view name) {
    return name == "dynamic" ? Binarized::Way::dynamic : name == "threshold" ? Binarized::Way::threshold : Binarized::Way::none;
}

void check_evaluation(const LatentModel& model, const ImageExamples& data, Binarized::Way way) {
    check_images(model.form, data);
    if (!model.likelihood) return;
    const Likelihood& likelihood = *model.likelihood;
    if (likelihood.needs_unit_range() && !data.on_unit_range()) fail(data.name(), ": /images have no range, the model's likelihood needs pixels");
    if (likelihood.needs_bytes() && !data.are_bytes())
        fail(data.name(), ": /images are f32, the model's logistic likelihood needs pixels of 8 bits (u8)");
    if (likelihood.needs_bytes() && way != Binarized::Way::none)
        fail_usage("the model's logistic likelihood is of grey pixels: leave out --binarize");
}

}  // namespace gen
