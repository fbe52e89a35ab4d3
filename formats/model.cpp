#include "formats/model.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/counted.hpp"
#include "core/error.hpp"
#include "core/finite.hpp"
#include "formats/architecture.hpp"
#include "formats/kind.hpp"

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
    if (values.size() != 1) fail(document.name, ": ", path, " has ", counted(values.size(), "number"), ", expected 1");
    return values[0];
}

/// Calls use(path, network, parameter, its number in NetworkNumbers) on those of all networks. Layers are counted, the steps that turn maps are not.
template <class Network, class Use>
void each_parameter(std::span<Network* const> networks, const Use& use) {
    for (Network* const network : networks) {
        std::size_t number = 0;
        for (std::size_t i = 0; i < network->size(); ++i)
            for (auto& p : network->layer(i).parameters()) use(join(network->name(), '/', i, '/', p.name), *network, p, number++);
    }
}

template <class Network, class Use>
void each_buffer(std::span<Network* const> networks, const Use& use) {
    for (Network* const network : networks) {
        std::size_t number = 0;
        for (std::size_t i = 0; i < network->size(); ++i)
            for (auto& b : network->layer(i).buffers()) use(join(network->name(), '/', i, '/', b.name), *network, b, number++);
    }
}

/// Number i of these; none where there are fewer.
const Matrix& at(const std::vector<Matrix>& numbers, std::size_t i) {
    static const Matrix none;
    return i < numbers.size() ? numbers[i] : none;
}

/// Writers say so before a file appears: no step should have let such a number pass.
template <class T>
void expect_finite(const std::string& path, std::span<const T> values) {
    if (!all_finite(values)) throw Error(Fault::diverged, join(path, " would hold numbers that are not finite"));
}

Dataset finite_dataset(const std::string& path, const Matrix& m, Shape shape) {
    expect_finite(path, m.values());
    return dataset(path, m, std::move(shape));
}

/// The numbers are looked up when they are written.
Dataset stored(const std::string& path, const Parameter& p, const Matrix& m) {
    return {.path = path,
            .type = Type::f32,
            .shape = p.stored,
            .rows =
                [&p, &m, path](std::size_t first, std::size_t rows, void* out) {
                    auto* const numbers = static_cast<float*>(out);
                    to_stored(p, m, {first, first + rows}, numbers);
                    expect_finite<float>(path, {numbers, p.stored.empty() ? 1 : count(p.stored) / p.stored[0] * rows});
                },
            .attributes = {}};
}

Matrix finite_numbers(const Document& document, const std::string& path, const Shape& shape) {
    const Dataset& set = document.require(path);
    if (set.shape != shape) fail(document.name, ": ", path, " has shape ", text(set.shape), ", expected ", text(shape));
    Matrix m = matrix_of(set);
    if (!all_finite(std::span<const real>(m.values()))) fail(document.name, ": ", path, " holds numbers that are not finite");
    return m;
}

Matrix restored(const Document& document, const std::string& path, const Parameter& p) {
    return from_stored(p, finite_numbers(document, path, p.stored));
}

/// Calls use(path, network, parameter, its number, k) for moment number k of every parameter, of all networks first k = 0.
template <class Network, class Use>
void each_moment(std::span<Network* const> networks, const Optimizers& optimizers, const Use& use) {
    std::size_t most = 0;
    for (std::size_t i = 0; i < networks.size(); ++i) most = std::max(most, optimizers.of(i).moments().size());
    for (std::size_t k = 0; k < most; ++k)
        for (std::size_t i = 0; i < networks.size(); ++i) {
            const std::vector<std::string_view> moments = optimizers.of(i).moments();
            if (k >= moments.size()) continue;
            each_parameter(networks.subspan(i, 1), [&](const std::string& path, auto& network, auto& p, std::size_t number) {
                use(join("/training/", moments[k], '/', path), network, p, number, k);
            });
        }
}

/// `numbers` of each network, where there are some, below `folder`.
void add_numbers(Document& document, std::span<const Sequential* const> networks, const LearningStates& states,
                 NetworkNumbers LearningState::* numbers, const std::string& folder) {
    each_parameter(networks, [&](const std::string& path, const Sequential& network, const Parameter& p, std::size_t i) {
        const Matrix& m = at((states.of(network).*numbers).parameters, i);
        if (!m.empty()) document.datasets.push_back(stored(folder + path, p, m));
    });
    each_buffer(networks, [&](const std::string& path, const Sequential& network, const Buffer&, std::size_t i) {
        const Matrix& m = at((states.of(network).*numbers).buffers, i);
        if (!m.empty()) document.datasets.push_back(finite_dataset(folder + path, m, {m.size()}));
    });
}

