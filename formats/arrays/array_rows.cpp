#include "formats/arrays/array_rows.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include "core/error.hpp"
#include "formats/arrays/row_blocks.hpp"
#include "formats/channel_order.hpp"

namespace gen {
namespace {

/// One dimension of a row inside a block.
struct Side {
    std::size_t size;
    std::size_t stride;  // in numbers
};

/// Numbers of `bytes` each, the last side fastest.
void gather(const std::byte* from, const std::vector<Side>& sides, std::size_t bytes, std::byte*& out, std::size_t at = 0) {
    const auto [size, stride] = sides[at];
    if (at + 1 < sides.size()) {
        for (std::size_t i = 0; i < size; ++i) gather(from + i * stride * bytes, sides, bytes, out, at + 1);
        return;
    }
    if (stride == 1) {
        std::memcpy(out, from, size * bytes);
    } else if (bytes == 1) {
        for (std::size_t i = 0; i < size; ++i) out[i] = from[i * stride];
    } else {
        for (std::size_t i = 0; i < size; ++i) std::memcpy(out + i * bytes, from + i * stride * bytes, bytes);
    }
    out += size * bytes;
}

/// Whether there are numbers of the type that a float does not hold.
bool is_wide(const NumberType& type) { return type.bytes > (type.kind == NumberType::Kind::floating ? 4U : 2U); }

class ArrayRows : public Source {
public:
    ArrayRows(std::shared_ptr<const StoredArray> array, RowLayout layout)
        : array_(std::move(array)), layout_(std::move(layout)), axis_(array_->stored_axis(layout_.rows)), blocks_(array_, axis_) {
        name = array_->where;
        count = array_->stored[axis_];
        shape = layout_.shape;
        table = layout_.table;
        bytes = array_->is_byte;
        wide = is_wide(array_->type);
        order = layout_.order_name;
        warnings = array_->warnings;
        if (array_->is_bool) known_range = Range{0, 1};
        if (!layout_.said.empty()) warnings.push_back(layout_.said);
        direct_ = array_->band(axis_) == 1 && axis_ == 0;
        for (std::size_t i = 0; i < layout_.order.size(); ++i)
            direct_ = direct_ && array_->stored_axis(layout_.order[i]) == rank() - layout_.order.size() + i;
    }

    void read(std::size_t row, Picture& out) const override {
        const Shape& s = layout_.shape;
        out.resize(s[0], s[1], s[2]);
        if (wide) return read_rounded(row, out.values);
        const std::vector<std::byte>& raw = raw_row(row);
        convert(raw.data(), array_->type, out.values.size(), out.values.data());
        if (layout_.channels_last) put_channels_first(s, out.values);
    }

    void read_exactly(std::size_t row, std::vector<double>& out) const override {
        const std::vector<std::byte>& raw = raw_row(row);
        out.resize(raw.size() / array_->type.bytes);
        convert_to_double(raw.data(), array_->type, out.size(), out.data());
        if (layout_.channels_last) put_channels_first(layout_.shape, out);
    }

    bool read_bytes(std::size_t row, std::byte* out) const override {
        if (!bytes || layout_.channels_last || !array_->type.is_byte()) return false;
        read_raw(row, out);
        return true;
    }

    std::vector<std::string> remarks() const override {
        if (!rounded_) return {};
        if (array_->type.kind == NumberType::Kind::floating) return {join(name, ": numbers of 64 bits (f64) were rounded to 32 (f32)")};
        return {join(name, ": whole numbers (", name_of(array_->type), ") were rounded to f32, which holds 24 bits of them")};
    }

private:
    /// Lives until the thread's next call.
    const std::vector<std::byte>& raw_row(std::size_t row) const {
        thread_local std::vector<std::byte> raw;
        raw.resize(gen::count(layout_.shape) * array_->type.bytes);
        read_raw(row, raw.data());
        return raw;
    }

    void look_at_changed(std::size_t row, const std::vector<double>& exact) const {
        for (std::size_t i = 0; i < exact.size(); ++i) {
            if (!std::isfinite(exact[i])) continue;
            const auto narrow = static_cast<float>(exact[i]);
            if (!std::isfinite(narrow)) fail_too_large(join(row_name(row), ", column ", i + 1), exact[i]);
            if (sizeof(real) == sizeof(float) && static_cast<double>(narrow) != exact[i]) rounded_.store(true, std::memory_order_relaxed);
        }
    }

    /// Whether numbers, as floats, may not be what is stored: too large, or, while it was not seen yet, rounded.
    bool may_have_changed(const std::vector<real>& values) const {
        constexpr float exact_whole = (1 << 24) - 1;  // up to here none is rounded
        const bool floating = array_->type.kind == NumberType::Kind::floating;
        const bool is_known = rounded_.load(std::memory_order_relaxed);
        if (floating != is_known) return floating;
        const float most = floating ? std::numeric_limits<float>::max() : exact_whole;
        unsigned beyond = 0;
        for (const real v : values) beyond |= std::abs(static_cast<float>(v)) <= most ? 0U : 1U;
        return beyond != 0;
    }

    void read_rounded(std::size_t row, std::vector<real>& out) const {
        const std::vector<std::byte>& raw = raw_row(row);
        convert(raw.data(), array_->type, out.size(), out.data());
        if (layout_.channels_last) put_channels_first(layout_.shape, out);
        if (!may_have_changed(out)) return;
        thread_local std::vector<double> exact;
        read_exactly(row, exact);
        look_at_changed(row, exact);
    }

    std::size_t rank() const { return array_->stored.size(); }

    void read_raw(std::size_t row, std::byte* out) const {
        if (direct_)
            array_->read(0, row, 1, out);
        else
            gather_row(row, out);
    }

    void gather_row(std::size_t row, std::byte* out) const {
        const std::shared_ptr<const RowBlocks::Block> block = blocks_.with(row);
        Shape strides(rank(), 1);
        for (std::size_t d = rank() - 1; d-- > 0;) strides[d] = strides[d + 1] * (d + 1 == axis_ ? block->count : array_->stored[d + 1]);
        std::vector<Side> sides;
        for (const std::size_t d : layout_.order) {
            const std::size_t stored = array_->stored_axis(d);
            sides.push_back({array_->stored[stored], strides[stored]});
        }
        if (sides.empty()) sides.push_back({1, 1});
        gather(block->bytes.data() + (row - block->first) * strides[axis_] * array_->type.bytes, sides, array_->type.bytes, out);
    }

    std::shared_ptr<const StoredArray> array_;
    RowLayout layout_;
    std::size_t axis_;
    RowBlocks blocks_;
    bool direct_ = false;  // rows lie as they are wanted, and apart
    mutable std::atomic<bool> rounded_ = false;
};

}  // namespace

std::unique_ptr<Source> array_rows(std::shared_ptr<const StoredArray> array, const RowLayout& layout) {
    return std::make_unique<ArrayRows>(std::move(array), layout);
}

}  // namespace gen
