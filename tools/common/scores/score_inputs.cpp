#include "tools/common/scores/score_inputs.hpp"

#include <algorithm>
#include <numeric>

#include "core/error.hpp"
#include "formats/feature_file.hpp"
#include "formats/image_examples.hpp"
#include "formats/model.hpp"

namespace gen {
namespace {

Matrix first_rows(Matrix rows, const std::optional<std::size_t>& take) {
    if (!take || rows.rows() <= *take) return rows;
    Matrix out(*take, rows.columns());
    std::copy_n(rows.data(), out.size(), out.data());
    return out;
}

Matrix pixels_of(const ImageExamples& data, std::size_t rows, Parallel& parallel) {
    Matrix out(rows, data.columns());
    const std::size_t blocks = row_blocks(rows);
    parallel.run(blocks, [&](std::size_t block) {
        const Rows some = row_block(rows, blocks, block);
        for (std::size_t i = some.begin; i < some.end; ++i) data.read(i, out.row(i));
    });
    return out;
}

ScoreSide side_of(FeatureFile file, const std::string& name, const std::optional<std::size_t>& take) {
    ScoreSide side{.name = name, .digest = file.digest, .rows = {}};
    if (file.statistics)
        side.rows = ScoreRows(std::move(*file.statistics));
    else
        side.rows.own_features = first_rows(std::move(file.rows), take);
    side.statistics_of = std::move(file.features);
    return side;
}

ScoreSide side_of(const Document& document, const std::optional<std::size_t>& take, Parallel& parallel) {
    const ImageExamples data(images_of(document), document.name);
    if (data.size() == 0) fail(document.name, ": holds no images");
    const std::size_t rows = std::min(data.size(), take.value_or(data.size()));
    ScoreSide side{.name = document.name, .digest = document.digest, .rows = {}, .classes = data.images().classes};
    side.rows.pixels = pixels_of(data, rows, parallel);
    side.rows.shape = data.shape();
    side.rows.images = !data.images().are_points();
    if (const std::optional<Centres>& centres = data.images().centres; centres && centres->sd) {
        side.rows.centres = centres->places;
        side.rows.spread = *centres->sd;
    }
    if (data.labelled()) side.rows.labels.assign(data.images().labels.begin(), data.images().labels.begin() + static_cast<std::ptrdiff_t>(rows));
    return side;
}

bool only_statistics(const ScoreSide& side) { return side.rows.size() == 0; }

}  // namespace

std::string stem_of(std::string_view path) {
    if (path == "-") return "stdin";
    path.remove_prefix(std::min(path.size(), path.rfind('/') + 1));
    const std::size_t dot = path.rfind('.');
    return std::string(dot == 0 ? path : path.substr(0, dot));
}

Document ScoreInputs::document(const std::string& path) {
    if (path != "-") return read_document(path);
    if (!stdin_) stdin_.emplace(path);
    std::optional<Document> found = stdin_->next();
    if (!found) fail("stdin: ends where one more file was expected");
    return std::move(*found);
}

ScoreSide ScoreInputs::read(const std::string& path, std::optional<std::size_t> take, Parallel& parallel) {
    if (path != "-") {
        const Bytes bytes = Bytes::open(path);
        if (is_feature_file(bytes)) return side_of(features_in(bytes), path, take);
    }
    const Document found = document(path);
    return is_feature_file(found) ? side_of(features_in(found), found.name, take) : side_of(found, take, parallel);
}

std::vector<ScoreSide*> ScoreInputs::sides() {
    std::vector<ScoreSide*> all = {&real_rows};
    for (ScoreSide& side : samples) all.push_back(&side);
    if (train) all.push_back(&*train);
    return all;
}

// One file holds the rows of REAL and then those of SAMPLES, two files hold one each.
void ScoreInputs::add_features_of_files(const FeatureChoice& choice, const std::optional<std::size_t>& take) {
    if (samples.size() != 1 || train)
        fail_usage("features of files are for one REAL and one SAMPLES, got ", samples.size(), train ? " and --train" : "");
    std::vector<Matrix> rows;
    for (const std::string& path : choice.files) {
        FeatureFile file = read_features(path);
        if (file.statistics) fail(path, ": holds statistics, which stand in place of REAL or SAMPLES, not of their features");
        rows.push_back(std::move(file.rows));
    }
    if (rows.size() == 1) {
        const std::size_t n = real_rows.rows.size();
        if (rows[0].rows() <= n) fail(choice.files[0], ": has ", rows[0].rows(), " rows, expected those of ", n, " real images and of the samples");
        Matrix rest(rows[0].rows() - n, rows[0].columns());
        std::copy_n(rows[0].row(n), rest.size(), rest.data());
        rows.push_back(std::move(rest));
        rows[0] = first_rows(std::move(rows[0]), n);
    }
    for (std::size_t i = 0; i < 2; ++i) {
        ScoreSide& side = i == 0 ? real_rows : samples[0];
        const std::string& file = choice.files[std::min(i, choice.files.size() - 1)];
        rows[i] = first_rows(std::move(rows[i]), take);
        if (rows[i].rows() != side.rows.size()) fail(file, ": has ", rows[i].rows(), " rows, ", side.name, " has ", side.rows.size(), " images");
        side.rows.own_features = std::move(rows[i]);
    }
}

void ScoreInputs::choose_features(const ScoreFiles& files, Parallel& parallel) {
    const auto has_pixels = [](const ScoreSide* side) { return !side->rows.pixels.empty(); };
    const std::vector<ScoreSide*> all = sides();
    const auto with_pixels = std::count_if(all.begin(), all.end(), has_pixels);
    const auto statistics = std::count_if(all.begin(), all.end(), [](const ScoreSide* side) { return only_statistics(*side); });
    const FeatureChoice& choice = files.features;
    if (with_pixels == 0) {  // features as operands
        if (choice.kind != FeatureChoice::Kind::automatic) fail_usage("--features is for images, all inputs hold features already");
        features_.emplace("file");
        return;
    }
    if (with_pixels + statistics < static_cast<std::ptrdiff_t>(all.size()))
        for (const ScoreSide* side : all)
            if (side->rows.pixels.empty() && !only_statistics(*side))
                fail(side->name, ": holds features, others hold images: expected the same of all");
    if (choice.kind == FeatureChoice::Kind::file) {
        std::optional<Document> model;
        if (choice.files.size() == 1 && (choice.files[0] == "-" || !is_feature_file(Bytes::open(choice.files[0])))) {
            Document found = document(choice.files[0]);
            if (!is_feature_file(found)) model = std::move(found);
        }
        if (!model) {
            add_features_of_files(choice, files.take);
            features_.emplace("file");
            return;
        }
        std::unique_ptr<Model> made = model_of(*model);
        made->fold();
        const Shape takes = made->takes().shape;
        const Shape& shape = (*std::find_if(all.begin(), all.end(), has_pixels))->rows.shape;
        const bool stacked = takes[0] == 1 && shape[0] > 1 && takes[1] == shape[1] && takes[2] == shape[2];
        if (shape != takes && !stacked) fail(real_rows.name, ": images are ", text(shape), ", the model ", model->name, " takes ", text(takes));
        features_.emplace(std::move(made), stem_of(choice.files[0]), stacked);
    } else {
        const auto first = std::find_if(all.begin(), all.end(), has_pixels);
        features_.emplace(choice, (*first)->rows);
    }
    for (ScoreSide* side : all)
        if (has_pixels(side)) features_->look(side->rows, parallel);
}

void ScoreInputs::check_sides() const {
    const auto check = [&](const ScoreSide& side) {
        if (!side.rows.pixels.empty() && !real_rows.rows.pixels.empty() && side.rows.shape != real_rows.rows.shape)
            fail(side.name, ": images are ", text(side.rows.shape), ", those of ", real_rows.name, " are ", text(real_rows.rows.shape));
    };
    for (const ScoreSide& side : samples) check(side);
    if (train) check(*train);
}

ScoreInputs::ScoreInputs(const ScoreFiles& files, Parallel& parallel) {
    real_rows = read(files.real_rows, files.take, parallel);
    for (const std::string& path : files.samples) samples.push_back(read(path, files.take, parallel));
    if (!files.train.empty()) train = read(files.train, std::nullopt, parallel);
    check_sides();
    choose_features(files, parallel);
    const auto dimensions = [&](ScoreSide& side) {
        return only_statistics(side) ? side.rows.moments(parallel).dimensions() : side.rows.features().columns();
    };
    for (ScoreSide* side : sides()) {
        if (dimensions(*side) != dimensions(real_rows))
            fail(side->name, ": features have ", dimensions(*side), " numbers, those of ", real_rows.name, " ", dimensions(real_rows));
        if (!side->statistics_of.empty() && side->statistics_of != features().name() && !features().by_file())
            fail(side->name, ": holds statistics of ", side->statistics_of, ", the features compared are ", features().name());
    }
}

std::vector<std::string> ScoreInputs::sample_names() const {
    std::vector<std::string> names;
    for (const ScoreSide& side : samples) {
        std::string name = stem_of(side.name);
        const auto equal = std::count_if(samples.begin(), samples.end(), [&](const ScoreSide& other) { return stem_of(other.name) == name; });
        if (equal > 1) name += join('-', names.size() + 1);
        names.push_back(std::move(name));
    }
    return names;
}

}  // namespace gen
