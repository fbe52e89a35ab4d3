#include "picture/resample.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

#include "core/error.hpp"

namespace gen {
namespace {

// Takes a whole number without a sign off the front of `words`.
bool take_number(std::string_view& words, std::size_t& value) {
    const auto [end, error] = std::from_chars(words.data(), words.data() + words.size(), value);
    if (error != std::errc() || end == words.data()) return false;
    words.remove_prefix(static_cast<std::size_t>(end - words.data()));
    return true;
}

bool take_char(std::string_view& words, char c) {
    if (words.empty() || words[0] != c) return false;
    words.remove_prefix(1);
    return true;
}

bool take_size(std::string_view& words, PictureSize& size, char between = 'x') {
    return take_number(words, size.width) && take_char(words, between) && take_number(words, size.height) && size.width > 0 && size.height > 0 &&
           size.width <= 65536 && size.height <= 65536;
}

// What one number of the result is made of: inputs first ... first + weights.size() - 1.
struct Taps {
    std::size_t first;
    std::vector<real> weights;
};

std::vector<Taps> triangle_taps(std::size_t in, std::size_t out) {
    const double scale = static_cast<double>(in) / static_cast<double>(out);
    const double support = std::max(scale, 1.0);
    std::vector<Taps> taps(out);
    for (std::size_t i = 0; i < out; ++i) {
        const double centre = (static_cast<double>(i) + 0.5) * scale;
        const double low = std::max(0.0, std::floor(centre - support));
        const double high = std::min(static_cast<double>(in), std::ceil(centre + support));
        double sum = 0;
        std::vector<double> weights;
        for (double x = low; x < high; ++x) {
            weights.push_back(std::max(0.0, 1 - std::abs(x + 0.5 - centre) / support));
            sum += weights.back();
        }
        taps[i].first = static_cast<std::size_t>(low);
        for (const double w : weights) taps[i].weights.push_back(static_cast<real>(w / sum));
    }
    return taps;
}

}  // namespace

void Picture::resize(std::size_t c, std::size_t h, std::size_t w) {
    channels = c;
    height = h;
    width = w;
    values.resize(c * h * w);
}

PictureSize parse_picture_size(std::string_view option, std::string_view words) {
    PictureSize size;
    std::string_view rest = words;
    if (!take_size(rest, size) || !rest.empty()) fail_usage(option, ": '", words, "' is not WxH, expected for example 64x64");
    return size;
}

Crop parse_crop(std::string_view option, std::string_view words) {
    Crop rectangle;
    std::string_view rest = words;
    if (take_size(rest, rectangle.size, ':') && rest.empty()) {
        rectangle.is_ratio = true;
        return rectangle;
    }
    rest = words;
    bool good = take_size(rest, rectangle.size);
    if (good && !rest.empty()) {
        std::pair<std::size_t, std::size_t> corner;
        good = take_char(rest, '+') && take_number(rest, corner.first) && take_char(rest, '+') && take_number(rest, corner.second) && rest.empty();
        rectangle.corner = corner;
    }
    if (!good) fail_usage(option, ": '", words, "' is not WxH, WxH+X+Y or W:H, expected for example 148x148, 108x108+35+55 or 1:1");
    return rectangle;
}

PictureSize Crop::size_in(const Picture& picture) const {
    if (!is_ratio) return size;
    const auto part = [](std::size_t whole, std::size_t of, std::size_t to) { return std::max<std::size_t>(1, (2 * whole * of + to) / (2 * to)); };
    if (picture.width * size.height <= picture.height * size.width) return {picture.width, part(picture.width, size.height, size.width)};
    return {part(picture.height, size.width, size.height), picture.height};
}

void crop(Picture& picture, const Crop& rectangle) {
    const Picture& in = picture;
    const auto [w, h] = rectangle.size_in(in);
    const bool small = w > in.width || h > in.height;
    std::pair<std::size_t, std::size_t> corner;
    if (!small) corner = rectangle.corner.value_or(std::pair{(in.width - w) / 2, (in.height - h) / 2});
    if (small || corner.first > in.width - w || corner.second > in.height - h) {
        const std::string place = rectangle.corner ? join("+", rectangle.corner->first, "+", rectangle.corner->second) : std::string();
        fail("a crop of ", w, "x", h, place, " does not fit an image of ", in.width, "x", in.height);
    }
    real* to = picture.values.data();  // never behind what is still to be read
    for (std::size_t c = 0; c < in.channels; ++c)
        for (std::size_t y = 0; y < h; ++y, to += w) std::memmove(to, in.row(c, corner.second + y) + corner.first, w * sizeof(real));
    picture.resize(in.channels, h, w);
}

void resize(const Picture& in, const PictureSize& size, Picture& out) {
    const std::vector<Taps> across = triangle_taps(in.width, size.width);
    const std::vector<Taps> down = triangle_taps(in.height, size.height);
    out.resize(in.channels, size.height, size.width);
    std::vector<real> narrow(in.height * size.width);  // one plane, already of the new width
    for (std::size_t c = 0; c < in.channels; ++c) {
        for (std::size_t y = 0; y < in.height; ++y) {
            const real* line = in.row(c, y);
            for (std::size_t x = 0; x < size.width; ++x) {
                const Taps& t = across[x];
                real sum = 0;
                for (std::size_t k = 0; k < t.weights.size(); ++k) sum += t.weights[k] * line[t.first + k];
                narrow[y * size.width + x] = sum;
            }
        }
        for (std::size_t y = 0; y < size.height; ++y) {
            real* line = out.row(c, y);
            std::fill_n(line, size.width, real{0});
            for (std::size_t k = 0; k < down[y].weights.size(); ++k) {
                const real weight = down[y].weights[k];
                const real* from = narrow.data() + (down[y].first + k) * size.width;
                for (std::size_t x = 0; x < size.width; ++x) line[x] += weight * from[x];
            }
        }
    }
}

void grey(Picture& picture) {
    const Picture& in = picture;
    if (in.channels != 1 && in.channels != 3) fail("an image of ", in.channels, " channels has no grey, expected 1 or 3");
    if (in.channels == 1) return;
    const std::size_t n = in.height * in.width;
    real* const red = picture.values.data();
    for (std::size_t i = 0; i < n; ++i) red[i] = real(0.299) * red[i] + real(0.587) * red[n + i] + real(0.114) * red[2 * n + i];
    picture.resize(1, in.height, in.width);
}

}  // namespace gen
