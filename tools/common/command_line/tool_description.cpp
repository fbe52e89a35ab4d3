#include "tools/common/command_line/tool_description.hpp"

#include "core/error.hpp"
#include "formats/document.hpp"
#include "formats/versions.hpp"

namespace gen {

std::vector<std::pair<std::string, std::string>> build_of(const Tool& tool) {
    std::vector<std::pair<std::string, std::string>> out = {{"gentools", GEN_VERSION}, {"hdf5", hdf5_version()}};
    if (tool.numerics != nullptr)
        for (auto& entry : tool.numerics()) out.push_back(std::move(entry));
    return out;
}

std::string version_text(const Tool& tool) {
    std::string out = join(tool.name, ' ', GEN_VERSION, '\n');
    for (const auto& [name, value] : build_of(tool))
        if (name != "gentools") out += join(name, ": ", value, '\n');
    return join(out, "file format: ", encoding_version, '\n');
}

}  // namespace gen