/// And back, what there is.
void read_numbers(const Document& document, std::span<Sequential* const> networks, LearningStates& states, NetworkNumbers LearningState::* numbers,
                  const std::string& folder) {
    for (Sequential* const network : networks) (states.of(*network).*numbers).fit(*network);
    each_parameter(networks, [&](const std::string& path, Sequential& network, const Parameter& p, std::size_t i) {
        if (document.find(folder + path) != nullptr) (states.of(network).*numbers).parameters[i] = restored(document, folder + path, p);
    });
    each_buffer(networks, [&](const std::string& path, Sequential& network, const Buffer& b, std::size_t i) {
        if (document.find(folder + path) != nullptr)
            (states.of(network).*numbers).buffers[i] = finite_numbers(document, folder + path, {b.value.size()});
    });
}

constexpr std::string_view kept_prefix = "/training/kept/";

void add_kept(Document& document, const Kept& kept) {
    for (const auto& [name, values] : kept.numbers) {
        expect_finite<double>(join(kept_prefix, name), values);
        document.datasets.push_back(numbers(join(kept_prefix, name), Type::f64, {values.size()}, values.data()));
    }
    for (const auto& [name, m] : kept.matrices) document.datasets.push_back(finite_dataset(join(kept_prefix, name), m, {m.rows(), m.columns()}));
}

Kept kept_of(const Document& document) {
    Kept kept;
    for (const Dataset& set : document.datasets) {
        if (!set.path.starts_with(kept_prefix)) continue;
        const std::string name = set.path.substr(kept_prefix.size());
        if (set.type == Type::f64)
            kept.numbers[name] = values_of<double>(document, set.path, Type::f64);
        else
            kept.matrices[name] = matrix_of(set);
    }
    return kept;
}

void add_training(Document& document, std::span<const Sequential* const> networks, const LearningStates& states, const Training& training,
                  const Optimizers& optimizers) {
    const TrainState& state = training.state;
    const std::pair<const char*, std::uint64_t> counts[] = {
        {"step", state.step}, {"epoch", state.epoch}, {"step_in_epoch", state.step_in_epoch}, {"examples", state.examples}, {"seed", training.seed}};
    for (const auto& [name, value] : counts) document.datasets.push_back(numbers(join("/training/", name), Type::u64, {}, &value));
    for (const double sum : state.sums)
        if (std::isinf(sum)) throw Error(Fault::diverged, "/training/sums would hold numbers that are not finite");
    if (!state.sums.empty()) document.datasets.push_back(numbers("/training/sums", Type::f64, {state.sums.size()}, state.sums.data()));
    document.datasets.push_back(text_dataset("/training/optimizer", training.optimizer));
    add_kept(document, training.kept);
    each_moment(networks, optimizers, [&](const std::string& path, const Sequential& network, const Parameter& p, std::size_t i, std::size_t k) {
        const std::vector<NetworkNumbers>& moments = states.of(network).moments;
        if (k >= moments.size()) return;
        const Matrix& m = at(moments[k].parameters, i);
        if (!m.empty()) document.datasets.push_back(stored(path, p, m));
    });
    if (training.best_epoch == 0) return;
    document.datasets.push_back(numbers("/training/best_loss", Type::f64, {}, &training.best_loss));
    document.datasets.push_back(numbers("/training/best_epoch", Type::u64, {}, &training.best_epoch));
    add_numbers(document, networks, states, &LearningState::best, "/training/best/");
}

}  // namespace

Curve curve_of(const Document& document) {
    Curve curve;
    const Dataset* const set = document.find("/metrics");
    if (set == nullptr) return curve;
    for (const Attribute& attribute : set->attributes)
        if (const auto* const names = std::get_if<std::vector<std::string>>(&attribute.value); names != nullptr && attribute.name == "columns")
            curve.columns = *names;
    const std::vector<double> all = values_of<double>(document, "/metrics", Type::f64);
    const std::size_t width = curve.columns.size();
    if (set->shape.size() != 2 || width == 0 || set->shape[1] != width)
        fail(document.name, ": /metrics has shape ", text(set->shape), " and ", width, " columns");
    for (std::size_t i = 0; i < all.size(); i += width)
        curve.rows.emplace_back(all.begin() + static_cast<std::ptrdiff_t>(i), all.begin() + static_cast<std::ptrdiff_t>(i + width));
    return curve;
}

