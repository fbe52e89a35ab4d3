#include "tests/fuzz/imported.hpp"

#include <algorithm>
#include <cmath>

#include "formats/foreign.hpp"
#include "formats/hdf5/reader.hpp"
#include "formats/hdf5/writer.hpp"
#include "formats/prepare.hpp"
#include "formats/streams.hpp"
#include "tests/formats/foreign_files.hpp"
#include "tests/fuzz/target.hpp"

namespace gen::fuzz {
namespace {

constexpr std::size_t most_numbers = std::size_t{1} << 20;  // that are taken all the way

void expect_labels(const std::vector<std::int32_t>& labels, const std::vector<std::string>& classes, std::size_t count) {
    expect(labels.empty() || labels.size() == count, "a label for each row, or none");
    for (const std::int32_t label : labels)
        expect(label >= 0 && (classes.empty() || static_cast<std::size_t>(label) < classes.size()), "labels of the classes");
}

void expect_consistent(const Source& source) {
    expect_labels(source.labels, source.classes, source.count);
    expect(source.row_names.empty() || source.row_names.size() == source.count, "a name for each row, or none");
    if (source.known_range)
        expect(source.known_range->low < source.known_range->high && std::isfinite(source.known_range->high), "a range from low to high");
    if (source.count == 0) return;
    for (const std::size_t row : {std::size_t{0}, source.count - 1}) {
        Picture picture;
        source.read(row, picture);
        expect(picture.values.size() == picture.channels * picture.height * picture.width, "all numbers of a row");
        if (source.shape) expect(Shape{picture.channels, picture.height, picture.width} == *source.shape, "rows of the shape");
    }
}

void expect_same(const Images& images, const Document& document) {
    const h5::Buffer written = h5::write_bytes(document, "fuzz");
    h5::Buffer copy;
    copy.resize(written.size());
    std::copy_n(written.data(), written.size(), copy.data());
    const Document again = h5::read_document(std::make_shared<const h5::StoredFile>(std::move(copy), "fuzz"));
    const Images read = images_of(again);
    expect(read.shape == images.shape && read.labels == images.labels && read.classes == images.classes, "the same shape and labels");
    const Matrix numbers = matrix_of(again.require("/images"));
    for (const real number : numbers.values()) expect(std::isfinite(number), "finite numbers");
    std::vector<real> row(read.pixels());
    read_rows(read, "fuzz", read.count() - 1, 1, row.data());
}

}  // namespace

void import_input(const std::string& input, const ForeignPlan& plan, const InputFiles& files) {
    files.keep("input", foreign::bytes(input, "input"));
    const std::shared_ptr<Source> source = open_foreign({"input"}, plan, files);
    expect_consistent(*source);
    if (source->count > most_numbers || (source->shape && count(*source->shape) > most_numbers / std::max<std::size_t>(1, source->count))) return;
    Parallel parallel(1);
    const Images images = prepare(source, {}, parallel);
    expect_labels(images.labels, images.classes, images.count());
    if (images.count() * images.pixels() > most_numbers) return;
    expect_same(images, document_of(images, std::nullopt));
}

}  // namespace gen::fuzz
