#include "formats/hdf5/handle.hpp"

#include <algorithm>
#include <atomic>
#include <climits>
#include <cstdlib>
#include <string_view>

#include "core/memory.hpp"
#include "formats/hdf5/start.hpp"

// HDF5 names the driver for remote files when it starts, and a static library then brings curl, LDAP and Kerberos into every tool. This definition is
// met first, so that they stay away; a program that calls that driver itself has HDF5's own.
extern "C" [[gnu::weak]] hid_t H5FD_ros3_init() { return H5I_INVALID_HID; }

namespace gen::h5 {
namespace {

std::recursive_mutex& library_mutex() {
    static std::recursive_mutex mutex;
    return mutex;
}

}  // namespace

/// The innermost entry of HDF5's error stack: the place that knows.
struct Failure::Reason {
    std::string text;
    int system_error = 0;
    bool no_memory = false;

    Reason() {
        const auto take = [](unsigned number, const H5E_error2_t* entry, void* out) -> herr_t {
            auto& reason = *static_cast<Reason*>(out);
            if (number == 0 && entry->desc != nullptr) reason.text = entry->desc;
            reason.no_memory |= entry->maj_num == H5E_RESOURCE && entry->min_num == H5E_NOSPACE;
            reason.no_memory |= entry->desc != nullptr && std::string_view(entry->desc).find("unable to allocate memory") != std::string_view::npos;
            return 0;
        };
        H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, take, this);
        H5Eclear2(H5E_DEFAULT);
        no_memory = no_memory || is_memory_short();
        constexpr std::string_view mark = "errno = ";
        if (const std::size_t at = text.find(mark); at != std::string::npos) system_error = std::atoi(text.c_str() + at + mark.size());
        std::replace_if(text.begin(), text.end(), [](unsigned char c) { return c < ' '; }, ' ');
    }

    std::string in(const std::string& message) const {
        if (no_memory) return "out of memory (HDF5: " + text + ")";
        return text.empty() ? message : message + " (" + text + ")";
    }
};

Failure::Failure(const std::string& message) : Failure(message, Reason()) {}

Failure::Failure(const std::string& message, const Reason& reason)
    : Error(reason.system_error != 0 || reason.no_memory ? Fault::io : Fault::input, reason.in(message)), system_error_(reason.system_error) {}

Handle::Handle(hid_t id, const std::string& message) : id_(id) {
    if (id < 0) throw Failure(message);
}

void Handle::reset() {
    if (id_ >= 0) H5Idec_ref(id_);
    id_ = H5I_INVALID_HID;
}

void check(herr_t status, const std::string& message) {
    if (status < 0) throw Failure(message);
}

Session::Session() : lock_(library_mutex()) {
    static const bool ready = [] {
        start_library();
        return true;
    }();
    (void)ready;
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // where the library is thread-safe this holds for the calling thread only
}

std::string name_in_memory() {
    static std::atomic<unsigned> number{0};
    std::string name = "gentools-" + std::to_string(number++) + '-';
    name.resize(PATH_MAX, '-');
    return name;
}

Handle file_access() {
    Handle access(H5Pcreate(H5P_FILE_ACCESS), "hdf5: no property list");
    // Closing a file with a data set still open is an error, so that none is forgotten.
    check(H5Pset_fclose_degree(access.get(), H5F_CLOSE_SEMI), "hdf5: close degree");
    check(H5Pset_libver_bounds(access.get(), H5F_LIBVER_V110, H5F_LIBVER_V110), "hdf5: version bounds");
    check(H5Pset_file_locking(access.get(), false, true), "hdf5: file locking");
    return access;
}

}  // namespace gen::h5
