#pragma once

#include <exception>
#include <string>

namespace gen {

/// From now on SIGTERM, SIGUSR1, SIGHUP and the first SIGINT only set a flag, and a second SIGINT leaves at once with 130. For a trainer that keeps a
/// checkpoint; without one the signals act as by default. Signals that the parent had switched off (nohup) stay off.
void catch_stop_signals();

/// One of these signals has come.
bool stop_requested();

/// Thrown by a trainer when it stops on a signal and its checkpoint is complete; run_tool turns it into exit status 75.
class Stopped : public std::exception {
public:
    /// `kept` says what can be continued: "checkpoint vae.h5.ckpt at step 2814".
    explicit Stopped(std::string kept) : kept_(std::move(kept)) {}
    const char* what() const noexcept override { return kept_.c_str(); }

private:
    std::string kept_;
};

/// Thrown where nothing is left to do, after that was said; run_tool turns it into exit status 0.
class Done {};

}  // namespace gen
