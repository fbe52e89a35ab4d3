// Says what is in a file of the project, whether it is whole, and where some of them differ.
#include <algorithm>
#include <iostream>
#include <optional>
#include <utility>

#include "core/counted.hpp"
#include "core/error.hpp"
#include "formats/digest.hpp"
#include "formats/streams.hpp"
#include "formats/summary.hpp"
#include "formats/utf8.hpp"
#include "tools/common/command_line/status_line.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/reports/model_table.hpp"
#include "tools/common/reports/report.hpp"
#include "tools/common/reports/work_progress.hpp"

namespace {

const gen::Tool tool = {
    .name = "h5-sum",
    .summary = "describe a file, verify it, compare two",
    .description =
        "Lists kind, attributes, data sets with type and shape, the provenance and the content digest of each FILE. The digest depends "
        "only on what a file holds, not on how HDF5 stores it: a file and its compressed copy have the same.\n\n"
        "--diff has a line for each data set, attribute, setting and option that only one of the two files has (missing), or that differs in type, "
        "shape or value. "
        "Of numbers it says how many differ, and the largest and the root mean square difference. The weights of a model lie in /parameters; "
        "/training is what "
        "only a training that goes on needs. Of files that hold the same nothing is listed.\n\n"
        "--table has a line for each model, checkpoints included: the options, seeds, inputs (by their digests) and builds that are not the same in "
        "all "
        "of them; of the training curve the lowest loss, valid_loss and mmd (best_), each with its epoch, and the last loss of each network of a GAN "
        "(last_); and the content digest. What a model does not have, or does not say, is left empty. An option that only models of another tool or "
        "version have makes no column.",
    .examples =
        "h5-sum digits.h5\n"
        "h5-sum --check digits.h5 vae.h5\n"
        "# how far do the weights differ with another seed?\n"
        "h5-sum --diff --ignore-provenance vae-0.h5 vae-1.h5\n"
        "# the best of many runs, and what it was made with\n"
        "h5-sum --table runs/*.h5 > runs.tsv\n"
        "h5-sum --format json vae.h5 | jq '.[0].provenance'",
    .slow = true,
    .judges = true,
    .lists = true,
    .notes =
        "EXIT STATUS OF CHECKS\n\nWith --check: 1 when a digest is wrong; a file that cannot be read as HDF5 at all is 3, as everywhere. "
        "Its lines are like those of sha256sum --check; with --format they are a report. With --diff: 1 when the two differ. With --table a "
        "file that is missing, damaged or no model gets a line on standard error, all others their rows, and the status is 4, or 3 where none was "
        "missing.",
};

struct Options {
    std::vector<std::string> files;
    bool all = false;
    bool check = false;
    bool stats = false;
    bool diff = false;
    bool ignore_provenance = false;
    bool table = false;

