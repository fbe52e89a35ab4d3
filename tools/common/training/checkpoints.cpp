#include "tools/common/training/checkpoints.hpp"

#include <filesystem>
#include <utility>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "formats/streams.hpp"
#include "formats/writing.hpp"
#include "tools/common/training/resuming.hpp"

namespace gen {

Cadence parse_cadence(std::string_view text) {
    const std::pair<std::string_view, double> units[] = {{"min", 60}, {"s", 1}, {"h", 3600}};
    for (const auto& [unit, seconds] : units) {
        if (!text.ends_with(unit)) continue;
        const double value = parse_number(text.substr(0, text.size() - unit.size()), "--checkpoint-every");
        if (value <= 0) fail_usage("--checkpoint-every: ", text, " is not a time above 0");
        return {0, value * seconds};
    }
    return {parse_count(text, "--checkpoint-every"), 0};
}

Checkpoints::Checkpoints(std::string path, std::string_view cadence, const CheckpointFiles& files, std::function<Document()> state)
    : path_(std::move(path)),
      cadence_(parse_cadence(cadence)),
      state_(std::move(state)),
      old_stays_(files.old_stays),
      newest_(files.from.empty() ? path_ : files.from) {
    if (enabled()) Output probe(path_);  // leaves nothing
}

bool Checkpoints::due(std::uint64_t step) const {
    return cadence_.steps > 0 ? step % cadence_.steps == 0 : std::chrono::duration<double>(Clock::now() - last_).count() >= cadence_.seconds;
}

void Checkpoints::save() {
    replace_file(path_, state_(), !old_stays_ && newest_ == path_);
    last_ = Clock::now();
    newest_ = path_;
}

void Checkpoints::remove() const {
    if (!enabled() || !writes()) return;
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
    if (!old_stays_) std::filesystem::remove(path_ + ".1", ignored);
}

}  // namespace gen
