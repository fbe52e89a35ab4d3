#include "formats/jpeg_reader.hpp"

#include <algorithm>
#include <csetjmp>
#include <new>
#include <string>
#include <vector>

// In this order: jpeglib.h uses FILE, jerror.h what jpeglib.h declares.
// clang-format off
#include <cstdio>
#include <jpeglib.h>
#include <jerror.h>
// clang-format on

#include "core/error.hpp"
#include "formats/picture_room.hpp"
#include "picture/pixels.hpp"

namespace gen {
namespace {

// libjpeg reports errors by a call that must not return. The functions below that call setjmp hold plain data only, so that the jump leaves no
// object behind; memory comes from their callers.
struct Decoder {
    jpeg_decompress_struct info;
    jpeg_error_mgr errors;
    std::jmp_buf escape;
    char message[JMSG_LENGTH_MAX];
};

Decoder& decoder_of(j_common_ptr info) { return *static_cast<Decoder*>(info->client_data); }

[[noreturn]] void on_error(j_common_ptr info) {
    Decoder& decoder = decoder_of(info);
    (*info->err->format_message)(info, decoder.message);
    std::longjmp(decoder.escape, 1);
}

void on_message(j_common_ptr info, int level) {
    const int code = info->err->msg_code;
    const bool harmless = code == JWRN_EXTRANEOUS_DATA || code == JWRN_JFIF_MAJOR || code == JWRN_ADOBE_XFORM;
    if (level < 0 && !harmless) on_error(info);
}

void be_silent(j_common_ptr) {}

bool read_header(Decoder& decoder, const unsigned char* bytes, std::size_t n) {
    if (setjmp(decoder.escape) != 0) return false;
    jpeg_mem_src(&decoder.info, bytes, static_cast<unsigned long>(n));
    jpeg_read_header(&decoder.info, TRUE);
    const bool inks = decoder.info.jpeg_color_space == JCS_CMYK || decoder.info.jpeg_color_space == JCS_YCCK;
    decoder.info.out_color_space = inks ? JCS_CMYK : decoder.info.num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
    decoder.info.dct_method = JDCT_ISLOW;
    jpeg_calc_output_dimensions(&decoder.info);
    return true;
}

bool start(Decoder& decoder) {
    if (setjmp(decoder.escape) != 0) return false;
    return jpeg_start_decompress(&decoder.info) != 0;
}

bool read_rows(Decoder& decoder, unsigned char* pixels, std::size_t n, std::size_t row_bytes) {
    if (setjmp(decoder.escape) != 0) return false;
    for (std::size_t y = 0; y < n; ++y) {
        JSAMPROW row = pixels + y * row_bytes;
        jpeg_read_scanlines(&decoder.info, &row, 1);
    }
    if (decoder.info.output_scanline == decoder.info.output_height) jpeg_finish_decompress(&decoder.info);
    return true;
}

// What three inks and black let through of white; `inverted`: 255 is no ink.
void colours_of_inks(const unsigned char* inks, bool inverted, std::size_t first_row, std::size_t rows, Picture& out) {
    const std::size_t n = rows * out.width;
    const unsigned flip = inverted ? 0 : 255;
    for (std::size_t c = 0; c < 3; ++c) {
        real* const to = out.row(c, first_row);
        for (std::size_t i = 0; i < n; ++i) {
            const unsigned through = (inks[4 * i + c] ^ flip) * (inks[4 * i + 3] ^ flip);
            to[i] = static_cast<real>((through + 127) / 255);
        }
    }
}

// Sets up and frees libjpeg's structures.
class Session {
public:
    Session() {
        decoder.info.err = jpeg_std_error(&decoder.errors);
        decoder.errors.error_exit = on_error;
        decoder.errors.emit_message = on_message;
        decoder.errors.output_message = be_silent;
        decoder.info.client_data = &decoder;
        jpeg_create_decompress(&decoder.info);
    }
    ~Session() { jpeg_destroy_decompress(&decoder.info); }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    Decoder decoder = {};
};

[[noreturn]] void refuse(const Decoder& decoder, const std::string& what) {
    if (decoder.errors.msg_code == JERR_OUT_OF_MEMORY) throw std::bad_alloc();
    fail(what, ": ", decoder.message);
}

}  // namespace

void read_jpeg(std::span<const std::byte> file, const std::string& name, Picture& out) {
    Session session;
    Decoder& decoder = session.decoder;
    if (!read_header(decoder, reinterpret_cast<const unsigned char*>(file.data()), file.size())) refuse(decoder, name + ": not a readable JPEG");
    const std::size_t width = decoder.info.output_width;
    const std::size_t height = decoder.info.output_height;
    const auto channels = static_cast<std::size_t>(decoder.info.out_color_components);
    const std::size_t kept = channels == 1 ? 1 : 3;
    // Where it comes in several scans, libjpeg keeps the coefficients.
    const std::size_t coefficients = jpeg_has_multiple_scans(&decoder.info) != 0 ? sizeof(JCOEF) * channels : 0;
    expect_room(name, width, height, (kept * sizeof(real) + coefficients) * width * height, file.size());
    const std::size_t band = std::min(height, band_rows(channels * width));
    thread_local std::vector<unsigned char> pixels;
    pixels.resize(band * channels * width);
    out.resize(kept, height, width);
    bool good = start(decoder);
    for (std::size_t y = 0; y < height && good; y += band) {
        const std::size_t some = std::min(band, height - y);
        good = read_rows(decoder, pixels.data(), some, channels * width);
        if (channels == 4)
            colours_of_inks(pixels.data(), decoder.info.saw_Adobe_marker != 0, y, some, out);
        else
            planes_of_bytes(pixels.data(), y, some, out);
    }
    if (!good) refuse(decoder, name + ": JPEG cannot be decoded");
}

// ITU-T T.81, B.1 and B.2.2.
std::size_t jpeg_channels(std::span<const std::byte> head) {
    const auto byte = [&](std::size_t at) { return std::to_integer<unsigned>(head[at]); };
    for (std::size_t at = 2; at + 9 < head.size() && byte(at) == 0xff;) {
        const unsigned marker = byte(at + 1);
        const bool is_frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
        if (is_frame) return byte(at + 9) == 1 ? 1 : 3;
        const bool stands_alone = marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
        at += marker == 0xff ? 1 : stands_alone ? 2 : 2 + byte(at + 2) * 256 + byte(at + 3);
    }
    return 0;
}

}  // namespace gen
