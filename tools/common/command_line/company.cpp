#include "tools/common/command_line/company.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <thread>

#include "core/error.hpp"
#include "formats/nameless_file.hpp"
#include "formats/posix.hpp"
#include "formats/writing.hpp"
#include "tools/common/command_line/option_list.hpp"

namespace gen {
namespace {

bool reads_stdin(const OptionList& options) {
    return std::any_of(options.entries.begin(), options.entries.end(), [](const Entry& entry) {
        if (entry.option.expects != Expects::file && entry.option.expects != Expects::files) return false;
        if (const auto* const one = std::get_if<std::string*>(&entry.variable)) return **one == "-";
        const auto* const several = std::get_if<std::vector<std::string>*>(&entry.variable);
        return several != nullptr && std::find((*several)->begin(), (*several)->end(), "-") != (*several)->end();
    });
}

/// All that is on stdin, at once: launchers give up on a process that reads it too slowly.
void keep_stdin(const Descriptor& copy) {
    std::vector<std::byte> block(std::size_t{1} << 20);
    while (const std::size_t bytes = read_fully(STDIN_FILENO, block.data(), block.size(), "stdin"))
        write_fully(copy.get(), block.data(), bytes, "stdin");
}

void read_as_stdin(const Descriptor& copy) {
    if (lseek(copy.get(), 0, SEEK_SET) != 0 || dup2(copy.get(), STDIN_FILENO) < 0) fail_errno("stdin", errno);
}

/// What rank 0 has becomes everyone's.
void share_stdin(Ranks& ranks, const Descriptor& copy) {
    std::vector<std::byte> block(std::size_t{1} << 20);
    for (std::uint64_t bytes = 1; bytes > 0;) {
        if (ranks.rank() == 0) bytes = read_fully(copy.get(), block.data(), block.size(), "stdin");
        ranks.broadcast(reinterpret_cast<std::byte*>(&bytes), sizeof bytes);
        ranks.broadcast(block.data(), static_cast<std::size_t>(bytes));
        if (ranks.rank() > 0) write_fully(copy.get(), block.data(), static_cast<std::size_t>(bytes), "stdin");
    }
}

}  // namespace

void expect_alike(const Run& run, const Arithmetic& arithmetic) {
    if (run.ranks == nullptr) return;
    Ranks& ranks = *run.ranks;
    const std::string own = arithmetic_name(arithmetic);
    std::string first = own;
    std::uint64_t size = first.size();
    ranks.broadcast(reinterpret_cast<std::byte*>(&size), sizeof size);
    first.resize(size);
    ranks.broadcast(reinterpret_cast<std::byte*>(first.data()), first.size());
    if (!ranks.any(own != first)) return;
    if (own != first)
        fail_io("rank ", ranks.rank(), " computes by ", own, ", rank 0 by ", first,
                ": without --portable ranks share a run on processors of one kind");
    fail_io("ranks compute by unlike kernels: without --portable they share a run on processors of one kind");
}

Company::Company(const Tool& tool) : launched_(tool.shares ? launched() : std::nullopt) {}

Company::~Company() = default;

void Company::join(Run& run, const OptionList& options) {
    if (!launched_) return;
    std::shared_ptr<const Descriptor> copy;
    if (reads_stdin(options)) copy = nameless_file();
    if (copy && launched_->rank == 0) {
        keep_stdin(*copy);
        read_as_stdin(*copy);
    }
    if (settle(0)) throw EndedElsewhere{first_status_};
    is_joined_ = true;
    run.ranks = ranks_.get();
    if (ranks_->rank() > 0) {
        run.verbosity = -1;
        run.progress = Progress::none;
        write_nothing();
        const Descriptor nowhere(open_file("/dev/null", O_WRONLY | O_CLOEXEC));
        if (nowhere.get() < 0 || dup2(nowhere.get(), STDOUT_FILENO) < 0) fail_errno("/dev/null", errno);
    }
    if (copy) {
        share_stdin(*ranks_, *copy);
        read_as_stdin(*copy);
    }
    run.detail(gen::join(ranks_->size(), " ranks, by ", ranks_->name()));
}

std::optional<std::size_t> Company::settle(int status) {
    if (ranks_ == nullptr) {
        is_tried_ = true;
        ranks_ = begin_mpi(*launched_);
    }
    const std::vector<std::byte> statuses = ranks_->told(static_cast<std::byte>(status));
    const auto first = std::find_if(statuses.begin(), statuses.end(), [](std::byte s) { return s != std::byte{0}; });
    if (first == statuses.end()) return std::nullopt;
    is_settled_ = true;
    first_status_ = static_cast<int>(*first);
    return static_cast<std::size_t>(first - statuses.begin());
}

// Where MPI cannot begin, and where a run that goes on meets an error, rank 0 has some seconds to end all of them for the same reason: on a busy
// machine launchers take more than one.
bool Company::speaks(int status) {
    if (!launched_) return true;
    if (is_joined_ && is_common(status)) return ranks_->rank() == 0;
    if (!is_tried_ && why_no_mpi().empty()) try {
            const std::optional<std::size_t> first = settle(status);
            return first == ranks_->rank();
        } catch (const Error&) {  // that it cannot begin is another matter
        }
    if (launched_->rank > 0) std::this_thread::sleep_for(std::chrono::seconds(4));
    return true;
}

void Company::end(int status) {
    if (ranks_ == nullptr) return;
    if (status > 1) std::this_thread::sleep_for(std::chrono::milliseconds(100));  // MPICH's launcher forgets what was said just before an end
    if (!is_common(status)) ranks_->abort(status);
    ranks_.reset();
}

}  // namespace gen
