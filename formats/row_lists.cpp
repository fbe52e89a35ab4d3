#include "formats/row_lists.hpp"

#include <algorithm>
#include <charconv>

#include "core/error.hpp"
#include "formats/lines.hpp"
#include "formats/sha256.hpp"

namespace gen {
namespace {

std::size_t row_number(std::string_view word, const Bytes& bytes, std::size_t line) {
    std::size_t row = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), row);
    if (error != std::errc() || end != word.data() + word.size())
        fail(bytes.name(), ": line ", line, ": got '", word, "', expected the number of a row, from 0");
    return row;
}

}  // namespace

std::vector<RowList> read_row_lists(const Bytes& bytes) {
    constexpr std::string_view blanks = " \t";
    std::vector<RowList> lists;
    if (bytes.size() > 0 && !is_text(bytes)) fail(bytes.name(), ": is not text, expected the numbers of rows");
    for_each_line(bytes, [&](const TextLine& line) {
        if (line.is_remark) return;
        RowList& list = lists.emplace_back(RowList{{}, line.number});
        std::string_view rest = line.words;
        while (!rest.empty()) {
            const std::string_view word = rest.substr(0, std::min(rest.find_first_of(blanks), rest.size()));
            list.rows.push_back(row_number(word, bytes, line.number));
            rest.remove_prefix(std::min(rest.find_first_not_of(blanks, word.size()), rest.size()));
        }
    });
    if (lists.empty()) fail(bytes.name(), ": is empty, expected the numbers of rows");
    return lists;
}

std::string digest_of(const Bytes& bytes) {
    Sha256 sha;
    bytes.visit([&](std::span<const std::byte> piece) { sha.update(piece.data(), piece.size()); });
    return sha.hex();
}

}  // namespace gen
