#include "formats/hdf5/writer.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <map>
#include <set>
#include <utility>

#include "core/error.hpp"
#include "formats/blocks.hpp"
#include "formats/digest.hpp"
#include "formats/hdf5/attributes.hpp"
#include "formats/hdf5/handle.hpp"
#include "formats/hdf5/number_type.hpp"
#include "formats/hdf5/reader.hpp"
#include "formats/hdf5/stored_type.hpp"

namespace gen::h5 {
namespace {

constexpr std::size_t most_chunk_bytes = std::size_t{1} << 30;

Handle untimed(hid_t kind, const std::string& name) {
    Handle list(H5Pcreate(kind), name);
    check(H5Pset_obj_track_times(list.get(), false), name);
    return list;
}

Handle stored_type(const Dataset& set, const std::string& where) {
    Handle type(H5Tcopy(file_type(set.type)), where);
    if (set.type != Type::text) return type;
    check(H5Tset_size(type.get(), std::max<std::size_t>(1, set.text_length)), where);
    check(H5Tset_strpad(type.get(), H5T_STR_NULLPAD), where);
    check(H5Tset_cset(type.get(), H5T_CSET_UTF8), where);
    return type;
}

std::vector<hsize_t> extents(const Shape& shape) { return {shape.begin(), shape.end()}; }

bool is_chunked(const Dataset& set) { return set.deflate > 0 && !set.shape.empty() && set.bytes() > compact_bytes; }

constexpr const char* no_digest_yet = "0000000000000000000000000000000000000000000000000000000000000000";

/// Rows of a chunk, which are also the rows that are written at a time: HDF5 then compresses each chunk once.
std::size_t rows_at_once(const Dataset& set) {
    if (!is_chunked(set)) return block_rows(set);
    return std::min({chunk_rows, set.row_count(), std::max<std::size_t>(1, most_chunk_bytes / set.row_bytes())});
}

/// Builds the file behind an open identifier, whatever driver it has.
class Builder {
public:
    Builder(hid_t file, const Document& document, const std::string& name) : file_(file), document_(document), name_(name) {}

    /// All objects; contiguous data get their place, their bytes come with fill().
    void create() {
        const Handle root(H5Gopen2(file_, "/", H5P_DEFAULT), name_);
        write_attributes(root.get(), document_.attributes, name_ + ": /");
        write_text_attribute(root.get(), "content-sha256", no_digest_yet, name_);
        for (const Dataset& set : document_.datasets) {
            create_groups(set.path);
            if (!sets_.emplace(set.path, create_set(set)).second) fail(name_, ": ", set.path, " is there twice");
        }
    }

    /// All bytes. Gives the digest, which then stands in the file.
    std::string fill() {
        const auto write = [&](const Dataset& set, Sha256& sha) { write_rows(set, sha); };
        const Attribute content{"content-sha256", digest_of(digest_items(document_), write)};
        const std::string rest = digest_of(rest_items(document_, content), write);
        for (const auto& [path, set] : sets_)
            if (!is_digested(path)) write_text_attribute(set.get(), std::string(rest_digest), rest, name_ + ": " + path);
        sets_.clear();
        const Handle root(H5Gopen2(file_, "/", H5P_DEFAULT), name_);
        write_attributes(root.get(), {content}, name_);
        return std::get<std::string>(content.value);
    }

private:
    void create_groups(const std::string& path) {
        if (path.size() < 2 || path[0] != '/' || path.back() == '/') fail(name_, ": \"", path, "\" is not the path of a data set");
        for (std::size_t slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1)) {
            const std::string group = path.substr(0, slash);
            if (!groups_.insert(group).second) continue;
            const Handle creation = untimed(H5P_GROUP_CREATE, name_);
            const Handle made(H5Gcreate2(file_, group.c_str(), H5P_DEFAULT, creation.get(), H5P_DEFAULT), name_ + ": " + group);
        }
    }