Document document_of(const std::string& architecture, std::span<const Sequential* const> networks, const LearningStates& states,
                     const std::optional<Training>& training, const Optimizers& optimizers, const Curve& curve,
                     const std::optional<Provenance>& provenance) {
    Document document;
    document.attributes = {{"encoding-type", std::string("model")}, {"encoding-version", std::string(encoding_version)}};
    if (provenance) document.attributes.push_back({"producer", provenance->producer});
    document.datasets.push_back(text_dataset("/architecture", architecture));
    each_parameter(networks, [&](const std::string& path, const Sequential&, const Parameter& p, std::size_t) {
        document.datasets.push_back(stored("/parameters/" + path, p, p.value));
    });
    each_buffer(networks, [&](const std::string& path, const Sequential&, const Buffer& b, std::size_t) {
        document.datasets.push_back(finite_dataset("/buffers/" + path, b.value, {b.value.size()}));
    });
    add_numbers(document, networks, states, &LearningState::average, "/averages/");
    if (training) add_training(document, networks, states, *training, optimizers);
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

Document document_of(const Model& model, const LearningStates& states, const std::optional<Training>& training, const Optimizers& optimizers,
                     const Curve& curve, const std::optional<Provenance>& provenance) {
    return document_of(architecture_json(model), model.networks(), states, training, optimizers, curve, provenance);
}

void read_networks(const Document& document, std::span<Sequential* const> networks, Weights weights) {
    const auto averaged = [&](const std::string& path) { return weights == Weights::averaged && document.find("/averages/" + path) != nullptr; };
    each_parameter(networks, [&](const std::string& path, const Sequential&, Parameter& p, std::size_t) {
        p.value = restored(document, (averaged(path) ? "/averages/" : "/parameters/") + path, p);
    });
    each_buffer(networks, [&](const std::string& path, const Sequential&, Buffer& b, std::size_t) {
        b.value = finite_numbers(document, (averaged(path) ? "/averages/" : "/buffers/") + path, {b.value.size()});
    });
}

void read_averages(const Document& document, std::span<Sequential* const> networks, LearningStates& states) {
    read_numbers(document, networks, states, &LearningState::average, "/averages/");
}

std::unique_ptr<Model> model_of(const Document& document, std::span<const Family> expected, Weights weights) {
    std::unique_ptr<Model> model = empty_model(architecture_text(document), document.name, expected);
    read_networks(document, model->networks(), weights);
    for (Sequential* const network : model->networks()) network->prepare(false);
    return model;
}

bool can(const Document& document, Ability ability) {
    const std::string kind = kind_of_architecture(architecture_text(document), document.name);
    const std::vector<Family> able = families_that(ability);
    return std::any_of(able.begin(), able.end(), [&](const Family& family) { return family.has(kind); });
}

void check_images(const ImageForm& takes, const ImageExamples& images) {
    const auto are_points = [](const Shape& shape) { return shape[1] == 1 && shape[2] == 1; };
    const std::string_view mend = are_points(images.shape()) || are_points(takes.shape) ? "" : "; import them with data-import --resize or --crop";
    if (images.shape() != takes.shape) fail(images.name(), ": images are ", text(images.shape()), ", the model takes ", text(takes.shape), mend);
    if (takes.classes == 0) return;
    if (!images.labelled()) fail(images.name(), ": has no /labels, the model needs the class of each image; import them with data-import --labels");
    if (images.class_count() > takes.classes)
        fail(images.name(), ": has ", images.class_count(), " classes, the model knows ", takes.classes, "; train it on data that have them all");
    const std::vector<std::string>& names = images.images().classes;
    for (std::size_t k = 0; k < std::min(names.size(), takes.class_names.size()); ++k)
        if (names[k] != takes.class_names[k]) fail(images.name(), ": class ", k, " is ", names[k], ", of the model ", takes.class_names[k]);
}

TrainState state_of(const Document& document) {
    TrainState state;
    const std::pair<const char*, std::uint64_t*> counts[] = {
        {"step", &state.step}, {"epoch", &state.epoch}, {"step_in_epoch", &state.step_in_epoch}, {"examples", &state.examples}};
    for (const auto& [name, value] : counts) *value = whole_of(document, join("/training/", name));
    if (document.find("/training/sums") != nullptr) state.sums = values_of<double>(document, "/training/sums", Type::f64);
    return state;
}

void continue_training(const Document& document, std::span<Sequential* const> networks, const Optimizers& optimizers, LearningStates& states,
                       Training& training, Curve& curve) {
    if (document.find("/training/step") == nullptr) return;
    training.state = state_of(document);
    training.kept = kept_of(document);
    each_moment(networks, optimizers, [&](const std::string& path, Sequential& network, const Parameter& p, std::size_t i, std::size_t k) {
        if (document.find(path) == nullptr) return;
        std::vector<NetworkNumbers>& moments = states.of(network).moments;
        moments.resize(std::max(moments.size(), k + 1));
        moments[k].fit(network);
        moments[k].parameters[i] = restored(document, path, p);
    });
    curve = curve_of(document);
    if (document.find("/training/best_epoch") == nullptr) return;
    training.best_epoch = whole_of(document, "/training/best_epoch");
    training.best_loss = values_of<double>(document, "/training/best_loss", Type::f64).at(0);
    read_numbers(document, networks, states, &LearningState::best, "/training/best/");
}

}  // namespace gen
