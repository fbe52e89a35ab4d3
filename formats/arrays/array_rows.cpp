#include "formats/arrays/array_rows.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstring>
#include <utility>

#include "core/error.hpp"
#include "formats/arrays/row_blocks.hpp"

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

/// [H][W][C] as [C][H][W].
void channels_first(const Shape& shape, std::vector<real>& values) {
    const std::size_t channels = shape[0];
    const std::size_t pixels = shape[1] * shape[2];
    std::vector<real> out(values.size());
    for (std::size_t c = 0; c < channels; ++c)
        for (std::size_t i = 0; i < pixels; ++i) out[c * pixels + i] = values[i * channels + c];
    values = std::move(out);
}

class ArrayRows : public Source {
public:
    ArrayRows(std::shared_ptr<const StoredArray> array, RowLayout layout)
        : array_(std::move(array)), layout_(std::move(layout)), axis_(array_->stored_axis(layout_.rows)), blocks_(array_, axis_) {
        name = array_->where;
        count = array_->stored[axis_];
        shape = layout_.shape;
        table = layout_.table;
        bytes = array_->is_byte;
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
        thread_local std::vector<std::byte> raw;
        raw.resize(out.values.size() * array_->type.bytes);
        read_raw(row, raw.data());
        convert(raw.data(), array_->type, out.values.size(), out.values.data());
        look_for_rounding(raw.data(), out.values);
        if (layout_.channels_last) channels_first(s, out.values);
    }

    bool read_bytes(std::size_t row, std::byte* out) const override {
        if (!bytes || layout_.channels_last || !array_->type.is_byte()) return false;
        read_raw(row, out);
        return true;
    }

    std::vector<std::string> remarks() const override {
        if (!rounded_) return {};
        return {join(name, ": numbers of 64 bits (f64) were rounded to 32 (f32)")};
    }

private:
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

    void look_for_rounding(const std::byte* raw, const std::vector<real>& values) const {
        if (array_->type.kind != NumberType::Kind::floating || array_->type.bytes <= sizeof(real) || rounded_) return;
        thread_local std::vector<double> exact;
        exact.resize(values.size());
        convert_to_double(raw, array_->type, values.size(), exact.data());
        for (std::size_t i = 0; i < values.size(); ++i)
            if (std::isfinite(exact[i]) && static_cast<double>(values[i]) != exact[i]) rounded_ = true;
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
