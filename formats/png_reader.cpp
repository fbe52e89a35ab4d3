#include "formats/png_reader.hpp"

#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <vector>

#include "core/error.hpp"
#include "formats/picture_room.hpp"
#include "picture/pixels.hpp"

namespace gen {
namespace {

// libpng reports errors by a call that must not return. The functions below that call setjmp hold plain data only, so that the jump leaves no object
// behind; memory comes from their callers.
struct Decoder {
    png_structp png;
    png_infop info;
    const std::byte* next;
    std::size_t left;
    char message[200];
    bool no_memory;
};

png_voidp allocate(png_structp png, png_alloc_size_t bytes) {
    void* const got = std::malloc(bytes);
    if (got == nullptr) static_cast<Decoder*>(png_get_mem_ptr(png))->no_memory = true;
    return got;
}

void release(png_structp, png_voidp memory) { std::free(memory); }

[[noreturn]] void on_error(png_structp png, png_const_charp message) {
    auto& decoder = *static_cast<Decoder*>(png_get_error_ptr(png));
    std::snprintf(decoder.message, sizeof decoder.message, "%s", message);
    png_longjmp(png, 1);
}

void on_warning(png_structp, png_const_charp) {}

void give(png_structp png, png_bytep out, std::size_t n) {
    auto& decoder = *static_cast<Decoder*>(png_get_io_ptr(png));
    if (n > decoder.left) png_error(png, "read beyond end of data");
    std::memcpy(out, decoder.next, n);
    decoder.next += n;
    decoder.left -= n;
}

// Only what samples are made of: neither texts nor profiles are unpacked.
bool read_header(Decoder& decoder) {
    if (setjmp(png_jmpbuf(decoder.png)) != 0) return false;
    png_set_read_fn(decoder.png, &decoder, give);
    png_set_keep_unknown_chunks(decoder.png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
    png_read_info(decoder.png, decoder.info);
    png_set_expand(decoder.png);  // palettes, fewer than 8 bits, transparent colours
    png_set_interlace_handling(decoder.png);
    png_read_update_info(decoder.png, decoder.info);
    return true;
}

bool read_rows(Decoder& decoder, png_bytepp rows, std::size_t n, int passes) {
    if (setjmp(png_jmpbuf(decoder.png)) != 0) return false;
    for (int pass = 0; pass < passes; ++pass) png_read_rows(decoder.png, rows, nullptr, static_cast<png_uint_32>(n));
    return true;
}

// Sets up and frees libpng's structures.
class Session {
public:
    explicit Session(std::span<const std::byte> file) {
        decoder.png = png_create_read_struct_2(PNG_LIBPNG_VER_STRING, &decoder, on_error, on_warning, &decoder, allocate, release);
        if (decoder.png) decoder.info = png_create_info_struct(decoder.png);
        if (!decoder.info) {
            png_destroy_read_struct(&decoder.png, nullptr, nullptr);
            throw std::bad_alloc();
        }
        decoder.next = file.data();
        decoder.left = file.size();
    }
    ~Session() { png_destroy_read_struct(&decoder.png, &decoder.info, nullptr); }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    [[noreturn]] void refuse(const std::string& what) const {
        if (decoder.no_memory) throw std::bad_alloc();
        fail(what, ": ", decoder.message);
    }

    Decoder decoder = {};
};

template <int bits>
unsigned sample(const unsigned char* at) {
    return bits == 16 ? at[0] * 256U + at[1] : at[0];
}

// The last of an even number of channels is alpha.
template <int bits>
void planes(const unsigned char* interleaved, std::size_t channels, std::size_t first_row, std::size_t rows, Picture& out) {
    constexpr unsigned white = bits == 16 ? 65535 : 255;
    constexpr std::size_t bytes = bits / 8;
    const bool transparent = channels % 2 == 0;
    const std::size_t n = rows * out.width;
    for (std::size_t c = 0; c < out.channels; ++c) {
        real* const to = out.row(c, first_row);
        for (std::size_t i = 0; i < n; ++i) {
            const unsigned char* const pixel = interleaved + i * channels * bytes;
            unsigned value = sample<bits>(pixel + c * bytes);
            if (transparent) value = (value * sample<bits>(pixel + out.channels * bytes) + white / 2) / white;
            to[i] = static_cast<real>(value);
        }
    }
}

}  // namespace

int read_png(std::span<const std::byte> file, const std::string& name, Picture& out) {
    Session session(file);
    Decoder& decoder = session.decoder;
    if (!read_header(decoder)) session.refuse(name + ": not a readable PNG");
    const std::size_t width = png_get_image_width(decoder.png, decoder.info);
    const std::size_t height = png_get_image_height(decoder.png, decoder.info);
    const int bits = png_get_bit_depth(decoder.png, decoder.info);
    const std::size_t channels = png_get_channels(decoder.png, decoder.info);
    const std::size_t kept = channels < 3 ? 1 : 3;
    const std::size_t row_bytes = png_get_rowbytes(decoder.png, decoder.info);
    const int passes = png_get_interlace_type(decoder.png, decoder.info) == PNG_INTERLACE_NONE ? 1 : 7;
    const std::size_t band = passes == 1 ? std::min(height, band_rows(row_bytes)) : height;
    expect_room(name, width, height, kept * sizeof(real) * width * height + (passes == 1 ? 0 : band * row_bytes), file.size());
    thread_local std::vector<unsigned char> samples;
    std::vector<png_bytep> rows(band);
    samples.resize(band * row_bytes);
    for (std::size_t y = 0; y < band; ++y) rows[y] = samples.data() + y * row_bytes;
    out.resize(kept, height, width);
    for (std::size_t y = 0; y < height; y += band) {
        const std::size_t some = std::min(band, height - y);
        if (!read_rows(decoder, rows.data(), some, passes)) session.refuse(name + ": damaged PNG");
        if (bits == 8 && channels == kept)
            planes_of_bytes(samples.data(), y, some, out);
        else
            bits == 16 ? planes<16>(samples.data(), channels, y, some, out) : planes<8>(samples.data(), channels, y, some, out);
    }
    if (passes > 1 && out.values.size() > (std::size_t{1} << 22)) samples = {};
    return bits;
}

}  // namespace gen
