#include "formats/hdf5/structure_reader.hpp"

#include <algorithm>
#include <cstring>
#include <set>

#include "core/error.hpp"
#include "formats/hdf5/attributes.hpp"
#include "formats/hdf5/handle.hpp"
#include "formats/hdf5/limits.hpp"
#include "formats/hdf5/seen_file.hpp"
#include "formats/hdf5/set_reader.hpp"

namespace gen::h5 {
namespace {

struct Link {
    std::string name;
    H5L_type_t type;
};

class Walk {
public:
    Walk(SeenFile& seen, std::string file, Whose whose, Structure& out) : reader_(seen, whose), file_(std::move(file)), whose_(whose), out_(out) {}

    void group(hid_t id, const std::string& path, std::size_t depth) {
        if (!remember(id, path)) return;
        for (const Link& link : links(id, path)) {
            const std::string child = path + "/" + link.name;
            if (!is_followed(link, path, child)) continue;
            const Handle object(H5Oopen(id, link.name.c_str(), H5P_DEFAULT), where(child) + ": damaged");
            const H5I_type_t type = H5Iget_type(object.get());
            if (type == H5I_GROUP) {
                if (depth == limit::depth && whose_ == Whose::anyone) continue;
                if (depth == limit::depth) fail(where(child), " lies deeper than ", limit::depth, " groups");
                group(object.get(), child, depth + 1);
            } else if (type == H5I_DATASET && remember(object.get(), child)) {
                out_.sets.push_back(reader_.read(object.get(), child, where(child)));
            }
        }
    }

private:
    std::string where(const std::string& path) const { return file_ + ": " + (path.empty() ? "/" : path); }

    bool is_followed(const Link& link, const std::string& path, const std::string& child) const {
        if (whose_ == Whose::anyone) return link.type == H5L_TYPE_HARD;
        check_name(link.name, where(path));
        if (link.type != H5L_TYPE_HARD)
            fail(where(child), " is ", link.type == H5L_TYPE_SOFT ? "a soft" : "an external", " link, expected a hard one");
        return true;
    }

    // False where it was met already.
    bool remember(hid_t id, const std::string& path) {
        H5O_info_t info;
        check(H5Oget_info2(id, &info, H5O_INFO_BASIC), where(path) + ": damaged");
        if (seen_.insert(info.addr).second) return true;
        if (whose_ == Whose::ours) fail(where(path), " is linked twice, expected each object once");
        return false;
    }

    std::vector<Link> links(hid_t id, const std::string& path) {
        H5G_info_t info;
        check(H5Gget_info(id, &info), where(path) + ": damaged");
        objects_ += std::min<std::size_t>(info.nlinks, limit::objects + 1);
        if (objects_ > limit::objects) fail(file_, ": more than ", limit::objects, " objects");
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

    SetReader reader_;
    std::string file_;
    Whose whose_;
    Structure& out_;
    std::set<haddr_t> seen_;
    std::size_t objects_ = 0;
};

}  // namespace

Structure structure_of(const StoredFile& stored, Whose whose) {
    const Session session;
    SeenFile seen{.size = stored.size(), .source = &stored};
    seen.read = [](const void* source, std::size_t at, void* out, std::size_t bytes) {
        try {
            static_cast<const StoredFile*>(source)->read(at, out, bytes);
            return true;
        } catch (...) {
            return false;
        }
    };
    Structure structure;
    const Handle file = open_seen(seen, stored.name());
    const Handle root(H5Gopen2(file.get(), "/", H5P_DEFAULT), stored.name() + ": damaged");
    structure.attributes = read_attributes(root.get(), stored.name());
    try {
        Walk(seen, stored.name(), whose, structure).group(root.get(), "", 0);
    } catch (const Error& error) {
        if (whose == Whose::anyone || error.fault() != Fault::input) throw;
        structure.damage = error.what();
    }
    std::sort(structure.sets.begin(), structure.sets.end(), [](const StoredSet& a, const StoredSet& b) { return a.path < b.path; });
    return structure;
}

}  // namespace gen::h5
