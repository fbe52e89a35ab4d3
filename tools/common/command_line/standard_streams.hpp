#pragma once

#include <memory>
#include <string>

namespace gen {

/// What errno means, in lower case: "no such file or directory".
std::string system_message(int error);

/// A file descriptor of 0, 1, 2 that is closed would be taken by the next file opened, and messages would go into it. Puts in its place one on which
/// every read (0) or write (1, 2) fails.
void guard_standard_descriptors();

/// Writes all to the descriptor, over interrupted and partial writes, and waits where there is no room; gives errno, 0 when all was written,
/// ECANCELED where a stop signal that is caught ends the waiting.
int write_all(int descriptor, const char* data, std::size_t size);

/// std::cout as run_tool gives it to a tool: buffered, and a failed write is not forgotten.
class StandardOutput {
public:
    StandardOutput();
    ~StandardOutput();
    StandardOutput(const StandardOutput&) = delete;
    StandardOutput& operator=(const StandardOutput&) = delete;
    /// Writes what is buffered. Throws Fault::io: "stdout: no space left on device".
    void finish();

private:
    class Buffer;
    std::unique_ptr<Buffer> buffer_;
};

}  // namespace gen
