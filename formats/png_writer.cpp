#include "formats/png_writer.hpp"

#include <png.h>

#include <stdexcept>
#include <vector>

#include "core/error.hpp"

namespace gen {
namespace {

/// libpng's handle; its errors become exceptions of ours, thrown through libpng's C frames, which hold nothing to free.
struct Writer {
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, on_error, on_warning);
    png_infop info = png != nullptr ? png_create_info_struct(png) : nullptr;

    Writer() {
        if (info == nullptr) {
            png_destroy_write_struct(&png, nullptr);
            throw std::bad_alloc();
        }
    }
    ~Writer() { png_destroy_write_struct(&png, &info); }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    [[noreturn]] static void on_error(png_structp, png_const_charp message) { throw std::runtime_error(std::string("libpng: ") + message); }
    static void on_warning(png_structp, png_const_charp) {}
};

void append(png_structp png, png_bytep bytes, std::size_t count) {
    static_cast<std::string*>(png_get_io_ptr(png))->append(reinterpret_cast<const char*>(bytes), count);
}

}  // namespace

void check_picture_size(std::size_t width, std::size_t height, const std::string& what) {
    if (width > longest_picture_side || height > longest_picture_side || width * height > most_picture_pixels)
        fail_usage(what, " would be ", width, "x", height, " pixels, at most ", longest_picture_side, " per side and ", most_picture_pixels,
                   " in all");
}

std::string png_bytes(const PngPixels& pixels) {
    check_picture_size(pixels.width, pixels.height, "the picture");
    std::string out;
    const Writer writer;
    png_set_write_fn(writer.png, &out, append, nullptr);
    png_set_IHDR(writer.png, writer.info, static_cast<png_uint_32>(pixels.width), static_cast<png_uint_32>(pixels.height),
                 static_cast<int>(pixels.bits), pixels.channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(writer.png, 6);
    png_set_filter(writer.png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE | PNG_FILTER_UP);
    png_write_info(writer.png, writer.info);
    const std::size_t stride = pixels.width * pixels.channels * pixels.bits / 8;
    for (std::size_t y = 0; y < pixels.height; ++y) png_write_row(writer.png, pixels.values + y * stride);
    png_write_end(writer.png, nullptr);
    return out;
}

std::string png_bytes(const picture::Canvas& canvas) {
    check_picture_size(canvas.width(), canvas.height(), "the picture");
    const std::size_t channels = canvas.is_grey() ? 1 : 3;
    std::vector<std::uint8_t> values;
    values.reserve(canvas.width() * canvas.height() * channels);
    for (std::size_t y = 0; y < canvas.height(); ++y)
        for (std::size_t i = 0; i < canvas.width() * channels; ++i) values.push_back(canvas.row(y)[i * (channels == 1 ? 3 : 1)]);
    return png_bytes({.width = canvas.width(), .height = canvas.height(), .channels = channels, .values = values.data()});
}

}  // namespace gen
