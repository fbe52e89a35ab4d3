#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "formats/provenance.hpp"
#include "tools/common/command_line/options.hpp"
#include "tools/common/latents/latent_rows.hpp"

namespace gen {

/// Points of latent space to be shown in rows, a path each.
struct LatentWalk {
    Matrix z;                          // [paths * columns, latent]
    std::size_t columns = 0;           // points of a path
    std::size_t steps = 0;             // points from one knot of a path to the next, both included
    std::vector<std::int32_t> labels;  // of a conditional model: the class of each point
};

/// Where latent-interp goes: the options that say so.
struct WalkOptions {
    std::optional<std::int64_t> from;
    std::optional<std::int64_t> to;
    std::string path;
    std::string pairs;
    std::string classes;
    std::string analogy;
    std::string path_type = "linear";
    std::string grid;
    std::string dims = "0,1";
    std::string traverse;
    std::string range = "-3,3";
    std::optional<std::int64_t> steps;
    std::string label;

    void describe(OptionVisitor& v);
    /// Throws Fault::usage where options contradict each other.
    void check(bool have_input) const;

    /// Reads --path or --pairs where given, and adds it to `inputs`. `name`: of the model, for messages.
    LatentWalk walk(const ImageModel& model, const std::string& name, const LatentRows& rows, std::vector<Provenance::Input>& inputs,
                    Parallel& parallel) const;

private:
    /// The points to go through, some for each path.
    struct Knots {
        Matrix z;
        std::vector<std::int32_t> labels;
        std::size_t each = 2;
    };
    std::string mode() const;
    std::size_t step_count() const;
    std::vector<std::size_t> rows_in_files(std::vector<Provenance::Input>& inputs, std::size_t& each) const;
    Knots knots(const ImageModel& model, const LatentRows& rows, std::vector<Provenance::Input>& inputs) const;
    LatentWalk paths(const Knots& knots) const;
    /// --grid and --traverse.
    LatentWalk plane(const ImageModel& model, const std::string& name, const LatentRows& rows, Parallel& parallel) const;
};

}  // namespace gen
