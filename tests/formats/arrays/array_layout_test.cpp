#include "formats/arrays/array_layout.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "formats/foreign_files.hpp"

using namespace gen;
using namespace gen::foreign;

namespace {

using enum DimensionOrder;

/// "nchw 3x8x8", or what refuses it.
std::string taken(const Shape& shape, DimensionOrder order = by_plausibility, bool columns_are_rows = false) try {
    const RowLayout layout = layout_of("x", shape, order, {}, columns_are_rows);
    return join(layout.order_name.empty() ? "rows" : layout.order_name, " ", text(layout.shape));
} catch (const Error& error) {
    return error.what();
}

}  // namespace

TEST_CASE("arrays: dimensions are what is plausible, and what is not the usual is said") {
    CHECK(taken({20, 5}) == "rows 5x1x1");
    CHECK(taken({20, 28, 28}) == "nchw 1x28x28");
    CHECK(taken({20, 3, 8, 8}) == "nchw 3x8x8");
    CHECK(taken({20, 8, 8, 3}) == "nhwc 3x8x8");
    CHECK(taken({20, 28, 28, 1}) == "nhwc 1x28x28");
    CHECK(taken({20, 64, 48, 3}) == "nhwc 3x64x48");
    CHECK(taken({20, 64, 64, 13}) == "nhwc 13x64x64");
    CHECK(taken({20, 13, 64, 64}) == "nchw 13x64x64");
    CHECK(taken({20, 4, 4, 3}) == "nhwc 3x4x4");
    CHECK(taken({20, 3, 4, 4}) == "nchw 3x4x4");
    CHECK(taken({20, 7, 1, 1}) == "nchw 7x1x1");
    CHECK(taken({32, 32, 3, 500}) == "hwc-last-n 3x32x32");
    CHECK(taken({28, 28, 60000}) == "hwc-last-n 1x28x28");
    CHECK(taken({20, 1, 8, 8, 3}) == "nhwc 3x8x8");
    CHECK(layout_of("x", {20, 8, 8, 3}, by_plausibility, {}, false).said == "x: shape 20x8x8x3 is taken as [N,H,W,C] (--layout nhwc)");
    CHECK(layout_of("x", {20, 8, 8, 3}, nhwc, {}, false).said.empty());
    CHECK(layout_of("x", {20, 3, 8, 8}, by_plausibility, {}, false).said.empty());
    CHECK(layout_of("x", {20, 9, 9, 9}, by_plausibility, {}, false).said == "x: shape 20x9x9x9 is taken as [N,C,H,W] (--layout nchw)");
    CHECK(layout_of("x", {28, 28, 100}, by_plausibility, {}, false).said == "x: shape 28x28x100 is taken as [N,H,W] (--layout nchw)");
    CHECK(layout_of("x", {28, 28, 28}, by_plausibility, {}, false).said.empty());
}

TEST_CASE("arrays: what may be several things is refused, and an order decides") {
    CHECK(taken({20, 3, 3, 3}) == "x: has shape 20x3x3x3, which may be several things: say --layout nchw [N,C,H,W] or --layout nhwc [N,H,W,C]");
    CHECK(taken({20, 3, 5, 4}).ends_with("say --layout nchw [N,C,H,W] or --layout nhwc [N,H,W,C]"));
    CHECK(taken({20, 3, 3, 3}, nhwc) == "nhwc 3x3x3");
    CHECK(taken({20, 3, 5, 4}, nchw) == "nchw 3x5x4");
    CHECK(taken({4, 5, 20}, hwc_last_n) == "hwc-last-n 1x4x5");
    CHECK(taken({6}) == "x: has 1 dimension, expected [N,D], [N,H,W] or [N,C,H,W]");
    CHECK(taken({2, 3, 4, 5, 6}).find("--shape CxHxW") != std::string::npos);
}

TEST_CASE("arrays: MATLAB counts rows last unless only the first can count them") {
    CHECK(taken({32, 32, 3, 20}, by_plausibility, true) == "hwc-last-n 3x32x32");
    CHECK(taken({20, 28, 1965}, by_plausibility, true) == "hwc-last-n 1x20x28");
    CHECK(taken({20, 28, 28}, by_plausibility, true) == "nchw 1x28x28");
    CHECK(taken({20, 3, 32, 32}, by_plausibility, true) == "nchw 3x32x32");
    CHECK(taken({20, 32, 32, 3}, by_plausibility, true) == "nhwc 3x32x32");
}
