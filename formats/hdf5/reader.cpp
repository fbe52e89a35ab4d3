#include "formats/hdf5/reader.hpp"

#include <algorithm>
#include <set>

#include "core/error.hpp"
#include "formats/digest.hpp"
#include "formats/hdf5/attributes.hpp"
#include "formats/hdf5/dataset_reader.hpp"
#include "formats/hdf5/handle.hpp"
#include "formats/hdf5/limits.hpp"
#include "formats/streams.hpp"

namespace gen::h5 {
namespace {

/// Opens bytes in memory as a file, without a copy: every callback hands back the same address, which is the callbacks' own data.
Handle open_structure(const std::byte* data, std::size_t size, const std::string& name) {
    const Handle access = file_access();
    void* const bytes = const_cast<std::byte*>(data);  // opened for reading, never written
    H5FD_file_image_callbacks_t callbacks{};
    callbacks.image_malloc = [](size_t, H5FD_file_image_op_t, void* same) -> void* { return same; };
    callbacks.image_memcpy = [](void* to, const void*, size_t, H5FD_file_image_op_t, void*) -> void* { return to; };
    callbacks.image_realloc = [](void*, size_t, H5FD_file_image_op_t, void*) -> void* { return nullptr; };
    callbacks.image_free = [](void*, H5FD_file_image_op_t, void*) -> herr_t { return 0; };
    callbacks.udata_copy = [](void* same) -> void* { return same; };
    callbacks.udata_free = [](void*) -> herr_t { return 0; };
    callbacks.udata = bytes;
    check(H5Pset_fapl_core(access.get(), 1 << 16, false), name);
    check(H5Pset_file_image_callbacks(access.get(), &callbacks), name);
    check(H5Pset_file_image(access.get(), bytes, size), name);
    return Handle(H5Fopen(name_in_memory().c_str(), H5F_ACC_RDONLY, access.get()), name + ": damaged: HDF5 cannot open it");
}

struct Link {
    std::string name;
    H5L_type_t type;
};

class Walk {
public:
    Walk(DatasetReader& reader, Document& document) : reader_(reader), document_(document) {}

    void group(hid_t id, const std::string& path, std::size_t depth) {
        remember(id, path);
        for (const Link& link : links(id, path)) {
            check_name(link.name, where(path));
            const std::string child = path + "/" + link.name;
            if (link.type != H5L_TYPE_HARD)
                fail(where(child), " is ", link.type == H5L_TYPE_SOFT ? "a soft" : "an external", " link, expected a hard one");
            const Handle object(H5Oopen(id, link.name.c_str(), H5P_DEFAULT), where(child) + ": damaged");
            const H5I_type_t type = H5Iget_type(object.get());
            if (type == H5I_GROUP) {
                if (depth == limit::depth) fail(where(child), " lies deeper than ", limit::depth, " groups");
                group(object.get(), child, depth + 1);
            } else if (type == H5I_DATASET) {
                remember(object.get(), child);
                document_.datasets.push_back(reader_.read(object.get(), child));
            } else {
                fail(where(child), " is a named type, expected a group or a data set");
            }
        }
    }

private:
    std::string where(const std::string& path) const { return document_.name + ": " + (path.empty() ? "/" : path); }

    void remember(hid_t id, const std::string& path) {
        H5O_info_t info;
        check(H5Oget_info2(id, &info, H5O_INFO_BASIC), where(path) + ": damaged");
        if (!seen_.insert(info.addr).second) fail(where(path), " is linked twice, expected each object once");
    }

    std::vector<Link> links(hid_t id, const std::string& path) {
        H5G_info_t info;
        check(H5Gget_info(id, &info), where(path) + ": damaged");
        objects_ += std::min<std::size_t>(info.nlinks, limit::objects + 1);
        if (objects_ > limit::objects) fail(document_.name, ": more than ", limit::objects, " objects");
        std::vector<Link> found;
        hsize_t at = 0;
        const auto add = [](hid_t, const char* name, const H5L_info_t* link, void* out) -> herr_t {
            auto& list = *static_cast<std::vector<Link>*>(out);
            list.push_back({name, link->type});
            return list.size() > limit::objects ? 1 : 0;
        };
        check(H5Literate(id, H5_INDEX_NAME, H5_ITER_NATIVE, &at, add, &found), where(path) + ": damaged");
        std::sort(found.begin(), found.end(), [](const Link& a, const Link& b) { return a.name < b.name; });
        return found;
    }

    DatasetReader& reader_;
    Document& document_;
    std::set<haddr_t> seen_;
    std::size_t objects_ = 0;
};

void check_header(Document& document) {
    constexpr std::string_view kinds[] = {"images", "latents", "model", "tensor"};
    const std::string kind = document.text_attribute("encoding-type");
    if (kind.empty()) fail(document.name, ": no attribute encoding-type, expected images, latents, model or tensor");
    if (std::find(std::begin(kinds), std::end(kinds), kind) == std::end(kinds))
        fail(document.name, ": encoding-type is ", kind, ", expected images, latents, model or tensor");
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

}  // namespace

Document read_document(const std::shared_ptr<const StoredFile>& stored, Reading reading) {
    Document document;
    document.name = stored->name();
    try {
        const Session session;
        const StoredFile::Mapping bytes(*stored);
        const Handle file = open_structure(bytes.data(), stored->size(), document.name);
        const Handle root(H5Gopen2(file.get(), "/", H5P_DEFAULT), document.name + ": damaged");
        document.attributes = read_attributes(root.get(), document.name);
        check_header(document);
        DatasetReader reader(stored, reading != Reading::structure);
        Walk(reader, document).group(root.get(), "", 0);
        reader.finish();
    } catch (const Error&) {
        stored->expect_whole();
        throw;
    }
    stored->expect_whole();
    std::sort(document.datasets.begin(), document.datasets.end(), [](const Dataset& a, const Dataset& b) { return a.path < b.path; });
    take_digest(document);
    if (reading != Reading::verified) return document;
    if (const std::string path = damaged_rest(document); !path.empty())
        fail(document.name, ": ", path, ": damaged: its bytes have not the digest of its attribute ", own_digest);
    if (document.digest.empty()) return document;
    const std::string computed = content_digest(document);
    if (computed != document.digest) fail(document.name, ": content digest is ", computed, ", expected ", document.digest);
    return document;
}

}  // namespace gen::h5
