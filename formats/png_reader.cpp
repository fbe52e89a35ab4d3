#include "formats/png_reader.hpp"

#include <png.h>

#include <cstring>
#include <vector>

#include "core/error.hpp"

namespace gen {
namespace {

// libpng's simplified interface: it keeps its setjmp to itself.
struct Image {
    png_image image = {};
    Image() { image.version = PNG_IMAGE_VERSION; }
    ~Image() { png_image_free(&image); }
    Image(const Image&) = delete;
    Image& operator=(const Image&) = delete;
};

}  // namespace

void read_png(std::span<const std::byte> file, const std::string& name, Picture& out) {
    Image png;
    png_image& image = png.image;
    if (png_image_begin_read_from_memory(&image, file.data(), file.size()) == 0) fail(name, ": not a readable PNG: ", image.message);
    const bool colour = (image.format & PNG_FORMAT_FLAG_COLOR) != 0;
    const std::size_t channels = colour ? 3 : 1;
    if (std::size_t{image.width} * image.height > most_pixels)
        fail(name, ": PNG of ", image.width, "x", image.height, " pixels, expected at most ", most_pixels, " in all");
    // Without a gamma chunk 16-bit samples mean the same as 8-bit ones.
    image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
    image.format = colour ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
    std::vector<unsigned char> pixels(PNG_IMAGE_SIZE(image));
    const png_color black = {0, 0, 0};
    if (png_image_finish_read(&image, &black, pixels.data(), 0, nullptr) == 0) fail(name, ": damaged PNG: ", image.message);
    planes_of_bytes(pixels.data(), channels, image.height, image.width, out);
}

void planes_of_bytes(const unsigned char* interleaved, std::size_t channels, std::size_t height, std::size_t width, Picture& out) {
    out.resize(channels, height, width);
    const std::size_t n = height * width;
    for (std::size_t c = 0; c < channels; ++c)
        for (std::size_t i = 0; i < n; ++i) out.values[c * n + i] = static_cast<real>(interleaved[i * channels + c]);
}

}  // namespace gen
