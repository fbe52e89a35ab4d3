#pragma once

#include <hdf5.h>

#include <mutex>
#include <string>
#include <utility>

#include "core/error.hpp"

namespace gen::h5 {

/// A call of HDF5 that failed: Fault::io when the system refused it (no space, not permitted), else Fault::input.
class Failure : public Error {
public:
    /// Adds the reason that HDF5 gives.
    explicit Failure(const std::string& message);
    int system_error() const { return system_error_; }  // errno, 0 for none

private:
    struct Reason;
    Failure(const std::string& message, const Reason& reason);
    int system_error_ = 0;
};

/// An HDF5 identifier that closes itself: file, group, data set, type, space, attribute, property list.
class Handle {
public:
    Handle() = default;
    /// Throws a Failure when the identifier is not valid.
    Handle(hid_t id, const std::string& message);
    ~Handle() { reset(); }
    Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)) {}
    Handle& operator=(Handle&& other) noexcept {
        std::swap(id_, other.id_);
        return *this;
    }
    hid_t get() const { return id_; }
    /// No longer closes it.
    hid_t release() { return std::exchange(id_, H5I_INVALID_HID); }
    void reset();

private:
    hid_t id_ = H5I_INVALID_HID;
};

/// Throws a Failure when a call failed.
void check(herr_t status, const std::string& message);

/// Start of every piece of work with HDF5: sets the library up once (silent, no plugins, no exit handler) and holds other threads off.
class Session {
public:
    Session();

private:
    std::lock_guard<std::recursive_mutex> lock_;
};

/// The name of a file that lies in memory: HDF5 looks for it among the files, and it is longer than any path may be. Each one is another.
std::string name_in_memory();

/// Access to a file: strict closing, no file locking; formats as of HDF5 1.10 when writing.
Handle file_access();

}  // namespace gen::h5
