#pragma once

#include <string>
#include <vector>

#include "formats/image_examples.hpp"
#include "prob/likelihood.hpp"

namespace gen {

/// Refuses --original-units where the likelihood is of no density. Throws Fault::usage.
void check_density(const Likelihood& likelihood, bool original_units);

/// What likelihoods that are densities are of; empty where that goes without saying.
std::string density_note(const Images& images, bool original_units);

/// log |dm/dx| of each of the first images, summed over pixels: m is what a model sees of a number x of the file that they came from.
std::vector<double> log_slopes(const ImageExamples& data, std::size_t count);

}  // namespace gen
