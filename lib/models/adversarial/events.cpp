#include "models/adversarial/events.hpp"

#include "core/error.hpp"

namespace gen {

std::vector<std::string> GanEvents::explained(unsigned events) const {
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < gan_events; ++i) {
        const auto event = static_cast<GanEvent>(i);
        if ((events & 1U << i) != 0) lines.push_back(join(name_of(event), ": ", meaning_of(event)));
    }
    return lines;
}

}  // namespace gen
