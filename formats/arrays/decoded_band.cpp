#include "formats/arrays/decoded_band.hpp"

#include "core/error.hpp"
#include "formats/nameless_file.hpp"

namespace gen {

DecodedBand::DecodedBand(const h5::Chunks& chunks, std::size_t band) : number_(band), chunk_bytes_(chunks.chunk_bytes()), file_(nameless_file()) {
    for (std::size_t i = 0; i < chunks.per_band(); ++i) {
        const std::vector<std::byte> chunk = chunks.decoded(band * chunks.per_band() + i);
        write_fully(file_->get(), chunk.data(), chunk.size(), "decoded chunks");
    }
}

void DecodedBand::read(std::size_t chunk, std::size_t at, std::vector<std::byte>& out) const {
    if (read_fully_at(file_->get(), chunk * chunk_bytes_ + at, out.data(), out.size(), "decoded chunks") != out.size())
        fail_io("decoded chunks: became shorter");
}

std::shared_ptr<const DecodedBand> LatestBand::get(const h5::Chunks& chunks, std::size_t band) {
    const std::lock_guard lock(mutex_);
    if (latest_ != nullptr && latest_->number() == band) return latest_;
    if (failed_) return nullptr;
    latest_.reset();
    try {
        latest_ = std::make_shared<const DecodedBand>(chunks, band);
    } catch (const Error& error) {
        if (error.fault() != Fault::io) throw;
        failed_ = true;
    }
    return latest_;
}

}  // namespace gen
