#include "formats/feature_file.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "core/words.hpp"
#include "formats/kind.hpp"
#include "formats/latents.hpp"
#include "formats/npy.hpp"
#include "formats/row_lists.hpp"
#include "formats/streams.hpp"
#include "formats/tensor.hpp"
#include "formats/zip_reader.hpp"

namespace gen {
namespace {

void expect_finite(std::span<const double> numbers, const std::string& name) {
    const auto bad = std::find_if(numbers.begin(), numbers.end(), [](double v) { return !std::isfinite(v); });
    if (bad != numbers.end()) fail(name, ": number ", bad - numbers.begin(), " is ", *bad, ", expected finite numbers");
}

// All numbers of an array, row-major.
std::vector<double> doubles_of(const Bytes& bytes, const NpyArray& array) {
    expect_whole(bytes, array);
    const std::size_t n = count(array.shape);
    const std::vector<std::byte> raw = bytes.read(array.offset, n * array.type.bytes);
    std::vector<double> out(n);
    if (array.type.kind == NumberType::Kind::floating && array.type.bytes == 8) {
        for (std::size_t i = 0; i < n; ++i) {
            std::byte number[8];
            std::copy_n(raw.data() + 8 * i, 8, number);
            if (array.type.big_endian) std::reverse(number, number + 8);
            std::memcpy(&out[i], number, 8);
        }
    } else {
        std::vector<real> converted(n);
        convert(raw.data(), array.type, n, converted.data());
        std::copy(converted.begin(), converted.end(), out.begin());
    }
    expect_finite(out, bytes.name());
    if (!array.column_major) return out;
    std::vector<double> turned(n);
    const std::size_t rows = array.shape[0];
    const std::size_t columns = n / rows;
    for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < columns; ++j) turned[i * columns + j] = out[j * rows + i];
    return turned;
}

void fill_by_rows(const Bytes& bytes, const NpyArray& array, Matrix& out) {
    const std::size_t row = out.columns() * array.type.bytes;
    constexpr std::size_t together = 256;
    for (std::size_t first = 0; first < out.rows(); first += together) {
        const std::size_t some = std::min(together, out.rows() - first);
        const std::vector<std::byte> raw = bytes.read(array.offset + first * row, some * row);
        convert(raw.data(), array.type, some * out.columns(), out.row(first));
    }
}

void fill_by_columns(const Bytes& bytes, const NpyArray& array, Matrix& out) {
    const std::size_t column = out.rows() * array.type.bytes;
    std::vector<real> numbers(out.rows());
    for (std::size_t j = 0; j < out.columns(); ++j) {
        const std::vector<std::byte> raw = bytes.read(array.offset + j * column, column);
        convert(raw.data(), array.type, numbers.size(), numbers.data());
        for (std::size_t i = 0; i < numbers.size(); ++i) out(i, j) = numbers[i];
    }
}

Matrix table_of(const Bytes& bytes, const NpyArray& array) {
    const std::string& name = bytes.name();
    if (array.shape.size() != 2)
        fail(name, ": has ", array.shape.empty() ? "no dimensions" : join("shape ", text(array.shape)), ", expected features [N,D]");
    if (count(array.shape) == 0) fail(name, ": has shape ", text(array.shape), ", expected at least one row and one column");
    expect_whole(bytes, array);
    Matrix out(array.shape[0], array.shape[1]);
    if (array.column_major)
        fill_by_columns(bytes, array, out);
    else
        fill_by_rows(bytes, array, out);
    for (std::size_t i = 0; i < out.size(); ++i)
        if (!std::isfinite(out.data()[i]))
            fail(name, ": row ", i / out.columns(), ", column ", i % out.columns(), " is ", out.data()[i], ", expected a finite number");
    return out;
}

Moments moments_of(std::vector<double> mean, std::vector<double> covariance, const Shape& shape, const std::string& name) {
    const std::size_t d = mean.size();
    if (d == 0 || shape != Shape{d, d}) fail(name, ": the mean has ", d, " numbers, the covariance is ", text(shape), ", expected ", d, "x", d);
    double largest = 0;
    for (std::size_t j = 0; j < d; ++j)
        if (covariance[j * d + j] < 0) fail(name, ": the variance of column ", j, " is ", covariance[j * d + j], ", expected none below 0");
    for (std::size_t j = 0; j < d; ++j) largest = std::max(largest, std::abs(covariance[j * d + j]));
    for (std::size_t i = 0; i < d; ++i)
        for (std::size_t j = 0; j <= i; ++j)
            if (std::abs(covariance[i * d + j] - covariance[j * d + i]) > 1e-5 * largest)
                fail(name, ": the covariance is not symmetric: row ", i, ", column ", j, " is ", covariance[i * d + j], ", its mirror image ",
                     covariance[j * d + i]);
    return {.count = 0, .mean = std::move(mean), .covariance = std::move(covariance)};
}

FeatureFile features_in_zip(const Bytes& bytes) {
    const ZipReader zip(bytes);
    const auto entry = [&](const std::string& name) -> std::optional<Bytes> {
        for (const ZipReader::Entry& e : zip.entries())
            if (e.name == name + ".npy") return Bytes::of(join(bytes.name(), ": ", name), zip.read(e));
        return std::nullopt;
    };
    const std::optional<Bytes> mu = entry("mu");
    const std::optional<Bytes> sigma = entry("sigma");
    if (mu && sigma) {
        const NpyArray mean = npy_array(*mu);
        const NpyArray covariance = npy_array(*sigma);
        if (mean.shape.size() != 1) fail(mu->name(), " is ", text(mean.shape), ", expected one dimension");
        return {.rows = {},
                .statistics = moments_of(doubles_of(*mu, mean), doubles_of(*sigma, covariance), covariance.shape, bytes.name()),
                .features = {},
                .of = {},
                .digest = {}};
    }
    std::vector<std::string> names;
    std::optional<Matrix> rows;
    for (const ZipReader::Entry& e : zip.entries()) {
        const Bytes member = Bytes::of(join(bytes.name(), ": ", e.name), zip.read(e));
        if (!is_npy(member)) continue;
        const NpyArray array = npy_array(member);
        if (array.shape.size() != 2) continue;
        names.push_back(e.name.substr(0, e.name.rfind(".npy")));
        if (names.size() == 1) rows = table_of(member, array);
    }
    if (names.empty()) fail(bytes.name(), ": holds neither mu and sigma nor an array [N,D]");
    if (names.size() > 1)
        fail(bytes.name(), ": holds ", names.size(), " arrays [N,D] (", listed(Words(names.begin(), names.end())),
             "), expected one, or mu and sigma");
    return {.rows = std::move(*rows), .statistics = std::nullopt, .features = {}, .of = {}, .digest = {}};
}

std::vector<double> doubles_of(const Dataset& set) {
    std::vector<double> out(count(set.shape));
    if (set.type == Type::f64) {
        std::size_t at = 0;
        const std::size_t row = set.row_bytes() / sizeof(double);
        for (std::size_t i = 0; i < set.row_count(); ++i, at += row) set.rows(i, 1, out.data() + at);
    } else {
        const Matrix m = matrix_of(set);
        std::copy_n(m.data(), m.size(), out.begin());
    }
    return out;
}

FeatureFile statistics_in(const Document& document, const Dataset& mean) {
    const Dataset& covariance = document.require("/data");
    std::vector<double> mu = doubles_of(mean);
    std::vector<double> sigma = doubles_of(covariance);
    expect_finite(mu, document.name + ": /mean");
    expect_finite(sigma, document.name + ": /data");
    FeatureFile out{.rows = {},
                    .statistics = moments_of(std::move(mu), std::move(sigma), covariance.shape, document.name),
                    .features = {},
                    .of = {},
                    .digest = {}};
    for (const Attribute& a : mean.attributes) {
        if (const auto* const n = std::get_if<std::vector<std::int64_t>>(&a.value);
            a.name == "count" && n != nullptr && n->size() == 1 && (*n)[0] > 0)
            out.statistics->count = static_cast<std::size_t>((*n)[0]);
        const auto* const words = std::get_if<std::string>(&a.value);
        if (a.name == "features" && words != nullptr) out.features = *words;
        if (a.name == "of" && words != nullptr) out.of = *words;
    }
    return out;
}

}  // namespace

