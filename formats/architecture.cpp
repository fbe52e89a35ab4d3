#include "formats/architecture.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/error.hpp"

namespace gen {
namespace {

using Json = nlohmann::ordered_json;

Json number(double value) {
    if (value == std::floor(value) && std::abs(value) < 1e15) return static_cast<std::int64_t>(value);
    return value;
}

Json layers(const std::vector<LayerSpec>& specs) {
    Json list = Json::array();
    for (const LayerSpec& spec : specs) {
        Json layer = {{"type", spec.type}};
        for (const auto& [name, value] : spec.settings) layer[name] = number(value);
        list.push_back(layer);
    }
    return list;
}

std::vector<LayerSpec> layers(const Json& list) {
    std::vector<LayerSpec> specs;
    for (const Json& layer : list) {
        LayerSpec spec;
        for (const auto& [name, value] : layer.items()) {
            if (name == "type")
                spec.type = value.get<std::string>();
            else
                spec.settings.emplace_back(name, value.get<double>());
        }
        specs.push_back(std::move(spec));
    }
    return specs;
}

class Writer : public SpecVisitor {
public:
    explicit Writer(Json& json) : at_(&json) {}
    void visit(std::string_view name, std::size_t& value) override { put(name, value); }
    void visit(std::string_view name, double& value) override { put(name, number(value)); }
    void visit(std::string_view name, std::string& value) override { put(name, value); }
    void visit(std::string_view name, Shape& value) override { put(name, value); }
    void visit(std::string_view name, std::vector<std::string>& value) override { put(name, value); }
    void visit(std::string_view name, std::vector<LayerSpec>& network) override { put(name, layers(network)); }
    void visit(std::string_view name, double& low, double& high) override { put(name, {number(low), number(high)}); }
    bool has(std::string_view, bool given) override { return given; }
    void group(std::string_view name, const std::function<void()>& fields) override {
        Json inner = Json::object();
        Json* const outer = std::exchange(at_, &inner);
        fields();
        at_ = outer;
        put(name, std::move(inner));
    }

private:
    void put(std::string_view name, Json value) { (*at_)[std::string(name)] = std::move(value); }

    Json* at_;
};

class Reader : public SpecVisitor {
public:
    explicit Reader(const Json& json) : at_(&json) {}
    void visit(std::string_view name, std::size_t& value) override { value = get(name); }
    void visit(std::string_view name, double& value) override { value = get(name); }
    void visit(std::string_view name, std::string& value) override { value = get(name).get<std::string>(); }
    void visit(std::string_view name, Shape& value) override { value = get(name).get<Shape>(); }
    void visit(std::string_view name, std::vector<std::string>& value) override { value = get(name).get<std::vector<std::string>>(); }
    void visit(std::string_view name, std::vector<LayerSpec>& network) override { network = layers(get(name)); }
    void visit(std::string_view name, double& low, double& high) override {
        low = get(name).at(0);
        high = get(name).at(1);
    }
    bool has(std::string_view name, bool) override { return at_->contains(name); }
    void group(std::string_view name, const std::function<void()>& fields) override {
        const Json* const outer = std::exchange(at_, &get(name));
        fields();
        at_ = outer;
    }

private:
    const Json& get(std::string_view name) const { return at_->at(std::string(name)); }

    const Json* at_;
};

}  // namespace

std::string architecture_json(std::string_view kind, const std::function<void(SpecVisitor&)>& describe) {
    Json json = {{"kind", kind}};
    Writer writer(json);
    describe(writer);
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);  // names of classes may be any bytes
}

std::string kind_of_architecture(const std::string& words, const std::string& name) try {
    return Json::parse(words).at("kind").get<std::string>();
} catch (const Json::exception&) {
    fail(name, ": /architecture is not the JSON of a model");
}

std::unique_ptr<Model> empty_model(const std::string& words, const std::string& name, std::span<const Family> expected) {
    try {
        const Json json = Json::parse(words);
        const std::string kind = json.at("kind");
        const auto family = std::find_if(expected.begin(), expected.end(), [&](const Family& f) { return f.has(kind); });
        if (family == expected.end()) fail(name, ": the model is of kind ", kind, ", expected ", kinds_of(expected));
        Reader reader(json);
        return family->make(kind, reader);
    } catch (const Json::exception&) {
        fail(name, ": /architecture is not the JSON of a model");
    } catch (const Error& error) {
        const std::string message = error.what();
        if (message.starts_with(name)) throw;
        fail(name, ": /architecture: ", message);
    }
}

std::string difference_of_architectures(const std::string& is, const std::string& expected) {
    const Json a = Json::parse(is).flatten();
    const Json b = Json::parse(expected).flatten();
    for (const auto& [path, value] : b.items()) {
        const std::string now = a.contains(path) ? a[path].dump() : "missing";
        if (now != value.dump()) return join(path, " is ", now, ", expected ", value.dump());
    }
    for (const auto& [path, value] : a.items())
        if (!b.contains(path)) return join(path, " is ", value.dump(), ", expected none");
    return "";
}

}  // namespace gen
