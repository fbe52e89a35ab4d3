#include "tests/faults/verdict.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <set>
#include <sstream>

#include "core/error.hpp"
#include "formats/streams.hpp"
#include "tests/formats/scratch.hpp"

namespace gen::test {
namespace {

bool is_checkpoint(const std::string& name) { return name.ends_with(".ckpt") || name.ends_with(".ckpt.1"); }
bool is_written_by_the_line(const std::string& name) { return name == "stdout" || name.ends_with(".tsv") || name.ends_with(".jsonl"); }

/// A table of metrics without its columns of times; anything else as it is.
std::string without_times(const std::string& bytes) {
    if (bytes.substr(0, bytes.find('\n')).find("\tseconds") == std::string::npos) return bytes;
    std::istringstream lines(bytes);
    std::vector<bool> is_time;
    std::string kept;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream cells(line);
        std::size_t column = 0;
        for (std::string cell; std::getline(cells, cell, '\t'); ++column) {
            if (is_time.size() == column) is_time.push_back(cell == "seconds" || cell == "images_per_s");
            if (!is_time[column]) kept += cell + '\t';
        }
        kept += '\n';
    }
    return kept;
}

bool is_whole_checkpoint(const std::string& bytes) {
    static std::set<std::string> known;
    if (known.contains(bytes)) return true;
    const Scratch scratch;
    spill(scratch.path("file"), bytes);
    try {
        read_document(scratch.path("file"));
    } catch (const Error&) {
        return false;
    }
    known.insert(bytes);
    return true;
}

class Judge {
public:
    Judge(const Outcome& outcome, const Outcome& right, const Files& before, const Use& use, const Plan& plan)
        : outcome_(outcome), right_(right), before_(before), use_(use), plan_(plan) {}

    std::vector<std::string> faults() {
        if (plan_.limit != nullptr && !outcome_.reached_main) return {};
        if (outcome_.took_too_long) complain("never ends");
        if (outcome_.status == right_.status)
            files_are_right();
        else if (outcome_.status == 4 || (outcome_.status == 3 && (shortens() || is_limit_of_confined())))
            failed_well();
        else if (!is_library())
            complain(join("status ", outcome_.status, outcome_.crashed_in.empty() ? "" : " in ", outcome_.crashed_in, ": ", outcome_.complaints));
        return std::move(found_);
    }

private:
    bool shortens() const { return plan_.call != nullptr && plan_.trouble.kind == Trouble::shortens; }
    bool cannot_remove() const { return plan_.call != nullptr && plan_.call->name == "unlink"; }
    /// An allocation that fails in the confined process looks as if its limit were reached, and a crash of it like damage.
    bool is_limit_of_confined() const {
        return plan_.last_allocation >= 0 && (outcome_.complaints.find("damaged: reading its structure takes more than") != std::string::npos ||
                                              outcome_.complaints.find("damaged: HDF5 cannot read its structure") != std::string::npos);
    }
    /// Libraries that crash where they have no memory, which nothing but another library could mend.
    bool is_library() const {
        const bool is_memory = plan_.last_allocation >= 0 || plan_.limit != nullptr || (plan_.call != nullptr && plan_.trouble.error == ENOMEM);
        constexpr std::string_view places[] = {"libdnnl.so", " in archive_", " in __archive_", " in H5"};
        const bool is_there = std::any_of(std::begin(places), std::end(places),
                                          [&](std::string_view name) { return outcome_.crashed_in.find(name) != std::string::npos; });
        const bool is_by_glibc = outcome_.complaints.find("failed to register TLS destructor: out of memory") != std::string::npos;
        return is_memory && (is_there || is_by_glibc);
    }
    void complain(std::string what) { found_.push_back(std::move(what)); }

    /// A text that ends early may be a text all the same.
    bool may_differ() const {
        const std::vector<std::string> inputs = use_.inputs();
        return shortens() && !std::all_of(inputs.begin(), inputs.end(), [](const std::string& name) { return name.ends_with(".h5"); });
    }

    void files_are_right() {
        for (const auto& [name, bytes] : right_.files)
            if (!outcome_.files.contains(name)) complain(name + " is not there");
        for (const auto& [name, bytes] : outcome_.files) {
            const auto right = right_.files.find(name);
            if (right == right_.files.end()) {
                if (!cannot_remove()) complain(name + " is left");
            } else if (without_times(bytes) != without_times(right->second) && !may_differ()) {
                complain(join(name, ": other bytes (", bytes.size(), ", expected ", right->second.size(), ")"));
            }
        }
    }

    void failed_well() {
        const auto lines = [](const std::string& text) {  // a warning that threads are missing may come before
            return std::count(text.begin(), text.end(), '\n') - (text.find("; going on with fewer\n") != std::string::npos ? 1 : 0);
        };
        const auto more = lines(outcome_.complaints) - lines(right_.complaints);
        if (lines(outcome_.complaints) == 0 || more > 1) complain("not one line of complaint: " + outcome_.complaints);
        const bool is_memory = plan_.last_allocation >= 0;
        if (is_memory && outcome_.status == 4 && outcome_.complaints.find("emory") == std::string::npos)
            complain("does not say out of memory: " + outcome_.complaints);
        if (plan_.call != nullptr && (plan_.trouble.kind == Trouble::passes || plan_.trouble.kind == Trouble::is_brief))
            complain("not gone on: " + outcome_.complaints);
        for (const auto& [name, bytes] : before_)
            if (!outcome_.files.contains(name) && right_.files.contains(name) && !is_kept(name, bytes)) complain(name + " is lost");
        for (const auto& [name, bytes] : outcome_.files) file_is_fit(name, bytes);
    }

    /// As the checkpoint before.
    bool is_kept(const std::string& name, const std::string& bytes) const {
        const auto old = outcome_.files.find(name + ".1");
        return is_checkpoint(name) && old != outcome_.files.end() && old->second == bytes;
    }

    void file_is_fit(const std::string& name, const std::string& bytes) {
        const auto right = right_.files.find(name);
        const auto old = before_.find(name);
        if (right != right_.files.end() && without_times(bytes) == without_times(right->second)) return;
        if (old != before_.end() && bytes == old->second) return;
        if (is_checkpoint(name)) {
            if (!is_whole_checkpoint(bytes)) complain(name + " is no whole checkpoint");
        } else if (name.find(".part") != std::string::npos) {
            if (!cannot_remove()) complain(name + " is left");
        } else if (right == right_.files.end()) {
            complain(name + " is left");
        } else if (!is_written_by_the_line(name) || !without_times(right->second).starts_with(without_times(bytes))) {
            complain(join(name, ": neither right nor old (", bytes.size(), " bytes, expected ", right->second.size(), ")"));
        }
    }

    const Outcome& outcome_;
    const Outcome& right_;
    const Files& before_;
    const Use& use_;
    const Plan& plan_;
    std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> faults_of(const Outcome& outcome, const Outcome& untroubled, const Files& before, const Use& use, const Plan& plan) {
    return Judge(outcome, untroubled, before, use, plan).faults();
}

}  // namespace gen::test
