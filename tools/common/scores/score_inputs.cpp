#include "tools/common/scores/score_inputs.hpp"

#include <algorithm>
#include <system_error>

#include "core/error.hpp"
#include "core/words.hpp"
#include "formats/image_examples.hpp"
#include "formats/model.hpp"
#include "formats/posix.hpp"

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

std::string digest_of(const Document& document) { return document.digest.empty() ? content_digest(document) : document.digest; }

ScoreSide side_of(FeatureFile file, const std::string& name, const std::optional<std::size_t>& take) {
    ScoreSide side{.name = name, .digest = file.digest, .rows = {}};
    side.given = file.rows.rows();
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
    ScoreSide side{.name = document.name, .digest = digest_of(document), .rows = {}, .given = data.size()};
    side.rows.pixels = pixels_of(data, rows, parallel);
    side.rows.shape = data.shape();
    side.units = units_of(data.images());
    side.rows.images = !data.images().are_points();
    for (std::size_t i = 0; data.labelled() && i < rows; ++i) side.rows.labels.push_back(data.label(i));
    if (const std::optional<Centres>& centres = data.images().centres; centres && centres->sd) {
        side.rows.centres = centres->places;
        side.rows.spread = *centres->sd;
    }
    return side;
}

bool only_statistics(const ScoreSide& side) { return side.rows.size() == 0; }

bool is_features(const ScoreFile& file) {
    const auto* const document = std::get_if<Document>(&file);
    return document == nullptr || is_feature_file(*document);
}

FeatureFile features_of(const ScoreFile& file) {
    return std::visit([](const auto& found) { return features_in(found); }, file);
}

std::string name_of(const ScoreFile& file) {
    const auto* const document = std::get_if<Document>(&file);
    return document == nullptr ? std::get<Bytes>(file).name() : document->name;
}

}  // namespace

std::string stem_of(std::string_view path) {
    if (path == "-") return "stdin";
    path = last_part(path);
    const std::size_t dot = path.rfind('.');
    return std::string(dot == 0 ? path : path.substr(0, dot));
}

// What is no regular file can be read only once.
ScoreFile ScoreInputs::open(const std::string& path) {
    if (path == "-") {
        if (!stdin_) stdin_.emplace(path);
        std::optional<Document> found = stdin_->next();
        if (!found) fail("stdin: ends where one more file was expected");
        return std::move(*found);
    }
    Bytes bytes = Bytes::open(path);
    if (is_feature_file(bytes)) return bytes;
    if (is_regular_file(path)) return read_document(path);
    std::vector<Document> found = documents_in(bytes);
    if (found.empty()) fail(path, ": empty, expected an HDF5 file");
    return std::move(found[0]);
}

ScoreSide ScoreInputs::read(const std::string& path, std::optional<std::size_t> take, Parallel& parallel) {
    const ScoreFile file = open(path);
    if (is_features(file)) return side_of(features_of(file), name_of(file), take);
    return side_of(std::get<Document>(file), take, parallel);
}

std::vector<ScoreSide*> ScoreInputs::sides() {
    std::vector<ScoreSide*> all = {&real_rows};
    for (ScoreSide& side : samples) all.push_back(&side);
    if (train) all.push_back(&*train);
    return all;
}

