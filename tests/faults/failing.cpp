// failing SHIM TOOLS_DIR USES [OPTION...]: lets calls and allocations fail, one in each run of each use of USES, and looks at what comes of it.
//     --tools WORD      only uses whose line holds it
//     --call NAME       only this kind of call; "memory": allocations; "limits": of memory, descriptors, processes, the size of files
//     --at K            only the K-th
//     --allocations N   at most so many (2000)
//     --sample N        of each kind of trouble only N, evenly spread; the first is another one each time
//     --every N         only every N-th kind of trouble, in each use others
//     --seed S
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <map>

#include "core/error.hpp"
#include "tests/faults/tracer.hpp"
#include "tests/faults/troubled_run.hpp"
#include "tests/faults/verdict.hpp"
#include "tests/formats/scratch.hpp"

namespace {

using namespace gen;
using namespace gen::test;

struct Options {
    std::string tools;
    std::string call;
    int at = 0;
    int allocations = 2000;
    int sample = 0;
    int every = 1;
    int seed = 0;
};

Options options_of(int argc, char** argv) {
    Options o;
    for (int i = 4; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        const std::string value = argv[i + 1];
        const std::map<std::string, int*> numbers = {
            {"--at", &o.at}, {"--allocations", &o.allocations}, {"--sample", &o.sample}, {"--every", &o.every}, {"--seed", &o.seed}};
        if (name == "--tools")
            o.tools = value;
        else if (name == "--call")
            o.call = value;
        else if (numbers.contains(name))
            *numbers.at(name) = std::stoi(value);
        else
            fail_usage(name, " is no option");
    }
    return o;
}

class Campaign {
public:
    Campaign(Place place, Options options)
        : place_(std::move(place)), options_(std::move(options)), state_(static_cast<unsigned>(options_.seed) + 1) {}

    void prepare(const std::vector<std::string>& commands) {
        for (const std::string& command : commands)
            if (std::system(("cd " + place_.folder + "/in && PATH=" + place_.tools + ":$PATH && " + command).c_str()) != 0)
                fail_io(command, ": cannot be done");
        inputs_ = files_in(place_.folder + "/in");
        std::filesystem::create_directory(place_.folder + "/run");
    }

    void try_use(const Use& use) {
        if (use.line.find(options_.tools) == std::string::npos) return;
        before_.clear();
        for (const std::string& name : use.copied) before_[name] = inputs_.at(name);
        std::vector<std::string> read = use.inputs();
        if (!use.input.empty()) read.push_back(use.input);
        for (const std::string& input : read)
            if (!std::filesystem::exists(place_.folder + "/run/" + input)) return void(std::cout << use.line << "\tleft out: no " << input << '\n');
        right_ = run(place_, use, before_, {});
        if (right_.status != 0 && right_.status != 1)
            return complain(use, "without trouble", join("status ", right_.status, ": ", right_.complaints));
        std::cout << use.line << std::flush;
        done_before_ = right_.files;
        done_before_.erase("stdout");
        const Outcome again = run(place_, use, done_before_, {});
        if (!faults_of(again, right_, done_before_, use, {}).empty()) done_before_ = before_;
        const int before = runs_;
        for (const Call& call : calls())
            if (options_.call.empty() || options_.call == call.name)
                for (const Trouble& trouble : call.troubles) try_calls(use, call, trouble);
        if (options_.call.empty() || options_.call == "memory") try_allocations(use);
        if (options_.call.empty() || options_.call == "limits") try_limits(use);
        std::cout << "\t" << runs_ - before << std::endl;
    }

