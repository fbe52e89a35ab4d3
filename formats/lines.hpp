#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "formats/bytes.hpp"

namespace gen {

/// Text: not empty, and its first 4 KiB are printable.
bool is_text(const Bytes& bytes);

struct TextLine {
    std::string_view words;  // without line end and outer blanks
    std::size_t number;      // from 1
    std::size_t offset;      // of `words` in the file
    bool is_remark;          // it begins with '#'
};

/// The lines of a text that are not empty, a byte order mark left out. They end with a line feed, or where the file has none with a carriage return.
/// One beyond limit::line_bytes is refused.
class TextLines {
public:
    explicit TextLines(Bytes bytes);
    /// Those from `offset` to `end`, where lines begin, of which the first has this number.
    void visit(std::size_t offset, std::size_t end, std::size_t number, const std::function<void(const TextLine&)>& visit) const;

private:
    Bytes bytes_;
    char ending_;
};

/// All of them.
void for_each_line(const Bytes& bytes, const std::function<void(const TextLine&)>& visit);

/// Without blanks and carriage returns at both ends.
std::string_view trimmed(std::string_view words);

}  // namespace gen
