#include "tools/common/training/resuming.hpp"

#include <filesystem>

#include "core/error.hpp"
#include "formats/model.hpp"
#include "formats/posix.hpp"
#include "formats/resume.hpp"
#include "formats/writing.hpp"
#include "tools/common/command_line/signals.hpp"

namespace gen {
namespace {

namespace fs = std::filesystem;

/// The file, and nothing where it is missing or damaged; `why` then says which.
std::optional<Document> whole(const std::string& path, std::string& why) try {
    if (!is_there(path)) {
        why = path + " is missing";
        return std::nullopt;
    }
    return read_document(path);
} catch (const Error& error) {
    if (error.fault() != Fault::input) throw;
    why = error.what();
    return std::nullopt;
}

/// Whether the checkpoint `old` is an earlier one of the run that wrote `path`, which is then as good.
bool is_earlier(const std::string& old, const std::string& path) {
    std::string unused;
    const std::optional<Document> before = whole(old, unused), now = whole(path, unused);
    return before && now && are_of_one_run(*before, *now) && state_of(*before).step <= state_of(*now).step;
}

void rename(const std::string& from, const std::string& to) {
    std::error_code error;
    fs::rename(from, to, error);
    if (error) fail_io(to, ": ", error.message());
}

std::string first_free(const std::string& path) {
    for (int number = 2;; ++number)
        if (const std::string name = join(path, '.', number); !is_there(name)) return name;
}

/// Whether a finished model holds all that a checkpoint does: not the last weights where it has the best; nor, where --patience judged an epoch that
/// --steps cut short, what was best before.
bool goes_on(const Document& model, const TrainingOptions& options) {
    if (model.find("/training/step") == nullptr || options.keep == "best") return false;
    return !options.patience || state_of(model).step_in_epoch == 0;
}

/// The model that a finished run has left under the name of the output.
std::optional<Document> finished_model(const Run& run, const Output& output) {
    std::string unused;
    if (!output.is_regular() || run.output.empty()) return std::nullopt;
    std::optional<Document> model = whole(run.output, unused);
    if (model && provenance_json(*model).empty()) model.reset();
    return model;
}

/// Where a run of other epochs or steps has left its model and no checkpoint: from that one, if it holds all that is needed.
void continue_from_model(const Run& run, const TrainingOptions& options, const Document& model, CheckpointFiles& files) {
    const std::string finished =
        join(run.output, ": finished, with another number of ", options.steps ? "steps" : "epochs", ", and its checkpoint is gone: ");
    if (!goes_on(model, options))
        return run.warn(finished + "starting anew, as the model does not hold all that a checkpoint does (--from continues from its weights)");
    run.warn(finished + "continuing from the model");
    files.document = model;
    files.from = run.output;
}

/// What a run that was killed while it cleared up has left.
void remove_left(const std::string& path, const Provenance& provenance) {
    if (!writes()) return;
    for (const std::string& left : {path, path + ".1"}) {
        std::string unused;
        const std::optional<Document> document = whole(left, unused);
        std::error_code ignored;
        if (document && difference_of_runs(*document, provenance, {}).empty()) fs::remove(left, ignored);
    }
}

}  // namespace

CheckpointFiles open_checkpoint(const Run& run, const TrainingOptions& options, const std::string& path, const Output& output,
                                const Provenance& provenance) {
    CheckpointFiles files;
    if (!options.resume) return files;
    if (path.empty()) fail_usage("--resume needs --checkpoint FILE where the output is no regular file");
    const std::optional<Document> model = finished_model(run, output);
    if (model && difference_of_runs(*model, provenance, {}).empty()) {
        run.warn(join(run.output, ": already done, it is the model of this run"));
        if (run.dry_run) return files;
        if (options.checkpoint.empty()) remove_left(path, provenance);
        throw Done();
    }
    const auto free = free_options(options.lr_schedule);
    const std::string old = path + ".1";
    if (!is_there(path) && !is_there(old)) {
        if (model && difference_of_runs(*model, provenance, free).empty()) continue_from_model(run, options, *model, files);
        return files;
    }
    std::string why;
    files.from = path;
    files.document = whole(path, why);
    if (!files.document) {
        if (!is_there(old)) fail(why);
        std::string why_old;
        files.document = whole(old, why_old);
        if (!files.document) fail(why, "; ", why_old);
        files.from = old;
    }
    const std::string difference = difference_of_runs(*files.document, provenance, free);
    if (!difference.empty()) fail(files.document->name, ": ", difference);
    if (files.from == old)
        run.warn(join(why, "; continuing from ", old));
    else if (is_there(old))
        files.old_stays = !is_earlier(old, path);
    return files;
}

bool make_room(const Run& run, const std::string& path) {
    if (path.empty()) return false;
    const std::string old = path + ".1";
    if (!writes() || !is_there(path)) return is_there(old);
    if (is_there(old) && !is_earlier(old, path)) rename(old, first_free(path));
    rename(path, old);
    run.warn(join(path, ": the checkpoint of an earlier run, kept as ", old, "; without --resume this run starts anew"));
    return true;
}

}  // namespace gen
