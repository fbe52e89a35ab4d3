#include "formats/image_examples.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/kernels.hpp"

namespace gen {

ImageExamples::ImageExamples(Images images, std::string name)
    : images_(std::move(images)), name_(std::move(name)), scaled_(std::isfinite(images_.range.low) && std::isfinite(images_.range.high)) {
    if (scaled_) {
        const double width = images_.range.high - images_.range.low;
        scale_ = static_cast<real>(1 / width);
        shift_ = static_cast<real>(-images_.range.low / width);
    }
    if (images_.type == Type::u8) return;
    const std::size_t block = std::max<std::size_t>(1, (std::size_t{1} << 18) / images_.pixels());
    std::vector<real> rows(block * images_.pixels());
    for (std::size_t i = 0; i < size(); i += block) read_rows(images_, name_, i, std::min(block, size() - i), rows.data());
}

void ImageExamples::read(std::size_t row, real* out) const {
    const std::size_t n = columns();
    if (images_.type == Type::u8) {
        thread_local std::vector<std::uint8_t> bytes;
        bytes.resize(n);
        images_.rows(row, 1, bytes.data());
        kernels().from_bytes(bytes.data(), n, scale_, shift_, out);
        return;
    }
    thread_local std::vector<float> floats;
    floats.resize(n);
    images_.rows(row, 1, floats.data());
    for (std::size_t j = 0; j < n; ++j) out[j] = static_cast<real>(floats[j]) * scale_ + shift_;
}

}  // namespace gen
