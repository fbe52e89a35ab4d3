#include "tools/common/command_line/tool.hpp"

#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <new>

#include "core/counted.hpp"
#include "core/error.hpp"
#include "core/out_of_memory.hpp"
#include "core/parallel.hpp"
#include "core/work_time.hpp"
#include "formats/unfinished.hpp"
#include "tools/common/command_line/common_options.hpp"
#include "tools/common/command_line/company.hpp"
#include "tools/common/command_line/complete.hpp"
#include "tools/common/command_line/config.hpp"
#include "tools/common/command_line/docs.hpp"
#include "tools/common/command_line/named_files.hpp"
#include "tools/common/command_line/parse.hpp"
#include "tools/common/command_line/signals.hpp"
#include "tools/common/command_line/standard_streams.hpp"
#include "tools/common/command_line/status_line.hpp"
#include "tools/common/command_line/terminal.hpp"
#include "tools/common/command_line/threads.hpp"
#include "tools/common/command_line/work_report.hpp"

namespace gen {
namespace {

/// Where there is no memory for more than these words, nor for an exception that could be handled.
[[noreturn]] void end_without_memory() {
    constexpr std::string_view words = "out of memory\n";
    (void)!write(STDERR_FILENO, words.data(), words.size());
    remove_unfinished();
    _exit(4);
}

/// What nobody could catch: before run_tool, in destructors, in threads.
const std::terminate_handler before = std::set_terminate([] {
    try {
        if (std::current_exception()) throw;
    } catch (const std::bad_alloc&) {
        end_without_memory();
    } catch (...) {  // NOLINT(bugprone-empty-catch): as ever
    }
    before();
});

/// Libraries that see no other way end the process by exit(), after a word of theirs and with a status of theirs.
class OwnExit {
public:
    OwnExit() {
        static const int registered = std::atexit([] {
            if (!is_running) return;
            remove_unfinished();
            _exit(4);
        });
        is_running = registered == 0;
    }
    ~OwnExit() { is_running = false; }
    OwnExit(const OwnExit&) = delete;
    OwnExit& operator=(const OwnExit&) = delete;

private:
    static inline bool is_running = false;
};

int status_of(Fault fault) {
    switch (fault) {
        case Fault::usage: return 2;
        case Fault::input: return 3;
        case Fault::io: return 4;
        case Fault::diverged: return 5;
    }
    return 4;
}

/// Runs `action` and turns what it throws into a line and an exit status.
int guarded(std::string_view tool, Company& company, const std::function<int()>& action) {
    const auto say = [&](std::string_view name, std::string_view message, int status = 4) {
        if (company.speaks(status)) gen::say(name, message);
    };
    try {
        return action();
    } catch (const Error& error) {
        const int status = status_of(error.fault());
        say(tool, error.what(), status);
        return status;
    } catch (const Stopped& stopped) {
        say(tool, stopped.what(), 75);
        return 75;
    } catch (const Done&) {
        return 0;
    } catch (const EndedElsewhere& ended) {
        return ended.status;
    } catch (const OutOfMemory& error) {
        say(tool, join("out of memory: ", (error.bytes() + 999999999) / 1000000000, " GB were asked for at once"));
        return 4;
    } catch (const std::bad_alloc&) {
        say(tool, "out of memory");
        return 4;
    } catch (const std::exception& error) {
        say(tool, error.what());
        return 4;
    }
}

void require_operands(const Tool& tool, const OptionList& options) {
    const Entry* reads_stdin = nullptr;  // the first operand that names a file, unless any was given
    bool named = false;
    for (const Entry& entry : options.entries) {
        if (entry.option.required && !entry.given) fail_usage("no ", entry.shown(), " given (usage: ", synopsis(tool, options), ")");
        if (!entry.is_operand() || !entry.names_file() || entry.option.may_be_absent) continue;
        named |= entry.given;
        if (reads_stdin == nullptr) reads_stdin = &entry;
    }
    if (reads_stdin != nullptr && !named && isatty(STDIN_FILENO) != 0)
        fail_usage("no ", reads_stdin->shown(), " given and stdin is a terminal (usage: ", synopsis(tool, options), ")");
}

/// Answers --help and its like; nothing when there is work to do.
std::optional<std::string> answer(const Tool& tool, const OptionList& options, const CommonOptions& common) {
    if (common.help) return help_text(tool, options);
    if (common.version) return version_text(tool);
    if (common.generate == "man") return man_page(tool, options);
    if (common.generate == "bash") return bash_completion(tool, options);
    if (common.generate == "zsh") return zsh_completion(tool, options);
    if (common.generate == "fish") return fish_completion(tool, options);
    if (common.generate == "json") return json_description(tool, options);
    return std::nullopt;
}

int run(int argc, char** argv, const Tool& tool, const std::function<void(OptionVisitor&)>& describe, const std::function<bool(Run&)>& work,
        Company& company) {
    OptionList options;
    CommonOptions common;
    describe(options);
    common.describe(tool, options);
    if (argc > 2 && std::string_view(argv[1]) == "--complete") {
        std::cout << complete(argc, argv, options);
        return 0;
    }
    parse_command_line(argc, argv, options);
    if (const std::optional<std::string> text = answer(tool, options, common)) {
        std::cout << *text;
        return 0;
    }
    const ThreadsAsked asked = read_environment(options);
    if (!common.config.empty()) read_config(common.config, options);
    if (company.is_shared() && common.seed == "random") fail_usage("--seed random: each rank would draw its own, give a number");
    Run state = common.run(tool, options);
    state.options = &options;
    if (!asked.variable.empty()) state.threads_from = asked.variable;
    if (!asked.warning.empty()) state.warn(asked.warning);
    if (common.print_config) {
        std::cout << config_text(options);
        return 0;
    }
    require_operands(tool, options);
    check_named_files(options, common.force);
    if (tool.trains) std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);  // a file beyond the allowed size is then an error like a full disk
    if (state.verbosity > (company.is_shared() ? 0 : 1)) count_work();
    company.join(state, options);
    const bool agreed = work(state);
    tell_where_time_went(state);
    return agreed ? 0 : 1;
}

}  // namespace

int run_tool(int argc, char** argv, const Tool& tool, const std::function<void(OptionVisitor&)>& describe, const std::function<bool(Run&)>& work) {
    guard_standard_descriptors();
    const OwnExit own_exit;
    clear_up_on_signals();
    StandardOutput standard_output;
    Parallel::when_fewer([&tool](std::size_t threads, std::size_t wanted) {
        say(tool.name, join("the system gives ", counted(threads, "thread"), " of ", wanted, "; going on with fewer"));
    });
    Company company(tool);
    const int status = guarded(tool.name, company, [&] { return run(argc, argv, tool, describe, work, company); });
    company.end(status);
    if (status > 1) return status;  // one complaint is enough; what was printed before it is shown all the same
    return guarded(tool.name, company, [&] {
        standard_output.finish();
        return status;
    });
}

}  // namespace gen
