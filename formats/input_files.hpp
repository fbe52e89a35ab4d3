#pragma once

#include <map>
#include <memory>
#include <string>

#include "formats/bytes.hpp"

namespace gen {

/// Foreign files by name. What can be read but once, stdin ("-") or a pipe, is read once, whoever asks for it. Copies share what they have read.
class InputFiles {
public:
    /// Throws what Bytes::open() does.
    Bytes open(const std::string& path) const;
    /// What `path` stands for from now on.
    void keep(const std::string& path, const Bytes& content) const { (*kept_)[path] = content; }

private:
    std::shared_ptr<std::map<std::string, Bytes>> kept_ = std::make_shared<std::map<std::string, Bytes>>();
};

}  // namespace gen
