#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

struct stat;  // of the system

namespace gen {

class Descriptor;

/// The bytes of a foreign file, to be read at any place, by several threads at once. A regular file is read where it lies, and opened anew for each
/// read where very many are open; stdin ("-"), pipes and what was unpacked are kept as a Spool keeps them. Cheap to copy.
class Bytes {
public:
    /// Throws Fault::io: "digits.csv: no such file or directory"; Fault::usage for stdin that is a terminal; Fault::input for a device that gives
    /// more than a few bytes: it may have no end.
    static Bytes open(const std::string& path);
    static Bytes of(std::string name, std::vector<std::byte> content);
    /// All of an open regular file.
    static Bytes of(std::string name, std::shared_ptr<const Descriptor> file, std::size_t size);
    /// `size` bytes that `read` gives at any place, from several threads at once.
    using Reader = std::function<void(std::size_t offset, std::size_t n, std::byte* out)>;
    static Bytes from(std::string name, std::size_t size, Reader read);
    /// n of them from `offset`, which share the file. Throws Fault::input when they are not all there.
    Bytes part(std::size_t offset, std::size_t n, std::string name) const;

    /// As the user typed it, "stdin" for "-".
    const std::string& name() const { return name_; }
    std::size_t size() const { return size_; }
    /// Throws Fault::input when the bytes are not all there, Fault::io when reading fails.
    void read(std::size_t offset, std::size_t n, void* out) const;
    std::vector<std::byte> read(std::size_t offset, std::size_t n) const;
    /// The first n bytes, fewer when there are fewer.
    std::vector<std::byte> head(std::size_t n) const;
    /// Calls `use` with the open regular file that holds them and where they begin in it; false, without a call, where there is none.
    bool visit_file(const std::function<void(int file, std::size_t begin)>& use) const;
    /// Where they lie in memory; null where they do not.
    const std::byte* memory() const;
    /// All of them in order, a piece at a time.
    void visit(const std::function<void(std::span<const std::byte>)>& take) const;

private:
    struct File;
    struct Reopened;
    static Bytes of_regular(std::string name, const std::string& path, int descriptor, const struct stat& status);

    std::string name_;
    std::size_t begin_ = 0;  // in the file
    std::size_t size_ = 0;
    std::shared_ptr<const File> file_;
};

/// "89504e47"
std::string hex(std::span<const std::byte> bytes);

bool is_gzip(const Bytes& bytes);

/// What was packed by gzip, in one or several members, in order; header fields (the name) are skipped, checksums verified. `packed` must outlive it.
class GunzipStream {
public:
    explicit GunzipStream(const Bytes& packed);
    ~GunzipStream();
    /// n bytes; fewer at the end only. Throws Fault::input.
    std::size_t read(std::byte* out, std::size_t n);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The first n bytes of what was packed, fewer when there are fewer.
std::vector<std::byte> gunzip_head(const Bytes& packed, std::size_t n);

/// All that was packed, kept as a Spool keeps it. More than `most` bytes are refused. `expected` bytes (0: not known) are reserved at once.
Bytes gunzip(const Bytes& packed, std::size_t most, std::size_t expected = 0);

/// Deflate's two frames: none, as in zip; zlib's, as in MATLAB files.
enum class Frame { none, zlib };

/// Unpacks to exactly `size` bytes; throws when they are more, fewer or damaged. `name` starts the message.
std::vector<std::byte> inflate(Frame frame, std::span<const std::byte> packed, std::size_t size, const std::string& name);

/// The first n bytes only; fewer when there are fewer or they are damaged.
std::vector<std::byte> inflate_head(Frame frame, std::span<const std::byte> packed, std::size_t n);

}  // namespace gen
