#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "formats/bytes.hpp"

namespace gen {

/// Opens the file of a name that lies beside another one; nothing where there is none.
using Beside = std::function<std::optional<Bytes>(const std::string& name)>;

/// A file in an archive.
struct Member {
    std::string name;  // its path there
    Bytes content;     // whose own name is "pets.tar: cat/0.png"
};

/// Foreign files by name. What can be read but once, stdin ("-") or a pipe, is read once, whoever asks for it. Copies share what they have read.
class InputFiles {
public:
    /// Throws what Bytes::open() does.
    Bytes open(const std::string& path) const;
    /// What a packed file unpacks to, which is done once.
    Bytes unpacked(const std::string& path) const;
    /// What `path` stands for from now on.
    void keep(const std::string& path, const Bytes& content) const { kept_->files[path] = content; }

    /// The files of an archive: of `path`, and each by its own name, as if it lay in a folder.
    void keep_members(const std::string& path, std::vector<Member> members) const;
    /// Null where none were kept.
    const std::vector<Member>* members(const std::string& path) const;

    /// What is being written lies in no folder of data: neither it, nor its part, nor what it replaces.
    void pass_over(const std::string& output) const;
    bool is_passed_over(const std::string& path) const;

    /// What lies in the folder, or in the archive's folder, of an opened file.
    Beside beside(const std::string& path) const;

private:
    struct Kept {
        std::map<std::string, Bytes> files;
        std::map<std::string, Bytes> unpacked;
        std::map<std::string, std::vector<Member>> archives;
        std::vector<std::string> outputs;
    };
    std::shared_ptr<Kept> kept_ = std::make_shared<Kept>();
};

}  // namespace gen