// One file holds the rows of REAL and then those of SAMPLES, two files hold one each.
void ScoreInputs::add_features(std::vector<FeatureFile> files, const FeatureChoice& choice, const std::optional<std::size_t>& take) {
    if (samples.size() != 1 || train)
        fail_usage("features of files are for one REAL and one SAMPLES, got ", samples.size(), train ? " and --train" : "");
    for (std::size_t i = 0; i < files.size(); ++i)
        if (files[i].statistics) fail(choice.files[i], ": holds statistics, which stand in place of REAL or SAMPLES, not of their features");
    if (files.size() == 1) {
        const Matrix& all = files[0].rows;
        const std::size_t n = real_rows.given;
        if (all.rows() <= n) fail(choice.files[0], ": has ", all.rows(), " rows, expected those of ", n, " real images and of the samples");
        Matrix rest(all.rows() - n, all.columns());
        std::copy_n(all.row(n), rest.size(), rest.data());
        files.push_back({.rows = std::move(rest), .statistics = std::nullopt, .features = {}, .of = {}, .digest = {}});
        files[0].rows = first_rows(std::move(files[0].rows), n);
    }
    for (std::size_t i = 0; i < 2; ++i) {
        ScoreSide& side = i == 0 ? real_rows : samples[0];
        const std::string& file = choice.files[std::min(i, choice.files.size() - 1)];
        if (files[i].rows.rows() != side.given)
            fail(file, ": has ", files[i].rows.rows(), choice.files.size() == 1 ? " rows for samples, " : " rows, ", side.name, " has ", side.given,
                 " images");
        side.rows.own_features = first_rows(std::move(files[i].rows), take);
    }
    features_.emplace(Features::of_files(files[0].digest));
}

void ScoreInputs::look_with(const Document& model, const std::string& path, const Shape& shape) {
    std::unique_ptr<Model> made = model_of(model);
    made->only_use();
    const Shape takes = made->takes().shape;
    const bool stacked = takes[0] == 1 && shape[0] > 1 && takes[1] == shape[1] && takes[2] == shape[2];
    if (shape != takes && !stacked) fail(real_rows.name, ": images are ", text(shape), ", the model ", model.name, " takes ", text(takes));
    if (const std::optional<PixelUnits> learnt = units_of_model(model); learnt && real_rows.units)
        expect_alike(*real_rows.units, real_rows.name, *learnt, model.name + " was trained on", model.name);
    features_.emplace(std::move(made), stem_of(path), digest_of(model), stacked);
}

void ScoreInputs::choose_features(const ScoreFiles& files, Parallel& parallel) {
    const auto has_pixels = [](const ScoreSide* side) { return !side->rows.pixels.empty(); };
    const std::vector<ScoreSide*> all = sides();
    const auto with_pixels = std::find_if(all.begin(), all.end(), has_pixels);
    const FeatureChoice& choice = files.features;
    if (with_pixels == all.end()) {  // features as operands
        if (choice.kind != FeatureChoice::Kind::automatic) fail_usage("--features is for images, all inputs hold features already");
        features_.emplace(Features::of_files(""));
        return;
    }
    for (const ScoreSide* side : all)
        if (!has_pixels(side) && !only_statistics(*side)) fail(side->name, ": holds features, others hold images: expected the same of all");
    if (choice.kind == FeatureChoice::Kind::file) {
        std::vector<ScoreFile> found;
        for (const std::string& path : choice.files) found.push_back(open(path));
        if (found.size() == 2 || is_features(found[0])) {
            std::vector<FeatureFile> rows;
            for (const ScoreFile& file : found) rows.push_back(features_of(file));
            return add_features(std::move(rows), choice, files.take);
        }
        look_with(std::get<Document>(found[0]), choice.files[0], (*with_pixels)->rows.shape);
    } else {
        features_.emplace(choice, (*with_pixels)->rows);
    }
    for (ScoreSide* side : all)
        if (has_pixels(side)) features_->look(side->rows, parallel);
}

void ScoreInputs::check_sides() const {
    const auto check = [&](const ScoreSide& side) {
        if (!side.rows.pixels.empty() && !real_rows.rows.pixels.empty() && side.rows.shape != real_rows.rows.shape)
            fail(side.name, ": images are ", text(side.rows.shape), ", those of ", real_rows.name, " are ", text(real_rows.rows.shape));
        if (side.units && real_rows.units) expect_alike(*side.units, side.name, *real_rows.units, real_rows.name + " holds", real_rows.name);
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
        if (!side->statistics_of.empty() && side->statistics_of != features().identity() && !features().by_file())
            fail(side->name, ": holds statistics of ", side->statistics_of, ", the features compared are ", features().identity());
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
