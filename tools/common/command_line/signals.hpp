#pragma once

#include <exception>
#include <string>

namespace gen {

/// From now on a signal whose own action is to end the process does so after what is unfinished on disk was removed.
void clear_up_on_signals();

/// From now on SIGTERM, SIGUSR1, SIGHUP and the first SIGINT only set a flag, and a second SIGINT leaves at once with 130. For a trainer that keeps a
/// checkpoint, once it trains; until then, and without one, the signals act as by default. Signals that the parent had switched off (nohup) stay off.
void catch_stop_signals();

/// From now on these signals end the process at once with this line on stderr and exit status 75. For waiting that leaves what is kept as it is; one
/// that has come before lets it last a second more.
void leave_on_stop_signals(const std::string& line);

/// One of these signals has come, so many seconds ago or more.
bool stop_requested(double seconds_ago = 0);

/// "stopped: checkpoint vae.h5.ckpt; run the same command with --resume to go on"
std::string stop_message(const std::string& kept);

/// Thrown by a trainer when it stops on a signal and its checkpoint is complete; run_tool turns it into exit status 75.
class Stopped : public std::exception {
public:
    /// `kept` says what can be continued: "checkpoint vae.h5.ckpt at step 2814".
    explicit Stopped(const std::string& kept) : message_(stop_message(kept)) {}
    const char* what() const noexcept override { return message_.c_str(); }

private:
    std::string message_;
};

/// Thrown where such a signal ends work that can be done again: validation, waiting for a reader of --metrics.
class Interrupted {};

/// Thrown where nothing is left to do, after that was said; run_tool turns it into exit status 0.
class Done {};

}  // namespace gen
