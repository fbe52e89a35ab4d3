#pragma once

#include <cstdint>
#include <string>

#include "models/gan/objective.hpp"
#include "nn/layer.hpp"
#include "tools/common/command_line/options.hpp"

namespace gen {

/// The tricks of gan-train that are neither architecture nor loss: what D's inputs and labels go through, noise in networks, old images and networks.
struct HackOptions {
    std::string real_label = "1";
    std::string fake_label = "0";
    double flip_labels = 0;
    bool mixed_batches = false;
    std::string replay;
    std::string snapshot_swap;
    std::string balance;
    std::string d_noise;
    double g_noise = 0;
    double g_dropout = 0;
    bool g_dropout_test = false;
    double d_dropout = 0;
    std::string minibatch_disc;
    std::int64_t minibatch_stddev = 0;

    void describe(OptionVisitor& v);

    /// Into the objective. Throws Fault::usage.
    void set(GanObjective& objective) const;
    /// Layers that go into the networks, given as they were expanded.
    void add_to_generator(std::vector<LayerSpec>& layers) const;
    void add_to_discriminator(std::vector<LayerSpec>& layers) const;
};

}  // namespace gen
