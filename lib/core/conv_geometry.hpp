#pragma once

#include <cstddef>

namespace gen {

/// A linear map between a "large" map [height][width][channels] and a "small" one [small_height][small_width][filters], both row-major
/// with channels last (NHWC): the convolution goes from large to small, the transposed convolution, its adjoint, back.
struct ConvGeometry {
    std::size_t channels, height, width;
    std::size_t filters, small_height, small_width;
    std::size_t kernel_height, kernel_width, stride, padding;

    std::size_t large_size() const { return height * width * channels; }
    std::size_t small_positions() const { return small_height * small_width; }
    std::size_t small_size() const { return small_positions() * filters; }
    /// What one filter sees, in numbers: kernel_height x kernel_width x channels. The rows of the weight.
    std::size_t patch() const { return kernel_height * kernel_width * channels; }

    bool operator==(const ConvGeometry&) const = default;
};

/// A convolution of images: the small map has floor((size + 2 padding - kernel) / stride) + 1 pixels each way. Throws Fault::input when a number is
/// 0 (but padding), when the kernel does not fit the padded image or when a map or a filter is too large.
ConvGeometry convolution_of(std::size_t channels, std::size_t height, std::size_t width, std::size_t filters, std::size_t kernel_height,
                            std::size_t kernel_width, std::size_t stride, std::size_t padding);

/// What a transposed convolution adds to the height and the width of images.
struct OutputPadding {
    std::size_t height = 0;
    std::size_t width = 0;
};

/// A transposed convolution of maps with `filters` channels to images with `channels`: the image has (small - 1) stride - 2 padding + kernel +
/// output padding pixels each way, as in PyTorch. Throws as above, when the output padding is not below the stride and when nothing is left.
ConvGeometry transposed_of(std::size_t filters, std::size_t small_height, std::size_t small_width, std::size_t channels, std::size_t kernel_height,
                           std::size_t kernel_width, std::size_t stride, std::size_t padding, const OutputPadding& output_padding);

}  // namespace gen
