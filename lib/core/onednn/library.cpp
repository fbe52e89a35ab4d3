#include "core/onednn/library.hpp"

#include <dlfcn.h>
#include <unistd.h>

#include <new>
#include <string>

#include "core/error.hpp"

namespace gen::onednn {
namespace {

template <class Function>
void find(void* handle, const char* name, Function& function) {
    function = reinterpret_cast<Function>(dlsym(handle, name));
}

template <class Function>
void require(void* handle, const char* name, Function& function) {
    find(handle, name, function);
    if (function == nullptr) fail_io("oneDNN has no function ", name, ", expected version ", DNNL_VERSION_MAJOR, '.', DNNL_VERSION_MINOR);
}

Library load() {
    void* const handle = dlopen(library_name().c_str(), RTLD_LAZY | RTLD_LOCAL);  // stays for good
    if (handle == nullptr) fail_io("oneDNN cannot be loaded: ", dlerror());
    Library out;
#define GEN_ONEDNN_REQUIRE(name) require(handle, "dnnl_" #name, out.name);
    GEN_ONEDNN_FUNCTIONS(GEN_ONEDNN_REQUIRE)
#undef GEN_ONEDNN_REQUIRE
    find(handle, "omp_set_num_threads", out.omp_set_num_threads);
    expect(out.engine_create(&out.engine, dnnl_cpu, 0), "engine_create");
    return out;
}

}  // namespace

namespace {

/// Whether the loader finds it. Where it lies in a folder of the system or of LD_LIBRARY_PATH, it is not loaded for that.
bool is_found(const std::string& name) {
    void* const self = dlopen(nullptr, RTLD_LAZY);
    Dl_serinfo size;
    if (self != nullptr && dlinfo(self, RTLD_DI_SERINFOSIZE, &size) == 0) {
        const std::unique_ptr<char[]> room(new char[size.dls_size]);
        auto* const folders = new (room.get()) Dl_serinfo(size);
        if (dlinfo(self, RTLD_DI_SERINFO, folders) == 0)
            for (unsigned i = 0; i < folders->dls_cnt; ++i)
                if (access(join(folders->dls_serpath[i].dls_name, '/', name).c_str(), F_OK) == 0) return true;
    }
    return dlopen(name.c_str(), RTLD_LAZY | RTLD_LOCAL) != nullptr;
}

/// Version 2 is called by its first number, version 3 by two.
std::string found_name() {
    std::string name = join("libdnnl.so.", DNNL_VERSION_MAJOR);
    if (const std::string longer = join(name, '.', DNNL_VERSION_MINOR); !is_found(name) && is_found(longer)) return longer;
    return name;
}

}  // namespace

const std::string& library_name() {
    static const std::string name = found_name();
    return name;
}

bool is_installed() {
    static const bool found = is_found(library_name());
    return found;
}

const Library& library() {
    static const Library library = load();
    return library;
}

bool runs(dnnl_cpu_isa_t instructions) { return (library().get_effective_cpu_isa() & instructions) == instructions; }

void expect(dnnl_status_t status, const char* function) {
    if (status == dnnl_out_of_memory) throw std::bad_alloc();
    if (status != dnnl_success) fail_io("oneDNN: ", function, " ends with status ", static_cast<int>(status));
}

}  // namespace gen::onednn
