#include "tools/common/latents/latent_rows.hpp"

#include <algorithm>
#include <map>

#include "core/error.hpp"
#include "formats/images.hpp"
#include "formats/model.hpp"
#include "formats/pixel_units.hpp"

namespace gen {
namespace {

constexpr std::size_t most_draws = 1'000'000;
constexpr std::size_t block = 1024;  // rows that are encoded together

Matrix rows_of(const Matrix& m, std::span<const std::size_t> rows) {
    Matrix chosen(rows.size(), m.columns());
    for (std::size_t i = 0; i < rows.size(); ++i) std::copy_n(m.row(rows[i]), m.columns(), chosen.row(i));
    return chosen;
}

}  // namespace

LatentRows::LatentRows(const Model& model, const Document& of_model, const Document& input, bool encodes, Parallel& parallel)
    : model_(model.draws()), encoder_(model.encodes()), parallel_(&parallel), name_(input.name) {
    const std::string kind = input.text_attribute("encoding-type");
    const bool are_images = kind == "images";
    if (!are_images && kind != "latents")
        fail(name_, ": holds ", kind == "model" ? "a model" : kind.empty() ? "no known kind" : kind, ", expected images or latents");
    if (!are_images && encodes) fail(name_, ": holds latents, --encode needs images");
    const bool stand_for_latents = are_images && (input.find("/latents") != nullptr || (encoder_ == nullptr && images_of(input).are_points()));
    if (!are_images || (stand_for_latents && !encodes)) {
        take_latents(of_model, input);
        return;
    }
    if (encoder_ == nullptr) fail(of_model.name, ": has no encoder for images; give latents, or samples with the latents that they came from");
    images_.emplace(images_of(input), name_);
    check_images(model, *images_);
    expect_units_of(of_model, images_->images(), name_);
    if (model_->has_range() && !images_->on_unit_range()) fail(name_, ": /images have no range, the model takes pixels");
}

void LatentRows::take_latents(const Document& of_model, const Document& input) { latents_ = latents_for(input, of_model, model_->latent()); }

std::size_t LatentRows::count() const { return images_ ? images_->size() : name_.empty() ? most_draws : latents_.values.rows(); }

Matrix LatentRows::at(std::span<const std::size_t> rows, const std::string& where) const {
    for (const std::size_t row : rows) {
        if (row < count()) continue;
        if (name_.empty()) fail_usage(where, ": got ", row, ", draws are numbered from 0 to ", most_draws - 1);
        fail(where, ": row ", row, ", but ", name_, " has rows 0 to ", count() - 1);
    }
    if (images_) return encode(rows);
    if (!name_.empty()) return rows_of(latents_.values, rows);
    return rows_of(draw(*model_->prior(*parallel_), *std::max_element(rows.begin(), rows.end()) + 1, {seed_, Purpose::prior, 0}), rows);
}

// In the blocks of latent-encode, for the same bytes: what BLAS gives for a row depends on its place among others.
Matrix LatentRows::encode(std::span<const std::size_t> rows) const {
    std::map<std::size_t, std::vector<std::size_t>> places;  // of each block in `rows`
    for (std::size_t i = 0; i < rows.size(); ++i) places[rows[i] / block].push_back(i);
    Matrix z(rows.size(), model_->latent());
    for (const auto& [number, wanted] : places) {
        const std::size_t first = number * block;
        const Matrix codes = encoder_->encode(*images_, first, std::min(block, images_->size() - first), *parallel_).mean;
        for (const std::size_t i : wanted) std::copy_n(codes.row(rows[i] - first), codes.columns(), z.row(i));
    }
    return z;
}

std::int32_t LatentRows::label(std::size_t row) const {
    if (images_) return images_->label(row);
    return latents_.labels.empty() ? -1 : latents_.labels[row];
}

const std::vector<std::string>& LatentRows::class_names() const {
    const std::vector<std::string>& names = images_ ? images_->images().classes : latents_.classes;
    return names.empty() ? model_->class_names() : names;
}

std::vector<std::int32_t> LatentRows::classes_at(std::span<const std::size_t> rows) const {
    std::vector<std::int32_t> classes;
    for (const std::size_t row : rows) {
        const bool labelled = images_ || !latents_.labels.empty();
        classes.push_back(labelled ? label(row) : static_cast<std::int32_t>(row % model_->classes()));
        if (classes.back() < 0 || static_cast<std::size_t>(classes.back()) >= model_->classes())
            fail(name_, ": row ", row, " has label ", classes.back(), ", the model knows classes 0 to ", model_->classes() - 1);
    }
    return classes;
}

Matrix LatentRows::class_means(std::span<const std::int32_t> classes) const {
    if (images_ ? !images_->labelled() : latents_.labels.empty()) fail(name_, ": has no /labels, --classes needs the class of each row");
    Matrix means(classes.size(), model_->latent());
    for (std::size_t k = 0; k < classes.size(); ++k) {
        std::vector<std::size_t> rows;
        for (std::size_t row = 0; row < count(); ++row)
            if (label(row) == classes[k]) rows.push_back(row);
        if (rows.empty()) fail(name_, ": has nothing of class ", classes[k]);
        std::vector<double> sums(means.columns());
        for (std::size_t first = 0; first < rows.size(); first += block) {
            const Matrix z = at(std::span(rows).subspan(first, std::min(block, rows.size() - first)), name_);
            for (std::size_t i = 0; i < z.size(); ++i) sums[i % sums.size()] += static_cast<double>(z.data()[i]);
        }
        for (std::size_t j = 0; j < sums.size(); ++j) means(k, j) = static_cast<real>(sums[j] / static_cast<double>(rows.size()));
    }
    return means;
}

}  // namespace gen
