#include "formats/stl10.hpp"

#include "core/error.hpp"
#include "formats/class_names.hpp"
#include "formats/transposed.hpp"

namespace gen {
namespace {

constexpr std::size_t side = 96;
constexpr std::size_t record_bytes = 3 * side * side;
constexpr int classes = 10;

}  // namespace

std::unique_ptr<Source> open_stl10(const Bytes& bytes, const Beside& beside) {
    if (bytes.size() == 0 || bytes.size() % record_bytes != 0)
        fail(bytes.name(), ": has ", bytes.size(), " bytes, expected a multiple of ", record_bytes, " (STL-10 pictures)");
    auto source = transposed(std::make_unique<ArraySource>(bytes, ArrayLayout{0, record_bytes, {}, {3, side, side}}, bytes.size() / record_bytes));
    source->format = "stl10";
    source->classes = class_names(beside, "class_names.txt", classes);
    return source;
}

std::vector<std::int32_t> read_stl10_labels(const Bytes& bytes) {
    std::vector<std::int32_t> labels;
    for (const std::byte b : bytes.read(0, bytes.size())) {
        labels.push_back(std::to_integer<std::int32_t>(b) - 1);
        if (labels.back() < 0 || labels.back() >= classes)
            fail(bytes.name(), ": byte ", labels.size(), " is ", std::to_integer<int>(b), ", expected an STL-10 label, 1 to ", classes);
    }
    return labels;
}

}  // namespace gen