    int end() const {
        std::cout << runs_ << " runs of " << kinds_ << " kinds of trouble, " << complaints_ << " complaints\n";
        return complaints_ == 0 && runs_ > 0 ? 0 : 1;
    }

private:
    /// Which of `count` are tried.
    std::vector<int> chosen(int count) {
        std::vector<int> numbers;
        if (options_.at != 0) return {options_.at};
        if (options_.sample == 0 || options_.sample >= count) {
            for (int k = 1; k <= count; ++k) numbers.push_back(k);
            return numbers;
        }
        state_ = state_ * 1664525 + 1013904223;
        const int first = static_cast<int>(state_ >> 8) % count;
        for (int i = 0; i < options_.sample; ++i) numbers.push_back((first + i * count / options_.sample) % count + 1);
        return numbers;
    }

    bool is_its_turn() {
        if (++turn_ % options_.every != 0) return false;
        ++kinds_;
        return true;
    }

    void try_calls(const Use& use, const Call& call, const Trouble& trouble) {
        const auto found = right_.calls.find(call.name);
        if (found == right_.calls.end()) return;
        if (trouble.kind == Trouble::shortens && use.inputs().empty()) return;
        if (!is_its_turn()) return;
        for (const int k : chosen(found->second))
            try_one(use, {.call = &call, .trouble = trouble, .at = k}, join(k, ". ", call.name, ' ', trouble.name()));
    }

    void try_allocations(const Use& use) {
        const Outcome counted = run(place_, use, before_, {.first_allocation = 1 << 30, .last_allocation = 1 << 30});
        for (const bool for_good : {false, true}) {
            if (!is_its_turn()) continue;
            for (const int k : chosen(std::min(counted.allocations, options_.allocations)))
                try_one(use, {.first_allocation = k, .last_allocation = for_good ? 1 << 30 : k},
                        join(k, ". allocation", for_good ? " and all after" : ""));
        }
    }

    void try_limits(const Use& use) {
        for (const Limit& limit : limits()) {
            if (!is_its_turn()) continue;
            for (const int k : chosen(static_cast<int>(limit.values.size()))) {
                const long most = limit.values[static_cast<std::size_t>(k) - 1];
                try_one(use, {.limit = &limit, .most = most}, join(k, ". limit of ", limit.name, ", ", most));
            }
        }
    }

    void try_one(const Use& use, const Plan& plan, const std::string& what) {
        const Files& before = ++runs_ % 2 == 0 ? before_ : done_before_;
        for (const std::string& fault : faults_of(run(place_, use, before, plan), right_, before, use, plan)) complain(use, what, fault);
        if (plan.trouble.kind == Trouble::shortens) write_files(place_.folder + "/in", inputs_);
    }

    void complain(const Use& use, const std::string& what, const std::string& fault) {
        ++complaints_;
        std::string line = fault.substr(0, 300);
        std::replace(line.begin(), line.end(), '\n', '|');
        std::cout << "\n  " << what << ": " << use.words[0] << ": " << line << std::flush;
    }

    Place place_;
    Options options_;
    unsigned state_;
    Files inputs_;
    Files before_;
    Files done_before_;  // what is there where the same was done before, which must make no difference; else before_
    Outcome right_;
    int runs_ = 0;
    int kinds_ = 0;
    int turn_ = 0;
    int complaints_ = 0;
};

}  // namespace

int main(int argc, char** argv) try {
    if (argc < 4) fail_usage("usage: failing SHIM TOOLS_DIR USES [OPTION...]");
    std::signal(SIGPIPE, SIG_IGN);
    const Scratch scratch;
    const auto whole = [](const char* path) { return std::filesystem::absolute(path).string(); };
    Campaign campaign({scratch.path(""), whole(argv[2]), whole(argv[1])}, options_of(argc, argv));
    if (!can_trace()) {
        std::cout << "processes cannot be traced here\n";
        return 77;
    }
    std::filesystem::create_directory(scratch.path("in"));
    const Uses uses = read_uses(argv[3]);
    campaign.prepare(uses.preparations);
    for (const Use& use : uses.uses) campaign.try_use(use);
    return campaign.end();
} catch (const Error& error) {
    std::cerr << "failing: " << error.what() << '\n';
    return 2;
}
