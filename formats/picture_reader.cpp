#include "formats/picture_reader.hpp"

#include "core/error.hpp"
#include "formats/jpeg_reader.hpp"
#include "formats/png_reader.hpp"

namespace gen {

bool is_picture(std::span<const std::byte> head) { return is_png(head) || is_jpeg(head); }

std::optional<PictureKind> picture_kind(std::span<const std::byte> head) {
    if (is_jpeg(head)) {
        const std::size_t channels = jpeg_channels(head);
        if (channels == 0) return {};
        return PictureKind{channels, 8};
    }
    constexpr std::size_t depth_at = 24;  // in IHDR, which comes first; then what samples are, whose second bit says colour
    if (!is_png(head) || head.size() < depth_at + 2) return {};
    const bool colour = (std::to_integer<unsigned>(head[depth_at + 1]) & 2) != 0;
    return PictureKind{colour ? std::size_t{3} : std::size_t{1}, head[depth_at] == std::byte{16} ? 16 : 8};
}

int read_picture(std::span<const std::byte> file, const std::string& name, Picture& out) {
    if (is_png(file)) return read_png(file, name, out);
    if (!is_jpeg(file)) fail(name, ": neither PNG nor JPEG");
    read_jpeg(file, name, out);
    return 8;
}

}  // namespace gen