    Handle create_set(const Dataset& set) {
        const std::string where = name_ + ": " + set.path;
        const std::vector<hsize_t> size = extents(set.shape);
        const Handle space(set.shape.empty() ? H5Screate(H5S_SCALAR) : H5Screate_simple(static_cast<int>(size.size()), size.data(), nullptr), where);
        const Handle type = stored_type(set, where);
        const Handle creation = untimed(H5P_DATASET_CREATE, where);
        check(H5Pset_fill_time(creation.get(), H5D_FILL_TIME_NEVER), where);
        if (is_chunked(set)) {
            std::vector<hsize_t> chunk = size;
            chunk[0] = rows_at_once(set);
            check(H5Pset_chunk(creation.get(), static_cast<int>(chunk.size()), chunk.data()), where);
            check(H5Pset_deflate(creation.get(), static_cast<unsigned>(set.deflate)), where);
        } else {
            check(H5Pset_layout(creation.get(), set.bytes() <= compact_bytes ? H5D_COMPACT : H5D_CONTIGUOUS), where);
            check(H5Pset_alloc_time(creation.get(), H5D_ALLOC_TIME_EARLY), where);
        }
        Handle made(H5Dcreate2(file_, set.path.c_str(), type.get(), space.get(), H5P_DEFAULT, creation.get(), H5P_DEFAULT), where);
        std::vector<Attribute> attributes = set.attributes;
        std::erase_if(attributes, [&](const Attribute& a) { return is_digest_of_rest(set, a); });
        if (!is_digested(set.path)) attributes.push_back({std::string(rest_digest), std::string(no_digest_yet)});
        write_attributes(made.get(), attributes, where);
        return made;
    }

    void write_rows(const Dataset& set, Sha256& sha) {
        const std::string where = name_ + ": " + set.path;
        const hid_t id = sets_.at(set.path).get();
        const Handle type = stored_type(set, where);
        if (set.bytes() == 0 && set.type == Type::text) check(H5Dwrite(id, type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, ""), where);
        for_each_block(set, rows_at_once(set), [&](std::size_t first, std::size_t count, const std::byte* bytes) {
            sha.update(bytes, count * set.row_bytes());
            if (set.shape.empty()) return check(H5Dwrite(id, type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes), where);
            std::vector<hsize_t> start(set.shape.size()), size = extents(set.shape);
            start[0] = first;
            size[0] = count;
            const Handle there(H5Dget_space(id), where);
            check(H5Sselect_hyperslab(there.get(), H5S_SELECT_SET, start.data(), nullptr, size.data(), nullptr), where);
            const Handle here(H5Screate_simple(static_cast<int>(size.size()), size.data(), nullptr), where);
            check(H5Dwrite(id, type.get(), here.get(), there.get(), H5P_DEFAULT, bytes), where);
        });
    }

