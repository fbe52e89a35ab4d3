#include "formats/lines.hpp"

#include <algorithm>
#include <string>

#include "core/error.hpp"

namespace gen {
namespace {

constexpr std::size_t piece = 1 << 20;
constexpr std::size_t longest = 16 << 20;
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

void for_each_line(const Bytes& bytes, const std::function<void(const TextLine&)>& visit) {
    const char ending = line_ending(bytes);
    std::string buffer;
    std::size_t offset = 0;  // of the buffer's first byte
    std::size_t number = 0;
    const auto emit = [&](std::string_view raw, std::size_t at) {
        ++number;
        std::string_view words = raw;
        if (at == 0 && words.starts_with(byte_order_mark)) words.remove_prefix(byte_order_mark.size());
        words = trimmed(words);
        if (!words.empty()) visit({words, number, at + static_cast<std::size_t>(words.data() - raw.data()), words[0] == '#'});
    };
    for (std::size_t end = 0; end < bytes.size();) {
        const std::size_t n = std::min(piece, bytes.size() - end);
        const std::size_t kept = buffer.size();
        buffer.resize(kept + n);
        bytes.read(end, n, buffer.data() + kept);
        end += n;
        std::size_t begin = 0;
        for (std::size_t stop = buffer.find(ending, kept); stop != std::string::npos; stop = buffer.find(ending, begin)) {
            emit(std::string_view(buffer).substr(begin, stop - begin), offset + begin);
            begin = stop + 1;
        }
        buffer.erase(0, begin);
        offset += begin;
        if (buffer.size() > longest) fail(bytes.name(), ": line ", number + 1, " is longer than ", longest, " bytes");
    }
    if (!buffer.empty()) emit(buffer, offset);
}

}  // namespace gen
