#include "formats/read_ahead.hpp"

#include <algorithm>
#include <system_error>

namespace gen {

void ReadAhead::prefetch(std::span<const std::uint32_t> rows) {
    here_ = coming_.valid() ? coming_.get() : Rows();
    if (rows.empty()) return;
    const auto look = [this, wanted = std::vector<std::uint32_t>(rows.begin(), rows.end())]() mutable {
        std::sort(wanted.begin(), wanted.end());  // in the order in which they lie
        Rows read;
        read.bytes.resize(wanted.size() * row_bytes_);
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            source_(wanted[i], 1, read.bytes.data() + i * row_bytes_);
            read.places[wanted[i]] = i;
        }
        return read;
    };
    try {
        coming_ = std::async(std::launch::async, look);
    } catch (const std::system_error&) {  // no thread to be had: when they are asked for
        coming_ = std::async(std::launch::deferred, look);
    }
}

const std::byte* ReadAhead::find(std::size_t row) const {
    const auto place = here_.places.find(row);
    return place == here_.places.end() ? nullptr : here_.bytes.data() + place->second * row_bytes_;
}

}  // namespace gen
