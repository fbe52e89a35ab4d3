#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "formats/lines.hpp"

namespace gen {

/// Finds rows of a text again, each of which is a line, though it keeps the place of a few of them only: the lines around the one that is asked for
/// are read. From several threads at once.
class LineIndex {
public:
    /// `is_row` tells rows from lines between them.
    LineIndex(const Bytes& text, std::function<bool(const TextLine&)> is_row);

    /// The next row, in order.
    void add(const TextLine& row);
    std::size_t count() const { return count_; }

    struct Row {
        std::string_view words;  // until the thread asks for another
        std::size_t number;      // of the line
    };
    Row at(std::size_t row) const;

private:
    /// Rows that lie together.
    struct Stretch {
        std::size_t row;  // the first
        std::size_t offset;
        std::size_t number;
    };
    struct Read;

    void read(std::size_t stretch, Read& out) const;

    TextLines lines_;
    std::size_t end_;
    std::function<bool(const TextLine&)> is_row_;
    std::size_t id_;
    std::size_t count_ = 0;
    std::vector<Stretch> stretches_;
};

}  // namespace gen
