#include "eval/scores/score_rows.hpp"

#include <algorithm>
#include <cmath>

#include "core/random.hpp"

namespace gen {
namespace {

Matrix rows_of(const Matrix& m, std::span<const std::uint32_t> rows) {
    if (m.empty()) return {};
    Matrix out(rows.size(), m.columns());
    for (std::size_t i = 0; i < rows.size(); ++i) std::copy_n(m.row(rows[i]), m.columns(), out.row(i));
    return out;
}

// What trivial rows are made of: pixels where there are some.
const Matrix& given(const ScoreRows& real_rows) { return real_rows.pixels.empty() ? real_rows.own_features : real_rows.pixels; }

struct Column {
    double mean = 0;
    double sd = 0;
};

std::vector<Column> columns_of(const Matrix& m) {
    std::vector<Column> columns(m.columns());
    const auto n = static_cast<double>(m.rows());
    for (std::size_t i = 0; i < m.rows(); ++i)
        for (std::size_t j = 0; j < m.columns(); ++j) columns[j].mean += static_cast<double>(m(i, j)) / n;
    for (std::size_t i = 0; i < m.rows(); ++i)
        for (std::size_t j = 0; j < m.columns(); ++j) columns[j].sd += std::pow(static_cast<double>(m(i, j)) - columns[j].mean, 2) / n;
    for (Column& column : columns) column.sd = std::sqrt(column.sd);
    return columns;
}

ScoreRows like(const ScoreRows& real_rows, Matrix rows) {
    ScoreRows out;
    out.shape = real_rows.shape;
    out.images = real_rows.images;
    out.centres = real_rows.centres;
    out.spread = real_rows.spread;
    (real_rows.pixels.empty() ? out.own_features : out.pixels) = std::move(rows);
    return out;
}

}  // namespace

const Moments& ScoreRows::moments(Parallel& parallel) {
    if (!moments_) moments_ = moments_of(features(), parallel);
    return *moments_;
}

const Neighbours& ScoreRows::others(std::size_t k, Parallel& parallel) {
    if (!others_ || others_->k < k) others_ = nearest_others(features(), k, parallel);
    return *others_;
}

const Neighbours& ScoreRows::nearest_in(const ScoreRows& train, Parallel& parallel) {
    if (!in_train_) in_train_ = nearest_rows(features(), train.features(), 1, parallel);
    return *in_train_;
}

void ScoreRows::look(const FeatureMap* map, ImageClassifier* classifier, Parallel& parallel) {
    if (map != nullptr) own_features = map->of(pixels, parallel);
    if (classifier != nullptr) log_probabilities = classifier->classify(MatrixExamples(pixels), {0, pixels.rows()}, parallel).log_probabilities;
}

ScoreRows ScoreRows::part(std::span<const std::uint32_t> rows) const {
    ScoreRows out;
    out.shape = shape;
    out.images = images;
    out.centres = centres;
    out.spread = spread;
    out.pixels = rows_of(pixels, rows);
    out.own_features = rows_of(own_features, rows);
    out.log_probabilities = rows_of(log_probabilities, rows);
    if (!labels.empty())
        for (const std::uint32_t row : rows) out.labels.push_back(labels[row]);
    return out;
}

ScoreRows mean_rows(const ScoreRows& real_rows, std::size_t count) {
    const std::vector<Column> columns = columns_of(given(real_rows));
    Matrix rows(count, columns.size());
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t j = 0; j < columns.size(); ++j) rows(i, j) = static_cast<real>(columns[j].mean);
    return like(real_rows, std::move(rows));
}

ScoreRows noise_rows(const ScoreRows& real_rows, std::size_t count, std::uint64_t seed, Parallel& parallel) {
    const Matrix& m = given(real_rows);
    const std::vector<Column> columns = real_rows.has_pictures() ? std::vector<Column>() : columns_of(m);
    Matrix rows(count, m.columns());
    const std::size_t blocks = row_blocks(count);
    parallel.run(blocks, [&](std::size_t block) {
        const Rows some = row_block(count, blocks, block);
        for (std::size_t i = some.begin; i < some.end; ++i) {
            const Stream stream{seed, Purpose::score_noise};
            if (columns.empty()) {
                random_uniform(stream, static_cast<std::uint32_t>(i), rows.row(i), m.columns());
                continue;
            }
            random_normal(stream, static_cast<std::uint32_t>(i), rows.row(i), m.columns());
            for (std::size_t j = 0; j < m.columns(); ++j)
                rows(i, j) = static_cast<real>(columns[j].mean + columns[j].sd * static_cast<double>(rows(i, j)));
        }
    });
    return like(real_rows, std::move(rows));
}

}  // namespace gen
