#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace gen {

/// A file or folder of the real data sets, "" where there is none. GEN_DATA names their folder; the default lies beside the source tree.
inline std::string real_data(const std::string& name) {
    const char* const named = std::getenv("GEN_DATA");
    const std::filesystem::path folder = named ? std::filesystem::path(named) : std::filesystem::path(GEN_SOURCE_DIR) / ".." / "shared" / "data";
    const std::filesystem::path path = folder / name;
    if (std::filesystem::exists(path)) return path.string();
    MESSAGE("skipped: no " << path.string() << " (GEN_DATA names the folder of the real data)");
    return "";
}

}  // namespace gen
