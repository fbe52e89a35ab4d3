#include "tests/faults/troubled_run.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "core/error.hpp"
#include "formats/posix.hpp"
#include "tests/faults/main_begins.h"
#include "tests/faults/tracer.hpp"
#include "tests/formats/scratch.hpp"

namespace gen::test {
namespace {

namespace fs = std::filesystem;

constexpr unsigned patience = 20;  // seconds

volatile pid_t running = 0;
volatile sig_atomic_t was_late = 0;

void end_late(int) {
    was_late = 1;
    kill(-running, SIGKILL);
}

int opened(const std::string& path, int flags) {
    const int fd = open(path.c_str(), flags | O_CLOEXEC, 0666);
    if (fd < 0) fail_errno(path, errno);
    return fd;
}

/// Moves bytes from one to the other until either ends.
void pump(int from, int to) {
    char bytes[1 << 16];
    for (ssize_t n; (n = read(from, bytes, sizeof bytes)) > 0;)
        for (ssize_t done = 0; done < n;) {
            const ssize_t moved = write(to, bytes + done, static_cast<std::size_t>(n - done));
            if (moved < 0) return;
            done += moved;
        }
}

/// One end of a pipe whose other end is served with a file; or that file itself.
class Stream {
public:
    Stream(const std::string& path, bool is_input, bool is_pipe) {
        const int file = opened(path, is_input ? O_RDONLY : O_WRONLY | O_CREAT);
        end_ = std::make_unique<Descriptor>(file);
        if (!is_pipe) return;
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) != 0) fail_errno("pipe", errno);
        const int far = ends[is_input ? 1 : 0];
        std::shared_ptr<Descriptor> file_end(std::move(end_));
        end_ = std::make_unique<Descriptor>(ends[is_input ? 0 : 1]);
        served_ = std::thread([file_end, far, is_input] {
            const Descriptor other(far);
            if (is_input)
                pump(file_end->get(), other.get());
            else
                pump(other.get(), file_end->get());
        });
    }
    ~Stream() { finish(); }
    int get() const { return end_->get(); }
    void let_go() { end_.reset(); }
    void finish() {
        end_.reset();
        if (served_.joinable()) served_.join();
    }

private:
    std::unique_ptr<Descriptor> end_;
    std::thread served_;
};

/// Shared with the shim.
class Allocations {
public:
    Allocations(const std::string& path, const Plan& plan) {
        const Descriptor file(opened(path, O_RDWR | O_CREAT | O_TRUNC));
        const MainBegins begin = {plan.first_allocation, plan.last_allocation, 0, plan.limit == nullptr ? -1 : plan.limit->resource, plan.most};
        if (ftruncate(file.get(), sizeof begin) != 0) fail_errno(path, errno);
        there_ = static_cast<MainBegins*>(mmap(nullptr, sizeof begin, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0));
        *there_ = begin;
    }
    ~Allocations() { munmap(there_, sizeof *there_); }
    int count() const { return there_->allocations; }

private:
    MainBegins* there_;
};

[[noreturn]] void become(const Place& place, const Use& use, const Stream& in, const Stream& out, const Descriptor& err) {
    setpgid(0, 0);
    if (dup2(in.get(), 0) < 0 || dup2(out.get(), 1) < 0 || dup2(err.get(), 2) < 0 || chdir((place.folder + "/run").c_str()) != 0) _exit(126);
    for (const int number : {SIGPIPE, SIGALRM}) std::signal(number, SIG_DFL);
    std::vector<char*> words;
    const std::string program = place.tools + "/" + use.words[0];
    words.push_back(const_cast<char*>(program.c_str()));
    for (std::size_t i = 1; i < use.words.size(); ++i) words.push_back(const_cast<char*>(use.words[i].c_str()));
    words.push_back(nullptr);
    setenv("LD_PRELOAD", place.shim.c_str(), 1);
    execv(program.c_str(), words.data());
    _exit(126);
}

void shorten(const std::string& path) {
    if (!fs::is_directory(path)) return fs::resize_file(path, fs::file_size(path) / 2);
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path))
        if (entry.is_regular_file()) fs::resize_file(entry.path(), entry.file_size() / 2);
}

}  // namespace

Files files_in(const std::string& folder) {
    Files files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) files[entry.path().lexically_relative(folder).string()] = slurp(entry.path().string());
    return files;
}

void write_files(const std::string& folder, const Files& files) {
    for (const auto& [name, bytes] : files) {
        const fs::path path = fs::path(folder) / name;
        fs::create_directories(path.parent_path());
        spill(path.string(), bytes);
    }
}

Outcome run(const Place& place, const Use& use, const Files& before, const Plan& plan) {
    const std::string folder = place.folder + "/run";
    const std::string err_path = place.folder + "/err";
    fs::remove_all(folder);
    fs::create_directories(folder);
    if (plan.limit != nullptr)  // another user may have to write there
        for (const std::string& open : {place.folder, folder}) fs::permissions(open, fs::perms::all);
    write_files(folder, before);
    fs::remove(err_path);
    const Allocations allocations(place.folder + "/state", plan);
    setenv("FAULT_STATE", (place.folder + "/state").c_str(), 1);
    Outcome outcome;
    {
        const Descriptor err(opened(err_path, O_WRONLY | O_CREAT));
        Stream in(use.input.empty() ? "/dev/null" : fs::path(folder) / use.input, true, use.input_is_pipe);
        Stream out(folder + "/stdout", false, use.output_is_pipe);
        Tracer tracer(plan, [&] {
            for (const std::string& input : use.inputs()) shorten(fs::path(folder) / input);
        });
        was_late = 0;
        const pid_t child = fork();
        if (child == 0) {
            tracer.await();
            become(place, use, in, out, err);
        }
        running = child;
        std::signal(SIGALRM, end_late);
        alarm(patience);
        in.let_go();
        out.let_go();
        const int status = tracer.follow(child);
        alarm(0);
        outcome.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
        outcome.took_too_long = was_late != 0;
        outcome.reached_main = tracer.reached_main();
        outcome.was_hit = plan.call != nullptr ? tracer.was_hit() : allocations.count() >= plan.first_allocation;
        outcome.calls = tracer.counts();
        outcome.crashed_in = tracer.crashed_in();
    }
    outcome.allocations = allocations.count();
    outcome.complaints = slurp(err_path);
    outcome.files = files_in(folder);
    return outcome;
}

}  // namespace gen::test
