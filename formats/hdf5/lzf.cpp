#include "formats/hdf5/lzf.hpp"

#include <algorithm>
#include <cstring>

#include "core/error.hpp"

namespace gen::h5 {

// A byte below 32 begins a run of as many literals, and one. Any other begins a copy: its upper 3 bits are the length less 2, 7 of them meaning that
// the next byte is added; its lower 5 and one more byte say how far back, from 1.
std::vector<std::byte> unpack_lzf(std::span<const std::byte> packed, std::size_t bytes, const std::string& where) {
    std::vector<std::byte> out(bytes);
    std::size_t at = 0;
    std::size_t in = 0;
    const auto damaged = [&] { fail(where, ": damaged: a chunk compressed by LZF does not give ", bytes, " bytes"); };
    const auto next = [&] {
        if (in == packed.size()) damaged();
        return std::to_integer<std::size_t>(packed[in++]);
    };
    while (in < packed.size()) {
        const std::size_t control = next();
        if (control < 32) {
            const std::size_t run = control + 1;
            if (run > packed.size() - in || run > bytes - at) damaged();
            std::memcpy(out.data() + at, packed.data() + in, run);
            in += run;
            at += run;
            continue;
        }
        std::size_t length = (control >> 5) + 2;
        if (control >> 5 == 7) length += next();
        const std::size_t back = ((control & 31) << 8 | next()) + 1;
        if (back > at || length > bytes - at) damaged();
        for (const std::size_t end = at + length; at < end; ++at) out[at] = out[at - back];  // they may overlap
    }
    if (at != bytes) damaged();
    return out;
}

}  // namespace gen::h5