bool is_feature_file(const Bytes& bytes) { return is_npy(bytes) || is_zip(bytes); }

bool is_feature_file(const Document& document) {
    const std::string kind = document.text_attribute("encoding-type");
    return kind == "tensor" || kind == "latents";
}

FeatureFile features_in(const Bytes& bytes) {
    FeatureFile out;
    if (is_npy(bytes))
        out.rows = table_of(bytes, npy_array(bytes));
    else
        out = features_in_zip(bytes);
    out.digest = digest_of(bytes);
    return out;
}

FeatureFile features_in(const Document& document) {
    FeatureFile out;
    if (document.text_attribute("encoding-type") == "latents")
        out.rows = latents_of(document).values;
    else if (const Dataset* const mean = document.find("/mean"))
        out = statistics_in(document, *mean);
    else
        out.rows = table_of(tensor_of(document), document.name);
    out.digest = document.digest.empty() ? content_digest(document) : document.digest;
    return out;
}

FeatureFile read_features(const std::string& path) {
    if (path != "-") {
        const Bytes bytes = Bytes::open(path);
        if (is_feature_file(bytes)) return features_in(bytes);
    }
    return features_in(read_document(path));
}

Document document_of(const Moments& statistics, const std::string& features, const std::string& of, const std::optional<Provenance>& provenance) {
    const std::size_t d = statistics.dimensions();
    const auto bytes = [](const std::vector<double>& v) {
        const auto* const first = reinterpret_cast<const std::byte*>(v.data());
        return std::vector<std::byte>(first, first + v.size() * sizeof(double));
    };
    Document document;
    document.datasets.push_back(dataset("/data", Type::f64, {d, d}, bytes(statistics.covariance)));
    document.datasets.push_back(dataset("/mean", Type::f64, {d}, bytes(statistics.mean)));
    document.datasets.back().attributes = {
        {"count", std::vector<std::int64_t>{static_cast<std::int64_t>(statistics.count)}}, {"features", features}, {"of", of}};
    add_header(document, "tensor", provenance);
    return document;
}

}  // namespace gen
