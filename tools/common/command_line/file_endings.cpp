#include "tools/common/command_line/file_endings.hpp"

#include <algorithm>
#include <utility>

#include "core/error.hpp"
#include "core/words.hpp"

namespace gen {
namespace {

constexpr std::pair<std::string_view, std::string_view> formats[] = {
    {".png", "a PNG picture"},
    {".svg", "an SVG drawing"},
    {".jpg", "a JPEG picture"},
    {".jpeg", "a JPEG picture"},
    {".gif", "a GIF picture"},
    {".bmp", "a BMP picture"},
    {".tif", "a TIFF picture"},
    {".tiff", "a TIFF picture"},
    {".webp", "a WebP picture"},
    {".ppm", "a PPM picture"},
    {".pgm", "a PGM picture"},
    {".pdf", "a PDF document"},
    {".eps", "a PostScript file"},
    {".ps", "a PostScript file"},
    {".h5", "an HDF5 file"},
    {".hdf5", "an HDF5 file"},
    {".npy", "a NumPy array"},
    {".npz", "a NumPy archive"},
    {".mat", "a MATLAB file"},
    {".csv", "a CSV table"},
    {".tsv", "a TSV table"},
    {".json", "a JSON document"},
    {".jsonl", "a file of JSON lines"},
    {".pt", "a PyTorch file"},
    {".pth", "a PyTorch file"},
    {".safetensors", "a safetensors file"},
    {".onnx", "an ONNX model"},
    {".html", "a web page"},
};

/// Who draws what was to be written into a picture.
std::string_view picture_maker(std::string_view content, const Words& written) {
    const auto is_written = [&](std::string_view ending) { return std::find(written.begin(), written.end(), ending) != written.end(); };
    if (!content.ends_with("picture") && !content.ends_with("drawing")) return "";
    if (is_written(".npy")) return "; the name of a folder for pictures ends in /";
    return is_written(".h5") ? "; img-grid makes pictures" : is_written(".tsv") ? "; metrics-plot makes pictures" : "";
}

}  // namespace

std::string ending_of(std::string_view path) {
    const std::string_view name = last_part(path);
    const std::size_t dot = name.rfind('.');
    std::string ending(dot == std::string_view::npos || dot == 0 ? std::string_view() : name.substr(dot));
    for (char& c : ending) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return ending;
}

void expect_ending(std::string_view option, std::string_view path, const Words& written) {
    const std::string ending = ending_of(path);
    if (std::find(written.begin(), written.end(), ending) != written.end()) return;
    for (const auto& [known, content] : formats)
        if (ending == known)
            fail_usage(option, ": '", path, "' is the name of ", content, ", expected ", either(written), picture_maker(content, written));
}

}  // namespace gen