    void describe(gen::OptionVisitor& v) {
        v.visit({.name = "FILE", .help = "files to look at", .required = true, .expects = gen::Expects::files}, files);
        v.visit({.name = "all", .letter = 'a', .help = "all files of each stream, not only the first"}, all);
        v.visit({.name = "check", .letter = 'c', .help = "compute each digest and compare it with the recorded one"}, check);
        v.visit({.name = "stats", .help = "minimum, median, mean, maximum and root mean square of each data set"}, stats);
        v.visit({.name = "diff", .help = "compare two files"}, diff);
        v.visit({.name = "ignore-provenance", .help = "with --diff: ignore how the files were made"}, ignore_provenance);
        v.visit({.name = "table", .help = "a line for each model: the options that differ, the best losses, the digest"}, table);
    }
};

template <class Use>
void for_each_item_of(const std::string& file, const Options& o, const gen::Run& run, gen::WorkProgress& progress, Use use) {
    gen::Input input(file, o.check ? gen::Input::Verify::nothing : gen::Input::Verify::digest);
    if (file != "-") progress.begin(gen::join("reading ", file));
    std::size_t item = 0;
    for (std::optional<gen::Document> document = input.next(); document; document = o.all ? input.next() : std::nullopt) {
        for (const auto& [path, reason] : document->unreadable) run.warn(gen::join(document->name, ": ", path, " ", reason, ": passed over"));
        use(*document, item++);
    }
    if (item == 0) gen::fail(file == "-" ? "stdin" : file, ": empty, expected an HDF5 file");
}

template <class Use>
void for_each_item(const Options& o, const gen::Run& run, gen::WorkProgress& progress, Use use) {
    for (const std::string& file : o.files) for_each_item_of(file, o, run, progress, use);
}

/// As it can go to a terminal.
std::string name_of(const Options& o, const gen::Document& document, std::size_t item) {
    return gen::printable(document.name) + (o.all ? gen::join(" ", item) : "");
}

/// A report on all items; what there is of it is printed where an error ends the work, too.
template <class AddRows>
void report(const Options& o, const gen::Run& run, gen::WorkProgress& progress, gen::Report& report, const AddRows& add_rows) {
    std::size_t items = 0;
    const auto finish = [&] {
        progress.end();
        if (items > 0) gen::print(run, report);
    };
    try {
        for_each_item(o, run, progress, [&](const gen::Document& document, std::size_t item) {
            add_rows(document, item);
            ++items;
        });
    } catch (const gen::Error&) {
        finish();
        throw;
    }
    finish();
}

/// Lines like those of sha256sum --check, or where --format asks for it a report.
bool check(const Options& o, const gen::Run& run, gen::WorkProgress& progress) {
    gen::Report rows({{"file"}, {"item"}, {"verdict"}, {"note"}}, gen::JsonForm::rows, "checks");
    std::size_t all = 0;
    std::size_t wrong = 0;
    const auto look = [&](const gen::Document& document, std::size_t item) {
        std::size_t bytes = 0;
        for (const gen::Dataset& set : document.datasets) bytes += set.bytes();
        progress.begin(gen::join("checking ", document.name), bytes);
        const bool has_none = document.digest.empty();
        const bool right = (has_none || gen::content_digest(document, [&](std::size_t part) { progress.advance(part); }) == document.digest) &&
                           gen::damage_of_rest(document).empty();
        ++all;
        wrong += right ? 0 : 1;
        if (run.asked_format)
            rows.add({document.name, item,
                      !right     ? gen::Verdict::fail
                      : has_none ? gen::Verdict::skip
                                 : gen::Verdict::pass,
                      has_none ? "no digest" : ""});
        else
            std::cout << name_of(o, document, item) << ": " << (!right ? "FAILED" : has_none ? "no digest" : "OK") << '\n';
    };
    if (run.asked_format)
        report(o, run, progress, rows, look);
    else
        for_each_item(o, run, progress, look);
    if (wrong > 0) run.warn(gen::join(wrong, " of ", gen::counted(all, "digest"), wrong == 1 ? " is wrong" : " are wrong"));
    return wrong == 0;
}

void list(const Options& o, const gen::Run& run, gen::WorkProgress& progress) {
    gen::Report rows({{"file", true}, {"item", true}, {"object"}, {"type"}, {"shape"}, {"value"}});
    report(o, run, progress, rows, [&](const gen::Document& document, std::size_t item) {
        rows.begin_group(name_of(o, document, item));
        for (const gen::SummaryLine& line : gen::summary(document)) rows.add({document.name, item, line.object, line.type, line.shape, line.value});
    });
}

void list_statistics(const Options& o, const gen::Run& run, gen::WorkProgress& progress) {
    gen::Report rows(
        {{"file", true}, {"item", true}, {"object"}, {"type"}, {"shape"}, {"not_finite"}, {"min"}, {"median"}, {"mean"}, {"max"}, {"rms"}});
    report(o, run, progress, rows, [&](const gen::Document& document, std::size_t item) {
        rows.begin_group(name_of(o, document, item));
        for (const gen::Dataset& set : document.datasets) {
            if (set.type == gen::Type::text) continue;
            const gen::Statistics s = gen::statistics_of(set);
            rows.add({document.name, item, set.path, std::string(gen::name_of(set.type)), gen::text(set.shape),
                      s.others > 0 ? gen::Cell(s.others) : gen::Absent{"0"}, s.min, s.median, s.mean, s.max, s.rms});
        }
    });
}

void list_json(const Options& o, const gen::Run& run, gen::WorkProgress& progress) {
    const char* before = "[";
    for_each_item(o, run, progress, [&](const gen::Document& document, std::size_t item) {
        std::cout << before << gen::summary_json(document, item, o.stats);
        before = ",\n ";
    });
    std::cout << "]\n";
}

/// Throws the last of what went wrong, when all others are said and what could be read is printed; missing files count more than damaged ones.
bool table(const Options& o, const gen::Run& run, gen::WorkProgress& progress) {
    gen::ModelTable models;
    std::vector<gen::Error> wrong;
    for (const std::string& file : o.files) try {
            for_each_item_of(file, o, run, progress, [&](const gen::Document& document, std::size_t item) { models.add(document, item); });
        } catch (const gen::Error& error) {
            if (error.fault() == gen::Fault::usage) throw;
            wrong.push_back(error);
        }
    progress.end();
    if (models.size() > 0) gen::print(run, models.report(o.all));
    if (const std::size_t silent = models.without_settings(); silent > 0)
        run.warn(gen::join(silent, " of ", gen::counted(models.size(), "model"),
                           silent == 1 ? " does not say how it was made" : " do not say how they were made",
                           ": the cells of their options are empty"));
    if (wrong.empty()) return true;
    for (std::size_t i = 0; i + 1 < wrong.size(); ++i) gen::say(tool.name, wrong[i].what());
    const bool missing = std::any_of(wrong.begin(), wrong.end(), [](const gen::Error& error) { return error.fault() == gen::Fault::io; });
    throw gen::Error(missing ? gen::Fault::io : wrong.back().fault(), wrong.back().what());
}

bool compare(const Options& o, const gen::Run& run) {
    if (o.files.size() != 2) gen::fail_usage("--diff compares two files, got ", o.files.size());
    const gen::Document first = gen::read_document(o.files[0]);
    const gen::Document second = gen::read_document(o.files[1]);
    const std::vector<gen::Difference> found = gen::differences(first, second, !o.ignore_provenance);
    if (found.empty() && run.format() == gen::Format::table)
        std::cout << gen::printable(first.name) << " and " << gen::printable(second.name) << " hold the same"
                  << (o.ignore_provenance ? ", provenance left aside" : "") << '\n';
    if (found.empty() && run.format() != gen::Format::json) return true;
    gen::Report report({{"object"}, {"differs"}, {"first"}, {"second"}, {"count"}, {"largest"}, {"rms"}}, gen::JsonForm::rows, "differences");
    for (const gen::Difference& d : found) {
        std::vector<gen::Cell> row = {d.object, d.what, d.first, d.second};
        if (d.largest > 0) row.insert(row.end(), {d.count, d.largest, d.rms});
        row.resize(report.columns().size());
        report.add(std::move(row));
    }
    report.sum_up(gen::join(first.name, " and ", second.name, " differ in ", gen::counted(found.size(), "object")));
    return gen::print(run, report, found.empty());
}

bool work(const Options& o, const gen::Run& run) {
    if (o.check + o.stats + o.diff + o.table > 1) gen::fail_usage("--check, --stats, --diff and --table exclude each other");
    if (o.diff) return compare(o, run);
    gen::WorkProgress progress(run);
    if (o.check) return check(o, run, progress);
    if (o.table) return table(o, run, progress);
    if (run.format() == gen::Format::json)
        list_json(o, run, progress);
    else if (o.stats)
        list_statistics(o, run, progress);
    else
        list(o, run, progress);
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    return gen::run_tool(argc, argv, tool, [&](gen::OptionVisitor& v) { options.describe(v); }, [&](gen::Run& run) { return work(options, run); });
}
