#include "formats/refused_formats.hpp"

#include <algorithm>
#include <cstdint>
#include <initializer_list>

#include "core/error.hpp"

namespace gen {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t refused_head_bytes = 4096;

struct RefusedFormat {
    std::string_view title;    // "an HTML page"
    std::string_view instead;  // "; metrics-plot draws it"
    bool (*recognises)(std::string_view head, std::size_t size);
};

bool begins(std::string_view head, std::initializer_list<std::string_view> beginnings) {
    return std::ranges::any_of(beginnings, [&](std::string_view beginning) { return head.starts_with(beginning); });
}

bool has_at(std::string_view head, std::size_t at, std::string_view words) { return head.size() >= at && head.substr(at).starts_with(words); }

std::uint64_t little(std::string_view head, std::size_t at, std::size_t bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) value |= std::uint64_t{static_cast<unsigned char>(head[at + i])} << (8 * i);
    return value;
}

bool is_html(std::string_view head, std::size_t) {
    if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
    head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
    const auto same = [](char a, char b) { return a == b || (a >= 'A' && a <= 'Z' && a - 'A' + 'a' == b); };
    const auto starts = [&](std::string_view tag) {
        return head.size() >= tag.size() && std::equal(tag.begin(), tag.end(), head.begin(), [&](char b, char a) { return same(a, b); });
    };
    return starts("<!doctype html") || starts("<html") || starts("<head");
}

/// Words at the beginning, behind a byte order mark and blanks.
bool begins_text(std::string_view head, std::initializer_list<std::string_view> beginnings) {
    if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
    head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
    return begins(head, beginnings);
}

// A file of protocol 2 or later, and what torch.save() wrote before it wrote zip files.
bool is_pickle(std::string_view head, std::size_t) { return head.size() > 2 && head[0] == '\x80' && head[1] >= 2 && head[1] <= 5; }

bool is_torch(std::string_view head, std::size_t) {
    constexpr std::size_t first_name = 30;  // of a zip file's first entry
    return begins(head, {"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19"sv}) ||
           (head.starts_with("PK\x03\x04") && head.substr(0, 512).find("data.pkl", first_name) != std::string_view::npos);
}

bool is_keras(std::string_view head, std::size_t) {
    return head.starts_with("PK\x03\x04") && head.find("\"keras_version\"") != std::string_view::npos;
}

// Field 1 is the version, 1; field 2 begins with the operations that are used.
bool is_saved_model(std::string_view head, std::size_t) {
    return head.starts_with("\x08\x01\x12") && head.find("Const") != std::string_view::npos && head.find("Identity") != std::string_view::npos;
}

// A record begins with its length and the masked CRC-32C of that, which are 12 bytes.
bool is_tfrecord(std::string_view head, std::size_t size) {
    if (head.size() < 12 || little(head, 0, 8) + 16 > size) return false;
    std::uint32_t crc = 0xffffffff;
    for (std::size_t i = 0; i < 8; ++i) {
        crc ^= static_cast<unsigned char>(head[i]);
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82f63b78U : 0U);
    }
    crc = ~crc;
    return little(head, 8, 4) == static_cast<std::uint32_t>((crc >> 15 | crc << 17) + 0xa282ead8U);
}

bool is_other_picture(std::string_view head, std::size_t size) {
    if (begins(head,
               {"II*\0"sv, "MM\0*"sv, "GIF87a", "GIF89a", "P4\n", "P5\n", "P6\n", "\0\0\0\x0cjP  "sv, "\xff\x0a", "\0\0\0\x0cJXL "sv, "\0\0\1\0"sv}))
        return true;
    if (head.starts_with("RIFF") && has_at(head, 8, "WEBP")) return true;
    if (has_at(head, 4, "ftyp")) return has_at(head, 8, "avif") || has_at(head, 8, "heic") || has_at(head, 8, "mif1");
    return head.size() > 14 && head.starts_with("BM") && little(head, 2, 4) == size;
}

// Every second byte is NUL and all others are of a text, which needs no byte order mark to be seen. Little-endian: the second of a pair.
bool is_utf16(std::string_view head, bool little_endian) {
    constexpr std::size_t looked_at = 256;
    head = head.substr(0, looked_at);
    if (head.size() < 8) return false;
    for (std::size_t i = 0; i + 1 < head.size(); i += 2) {
        const auto letter = static_cast<unsigned char>(head[i + (little_endian ? 0 : 1)]);
        const bool is_text = (letter >= 32 && letter < 127) || letter >= 160 || letter == '\t' || letter == '\n' || letter == '\r';
        if (head[i + (little_endian ? 1 : 0)] != 0 || !is_text) return false;
    }
    return true;
}

constexpr std::string_view to_pictures = ", PNG and JPEG are read: ImageMagick converts others, as in 'mogrify -format png *'";
constexpr std::string_view to_arrays = ": save its arrays with numpy.savez and import that";

constexpr std::string_view not_data = ", not data";  // said by what is expected, where that is said

