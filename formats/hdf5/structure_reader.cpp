#include "formats/hdf5/structure_reader.hpp"

#include <algorithm>
#include <cstring>
#include <exception>
#include <map>
#include <optional>
#include <utility>

#include "core/error.hpp"
#include "formats/hdf5/attributes.hpp"
#include "formats/hdf5/handle.hpp"
#include "formats/hdf5/seen_file.hpp"
#include "formats/hdf5/set_reader.hpp"
#include "formats/limits.hpp"

namespace gen::h5 {
namespace {

constexpr std::size_t most_link_bytes = 4096;

struct Link {
    std::string name;
    H5L_type_t type;
};

class Walk {
public:
    Walk(SeenFile& seen, std::string file, Whose whose, Structure& out) : reader_(seen, whose), file_(std::move(file)), whose_(whose), out_(out) {}

    void group(hid_t id, const std::string& path, std::size_t depth) {
        if (!remember(id, path)) return;
        describe(id, path);
        for (const Link& link : links(id, path)) {
            const std::string child = path + "/" + link.name;
            if (!is_followed(id, link, path, child)) continue;
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

    // What AnnData, now and before 0.7, says of a sparse matrix.
    void describe(hid_t id, const std::string& path) {
        if (whose_ == Whose::ours || path.empty()) return;
        StoredGroup group = {path, {}};
        for (const char* const name : {"encoding-type", "shape", "h5sparse_format", "h5sparse_shape"})
            if (std::optional<Attribute> attribute = find_attribute(id, name, where(path))) group.attributes.push_back(std::move(*attribute));
        if (!group.attributes.empty()) out_.groups.push_back(std::move(group));
    }

    bool is_followed(hid_t id, const Link& link, const std::string& path, const std::string& child) {
        if (whose_ == Whose::anyone && link.type != H5L_TYPE_HARD) keep(id, link, child);
        if (whose_ == Whose::anyone) return link.type == H5L_TYPE_HARD;
        check_name(link.name, where(path));
        if (link.type != H5L_TYPE_HARD)
            fail(where(child), " is ", link.type == H5L_TYPE_SOFT ? "a soft" : "an external", " link, expected a hard one");
        return true;
    }

    // A link that is no object; it is looked at, not followed.
    void keep(hid_t id, const Link& link, const std::string& child) {
        H5L_info_t info;
        if (H5Lget_info(id, link.name.c_str(), &info, H5P_DEFAULT) < 0 || info.u.val_size == 0 || info.u.val_size > most_link_bytes) return;
        std::vector<char> value(info.u.val_size + 1, '\0');
        if (H5Lget_val(id, link.name.c_str(), value.data(), info.u.val_size, H5P_DEFAULT) < 0) return;
        if (link.type == H5L_TYPE_SOFT) out_.links.push_back({child, value.data(), ""});
        unsigned flags = 0;
        const char* file = nullptr;
        const char* target = nullptr;
        if (link.type == H5L_TYPE_EXTERNAL && H5Lunpack_elink_val(value.data(), info.u.val_size, &flags, &file, &target) >= 0)
            out_.links.push_back({child, target, file});
    }

    // False where it was met already.
    bool remember(hid_t id, const std::string& path) {
        H5O_info_t info;
        check(H5Oget_info2(id, &info, H5O_INFO_BASIC), where(path) + ": damaged");
        const auto [first, is_new] = seen_.emplace(info.addr, path);
        if (is_new) return true;
        if (whose_ == Whose::ours) fail(where(path), " is linked twice, expected each object once");
        out_.links.push_back({path, first->second.empty() ? "/" : first->second, ""});
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
    std::map<haddr_t, std::string> seen_;  // the first path of each object
    std::size_t objects_ = 0;
};

/// A file that remembers why it could not be read, as HDF5 cannot say it.
struct FailingSource {
    const StoredFile& file;
    std::exception_ptr failure;  // none where the bytes asked for are damage

    static bool read(void* source, std::size_t at, void* out, std::size_t bytes) {
        auto& self = *static_cast<FailingSource*>(source);
        try {
            self.file.read(at, out, bytes);
            return true;
        } catch (const Error& error) {
            if (error.fault() != Fault::input) self.failure = std::current_exception();
        } catch (const std::exception&) {
            self.failure = std::current_exception();
        }
        return false;
    }

    void expect_read() const {
        if (failure) std::rethrow_exception(failure);
    }
};

Structure walked(FailingSource& source, Whose whose) {
    const std::string& name = source.file.name();
    SeenFile seen{.size = source.file.size(), .read = FailingSource::read, .source = &source};
    Structure structure;
    const Handle file = open_seen(seen, name);
    const Handle root(H5Gopen2(file.get(), "/", H5P_DEFAULT), name + ": damaged");
    structure.attributes = read_attributes(root.get(), name);
    try {
        Walk(seen, name, whose, structure).group(root.get(), "", 0);
    } catch (const Error& error) {
        if (whose == Whose::anyone || error.fault() != Fault::input) throw;
        structure.damage = error.what();
    }
    std::sort(structure.sets.begin(), structure.sets.end(), [](const StoredSet& a, const StoredSet& b) { return a.path < b.path; });
    return structure;
}

}  // namespace

Structure structure_of(const StoredFile& stored, Whose whose) {
    const Session session;
    FailingSource source{.file = stored, .failure = nullptr};
    try {
        Structure structure = walked(source, whose);
        source.expect_read();
        return structure;
    } catch (const Error&) {
        source.expect_read();
        throw;
    }
}

}  // namespace gen::h5
