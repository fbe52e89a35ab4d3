#include "core/conv_geometry.hpp"

#include <initializer_list>
#include <string>

#include "core/error.hpp"

namespace gen {
namespace {

constexpr std::size_t longest = std::size_t{1} << 20;  // of any one number: no product below overflows
constexpr std::size_t largest = 0x7fffffff;            // BLAS counts in 32 bits

struct Named {
    const char* name;
    std::size_t value;
    std::size_t least;
};

void check_numbers(std::initializer_list<Named> numbers) {
    for (const auto& [name, value, least] : numbers)
        if (value < least || value > longest) fail("a convolution has ", name, ' ', value, ", expected ", least, " to ", longest);
}

std::string map_text(std::size_t channels, std::size_t height, std::size_t width) { return join(channels, 'x', height, 'x', width); }

ConvGeometry checked(const ConvGeometry& g) {
    const auto check = [](const char* what, std::size_t size) {
        if (size > largest) fail("a convolution's ", what, " has ", size, " numbers, at most ", largest);
    };
    check("larger map", g.large_size());
    check("smaller map", g.small_size());
    check("filter", g.patch());
    return g;
}

}  // namespace

ConvGeometry convolution_of(std::size_t channels, std::size_t height, std::size_t width, std::size_t filters, std::size_t kernel_height,
                            std::size_t kernel_width, std::size_t stride, std::size_t padding) {
    check_numbers({{"channels", channels, 1},
                   {"height", height, 1},
                   {"width", width, 1},
                   {"filters", filters, 1},
                   {"kernel height", kernel_height, 1},
                   {"kernel width", kernel_width, 1},
                   {"stride", stride, 1},
                   {"padding", padding, 0}});
    if (height + 2 * padding < kernel_height || width + 2 * padding < kernel_width)
        fail("a kernel of ", kernel_height, 'x', kernel_width, " does not fit images of ", map_text(channels, height, width), " with padding ",
             padding);
    const auto small = [&](std::size_t size, std::size_t kernel) { return (size + 2 * padding - kernel) / stride + 1; };
    return checked(
        {channels, height, width, filters, small(height, kernel_height), small(width, kernel_width), kernel_height, kernel_width, stride, padding});
}

ConvGeometry transposed_of(std::size_t filters, std::size_t small_height, std::size_t small_width, std::size_t channels, std::size_t kernel_height,
                           std::size_t kernel_width, std::size_t stride, std::size_t padding, const OutputPadding& output_padding) {
    check_numbers({{"input channels", filters, 1},
                   {"height", small_height, 1},
                   {"width", small_width, 1},
                   {"output channels", channels, 1},
                   {"kernel height", kernel_height, 1},
                   {"kernel width", kernel_width, 1},
                   {"stride", stride, 1},
                   {"padding", padding, 0}});
    const auto large = [&](std::size_t size, std::size_t kernel, std::size_t more) {
        if (more >= stride) fail("an output padding of ", more, " is not below the stride, ", stride);
        const std::size_t whole = (size - 1) * stride + kernel + more;
        if (whole <= 2 * padding)
            fail("a padding of ", padding, " leaves nothing of maps of ", map_text(filters, small_height, small_width),
                 " after a transposed convolution with a kernel of ", kernel_height, 'x', kernel_width);
        return whole - 2 * padding;
    };
    const std::size_t height = large(small_height, kernel_height, output_padding.height);
    const std::size_t width = large(small_width, kernel_width, output_padding.width);
    return checked({channels, height, width, filters, small_height, small_width, kernel_height, kernel_width, stride, padding});
}

}  // namespace gen
