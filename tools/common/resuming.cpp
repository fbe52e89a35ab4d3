#include "tools/common/resuming.hpp"

#include <filesystem>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "formats/resume.hpp"
#include "tools/common/signals.hpp"
#include "train/schedule.hpp"

namespace gen {
namespace {

namespace fs = std::filesystem;

bool exists(const std::string& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

/// Options that may differ between a checkpoint and the run that continues from it.
std::vector<std::string_view> free_options(const TrainingOptions& options) {
    if (parse_schedule(options.lr_schedule).depends_on_total()) return {};
    return {"epochs", "steps"};
}

/// The file, and nothing where it is missing or damaged; `why` then says which.
std::optional<Document> whole(const std::string& path, std::string& why) try {
    if (!exists(path)) {
        why = path + " is missing";
        return std::nullopt;
    }
    return read_document(path);
} catch (const Error& error) {
    if (error.fault() != Fault::input) throw;
    why = error.what();
    return std::nullopt;
}

bool are_of_one_run(const std::string& a, const std::string& b) {
    std::string unused;
    const std::optional<Document> first = whole(a, unused), second = whole(b, unused);
    return first && second && provenance_json(*first) == provenance_json(*second);
}

void rename(const std::string& from, const std::string& to) {
    std::error_code error;
    fs::rename(from, to, error);
    if (error) fail_io(to, ": ", error.message());
}

std::string first_free(const std::string& path) {
    for (int number = 2;; ++number)
        if (const std::string name = join(path, '.', number); !exists(name)) return name;
}

/// The model that a finished run has left under the name of the output.
std::optional<Document> finished_model(const Run& run, const Output& output) {
    std::string unused;
    if (!output.is_regular() || run.output.empty()) return std::nullopt;
    std::optional<Document> model = whole(run.output, unused);
    if (model && provenance_json(*model).empty()) model.reset();
    return model;
}

}  // namespace

CheckpointFiles open_checkpoint(const Run& run, const TrainingOptions& options, const std::string& path, const Output& output, const Provenance& provenance) {
    CheckpointFiles files;
    if (!options.resume) return files;
    if (path.empty()) fail_usage("--resume needs --checkpoint FILE where the output is no regular file");
    const std::optional<Document> model = finished_model(run, output);
    if (model && difference_of_runs(*model, provenance, {}).empty()) {
        run.warn(join(run.output, ": already done, it is the model of this run"));
        throw Done();
    }
    const std::string old = path + ".1";
    if (!exists(path) && !exists(old)) {
        if (model && difference_of_runs(*model, provenance, free_options(options)).empty())
            run.warn(join(run.output, ": finished, with another number of ", options.steps ? "steps" : "epochs",
                          ", and its checkpoint is gone: starting anew (--from continues from a model)"));
        return files;
    }
    std::string why;
    files.document = whole(path, why);
    if (!files.document) {
        if (!exists(old)) fail(why);
        std::string why_old;
        files.document = whole(old, why_old);
        if (!files.document) fail(why, "; ", why_old);
        files.from_old = true;
    }
    const std::string difference = difference_of_runs(*files.document, provenance, free_options(options));
    if (!difference.empty()) fail(files.document->name, ": ", difference);
    files.continues = true;
    if (files.from_old) run.warn(join(why, "; continuing from ", old));
    else if (exists(old)) files.old_stays = !are_of_one_run(path, old);
    return files;
}

bool make_room(const Run& run, const std::string& path) {
    if (path.empty()) return false;
    const std::string old = path + ".1";
    if (!exists(path)) return exists(old);
    if (exists(old) && !are_of_one_run(path, old)) rename(old, first_free(path));
    rename(path, old);
    run.warn(join(path, ": the checkpoint of an earlier run, kept as ", old, "; without --resume this run starts anew"));
    return true;
}

}  // namespace gen
