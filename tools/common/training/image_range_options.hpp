#pragma once

#include <string>
#include <vector>

#include "formats/image_examples.hpp"
#include "nn/layer.hpp"
#include "tools/common/command_line/options.hpp"

namespace gen {

/// The range of pixels as networks see them, and what a generator ends in so that its images lie there.
struct ImageRangeOptions {
    std::string range;
    std::string output;

    void describe(OptionVisitor& v);
    /// For such images: both ends, which stay as they are for points, and the layer that a generator ends in, if any. `gives_logits`: then there is
    /// none. Throws Fault::usage where the options do not suit each other or the images.
    void set(const ImageExamples& images, double& low, double& high, std::vector<LayerSpec>& end, bool gives_logits = false) const;
};

}  // namespace gen
