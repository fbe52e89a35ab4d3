#include "formats/hdf5/seen_file.hpp"

#if H5_VERSION_GE(1, 13, 0)
#include <H5FDdevelop.h>
#endif

#include <memory>
#include <new>

namespace gen::h5 {
namespace {

struct File {
    H5FD_t base;  // HDF5's own part, at the beginning
    SeenFile* seen;
    haddr_t end;  // that HDF5 has set
};

File& of(H5FD_t* file) { return *reinterpret_cast<File*>(file); }
const File& of(const H5FD_t* file) { return *reinterpret_cast<const File*>(file); }

H5FD_t* open_file(const char*, unsigned flags, hid_t access, haddr_t) {
    if ((flags & (H5F_ACC_RDWR | H5F_ACC_TRUNC | H5F_ACC_CREAT)) != 0) return nullptr;
    const void* const info = H5Pget_driver_info(access);
    if (info == nullptr) return nullptr;
    auto* const file = new (std::nothrow) File();  // nothing may be thrown through HDF5
    if (file == nullptr) return nullptr;
    file->seen = *static_cast<SeenFile* const*>(info);
    return &file->base;
}

herr_t close_file(H5FD_t* file) {
    const std::unique_ptr<File> gone(&of(file));
    return 0;
}

int compare(const H5FD_t* a, const H5FD_t* b) { return of(a).seen == of(b).seen ? 0 : of(a).seen < of(b).seen ? -1 : 1; }

herr_t query(const H5FD_t*, unsigned long* flags) {
    if (flags != nullptr) *flags = 0;
    return 0;
}

haddr_t end_set(const H5FD_t* file, H5FD_mem_t) { return of(file).end; }
herr_t set_end(H5FD_t* file, H5FD_mem_t, haddr_t end) {
    of(file).end = end;
    return 0;
}
haddr_t end_there(const H5FD_t* file, H5FD_mem_t) { return of(file).seen->size; }

herr_t read(H5FD_t* file, H5FD_mem_t kind, hid_t, haddr_t at, std::size_t bytes, void* out) {
    SeenFile& seen = *of(file).seen;
    if (seen.only_looks && kind == H5FD_MEM_DRAW) {
        seen.seen_at = at;
        seen.seen_bytes = bytes;
        return 0;
    }
    if (at > seen.size || bytes > seen.size - at) return -1;
    return seen.read(seen.source, at, out, bytes) ? 0 : -1;
}

herr_t write(H5FD_t*, H5FD_mem_t, hid_t, haddr_t, std::size_t, const void*) { return -1; }
herr_t no_lock(H5FD_t*, hbool_t) { return 0; }
herr_t no_unlock(H5FD_t*) { return 0; }

H5FD_class_t driver_class() {
    H5FD_class_t driver{};
#if H5_VERSION_GE(1, 13, 0)
    driver.version = H5FD_CLASS_VERSION;
    driver.value = static_cast<H5FD_class_value_t>(H5_VFD_RESERVED + 66);
#endif
    driver.name = "gentools";
    driver.maxaddr = HADDR_MAX;
    driver.fc_degree = H5F_CLOSE_SEMI;
    driver.fapl_size = sizeof(SeenFile*);
    driver.open = open_file;
    driver.close = close_file;
    driver.cmp = compare;
    driver.query = query;
    driver.get_eoa = end_set;
    driver.set_eoa = set_end;
    driver.get_eof = end_there;
    driver.read = read;
    driver.write = write;
    driver.lock = no_lock;
    driver.unlock = no_unlock;
    constexpr H5FD_mem_t map[] = H5FD_FLMAP_DICHOTOMY;
    for (std::size_t i = 0; i < H5FD_MEM_NTYPES; ++i) driver.fl_map[i] = map[i];
    return driver;
}

hid_t driver() {
    static const H5FD_class_t described = driver_class();
    static const hid_t registered = H5FDregister(&described);
    return registered;
}

}  // namespace

Handle open_seen(SeenFile& file, const std::string& name) {
    const Handle access = file_access();
    SeenFile* const pointer = &file;
    check(H5Pset_driver(access.get(), driver(), &pointer), name);
    return Handle(H5Fopen(name_in_memory().c_str(), H5F_ACC_RDONLY, access.get()), name + ": damaged: HDF5 cannot open it");
}

}  // namespace gen::h5
