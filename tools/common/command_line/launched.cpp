#include "tools/common/command_line/launched.hpp"

#include <dlfcn.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "core/work_time.hpp"
#include "tools/common/command_line/mpi_plugin.h"

namespace gen {
namespace {

namespace fs = std::filesystem;

/// Variables by which launchers tell a process of its run: how many there are, and its number.
struct Launcher {
    const char* size;
    const char* rank;
    const char* library;  // that is tried first
};
constexpr Launcher launchers[] = {
    {"OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK", "openmpi"},
    {"PMI_SIZE", "PMI_RANK", "mpich"},
    {"SLURM_STEP_NUM_TASKS", "SLURM_PROCID", "openmpi"},
};

constexpr const char* libraries[] = {"openmpi", "mpich"};

std::optional<std::size_t> number(const char* variable) {
    const char* const text = std::getenv(variable);
    if (text == nullptr) return std::nullopt;
    std::size_t value = 0;
    const std::string_view all = text;
    const auto [stop, error] = std::from_chars(all.data(), all.data() + all.size(), value);
    if (error != std::errc() || stop != all.data() + all.size()) return std::nullopt;
    return value;
}

const Launcher* launcher() {
    for (const Launcher& each : launchers)
        if (number(each.size).value_or(1) > 1) return &each;
    return nullptr;
}

/// Beside the program: where a build leaves them and where they are installed; or where GEN_PLUGINS says.
std::vector<fs::path> folders() {
    if (const char* const named = std::getenv("GEN_PLUGINS")) return {named};
    std::error_code ignored;
    const fs::path beside = fs::read_symlink("/proc/self/exe", ignored).parent_path().parent_path();
    return {beside / "lib", beside / GEN_PLUGIN_FOLDER};
}

fs::path plugin(std::string_view library) {
    for (const fs::path& folder : folders()) {
        const fs::path file = folder / join("gentools-", library, ".so");
        if (access(file.c_str(), R_OK) == 0) return file;
    }
    return {};
}

class MpiRanks final : public Ranks {
public:
    explicit MpiRanks(const gen_mpi& mpi) : mpi_(mpi) {}
    ~MpiRanks() override { mpi_.finish(); }

    std::size_t rank() const override { return static_cast<std::size_t>(mpi_.rank); }
    std::size_t size() const override { return static_cast<std::size_t>(mpi_.size); }
    std::string name() const override { return mpi_.library; }
    void gather(std::byte* whole, std::span<const std::size_t> ends) override { expect(mpi_.gather(whole, ends.data())); }
    void broadcast(std::byte* data, std::size_t bytes) override { expect(mpi_.broadcast(data, bytes)); }
    void send(const std::byte* first, std::size_t bytes, std::size_t to) override {
        const TimedWork timed(Work::sending);
        has_begun_ = true;
        expect(mpi_.send(first, bytes, static_cast<int>(to)));
    }
    void receive(std::byte* first, std::size_t bytes, std::size_t from) override {
        const TimedWork timed(Work::sending);
        has_begun_ = true;
        expect(mpi_.receive(first, bytes, static_cast<int>(from)));
    }
    void progress() override {
        if (!has_begun_) return;
        const TimedWork timed(Work::sending);
        expect(mpi_.progress());
    }
    void wait() override {
        has_begun_ = false;
        expect(mpi_.wait());
    }
    [[noreturn]] void abort(int status) override {
        mpi_.abort(status);
        _exit(status);
    }

private:
    static void expect(int status) {
        if (status != 0) fail_io("MPI: status ", status);
    }
    const gen_mpi& mpi_;
    bool has_begun_ = false;  // to send or to receive something
};

const gen_mpi& begin(const fs::path& file) {
    // The library looks for parts of its own that want to see it.
    void* const handle = dlopen(file.c_str(), RTLD_NOW | RTLD_GLOBAL);
    if (handle == nullptr) fail_io("MPI cannot be loaded: ", dlerror());
    const auto begin = reinterpret_cast<const gen_mpi* (*)()>(dlsym(handle, "gen_mpi_begin"));
    const gen_mpi* const mpi = begin == nullptr ? nullptr : begin();
    if (mpi == nullptr || mpi->interface != gen_mpi_interface) fail_io(file.string(), ": MPI does not begin");
    return *mpi;
}

}  // namespace

std::optional<Launched> launched() {
    const Launcher* const by = launcher();
    if (by == nullptr) return std::nullopt;
    return Launched{by->size, *number(by->size), number(by->rank).value_or(0)};
}

std::string why_no_mpi() { return GEN_MPI_ABSENT; }

std::string mpi_names() {
    std::string names;
    for (const char* const library : libraries)
        if (!plugin(library).empty()) names += join(names.empty() ? "" : ", ", library);
    return names.empty() ? "none" : names;
}

std::unique_ptr<Ranks> begin_mpi(const Launched& launched) {
    if (!why_no_mpi().empty()) fail_usage(launched.by, " is ", launched.size, ", but this program cannot share a run: ", why_no_mpi());
    const char* const named = std::getenv("GEN_MPI");
    fs::path file = plugin(named != nullptr ? named : launcher()->library);
    if (file.empty() && named == nullptr)
        for (const char* const library : libraries)
            if (file.empty()) file = plugin(library);
    if (file.empty())
        fail_usage(launched.by, " is ", launched.size, ", but this program was built without ", named != nullptr ? named : "MPI", "'s headers");
    auto ranks = std::make_unique<MpiRanks>(begin(file));
    if (ranks->size() != launched.size)
        fail_io(launched.by, " is ", launched.size, ", but ", ranks->name(), " counts ", ranks->size(),
                ranks->size() == 1 ? " process" : " processes", ": another library of MPI has started them (GEN_MPI=openmpi or mpich chooses)");
    return ranks;
}

}  // namespace gen
