#include "formats/architecture.hpp"

#include <algorithm>
#include <utility>

#include "core/error.hpp"
#include "core/out_of_memory.hpp"
#include "formats/json.hpp"
#include "formats/limits.hpp"

namespace gen {
namespace {

Json layers(const std::vector<LayerSpec>& specs) {
    Json list = Json::array();
    for (const LayerSpec& spec : specs) {
        Json layer = Json::object({{"type", spec.type}});
        for (const auto& [name, value] : spec.settings) layer.set(name, json_number(value));
        list.push_back(std::move(layer));
    }
    return list;
}

std::vector<LayerSpec> layers(const Json& list) {
    if (list.elements().size() > limit::layers) fail("a network has ", list.elements().size(), " layers, expected at most ", limit::layers);
    std::vector<LayerSpec> specs;
    for (const Json& layer : list.elements()) {
        LayerSpec spec;
        for (const auto& [name, value] : layer.members()) {
            if (name == "type")
                spec.type = value.text();
            else
                spec.settings.emplace_back(name, value.number());
        }
        specs.push_back(std::move(spec));
    }
    return specs;
}

class Writer : public SpecVisitor {
public:
    explicit Writer(Json& json) : at_(&json) {}
    void visit(std::string_view name, std::size_t& value) override { put(name, value); }
    void visit(std::string_view name, double& value) override { put(name, json_number(value)); }
    void visit(std::string_view name, std::string& value) override { put(name, value); }
    void visit(std::string_view name, Shape& value) override { put(name, value); }
    void visit(std::string_view name, std::vector<std::string>& value) override { put(name, value); }
    void visit(std::string_view name, std::vector<LayerSpec>& network) override { put(name, layers(network)); }
    void visit(std::string_view name, double& low, double& high) override { put(name, std::vector<Json>{json_number(low), json_number(high)}); }
    bool has(std::string_view, bool given) override { return given; }
    void group(std::string_view name, const std::function<void()>& fields) override {
        Json inner = Json::object();
        Json* const outer = std::exchange(at_, &inner);
        fields();
        at_ = outer;
        put(name, std::move(inner));
    }

private:
    void put(std::string_view name, Json value) { at_->set(name, std::move(value)); }

    Json* at_;
};

class Reader : public SpecVisitor {
public:
    explicit Reader(const Json& json) : at_(&json) {}
    void visit(std::string_view name, std::size_t& value) override { value = get(name).count(); }
    void visit(std::string_view name, double& value) override { value = get(name).number(); }
    void visit(std::string_view name, std::string& value) override { value = get(name).text(); }
    void visit(std::string_view name, Shape& value) override {
        list(name, value, [](const Json& element) { return element.count(); });
    }
    void visit(std::string_view name, std::vector<std::string>& value) override {
        list(name, value, [](const Json& element) { return element.text(); });
    }
    void visit(std::string_view name, std::vector<LayerSpec>& network) override { network = layers(get(name)); }
    void visit(std::string_view name, double& low, double& high) override {
        const std::vector<Json>& ends = get(name).elements();
        if (ends.size() != 2) throw JsonError("no pair");
        low = ends[0].number();
        high = ends[1].number();
    }
    bool has(std::string_view name, bool) override { return at_->find(name) != nullptr; }
    void group(std::string_view name, const std::function<void()>& fields) override {
        const Json* const outer = std::exchange(at_, &get(name));
        fields();
        at_ = outer;
    }

private:
    const Json& get(std::string_view name) const { return at_->at(name); }
    template <class T>
    void list(std::string_view name, std::vector<T>& values, auto value_of) const {
        values.clear();
        for (const Json& element : get(name).elements()) values.push_back(value_of(element));
    }

    const Json* at_;
};

}  // namespace

std::string architecture_json(std::string_view kind, const std::function<void(SpecVisitor&)>& describe) {
    Json json = Json::object({{"kind", Json(kind)}});
    Writer writer(json);
    describe(writer);
    return json.dump();
}

std::string kind_of_architecture(const std::string& words, const std::string& name) try {
    return Json::parse(words).at("kind").text();
} catch (const JsonError&) {
    fail(name, ": /architecture is not the JSON of a model");
}

std::unique_ptr<Model> empty_model(const std::string& words, const std::string& name, std::span<const Family> expected) {
    try {
        const Json json = Json::parse(words);
        const std::string& kind = json.at("kind").text();
        const auto family = std::find_if(expected.begin(), expected.end(), [&](const Family& f) { return f.has(kind); });
        if (family == expected.end()) fail(name, ": the model is of kind ", kind, ", expected ", kinds_of(expected));
        Reader reader(json);
        return family->make(kind, reader);
    } catch (const OutOfMemory& error) {
        if (error.bytes() < limit::gib) throw;
        fail(name, ": /architecture: a layer's numbers need ", error.bytes(), " bytes of memory, which are not to be had");
    } catch (const JsonError&) {
        fail(name, ": /architecture is not the JSON of a model");
    } catch (const Error& error) {
        const std::string message = error.what();
        if (message.starts_with(name)) throw;
        fail(name, ": /architecture: ", message);
    }
}

std::string difference_of_architectures(const std::string& is, const std::string& expected) {
    const auto a = Json::parse(is).flattened();
    const auto b = Json::parse(expected).flattened();
    const auto value_at = [](const auto& flat, const std::string& path) -> const std::string* {
        const auto found = std::ranges::find(flat, path, &std::pair<std::string, std::string>::first);
        return found == flat.end() ? nullptr : &found->second;
    };
    for (const auto& [path, value] : b) {
        const std::string* const now = value_at(a, path);
        if (now == nullptr || *now != value) return join(path, " is ", now == nullptr ? "missing" : *now, ", expected ", value);
    }
    for (const auto& [path, value] : a)
        if (value_at(b, path) == nullptr) return join(path, " is ", value, ", expected none");
    return "";
}

}  // namespace gen
