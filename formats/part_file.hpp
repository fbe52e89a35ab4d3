#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "formats/posix.hpp"

namespace gen {

/// The file that takes another one's place once it is whole: TARGET.part, newly made, locked while it is written, and gone without take_place().
class PartFile {
public:
    /// What a writer that died has left under this name is removed, be it another name of some file or somebody else's. `mode`: permissions; 0: as
    /// the umask says. Throws Fault::io with `name`, also where another process writes it.
    PartFile(const std::string& target, std::string name, mode_t mode);
    ~PartFile();
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;

    const std::string& path() const { return path_; }
    int descriptor() const { return fd_->get(); }
    /// Renames it. Throws Fault::io where it is no longer the file of its name.
    void take_place(const std::string& target);

private:
    bool make();
    void remove_stale() const;
    bool is_in_place() const;

    std::string path_;
    std::string name_;
    std::unique_ptr<Descriptor> fd_;
    bool is_there_ = false;
};

}  // namespace gen
