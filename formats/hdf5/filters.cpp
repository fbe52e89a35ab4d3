#include "formats/hdf5/filters.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "core/error.hpp"
#include "core/words.hpp"

namespace gen::h5 {
namespace {

// By the numbers that The HDF Group gives out.
struct KnownFilter {
    H5Z_filter_t number;
    std::string_view name;
    std::optional<Filter> filter = {};  // that is read here
};

constexpr KnownFilter known[] = {
    {H5Z_FILTER_DEFLATE, "deflate", Filter::deflate},
    {H5Z_FILTER_SHUFFLE, "shuffle", Filter::shuffle},
    {H5Z_FILTER_FLETCHER32, "fletcher32", Filter::fletcher32},
    {32000, "lzf", Filter::lzf},
    {H5Z_FILTER_SZIP, "szip"},
    {H5Z_FILTER_NBIT, "nbit"},
    {H5Z_FILTER_SCALEOFFSET, "scaleoffset"},
    {305, "LZO"},
    {307, "bzip2"},
    {32001, "blosc"},
    {32004, "LZ4"},
    {32008, "bitshuffle"},
    {32013, "ZFP"},
    {32015, "zstd"},
    {32017, "SZ"},
    {32022, "B3D"},
    {32026, "blosc2"},
};

std::string refusal_of(H5Z_filter_t number, const KnownFilter* filter) {
    Words read;
    for (const KnownFilter& other : known)
        if (other.filter) read.push_back(other.name);
    const bool is_of_hdf5 = number < H5Z_FILTER_RESERVED;
    return join("is stored with HDF5 filter ", filter != nullptr ? join(filter->name, " (", number, ")") : join(number), ", expected ", either(read),
                "; h5repack -f GZIP=6 OLD NEW rewrites it", is_of_hdf5 ? "" : " where HDF5 has that filter");
}

}  // namespace

std::vector<Filter> filters_of(hid_t creation, std::string& refusal) {
    std::vector<Filter> filters;
    const int n = H5Pget_nfilters(creation);
    for (int i = 0; i < n; ++i) {
        unsigned flags = 0;
        std::size_t values = 0;
        const H5Z_filter_t number = H5Pget_filter2(creation, static_cast<unsigned>(i), &flags, &values, nullptr, 0, nullptr, nullptr);
        const auto* const found = std::ranges::find(known, number, &KnownFilter::number);
        if (found != std::end(known) && found->filter)
            filters.push_back(*found->filter);
        else
            refusal = refusal_of(number, found != std::end(known) ? found : nullptr);
    }
    if (std::ranges::count_if(filters, compresses) > 1) refusal = "is compressed twice, expected once";
    unsigned options = 0;
    if (H5Pget_chunk_opts(creation, &options) >= 0 && options != 0 && n > 0) refusal = "leaves partial chunks unfiltered, expected all chunks alike";
    return filters;
}

}  // namespace gen::h5
