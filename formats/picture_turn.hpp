#pragma once

#include <cstddef>

namespace gen {

/// While a thread works on a picture that takes much memory, others wait with theirs: the turn of a thread lasts from where a decoder asks for it to
/// the end of this object, one of which the thread has for each picture.
class PictureTurn {
public:
    PictureTurn();
    ~PictureTurn();
    PictureTurn(const PictureTurn&) = delete;
    PictureTurn& operator=(const PictureTurn&) = delete;

    /// For a decoder, which will take so many bytes: waits where they are many. Nothing where the thread has no such object.
    static void ask(std::size_t bytes);
    /// Whether the picture was such a one: its memory is then not to be kept for the next.
    static bool is_large();
};

}  // namespace gen
