#include "formats/arrays/mat_file.hpp"

#include <string_view>
#include <utility>

#include "core/error.hpp"
#include "formats/arrays/mat5.hpp"

namespace gen {
namespace {

class MatFile : public ArrayFile {
public:
    MatFile(const Bytes& bytes, std::vector<MatMatrix> matrices) : matrices_(std::move(matrices)) {
        name = bytes.name();
        format = "mat";
        columns_are_rows = true;
        for (const MatMatrix& matrix : matrices_) arrays.push_back(matrix.info);
    }

    std::shared_ptr<const StoredArray> open(const ArrayInfo& array) const override {
        if (array.holds != ArrayInfo::Holds::numbers) fail(where(array), ": is ", array.type, ", expected real numbers");
        const MatMatrix& m = matrices_[static_cast<std::size_t>(&array - arrays.data())];
        auto out = std::make_shared<PlainArray>(m.content, m.offset, m.type, Shape(array.shape.rbegin(), array.shape.rend()), where(array));
        out->reversed = true;
        out->is_bool = m.is_bool;
        out->is_byte = m.is_byte;
        return out;
    }

    std::vector<std::string> words(const ArrayInfo& array) const override {
        return matrices_[static_cast<std::size_t>(&array - arrays.data())].words;
    }

private:
    std::vector<MatMatrix> matrices_;
};

}  // namespace

bool is_mat(const Bytes& bytes) { return is_mat5(bytes) || is_mat4(bytes); }

std::unique_ptr<const ArrayFile> open_mat(const Bytes& bytes) {
    if (!is_mat(bytes)) fail(bytes.name(), ": not a MATLAB file: starts with ", hex(bytes.head(4)), ", expected 'MATLAB 5.0 MAT-file'");
    return std::make_unique<MatFile>(bytes, is_mat5(bytes) ? matrices_of_mat5(bytes) : matrices_of_mat4(bytes));
}

bool is_mat73(const Bytes& bytes) {
    constexpr std::string_view magic = "MATLAB 7.3 MAT-file";
    const std::vector<std::byte> head = bytes.head(magic.size());
    return std::string_view(reinterpret_cast<const char*>(head.data()), head.size()) == magic;
}

}  // namespace gen
