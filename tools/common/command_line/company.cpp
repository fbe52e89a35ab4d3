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

/// What rank 0 has on stdin becomes everyone's.
void share_stdin(Ranks& ranks) {
    const std::shared_ptr<const Descriptor> copy = nameless_file();
    std::vector<std::byte> block(std::size_t{1} << 20);
    for (;;) {
        std::int64_t bytes = 0;
        if (ranks.rank() == 0) bytes = static_cast<std::int64_t>(read_fully(STDIN_FILENO, block.data(), block.size(), "stdin"));
        ranks.broadcast(reinterpret_cast<std::byte*>(&bytes), sizeof bytes);
        if (bytes == 0) break;
        ranks.broadcast(block.data(), static_cast<std::size_t>(bytes));
        write_fully(copy->get(), block.data(), static_cast<std::size_t>(bytes), "stdin");
    }
    if (lseek(copy->get(), 0, SEEK_SET) != 0 || dup2(copy->get(), STDIN_FILENO) < 0) fail_errno("stdin", errno);
}

}  // namespace

Company::Company(const Tool& tool) : launched_(tool.shares ? launched() : std::nullopt) {}

Company::~Company() = default;

void Company::join(Run& run, const OptionList& options) {
    if (!launched_) return;
    ranks_ = begin_mpi(*launched_);
    run.ranks = ranks_.get();
    if (ranks_->rank() > 0) {
        run.verbosity = -1;
        run.progress = Progress::none;
        write_nothing();
    }
    if (reads_stdin(options)) share_stdin(*ranks_);
    run.detail(gen::join(ranks_->size(), " ranks, by ", ranks_->name()));
}

void Company::let_first_rank_speak() const {
    if (launched_ && launched_->rank > 0) std::this_thread::sleep_for(std::chrono::seconds(1));
}

void Company::end(int status) {
    if (ranks_ == nullptr) return;
    if (!is_common(status)) ranks_->abort(status);
    ranks_.reset();
}

}  // namespace gen
