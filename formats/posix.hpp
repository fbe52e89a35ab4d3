#pragma once

#include <sys/types.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace gen {

/// An open file descriptor; closes itself unless it is one of the three standard ones.
class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor();
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return fd_; }

private:
    int fd_;
};

/// Throws Fault::io: "digits.h5: no such file or directory", from an error number; std::bad_alloc where that tells of a lack of memory.
[[noreturn]] void fail_errno(const std::string& name, int number);

/// open(2), tried again where a signal interrupts it; below 0, with errno, where it failed.
int open_file(const std::string& path, int flags, mode_t mode = 0);
/// The same of a path that begins in an open folder.
int open_file_in(int folder, const std::string& path, int flags, mode_t mode = 0);

/// What kind of file a path leads to; nothing there is none of them. Throws Fault::io where the system does not tell.
bool is_there(const std::string& path);
bool is_folder(const std::string& path);
bool is_regular_file(const std::string& path);

/// The file that a symbolic link leads to, whether or not it exists; else the path itself.
std::string followed(const std::string& path);

/// Up to `bytes` bytes, fewer only at the end of the input. Waits where the descriptor does not block. Throws Fault::io.
std::size_t read_fully(int fd, void* out, std::size_t bytes, const std::string& name);
/// The same at a place of a regular file, from any thread.
std::size_t read_fully_at(int fd, std::size_t at, void* out, std::size_t bytes, const std::string& name);

/// All bytes, however many calls it takes. Throws Fault::io.
void write_fully(int fd, const void* data, std::size_t bytes, const std::string& name);

/// A pipe of 1 MiB passes data between two processors at more than twice the speed of the default 64 KiB; nothing where it is no pipe.
void widen_pipe(int fd);

}  // namespace gen
