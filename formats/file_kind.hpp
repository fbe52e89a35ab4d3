#pragma once

#include <string>
#include <string_view>

namespace gen {

/// What a file may hold that a tool writes, as an output option names it: images, latents, model, tensor (encoding-type of HDF5), picture (PNG, SVG),
/// metrics (a training curve, TSV or JSON lines), page (HTML), smoothness (a table of paths), export (formats/export/).
///
/// Told by the first bytes, or by encoding-type: one of these names; "empty" for a regular file without a byte; "hdf5" for an HDF5 file that is none
/// of ours or is damaged; "" for all else and for what is not there. Throws Fault::io for what cannot be read.
std::string kind_of_file(const std::string& path);

/// In a sentence: "a model", "a PNG or SVG picture"; "something else" for "".
std::string_view with_article(std::string_view kind);

}  // namespace gen
