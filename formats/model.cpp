#include "formats/model.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/error.hpp"

namespace gen {
namespace {

template <class T>
Dataset numbers(std::string path, Type type, Shape shape, const T* values) {
    std::vector<std::byte> bytes(count(shape) * sizeof(T));
    std::memcpy(bytes.data(), values, bytes.size());
    return dataset(std::move(path), type, std::move(shape), std::move(bytes));
}

template <class T>
std::vector<T> values_of(const Document& document, std::string_view path, Type type) {
    const Dataset& set = document.require(path);
    if (set.type != type) fail(document.name, ": ", path, " has type ", name_of(set.type), ", expected ", name_of(type));
    std::vector<T> values(set.bytes() / sizeof(T));
    set.rows(0, set.row_count(), values.data());
    return values;
}

std::uint64_t whole_of(const Document& document, std::string_view path) {
    const std::vector<std::uint64_t> values = values_of<std::uint64_t>(document, path, Type::u64);
    if (values.size() != 1) fail(document.name, ": ", path, " has ", values.size(), " numbers, expected 1");
    return values[0];
}

template <class Model, class Use>
void each_parameter(Model& model, const Use& use) {
    for (auto* const network : model.networks())
        for (std::size_t i = 0; i < network->size(); ++i)
            for (auto& p : network->layer(i).parameters()) use(join(network->name(), '/', i, '/', p.name), p);
}

Dataset stored(const std::string& path, const Parameter& p, const Matrix& m) { return dataset(path, to_stored(p, m), p.stored); }

Matrix restored(const Document& document, const std::string& path, const Parameter& p) {
    const Dataset& set = document.require(path);
    if (set.shape != p.stored) fail(document.name, ": ", path, " has shape ", text(set.shape), ", expected ", text(p.stored));
    const Matrix m = matrix_of(set);
    if (!std::all_of(m.values().begin(), m.values().end(), [](real v) { return std::isfinite(v); }))
        fail(document.name, ": ", path, " holds numbers that are not finite");
    return from_stored(p, m);
}

void add_training(Document& document, const Vae& vae, const Training& training, const Optimizer& optimizer) {
    const TrainState& state = training.state;
    const std::pair<const char*, std::uint64_t> counts[] = {{"step", state.step}, {"epoch", state.epoch}, {"step_in_epoch", state.step_in_epoch},
                                                            {"examples", state.examples}, {"seed", training.seed}};
    for (const auto& [name, value] : counts) document.datasets.push_back(numbers(join("/training/", name), Type::u64, {}, &value));
    if (!state.sums.empty()) document.datasets.push_back(numbers("/training/sums", Type::f64, {state.sums.size()}, state.sums.data()));
    document.datasets.push_back(text_dataset("/training/optimizer", training.optimizer));
    const std::vector<std::string_view> moments = optimizer.moments();
    for (std::size_t k = 0; k < moments.size(); ++k)
        each_parameter(vae, [&](const std::string& path, const Parameter& p) {
            if (!p.moments[k].empty()) document.datasets.push_back(stored(join("/training/", moments[k], '/', path), p, p.moments[k]));
        });
}

Curve curve_of(const Document& document) {
    Curve curve;
    const Dataset* const set = document.find("/metrics");
    if (set == nullptr) return curve;
    for (const Attribute& attribute : set->attributes)
        if (const auto* const names = std::get_if<std::vector<std::string>>(&attribute.value); names != nullptr && attribute.name == "columns")
            curve.columns = *names;
    const std::vector<double> all = values_of<double>(document, "/metrics", Type::f64);
    const std::size_t width = curve.columns.size();
    if (set->shape.size() != 2 || width == 0 || set->shape[1] != width) fail(document.name, ": /metrics has shape ", text(set->shape), " and ", width, " columns");
    for (std::size_t i = 0; i < all.size(); i += width) curve.rows.emplace_back(all.begin() + static_cast<std::ptrdiff_t>(i), all.begin() + static_cast<std::ptrdiff_t>(i + width));
    return curve;
}

}  // namespace

Document document_of(const Vae& vae, const std::optional<Training>& training, const Optimizer& optimizer, const Curve& curve,
                     const std::optional<Provenance>& provenance) {
    Document document;
    document.attributes = {{"encoding-type", std::string("model")}, {"encoding-version", std::string("1.0.0")}};
    if (provenance) document.attributes.push_back({"producer", provenance->producer});
    document.datasets.push_back(text_dataset("/architecture", architecture_json(vae.spec)));
    each_parameter(vae, [&](const std::string& path, const Parameter& p) { document.datasets.push_back(stored("/parameters/" + path, p, p.value)); });
    if (training) add_training(document, vae, *training, optimizer);
    if (!curve.rows.empty()) {
        std::vector<double> all;
        for (const std::vector<double>& row : curve.rows) all.insert(all.end(), row.begin(), row.end());
        document.datasets.push_back(numbers("/metrics", Type::f64, {curve.rows.size(), curve.columns.size()}, all.data()));
        document.datasets.back().attributes = {{"columns", curve.columns}};
    }
    if (provenance)
        for (Dataset& set : provenance_datasets(*provenance)) document.datasets.push_back(std::move(set));
    return document;
}

Vae vae_of(const Document& document) {
    const std::string kind = document.text_attribute("encoding-type");
    if (kind != "model") fail(document.name, ": holds ", kind, ", expected a model");
    VaeSpec spec = architecture_of(text_of(document.require("/architecture")), document.name);
    try {
        Vae vae(std::move(spec));
        each_parameter(vae, [&](const std::string& path, Parameter& p) { p.value = restored(document, "/parameters/" + path, p); });
        return vae;
    } catch (const Error& error) {
        const std::string message = error.what();
        if (message.starts_with(document.name)) throw;
        throw Error(Fault::input, document.name + ": /architecture: " + message);
    }
}

void continue_training(const Document& document, Vae& vae, const Optimizer& optimizer, Training& training, Curve& curve) {
    if (document.find("/training/step") == nullptr) return;
    TrainState& state = training.state;
    const std::pair<const char*, std::uint64_t*> counts[] = {
        {"step", &state.step}, {"epoch", &state.epoch}, {"step_in_epoch", &state.step_in_epoch}, {"examples", &state.examples}};
    for (const auto& [name, value] : counts) *value = whole_of(document, join("/training/", name));
    state.sums.clear();
    if (document.find("/training/sums") != nullptr) state.sums = values_of<double>(document, "/training/sums", Type::f64);
    const std::vector<std::string_view> moments = optimizer.moments();
    for (std::size_t k = 0; k < moments.size(); ++k)
        each_parameter(vae, [&](const std::string& path, Parameter& p) {
            const std::string moment = join("/training/", moments[k], '/', path);
            if (document.find(moment) != nullptr) p.moments[k] = restored(document, moment, p);
        });
    curve = curve_of(document);
}

}  // namespace gen
