#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gen {

struct Document;
struct Dataset;

/// How a file came to be: /provenance. Says what decided the bytes and nothing that varies between two runs: no clock, host, path, thread count.
///   /provenance/options  JSON object, option name: value as text, in the tool's own order
///   /provenance/seed     u64
///   /provenance/inputs   JSON array of {role, kind, digest}
///   /provenance/parents  JSON array: for each input {digest, producer, options, seed, inputs, parents, build}
///   /provenance/build    JSON object: versions, BLAS kernel family, engines, instruction level
struct Provenance {
    struct Input {
        std::string role;    // "data", "model", "latents"
        std::string kind;    // encoding-type
        std::string digest;  // content-sha256; computed where the file had none
        std::string record;  // the input's own provenance as JSON text, "" where it has none
    };
    std::string producer;  // "vae-train 0.1.0"
    std::vector<std::pair<std::string, std::string>> options;
    std::uint64_t seed = 0;
    std::vector<Input> inputs;
    std::vector<std::pair<std::string, std::string>> build;
};

/// What to remember of an input that was read.
Provenance::Input provenance_input(std::string role, const Document& document);

/// The data sets under /provenance.
std::vector<Dataset> provenance_datasets(const Provenance& provenance);

/// Gives a document its root attributes (encoding-type, encoding-version, producer) and, as its last data sets, the provenance.
void add_header(Document& document, std::string_view kind, const std::optional<Provenance>& provenance);

/// How the document came to be, as it says itself; nothing where it does not. Of the inputs' own provenance it knows none. Throws Fault::input where
/// what it says is not understood.
std::optional<Provenance> provenance_of(const Document& document);

/// The document's provenance as one JSON object, "" where it has none.
std::string provenance_json(const Document& document);

}  // namespace gen
