#pragma once

#include <hdf5.h>

#include <mutex>
#include <string>
#include <utility>

namespace gen::h5 {

/// An HDF5 identifier that closes itself: file, group, data set, type, space, attribute, property list.
class Handle {
public:
    Handle() = default;
    /// Throws Fault::input with `message` and HDF5's own reason when the identifier is not valid.
    Handle(hid_t id, const std::string& message);
    ~Handle() { reset(); }
    Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)) {}
    Handle& operator=(Handle&& other) noexcept {
        std::swap(id_, other.id_);
        return *this;
    }
    hid_t get() const { return id_; }
    void reset();

private:
    hid_t id_ = H5I_INVALID_HID;
};

/// Throws Fault::input with `message` and HDF5's own reason when a call failed.
void check(herr_t status, const std::string& message);

/// Start of every piece of work with HDF5: sets the library up once (silent, no plugins, no exit handler) and holds other threads off.
class Session {
public:
    Session();

private:
    std::lock_guard<std::recursive_mutex> lock_;
};

/// Access to a file: strict closing, no file locking; formats as of HDF5 1.10 when writing.
Handle file_access();

}  // namespace gen::h5
