#pragma once

#include <memory>
#include <string>

#include "core/examples.hpp"
#include "formats/images.hpp"

namespace gen {

class ReadAhead;

/// Images as a model sees them: rows of C*H*W numbers on [0,1]; points and table rows as they are. Up to 64 MiB are held in memory, rows of larger
/// sets are read where they are asked for, or ahead.
class ImageExamples : public Examples {
public:
    /// Reads stored floats once, to refuse what is not finite or out of range before work begins. `name` is for messages.
    ImageExamples(Images images, std::string name);
    ImageExamples(ImageExamples&&) noexcept;
    ~ImageExamples() override;

    std::size_t size() const override { return images_.count(); }
    std::size_t columns() const override { return images_.pixels(); }
    void read(std::size_t row, real* out) const override;
    void prefetch(std::span<const std::uint32_t> rows) const override;
    std::int32_t label(std::size_t row) const override { return labelled() ? images_.labels[row] : -1; }

    const Images& images() const { return images_; }
    const std::string& name() const { return name_; }
    /// C, H, W
    Shape shape() const { return {images_.shape[1], images_.shape[2], images_.shape[3]}; }
    bool on_unit_range() const { return scaled_; }
    bool are_bytes() const { return images_.type == Type::u8; }
    bool labelled() const { return !images_.labels.empty(); }
    /// Classes are 0 ... n-1: as many as have names, or one more than the largest label. Throws Fault::input on a label below 0.
    std::size_t class_count() const;
    /// The name of each of them; empty where not all have one, or only their numbers.
    std::vector<std::string> class_names() const;

private:
    void check_values() const;
    void hold_small();

    Images images_;
    std::string name_;
    bool scaled_;
    real scale_ = 1;
    real shift_ = 0;
    std::unique_ptr<ReadAhead> ahead_;  // of what is not held in memory
};

}  // namespace gen
