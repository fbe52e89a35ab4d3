#include "tools/common/training/image_range_options.hpp"

#include "core/error.hpp"
#include "core/parse.hpp"

namespace gen {

void ImageRangeOptions::describe(OptionVisitor& v) {
    const std::string_view model = "Model";
    v.visit({.name = "range",
             .value = "LO,HI",
             .help = "range of pixels as the networks see them",
             .group = model,
             .example_default = "-1,1; points: as they are"},
            range);
    v.visit({.name = "g-output",
             .help = "last layer of G",
             .group = model,
             .choices = {"tanh", "sigmoid", "linear"},
             .example_default = "tanh for -1,1, sigmoid for 0,1, else linear"},
            output);
}

void ImageRangeOptions::set(const ImageExamples& images, double& low, double& high, std::vector<LayerSpec>& end, bool gives_logits) const {
    std::string last = output;
    if (!images.on_unit_range()) {
        if (!range.empty()) fail_usage("--range: ", images.name(), " holds points, which the networks see as they are");
        if (!last.empty() && last != "linear")
            fail_usage("--g-output ", last, " is bounded, ", images.name(), " holds points without a range; use linear");
        return;
    }
    const std::string ends = range.empty() ? "-1,1" : range;
    const auto [first, second] = split_at(ends, ',');
    if (second.empty()) fail_usage("--range is ", range, ", expected LO,HI");
    low = parse_number(first, "--range");
    high = parse_number(second, "--range");
    if (!(low < high)) fail_usage("--range is ", range, ", expected LO below HI");
    const bool symmetric = low == -1 && high == 1;
    const bool unit = low == 0 && high == 1;
    if (gives_logits) return;
    if (last.empty()) last = symmetric ? "tanh" : unit ? "sigmoid" : "linear";
    if (last == "tanh" && !symmetric) fail_usage("--range ", ends, " does not fit --g-output tanh, which gives -1 to 1; use --range -1,1");
    if (last == "sigmoid" && !unit) fail_usage("--range ", ends, " does not fit --g-output sigmoid, which gives 0 to 1; use --range 0,1");
    if (last != "linear") end.push_back({last, {}});
}

}  // namespace gen
