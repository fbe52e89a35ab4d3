#include "formats/export/png_folder.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>

#include "core/error.hpp"
#include "core/words.hpp"
#include "formats/blocks.hpp"
#include "formats/png_writer.hpp"
#include "formats/tiles.hpp"

namespace gen {
namespace {

constexpr std::size_t longest_name = 200;  // in bytes; folders of all systems take 255

std::string with_zeros(std::size_t number, std::size_t last) {
    const std::string digits = text(number);
    return std::string(text(last).size() - digits.size(), '0') + digits;
}

std::string safe_name(std::string_view name) {
    std::string out(name);
    for (char& c : out)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos) c = '_';
    if (out.size() > longest_name) {
        std::size_t end = longest_name;
        while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xc0U) == 0x80) --end;  // a character stays whole
        out.resize(end);
    }
    if (out.empty() || out.front() == '.') out.insert(0, 1, '_');  // a hidden folder would not be read back
    if (out.back() == '.' || out.back() == ' ') out += '_';
    return out;
}

/// Some systems do not tell small letters from capitals.
std::string in_small_letters(std::string name) {
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return name;
}

/// Rows of one block as pixels of PNG files.
class Pixels {
public:
    Pixels(const Images& images, unsigned bits) : images_(images), bits_(bits), white_(bits == 16 ? 65535 : 255) {}

    std::string png(const real* row) const {
        const std::size_t channels = images_.shape[1];
        const std::size_t positions = images_.shape[2] * images_.shape[3];
        const double scale = white_ / (images_.range.high - images_.range.low);
        thread_local std::vector<std::uint8_t> values;
        values.clear();
        for (std::size_t p = 0; p < positions; ++p)
            for (std::size_t c = 0; c < channels; ++c) {
                const double value = (static_cast<double>(row[c * positions + p]) - images_.range.low) * scale;
                const auto grey = static_cast<unsigned>(std::lround(std::clamp(value, 0.0, white_)));
                if (bits_ == 16) values.push_back(static_cast<std::uint8_t>(grey >> 8U));
                values.push_back(static_cast<std::uint8_t>(grey & 0xffU));
            }
        return png_bytes({.width = images_.shape[3], .height = images_.shape[2], .channels = channels, .bits = bits_, .values = values.data()});
    }

private:
    const Images& images_;
    unsigned bits_;
    double white_;
};

}  // namespace

std::string png_name(std::size_t row, std::size_t rows) { return with_zeros(row, rows - 1) + ".png"; }

std::map<std::int32_t, std::string> class_folders(const LabelSet& labels) {
    std::map<std::int32_t, std::string> names;
    for (const std::int32_t label : labels.values) names.emplace(label, "");
    std::set<std::string> taken;
    for (auto& [label, name] : names) {
        const auto k = static_cast<std::size_t>(label);
        const std::string plain =
            k < labels.classes.size() ? safe_name(labels.classes[k]) : with_zeros(k, static_cast<std::size_t>(names.rbegin()->first));
        name = plain;
        for (std::size_t n = 2; !taken.insert(in_small_letters(name)).second; ++n) name = join(plain, "_", n);
    }
    return names;
}

std::string renamed_classes(const LabelSet& labels) {
    constexpr std::size_t most = 3;
    std::size_t count = 0;
    std::string listed;
    for (const auto& [label, folder] : class_folders(labels)) {
        const auto k = static_cast<std::size_t>(label);
        if (k >= labels.classes.size() || labels.classes[k] == folder) continue;
        if (++count <= most) listed += join(count > 1 ? ", " : "", labels.classes[k], " is ", folder);
    }
    return count > most ? listed + ", ..." : listed;
}

bool is_exported_png(std::string_view path) {
    const std::string_view name = last_part(path);
    return std::ranges::count(path, '/') <= 1 && name.size() > 4 && name.ends_with(".png") && name.find_first_not_of("0123456789") == name.size() - 4;
}

void write_png_folder(const Exported& exported, const PngPlan& plan, OutputFolder& folder, Parallel& parallel) {
    const Images& images = *exported.images;
    if (images.are_points()) fail(exported.name, ": holds vectors, expected images; npy, npz and csv take vectors");
    check_showable(images, exported.name);
    std::map<std::int32_t, std::string> folder_of_class;
    if (plan.class_folders) folder_of_class = class_folders(exported.labels);
    for (const auto& [label, name] : folder_of_class) folder.make_folder(name);
    const Pixels pixels(images, plan.bits);
    const std::size_t most = std::max<std::size_t>(1, block_bytes / (images.pixels() * sizeof(real)));
    std::vector<real> block;
    for (std::size_t first = 0; first < images.count(); first += most) {
        const std::size_t rows = std::min(most, images.count() - first);
        block.resize(rows * images.pixels());
        read_rows(images, exported.name, first, rows, block.data());
        parallel.run(rows, [&](std::size_t i) {
            const std::size_t row = first + i;
            std::string name = png_name(row, images.count());
            if (!folder_of_class.empty()) name = join(folder_of_class.at(images.labels[row]), '/', name);
            folder.write(name, pixels.png(block.data() + i * images.pixels()));
        });
        if (plan.seen) plan.seen(first + rows);
    }
}

}  // namespace gen
