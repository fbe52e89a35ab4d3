#include "formats/hdf5/reader.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "formats/digest.hpp"
#include "formats/hdf5/dataset_reader.hpp"
#include "formats/hdf5/sandbox.hpp"
#include "formats/streams.hpp"

namespace gen::h5 {
namespace {

void check_header(Document& document) {
    constexpr std::string_view kinds[] = {"images", "latents", "model", "tensor"};
    const std::string kind = document.text_attribute("encoding-type");
    if (kind.empty())
        fail(document.name, ": no attribute encoding-type, expected images, latents, model or tensor; data-import reads HDF5 of other programs");
    if (std::find(std::begin(kinds), std::end(kinds), kind) == std::end(kinds))
        fail(document.name, ": encoding-type is ", kind, ", expected images, latents, model or tensor; data-import reads HDF5 of other programs");
    const std::string version = document.text_attribute("encoding-version");
    const std::string major = version.substr(0, version.find('.'));
    if (version.empty()) fail(document.name, ": no attribute encoding-version, expected ", encoding_version);
    if (major != encoding_version.substr(0, encoding_version.find('.')))
        fail(document.name, ": encoding-version is ", version, ", expected ", encoding_version);
}

/// Takes content-sha256 out of the attributes.
void take_digest(Document& document) {
    const Attribute* const found = document.attribute("content-sha256");
    if (found == nullptr) return;
    const auto* const text = std::get_if<std::string>(&found->value);
    if (text == nullptr || text->size() != 64 || text->find_first_not_of("0123456789abcdef") != std::string::npos)
        fail(document.name, ": attribute content-sha256 is not 64 hexadecimal digits");
    document.digest = *text;
    document.attributes.erase(document.attributes.begin() + (found - document.attributes.data()));
}

/// That a file became shorter meanwhile explains whatever else is wrong with it.
Structure whole_structure_of(const StoredFile& stored) try {
    Structure structure = sandboxed_structure_of(stored, Whose::ours);
    stored.expect_whole();
    return structure;
} catch (const Error&) {
    stored.expect_whole();
    throw;
}

}  // namespace

Document read_document(const std::shared_ptr<const StoredFile>& stored, Reading reading) {
    const Structure structure = whole_structure_of(*stored);
    Document document;
    document.name = stored->name();
    document.attributes = structure.attributes;
    check_header(document);
    if (!structure.damage.empty()) fail(structure.damage);
    DatasetReader reader(stored, document.text_attribute("encoding-type"), reading != Reading::structure);
    for (const StoredSet& set : structure.sets) {
        if (set.refusal.empty())
            document.datasets.push_back(reader.read(set));
        else
            document.unreadable.emplace_back(set.path, set.refusal);
    }
    reader.finish();
    take_digest(document);
    if (reading != Reading::verified) return document;
    if (const std::string damage = damage_of_rest(document); !damage.empty()) fail(document.name, ": damaged: ", damage);
    if (document.digest.empty()) return document;
    const std::string computed = content_digest(document);
    if (computed != document.digest) fail(document.name, ": content digest is ", computed, ", expected ", document.digest);
    return document;
}

}  // namespace gen::h5
