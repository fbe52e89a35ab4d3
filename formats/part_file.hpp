#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "formats/posix.hpp"
#include "formats/unfinished.hpp"

namespace gen {

/// Under which name a file is put together before it gets its own: with ".part" behind it, the name shortened where it would be longer than file
/// systems allow.
std::string part_name(const std::string& path);

/// The file that takes another one's place once it is whole: of part_name(), newly made, locked while it is written, and gone without take_place().
class PartFile {
public:
    /// What a writer that died has left under this name is removed, be it another name of some file or somebody else's. `mode`: permissions; 0: as
    /// the umask says. Throws Fault::io with `name`, also where another process writes it.
    PartFile(const std::string& target, std::string name, mode_t mode);

    const std::string& path() const { return unfinished_.path(); }
    int descriptor() const { return fd_->get(); }
    /// Renames it. Throws Fault::io where it is no longer the file of its name.
    void take_place(const std::string& target);

private:
    bool make();
    void remove_stale() const;

    std::string name_;
    std::unique_ptr<Descriptor> fd_;
    Unfinished unfinished_;
};

}  // namespace gen
