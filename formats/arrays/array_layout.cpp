#include "formats/arrays/array_layout.hpp"

#include <algorithm>
#include <iterator>
#include <type_traits>

#include "core/counted.hpp"
#include "core/error.hpp"
#include "formats/source.hpp"

namespace gen {
namespace {

constexpr struct {
    std::string_view name;
    DimensionOrder order;
    std::string_view dimensions;  // of four
    std::size_t rows, channels, height, width;
} orders[] = {
    {"nchw", DimensionOrder::nchw, "[N,C,H,W]", 0, 1, 2, 3},
    {"nhwc", DimensionOrder::nhwc, "[N,H,W,C]", 0, 3, 1, 2},
    {"hwc-last-n", DimensionOrder::hwc_last_n, "[H,W,C,N]", 3, 2, 0, 1},
};
using Order = std::remove_cvref_t<decltype(orders[0])>;

const Order& row_of(DimensionOrder order) { return *std::ranges::find(orders, order, &Order::order); }

/// How well four dimensions fit: few channels count more than a square.
int fitness(const Order& order, const Shape& shape) {
    const std::size_t channels = shape[order.channels];
    const int few = channels == 1 || channels == 3 || channels == 4 ? 2 : channels == 2 ? 1 : 0;
    return 2 * few + (shape[order.height] == shape[order.width] ? 1 : 0);
}

DimensionOrder plausible_of_four(const std::string& where, const Shape& shape, DimensionOrder usual) {
    if (shape[2] == 1 && shape[3] == 1) return usual;
    int best = -1;
    bool several = false;
    const Order* found = nullptr;
    for (const Order& order : orders) {
        const int fits = fitness(order, shape);
        // Rows are counted last by MATLAB alone: with others only what cannot be anything else.
        if (order.order == DimensionOrder::hwc_last_n && usual != order.order && fits < 5) continue;
        several = fits == best || (several && fits < best);
        if (fits > best) found = &order;
        best = std::max(best, fits);
    }
    const bool usual_fits = fitness(row_of(usual), shape) == best;
    if (usual_fits && (!several || best <= 1 || usual == DimensionOrder::hwc_last_n)) return usual;
    if (!usual_fits && !several) return found->order;
    std::string fitting;
    for (const Order& order : orders)
        if (fitness(order, shape) == best) fitting += join(fitting.empty() ? "" : " or ", "--layout ", order.name, " ", order.dimensions);
    fail(where, ": has shape ", text(shape), ", which may be several things: say ", fitting);
}

DimensionOrder plausible_of_three(const Shape& shape, DimensionOrder usual) {
    const bool first_square = shape[1] == shape[2];
    const bool last_square = shape[0] == shape[1];
    if (usual == DimensionOrder::hwc_last_n) return first_square && !last_square ? DimensionOrder::nchw : usual;
    return last_square && shape[2] > 4 * shape[1] ? DimensionOrder::hwc_last_n : usual;
}

DimensionOrder plausible(const std::string& where, const Shape& shape, DimensionOrder usual) {
    if (shape.size() == 4) return plausible_of_four(where, shape, usual);
    return shape.size() == 3 ? plausible_of_three(shape, usual) : usual;
}

/// "[N,H,W]" of "nchw" and three dimensions.
std::string dimensions_of(const Order& order, std::size_t rank) {
    std::string out(order.dimensions);
    if (rank == 3) out.erase(out.find("C,"), 2);
    return out;
}

/// The places of the dimensions that are kept: of more than four those of 1 go, but for the first.
std::vector<std::size_t> kept(const Shape& shape) {
    std::vector<std::size_t> places;
    std::size_t over = shape.size() > 4 ? shape.size() - 4 : 0;
    for (std::size_t d = 0; d < shape.size(); ++d) {
        if (d > 0 && over > 0 && shape[d] == 1)
            --over;
        else
            places.push_back(d);
    }
    return places;
}

/// Rows of numbers in the order of the dimensions, or against it.
RowLayout flat(const std::string& where, const Shape& shape, std::size_t rows, bool backwards, const std::optional<Shape>& wanted) {
    RowLayout layout{.rows = rows};
    Shape row;
    for (std::size_t d = 0; d < shape.size(); ++d)
        if (d != rows) {
            layout.order.push_back(d);
            row.push_back(shape[d]);
        }
    if (backwards) std::ranges::reverse(layout.order);
    layout.shape = row_shape(where, {count(row)}, wanted, layout.table);
    return layout;
}

void check_rank(const std::string& where, const Shape& shape, bool columns_are_rows) {
    const std::size_t rank = shape.size();
    if (rank >= 2 && rank <= 5) return;
    if (columns_are_rows) fail(where, ": matrix has ", counted(rank, "dimension"), ", expected 2 to 4");
    fail(where, ": has ", counted(rank, "dimension"), ", expected [N,D], [N,H,W] or [N,C,H,W]");
}

}  // namespace

Words dimension_orders() {
    Words words = {"auto"};
    for (const Order& order : orders) words.push_back(order.name);
    return words;
}

DimensionOrder dimension_order(std::string_view word) {
    const auto* const found = std::ranges::find(orders, word, &Order::name);
    return found == std::end(orders) ? DimensionOrder::by_plausibility : found->order;
}

RowLayout layout_of(const std::string& where, const Shape& shape, DimensionOrder order, const std::optional<Shape>& wanted, bool columns_are_rows) {
    check_rank(where, shape, columns_are_rows);
    if (count(shape) == 0 && std::ranges::find(shape, std::size_t{0}) != shape.begin()) row_shape(where, {0}, {}, columns_are_rows);
    const DimensionOrder usual = columns_are_rows ? DimensionOrder::hwc_last_n : DimensionOrder::nchw;
    const bool automatic = order == DimensionOrder::by_plausibility;
    if (order == DimensionOrder::points) return flat(where, shape, 0, false, wanted);
    if (wanted || shape.size() == 2) {
        bool last = order == DimensionOrder::hwc_last_n || (automatic && columns_are_rows);
        if (last && automatic && shape.size() == 2 && wanted && shape[0] != count(*wanted) && shape[1] == count(*wanted)) last = false;
        RowLayout layout = flat(where, shape, last ? shape.size() - 1 : 0, columns_are_rows && last, wanted);
        layout.channels_last = order == DimensionOrder::nhwc && wanted;
        return layout;
    }
    const std::vector<std::size_t> places = kept(shape);
    if (places.size() > 4)
        fail(where, ": has shape ", text(shape),
             ", expected at most 4 dimensions above 1; --shape CxHxW says how the numbers of a row make an image");
    Shape four;
    for (const std::size_t d : places) four.push_back(shape[d]);
    const Order& taken = row_of(automatic ? plausible(where, four, usual) : order);
    RowLayout layout{.order_name = std::string(taken.name)};
    const bool odd = four.size() == 4 ? four[taken.channels] > 4 : four[0] == four[1] && four[1] != four[2];
    if (automatic && (taken.order != usual || odd))
        layout.said = join(where, ": shape ", text(shape), " is taken as ", dimensions_of(taken, four.size()), " (--layout ", taken.name, ")");
    if (four.size() == 4) {
        layout.rows = places[taken.rows];
        layout.order = {places[taken.channels], places[taken.height], places[taken.width]};
        layout.shape = {four[taken.channels], four[taken.height], four[taken.width]};
        layout.table = layout.shape[1] == 1 && layout.shape[2] == 1;
    } else {
        const bool last = taken.order == DimensionOrder::hwc_last_n;
        const std::size_t height = last ? 0 : 1;
        layout.rows = last ? 2 : 0;
        layout.order = {height, height + 1};
        layout.shape = {1, four[height], four[height + 1]};
    }
    return layout;
}

bool looks_channels_last(const Shape& shape) {
    if (shape.size() != 4 || (shape[2] == 1 && shape[3] == 1)) return false;
    return fitness(orders[0], shape) == 0 && fitness(orders[1], shape) >= 4;
}

}  // namespace gen
