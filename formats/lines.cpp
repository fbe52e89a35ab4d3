#include "formats/lines.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "core/error.hpp"
#include "formats/limits.hpp"

namespace gen {
namespace {

constexpr std::size_t piece = 1 << 20;
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

// By the first lines, or as much of the first one.
char line_ending(const Bytes& bytes) {
    const std::vector<std::byte> head = bytes.head(1 << 16);
    const std::string_view text(reinterpret_cast<const char*>(head.data()), head.size());
    return text.find('\n') == std::string_view::npos && text.find('\r') != std::string_view::npos ? '\r' : '\n';
}

}  // namespace

bool is_text(const Bytes& bytes) {
    const std::vector<std::byte> head = bytes.head(4096);
    return !head.empty() && std::all_of(head.begin(), head.end(), [](std::byte b) {
        const auto c = std::to_integer<unsigned char>(b);
        return (c >= 32 && c != 127) || c == '\t' || c == '\n' || c == '\r';
    });
}

std::string_view trimmed(std::string_view words) {
    constexpr std::string_view blanks = " \t\r";
    const std::size_t first = words.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return words.substr(first, words.find_last_not_of(blanks) - first + 1);
}

TextLines::TextLines(Bytes bytes) : bytes_(std::move(bytes)), ending_(line_ending(bytes_)) {}

void TextLines::visit(std::size_t offset, std::size_t end, std::size_t number, const std::function<void(const TextLine&)>& visit) const {
    std::string buffer;
    --number;
    const auto emit = [&](std::string_view raw, std::size_t at) {
        ++number;
        std::string_view words = raw;
        if (at == 0 && words.starts_with(byte_order_mark)) words.remove_prefix(byte_order_mark.size());
        words = trimmed(words);
        if (!words.empty()) visit({words, number, at + static_cast<std::size_t>(words.data() - raw.data()), words[0] == '#'});
    };
    for (std::size_t read = offset; read < end;) {  // `offset` is that of the buffer's first byte
        const std::size_t n = std::min(piece, end - read);
        const std::size_t kept = buffer.size();
        buffer.resize(kept + n);
        bytes_.read(read, n, buffer.data() + kept);
        read += n;
        std::size_t begin = 0;
        for (std::size_t stop = buffer.find(ending_, kept); stop != std::string::npos; stop = buffer.find(ending_, begin)) {
            emit(std::string_view(buffer).substr(begin, stop - begin), offset + begin);
            begin = stop + 1;
        }
        buffer.erase(0, begin);
        offset += begin;
        if (buffer.size() > limit::line_bytes) fail(bytes_.name(), ": line ", number + 1, " is longer than ", limit::line_bytes, " bytes");
    }
    if (!buffer.empty()) emit(buffer, offset);
}

void for_each_line(const Bytes& bytes, const std::function<void(const TextLine&)>& visit) { TextLines(bytes).visit(0, bytes.size(), 1, visit); }

}  // namespace gen
