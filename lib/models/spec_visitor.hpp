#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/matrix.hpp"
#include "nn/layer.hpp"

namespace gen {

/// Visits every field of what a model is made of, each named once: what writes a spec and what reads one go by the same list, in the order of the
/// file. A reader changes the values, so that later fields of a list may depend on earlier ones. Throws Fault::input on what is not understood.
class SpecVisitor {
public:
    virtual ~SpecVisitor() = default;
    virtual void visit(std::string_view name, std::size_t& value) = 0;
    virtual void visit(std::string_view name, double& value) = 0;
    virtual void visit(std::string_view name, std::string& value) = 0;
    virtual void visit(std::string_view name, Shape& value) = 0;
    virtual void visit(std::string_view name, std::vector<std::string>& value) = 0;
    virtual void visit(std::string_view name, std::vector<LayerSpec>& network) = 0;
    /// Two numbers in one field, the ends of a range.
    virtual void visit(std::string_view name, double& low, double& high) = 0;
    /// A field that has fields of its own.
    virtual void group(std::string_view name, const std::function<void()>& fields) = 0;
    /// Whether a field that may be left out is there: where a spec is written, `given`.
    virtual bool has(std::string_view name, bool given) = 0;

    /// A field that is left out where it has its usual value.
    template <class T>
    void optional(std::string_view name, T& value, const T& usual = {}) {
        if (has(name, value != usual))
            visit(name, value);
        else
            value = usual;
    }
    /// One of some things, by its word: words[value].
    template <class Enum>
    void choose(std::string_view name, Enum& value, std::span<const std::string_view> words) {
        value = static_cast<Enum>(choose_word(name, static_cast<std::size_t>(value), words));
    }

private:
    std::size_t choose_word(std::string_view name, std::size_t chosen, std::span<const std::string_view> words);
};

/// Throws Fault::input unless it is C, H, W.
void expect_image_shape(const Shape& input);
/// Throws Fault::input where there are names, but not one for each class.
void expect_class_names(std::span<const std::string> names, std::size_t classes);

}  // namespace gen
