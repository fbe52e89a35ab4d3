#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/matrix.hpp"
#include "formats/document.hpp"
#include "formats/pixel_range.hpp"
#include "formats/provenance.hpp"
#include "prob/transform.hpp"

namespace gen {

/// Where the modes of made-up points lie, and how far the points of each spread.
struct Centres {
    Matrix places;             // [modes, C*H*W]
    std::optional<double> sd;  // in each direction
};

/// How a contact sheet is to lay images out: @layout.
struct Layout {
    std::size_t rows;
    std::size_t columns;
};

/// The kind `images`: a set of pictures, or of points and table rows as [N,D,1,1].
///   /images  u8 or f32 [N,C,H,W], @range, @scale (what pixels were divided by at import), @layout (rows, columns of a contact sheet),
///            @source-layout (the order of the dimensions that they were imported from, where it was another)
///   /labels  i32 [N], optional, @classes names
///   /transform text, optional: steps in JSON (transform_record.hpp) that were done at import
///   /latents f32 [N,D], optional: what the samples were decoded from
///   /centres f32 [K,C*H*W], optional, @sd: of the modes that the points come from
struct Images {
    Shape shape;  // N, C, H, W
    Type type = Type::u8;
    Range range;
    std::optional<double> scale;
    Transform transform;  // what made the numbers of those of the file that they came from
    std::optional<Layout> layout;
    std::string source_layout = {};  // "nhwc", "hwc-last-n"
    RowSource rows;
    std::vector<std::int32_t> labels;
    std::vector<std::string> classes;
    std::shared_ptr<Matrix> latents;  // shared with those that make rows of it; may be null
    std::optional<Centres> centres;
    std::vector<Dataset> extra;  // further data sets by path, kept as they are

    std::size_t count() const { return shape[0]; }
    std::size_t pixels() const { return shape[1] * shape[2] * shape[3]; }
    bool are_points() const { return shape[2] == 1 && shape[3] == 1; }
};

/// Checks what can be checked without reading pixels: dimensions, types, range, one label an image. Throws Fault::input. Pixels of other integer
/// types become u8 and f64 becomes f32 as they are read, refused where that would change a number.
Images images_of(const Document& document);

/// `provenance` empty: --bare.
Document document_of(const Images& images, const std::optional<Provenance>& provenance);

/// Rows first ... as real numbers, as stored (u8: 0 ... 255), [count, C*H*W]. Throws when one is not finite or outside the range: names image and
/// pixel.
void read_rows(const Images& images, const std::string& name, std::size_t first, std::size_t count, real* out);

}  // namespace gen
