#pragma once

#include <optional>
#include <string>

#include "formats/document.hpp"
#include "formats/provenance.hpp"
#include "tools/common/training/training_options.hpp"

namespace gen {

/// What lies under a checkpoint's name, and next to it as NAME.1, when a run begins.
struct CheckpointFiles {
    std::optional<Document> document;  // to continue from, until it has been read
    std::string from;                  // where it lies or lay: NAME; NAME.1, which the first save leaves; the finished model; "": there is none
    bool old_stays = false;            // NAME.1 is of another run: no save replaces it, and the end does not remove it
};

/// What --resume continues from: the checkpoint at `path`, or with a warning the one before it, where that one is missing or damaged. Throws
/// Fault::input when it is of another run, naming the difference; Done where `output` is the finished model of this very run already. Where it is
/// finished with another number of epochs or steps and no checkpoint is left, a warning says that the run starts anew.
CheckpointFiles open_checkpoint(const Run& run, const TrainingOptions& options, const std::string& path, const Output& output,
                                const Provenance& provenance);

/// Before a run that does not continue from the checkpoint at `path` saves one: what lies there becomes NAME.1, with a warning. A NAME.1 of yet
/// another run becomes the first free NAME.2, NAME.3, ... Gives whether there is a NAME.1, which then stays.
bool make_room(const Run& run, const std::string& path);

}  // namespace gen
