#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/gan/objective.hpp"
#include "nn/layer.hpp"
#include "tools/common/command_line/options.hpp"

namespace gen {

/// The tricks of gan-train that are neither architecture nor loss: what D's inputs and labels go through, noise in networks, old images and networks.
/// A hack is known to hack_options.cpp alone: its option, its value and what that does.
class HackOptions {
public:
    HackOptions();
    ~HackOptions();

    void describe(OptionVisitor& v);

    /// Into the objective. Throws Fault::usage.
    void set(GanObjective& objective) const;
    /// Layers that go into the networks, given as they were expanded.
    void add_to_generator(std::vector<LayerSpec>& layers) const;
    void add_to_discriminator(std::vector<LayerSpec>& layers) const;
    /// What is to be said of those that are used; empty: nothing.
    std::string warning() const;

private:
    struct Values;
    std::unique_ptr<Values> values_;
};

}  // namespace gen