    hid_t file_;
    const Document& document_;
    const std::string& name_;
    std::map<std::string, Handle> sets_;
    std::set<std::string> groups_;
};

/// The core driver's memory, kept when the file is closed.
struct Kept {
    void* data = nullptr;
    ~Kept() { std::free(data); }
};

Handle memory_access(Kept& kept, std::size_t payload, const std::string& name) {
    Handle access = file_access();
    H5FD_file_image_callbacks_t callbacks{};
    callbacks.image_malloc = [](size_t size, H5FD_file_image_op_t, void*) { return std::malloc(size); };
    callbacks.image_memcpy = [](void* to, const void* from, size_t size, H5FD_file_image_op_t, void*) { return std::memcpy(to, from, size); };
    callbacks.image_realloc = [](void* old, size_t size, H5FD_file_image_op_t, void*) { return std::realloc(old, size); };
    callbacks.image_free = [](void* data, H5FD_file_image_op_t op, void* to) -> herr_t {
        if (op == H5FD_FILE_IMAGE_OP_FILE_CLOSE)
            static_cast<Kept*>(to)->data = data;
        else
            std::free(data);
        return 0;
    };
    callbacks.udata_copy = [](void* same) { return same; };
    callbacks.udata_free = [](void*) -> herr_t { return 0; };
    callbacks.udata = &kept;
    // HDF5 clears each step by which the memory grows.
    check(H5Pset_fapl_core(access.get(), payload < (1 << 20) ? 1 << 14 : 1 << 20, false), name);
    check(H5Pset_file_image_callbacks(access.get(), &callbacks), name);
    return access;
}

/// Tried again where a signal interrupts it.
Handle created(const char* path, const Handle& creation, const Handle& access, const std::string& name) {
    for (;;) {
        try {
            return Handle(H5Fcreate(path, H5F_ACC_TRUNC, creation.get(), access.get()), name + ": cannot create");
        } catch (const Failure& failure) {
            if (failure.system_error() != EINTR) throw;
        }
    }
}

/// What has been flushed. A signal that interrupts this does no harm: Linux has closed the file then.
void close_file(Handle& file, const std::string& name) {
    try {
        check(H5Fclose(file.release()), name + ": cannot write");
    } catch (const Failure& failure) {
        if (failure.system_error() != EINTR) throw;
    }
}

/// Creates, builds and closes; gives the digest.
template <class Reserve>
std::string build(const Document& document, const char* path, const Handle& access, const std::string& name, Reserve reserve) {
    const Handle creation = untimed(H5P_FILE_CREATE, name);
    Handle file = created(path, creation, access, name);
    std::string digest;
    {
        Builder builder(file.get(), document, name);
        builder.create();
        reserve(file.get());
        digest = builder.fill();
    }
    check(H5Fflush(file.get(), H5F_SCOPE_LOCAL), name + ": cannot write");
    close_file(file, name);
    return digest;
}

/// Space is reserved where that is possible, so that a full disk is found before the work and not in the middle of it.
std::string build_file(const Document& document, const std::string& path, int fd, const std::string& name) {
    const Handle access = file_access();
    check(H5Pset_fapl_sec2(access.get()), name);
    try {
        return build(document, path.c_str(), access, name, [&](hid_t file) {
            haddr_t end = 0;
            check(H5Fget_eoa(file, &end), name);
            const int status = posix_fallocate(fd, 0, static_cast<off_t>(end));
            if (status != 0 && status != EOPNOTSUPP && status != EINVAL) fail_errno(name, status);
        });
    } catch (const Failure& failure) {
        if (failure.system_error() != 0) fail_errno(name, failure.system_error());
        throw;
    }
}

/// HDF5 may report success for a file whose last metadata it could not write: what was written is read again. The rows' own writes were checked.
void verify_structure(int fd, std::size_t length, const std::string& digest, const std::string& name) {
    const int copy = fcntl(fd, F_DUPFD_CLOEXEC, 3);
    if (copy < 0) fail_errno(name, errno);
    const auto stored = std::make_shared<const StoredFile>(std::make_shared<const Descriptor>(copy), 0, length, name);
    bool same = false;
    try {
        same = read_document(stored, Reading::structure).digest == digest;
    } catch (const Error& error) {
        if (error.fault() == Fault::io) throw;
    }
    if (!same) fail_io(name, ": what was written cannot be read back");
}

std::size_t written_length(const void* head, std::size_t bytes, const std::string& name) {
    return file_length({static_cast<const std::byte*>(head), bytes}, name);
}

}  // namespace

std::size_t payload_bytes(const Document& document) {
    std::size_t sum = 0;
    for (const Dataset& set : document.datasets) sum += set.bytes();
    return sum;
}

Buffer write_bytes(const Document& document, const std::string& name) {
    const Session session;
    Kept kept;
    {
        const Handle access = memory_access(kept, payload_bytes(document), name);
        build(document, name_in_memory().c_str(), access, name, [](hid_t) {});
    }
    Buffer stored(std::exchange(kept.data, nullptr), superblock_bytes);
    stored.resize(written_length(stored.data(), stored.size(), name));
    return stored;
}

void write_file(const Document& document, const std::string& path, int fd, const std::string& name) {
    const Session session;
    const std::string digest = build_file(document, path, fd, name);
    std::byte head[superblock_bytes];
    const std::size_t length = written_length(head, read_fully_at(fd, 0, head, sizeof head, name), name);
    struct stat info{};
    if (fstat(fd, &info) != 0) fail_errno(name, errno);
    const auto size = static_cast<std::size_t>(info.st_size);
    if (size < length) fail_io(name, ": ", size, " bytes were written, expected ", length);
    if (size > length && ftruncate(fd, static_cast<off_t>(length)) != 0) fail_errno(name, errno);
    verify_structure(fd, length, digest, name);
}

}  // namespace gen::h5
