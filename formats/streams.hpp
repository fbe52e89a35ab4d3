#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "formats/document.hpp"

namespace gen {

class Bytes;

/// Where HDF5 files come from: a file, a pipe, stdin ("-"). A stream is a plain concatenation of files; exactly the bytes of those
/// that were asked for are read, and a seekable stdin is left right behind the last of them.
class Input {
public:
    enum class Verify { digest, nothing };                                    // nothing: for those that compare the digest themselves
    explicit Input(const std::string& path, Verify verify = Verify::digest);  // throws Fault::io: "digits.h5: no such file or directory"
    ~Input();
    Input(Input&&) noexcept;

    /// The next file; nothing at a clean end. The documents stay valid after the Input is gone. Checks structure and digest
    /// (formats/hdf5/reader.hpp).
    std::optional<Document> next();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// All files of a stream that is in memory already.
std::vector<Document> documents_in(const Bytes& bytes);

/// The first file of `path`; an empty input is an error.
Document read_document(const std::string& path);

/// Where one HDF5 file goes. A regular file appears whole or not at all (".part" beside it, fsync, rename); stdout and what is not a regular
/// file gets one write loop. Opened before work begins, so that an unwritable place is found at once.
class Output {
public:
    explicit Output(const std::string& path);  // "-": stdout; throws Fault::io, or Fault::usage when it is a terminal
    ~Output();                                 // without commit(): leaves nothing behind
    Output(Output&&) noexcept;

    bool is_regular() const;  // a file that can be replaced again and again, so that a checkpoint beside it makes sense
    /// commit() will keep the file that it replaces, as "NAME.1".
    void keep_old();
    /// Writes the file and makes it visible. Throws Fault::io with the path.
    void commit(const Document& document);
    /// The same for bytes of other kinds (PNG, SVG, text).
    void commit(const std::string& bytes);
    /// Such bytes in parts: write() any number of times, then commit().
    void write(const void* data, std::size_t bytes);
    void commit();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Writes a whole document under a name that may already exist, by .part and rename (checkpoints; the old one is kept as ".1" when `keep_old`).
void replace_file(const std::string& path, const Document& document, bool keep_old = false);

/// content-sha256 of a document: see gentools-hdf5(5). `seen` is told of every so many bytes of its data sets.
std::string content_digest(const Document& document, const std::function<void(std::size_t bytes)>& seen = {});

}  // namespace gen
