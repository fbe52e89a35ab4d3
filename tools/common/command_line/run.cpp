#include "tools/common/command_line/run.hpp"

#include "core/error.hpp"
#include "tools/common/command_line/status_line.hpp"
#include "tools/common/command_line/terminal.hpp"

namespace gen {

Format Run::format(std::string_view to) const { return asked_format.value_or(is_terminal(to) ? Format::table : Format::tsv); }

void Run::warn(std::string_view message) const {
    if (verbosity >= 0) say(tool->name, message);
}

void Run::detail(std::string_view message) const {
    if (verbosity > 0) say(tool->name, message);
}

std::optional<Provenance> Run::provenance(std::vector<Provenance::Input> inputs) const {
    if (bare) return std::nullopt;
    return full_provenance(std::move(inputs));
}

Provenance Run::full_provenance(std::vector<Provenance::Input> inputs) const {
    return {join(tool->name, ' ', GEN_VERSION), recorded, seed, std::move(inputs), build_of(*tool)};
}

}  // namespace gen
