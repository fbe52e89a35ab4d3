#include "formats/transposed.hpp"

#include <utility>

#include "core/error.hpp"

namespace gen {
namespace {

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
        for (std::size_t c = 0; c < in.channels; ++c)
            for (std::size_t y = 0; y < in.height; ++y)
                for (std::size_t x = 0; x < in.width; ++x) out.row(c, x)[y] = in.row(c, y)[x];
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
