#include "formats/image_examples.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <vector>

#include "core/error.hpp"
#include "core/kernels.hpp"
#include "core/parse.hpp"
#include "core/work_time.hpp"
#include "formats/read_ahead.hpp"

namespace gen {

ImageExamples::ImageExamples(ImageExamples&&) noexcept = default;
ImageExamples::~ImageExamples() = default;

ImageExamples::ImageExamples(Images images, std::string name)
    : images_(std::move(images)), name_(std::move(name)), scaled_(std::isfinite(images_.range.low) && std::isfinite(images_.range.high)) {
    if (scaled_) {
        const double width = images_.range.high - images_.range.low;
        scale_ = static_cast<real>(1 / width);
        shift_ = static_cast<real>(-images_.range.low / width);
    }
    if (images_.type == Type::f32) check_values();
    hold_small();
}

void ImageExamples::check_values() const {
    const std::size_t block = std::max<std::size_t>(1, (std::size_t{1} << 18) / images_.pixels());
    std::vector<real> rows(block * images_.pixels());
    for (std::size_t i = 0; i < size(); i += block) read_rows(images_, name_, i, std::min(block, size() - i), rows.data());
}

// A read of one row costs a system call of two microseconds, a training step on a small network reads its rows in a tenth of its time.
void ImageExamples::hold_small() {
    constexpr std::size_t small = std::size_t{64} << 20;
    const std::size_t row_bytes = columns() * size_of(images_.type);
    if (row_bytes * size() > small) {
        ahead_ = std::make_unique<ReadAhead>(images_.rows, row_bytes);
        return;
    }
    auto bytes = std::make_shared<std::vector<std::byte>>(row_bytes * size());
    images_.rows(0, size(), bytes->data());
    images_.rows = [bytes = std::move(bytes), row_bytes](std::size_t first, std::size_t count, void* out) {
        std::memcpy(out, bytes->data() + first * row_bytes, count * row_bytes);
    };
}

std::size_t ImageExamples::class_count() const {
    std::int32_t most = -1;
    for (const std::int32_t label : images_.labels) {
        if (label < 0) fail(name_, ": /labels holds ", label, ", expected classes from 0");
        most = std::max(most, label);
    }
    return std::max(images_.classes.size(), static_cast<std::size_t>(most + 1));
}

std::vector<std::string> ImageExamples::class_names() const {
    const std::vector<std::string>& names = images_.classes;
    return names.size() == class_count() && !are_numbers(names) ? names : std::vector<std::string>();
}

void ImageExamples::prefetch(std::span<const std::uint32_t> rows) const {
    const TimedWork timed(Work::reading);
    if (ahead_) ahead_->prefetch(rows);
}

void ImageExamples::read(std::size_t row, real* out) const {
    const TimedWork timed(Work::reading);
    const std::size_t n = columns();
    const std::size_t row_bytes = n * size_of(images_.type);
    const std::byte* const there = ahead_ ? ahead_->find(row) : nullptr;
    if (images_.type == Type::u8) {
        thread_local std::vector<std::uint8_t> bytes;
        bytes.resize(n);
        if (there != nullptr)
            std::memcpy(bytes.data(), there, row_bytes);
        else
            images_.rows(row, 1, bytes.data());
        kernels().from_bytes(bytes.data(), n, scale_, shift_, out);
        return;
    }
    thread_local std::vector<float> floats;
    floats.resize(n);
    if (there != nullptr)
        std::memcpy(floats.data(), there, row_bytes);
    else
        images_.rows(row, 1, floats.data());
    for (std::size_t j = 0; j < n; ++j) out[j] = static_cast<real>(floats[j]) * scale_ + shift_;
}

}  // namespace gen