constexpr RefusedFormat formats[] = {
    {"a picture in SVG", ", PNG and JPEG are read: rsvg-convert makes PNG of it",
     [](std::string_view head, std::size_t) { return begins_text(head, {"<svg", "<?xml"}) && head.find("<svg") != std::string_view::npos; }},
    {"an XML file", ": write its numbers as CSV", [](std::string_view head, std::size_t) { return begins_text(head, {"<?xml"}); }},
    {"JSON", ": write its numbers as CSV",
     [](std::string_view head, std::size_t) { return begins_text(head, {"{\"", "{\n", "{}", "[{", "[[", "[\n"}); }},
    {"a PDF document", ", not data", [](std::string_view head, std::size_t) { return begins(head, {"%PDF-"}); }},
    {"a file of ARFF", ": the lines behind @data are CSV",
     [](std::string_view head, std::size_t) { return begins_text(head, {"@relation", "@RELATION"}); }},
    {"an HTML page", ", not data: perhaps the download failed", is_html},
    {"a PyTorch file", to_arrays, is_torch},
    {"a Keras model", ", not data", is_keras},
    {"a TensorFlow model", ", not data", is_saved_model},
    {"a Python pickle", ": of CIFAR take the binary version; else save its arrays with numpy.savez and import that", is_pickle},
    {"a Parquet file", ": write its table as CSV, or its pictures to files",
     [](std::string_view head, std::size_t) { return begins(head, {"PAR1"}); }},
    {"an Arrow file", ": write its table as CSV, or its pictures to files",
     [](std::string_view head, std::size_t) { return begins(head, {"ARROW1"}); }},
    {"an LMDB database", ": write its pictures to files", [](std::string_view head, std::size_t) { return has_at(head, 16, "\xde\xc0\xef\xbe"); }},
    {"a file of TFRecord", ": write its pictures to files, or save its arrays with numpy.savez", is_tfrecord},
    {"an SQLite database", ": write its table as CSV", [](std::string_view head, std::size_t) { return begins(head, {"SQLite format 3"}); }},
    {"a spreadsheet", ": save its table as CSV",
     [](std::string_view head, std::size_t) { return head.starts_with("PK\x03\x04") && has_at(head, 30, "[Content_Types].xml"); }},
    {"a pointer of Git LFS", ", not data: git lfs pull fetches the file",
     [](std::string_view head, std::size_t) { return begins(head, {"version https://git-lfs.github.com/"}); }},
    {"a file of netCDF 3", ": save it as netCDF 4, which is HDF5",
     [](std::string_view head, std::size_t) { return begins(head, {"CDF\x01", "CDF\x02", "CDF\x05"}); }},
    {"a file of FITS", to_arrays, [](std::string_view head, std::size_t) { return begins(head, {"SIMPLE  = "}); }},
    {"a file of DICOM", ": write its picture as PNG", [](std::string_view head, std::size_t) { return has_at(head, 128, "DICM"); }},
    {"text in UTF-16", ": 'iconv -f UTF-16 -t UTF-8' makes the UTF-8 of it that is read",
     [](std::string_view head, std::size_t) { return begins(head, {"\xff\xfe", "\xfe\xff"}); }},
    {"text in UTF-16 without a byte order mark", ": 'iconv -f UTF-16LE -t UTF-8' makes the UTF-8 of it that is read",
     [](std::string_view head, std::size_t) { return is_utf16(head, true); }},
    {"text in UTF-16 without a byte order mark", ": 'iconv -f UTF-16BE -t UTF-8' makes the UTF-8 of it that is read",
     [](std::string_view head, std::size_t) { return is_utf16(head, false); }},
    {"a RAR archive", ": unpack it and import the folder", [](std::string_view head, std::size_t) { return begins(head, {"Rar!\x1a\x07"}); }},
    {"a file compressed with lzip", ": unpack it first", [](std::string_view head, std::size_t) { return begins(head, {"LZIP"}); }},
    {"a file compressed with compress", ": unpack it first", [](std::string_view head, std::size_t) { return begins(head, {"\x1f\x9d"}); }},
    {"a picture in another format", to_pictures, is_other_picture},
    {"a training curve", "; metrics-plot draws it",
     [](std::string_view head, std::size_t) { return begins(head, {"epoch\t", "#epoch\t", "{\"epoch\":"}); }},
};

}  // namespace

std::string refusal_of(const Bytes& bytes, std::string_view expected) {
    const std::vector<std::byte> bytes_of_head = bytes.head(refused_head_bytes);
    const std::string_view head(reinterpret_cast<const char*>(bytes_of_head.data()), bytes_of_head.size());
    const auto* const found = std::ranges::find_if(formats, [&](const RefusedFormat& format) { return format.recognises(head, bytes.size()); });
    if (found == std::end(formats)) return "";
    std::string_view instead = found->instead;
    if (!expected.empty() && instead.starts_with(not_data)) instead.remove_prefix(not_data.size());
    return join("is ", found->title, expected.empty() ? "" : ", expected ", expected, instead);
}

}  // namespace gen
