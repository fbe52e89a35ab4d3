#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "core/error.hpp"

namespace gen::test {

/// A fresh folder that goes when the test ends; nothing is shared between tests.
class Scratch {
public:
    Scratch() {
        std::string pattern = (std::filesystem::temp_directory_path() / "gentools-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) fail_io(pattern, ": cannot be created");
        folder_ = pattern;
    }
    ~Scratch() { std::filesystem::remove_all(folder_); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    std::string path(const std::string& name) const { return (folder_ / name).string(); }

private:
    std::filesystem::path folder_;
};

inline std::string slurp(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline void spill(const std::string& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

/// What `work` throws, without the folder: "digits.h5: empty, ...".
template <class Work>
std::string message_of(Work work) {
    try {
        work();
    } catch (const Error& e) {
        std::string what = e.what();
        const std::string folder = std::filesystem::temp_directory_path().string() + "/gentools-";
        for (std::size_t at = what.find(folder); at != std::string::npos; at = what.find(folder)) what.erase(at, folder.size() + 7);
        return what;
    }
    return "nothing was thrown";
}

}  // namespace gen::test
