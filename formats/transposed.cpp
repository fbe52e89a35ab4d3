#include "formats/transposed.hpp"

#include <array>
#include <utility>

#include "core/error.hpp"

namespace gen {
namespace {

/// Of planes [C,H,W].
template <class Number>
void exchange(const std::vector<Number>& in, const Shape& shape, std::vector<Number>& out) {
    const auto [channels, height, width] = std::array{shape[0], shape[1], shape[2]};
    for (std::size_t c = 0; c < channels; ++c)
        for (std::size_t y = 0; y < height; ++y)
            for (std::size_t x = 0; x < width; ++x) out[(c * width + x) * height + y] = in[(c * height + y) * width + x];
}

class Transposed : public Source {
public:
    explicit Transposed(std::unique_ptr<Source> as_stored) : Source(*as_stored), as_stored_(std::move(as_stored)) {
        transposed = false;
        if (shape) std::swap((*shape)[1], (*shape)[2]);
    }

    void read(std::size_t row, Picture& out) const override {
        thread_local Picture in;
        as_stored_->read(row, in);
        out.resize(in.channels, in.width, in.height);
        exchange(in.values, {in.channels, in.height, in.width}, out.values);
    }
    void read_exactly(std::size_t row, std::vector<double>& out) const override {
        if (!wide) return Source::read_exactly(row, out);
        thread_local std::vector<double> in;
        as_stored_->read_exactly(row, in);
        out.resize(in.size());
        exchange(in, *as_stored_->shape, out);
    }
    std::string row_name(std::size_t row) const override { return as_stored_->row_name(row); }
    std::vector<std::string> remarks() const override { return as_stored_->remarks(); }
    void visit_bytes(const std::function<void(std::span<const std::byte>)>& visit) const override { as_stored_->visit_bytes(visit); }

private:
    std::unique_ptr<Source> as_stored_;
};

}  // namespace

std::unique_ptr<Source> transposed(std::unique_ptr<Source> source) {
    if (source->table) fail_usage("--transpose: ", source->name, ": table rows have no pixels: --shape CxHxW says how they lie");
    return std::make_unique<Transposed>(std::move(source));
}

}  // namespace gen
