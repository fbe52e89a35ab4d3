#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace gen {

/// A folder of files that appears whole or not at all: it grows as FOLDER.part and is renamed at the end. Who stops half way leaves that, or nothing.
class OutputFolder {
public:
    /// Whether a file of this path below the folder may be one that such an export has written.
    using IsOurs = std::function<bool(std::string_view path)>;

    /// A folder that is there must be empty; with `replace` it may hold what is ours, and nothing else, which the new files then replace. Throws
    /// Fault::usage, naming what it holds, and Fault::io. What an export that was stopped has left is taken away.
    OutputFolder(const std::string& path, bool replace, IsOurs is_ours);
    ~OutputFolder();  // without commit(): leaves nothing behind
    OutputFolder(const OutputFolder&) = delete;
    OutputFolder& operator=(const OutputFolder&) = delete;

    void make_folder(const std::string& name);
    /// From any thread; one call for each file.
    void write(const std::string& file, std::string_view bytes) const;
    void commit();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace gen
