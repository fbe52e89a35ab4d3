#include "tools/common/command_line/doctor.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/error.hpp"
#include "core/kernels.hpp"
#include "core/matmul.hpp"
#include "core/parse.hpp"
#include "formats/confined.hpp"
#include "formats/posix.hpp"
#include "formats/provenance.hpp"
#include "formats/streams.hpp"
#include "formats/versions.hpp"
#include "tools/common/command_line/launched.hpp"
#include "tools/common/command_line/numerics.hpp"
#include "tools/common/command_line/threads.hpp"

namespace gen {
namespace {

namespace fs = std::filesystem;

/// Rows of the report, and whether any of them says that something is broken.
class Findings {
public:
    void group(const std::string& heading) { report_.begin_group(heading); }
    void add(const std::string& what, const std::string& value, Verdict verdict = Verdict::info, const std::string& note = "") {
        report_.add({what, value.empty() ? Cell(Absent()) : Cell(value), verdict, note});
        if (verdict == Verdict::fail) broken_ += (broken_.empty() ? "" : ", ") + what;
    }
    Report finished() {
        report_.sum_up(well() ? "all is in order" : "broken: " + broken_);
        return std::move(report_);
    }
    bool well() const { return broken_.empty(); }

private:
    Report report_ = Report({{"what"}, {"value"}, {"verdict"}, {"note"}}, JsonForm::rows, "findings");
    std::string broken_;
};

void add_versions(Findings& out) {
    out.group("versions");
    out.add("gentools", GEN_VERSION);
    out.add("file format", std::string(encoding_version));
    out.add("hdf5", hdf5_version());
    for (const auto& [library, version] : other_versions()) out.add(library, version);
}

void add_computing(Findings& out, const Run& run) {
    out.group("computing");
    out.add("blas", blas_name());
    out.add("engine", engine_names(), Verdict::info, why_no_onednn());
    out.add("mpi", mpi_names(), Verdict::info, why_no_mpi());
    const bool chosen = std::getenv("GEN_KERNELS") != nullptr;
    out.add("kernels", kernel_level(), Verdict::info, chosen ? "GEN_KERNELS says so" : "the best that this processor runs");
    out.add("threads", text(run.threads), Verdict::info,
            join("from ", run.threads_from, "; this process may use ", processors(), " of ", sysconf(_SC_NPROCESSORS_ONLN), " processors"));
}

void add_sandbox(Findings& out) {
    const std::string gap = confinement_gap();
    out.add("sandbox", gap.empty() ? "works" : "in part", gap.empty() ? Verdict::pass : Verdict::warn, gap);
}

void add_memory(Findings& out) {
    std::ifstream file("/proc/meminfo");
    std::string name;
    std::string unit;
    for (std::uint64_t kib = 0; file >> name >> kib; std::getline(file, unit))
        if (name == "MemAvailable:") {
            const std::uint64_t mib = kib / 1024;
            constexpr std::uint64_t little = 256;
            out.add("free memory", join(mib, " MiB"), mib < little ? Verdict::warn : Verdict::info, mib < little ? "little for training" : "");
        }
}

Document small_document() {
    Document document;
    add_header(document, "tensor", std::nullopt);
    document.datasets = {dataset("/data", Matrix(1, 3, {1, 2, 3}))};
    return document;
}

/// A process writes HDF5 into a pipe, this one reads it as tools do, from stdin.
std::string trouble_with_pipes() {
    const Document sent = small_document();
    int ends[2];
    if (pipe(ends) != 0) return "no pipe can be made";
    const pid_t child = fork();
    if (child < 0) return "no process can be started";
    if (child == 0) {
        try {
            dup2(ends[1], STDOUT_FILENO);
            Output("-").commit(sent);
            _exit(0);
        } catch (...) {
            _exit(1);
        }
    }
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    close(ends[1]);
    std::string trouble;
    try {
        const Matrix got = matrix_of(read_document("-").require("/data"));
        if (got.size() != 3 || got(0, 0) != 1 || got(0, 2) != 3) trouble = "the numbers that came out are not those that went in";
    } catch (const std::exception& error) {
        trouble = error.what();
    }
    int status = 0;
    waitpid(child, &status, 0);
    return trouble.empty() && status != 0 ? "the writer failed" : trouble;
}

std::string variable(const char* name, const std::string& otherwise) {
    const char* const value = std::getenv(name);
    return value == nullptr || *value == '\0' ? otherwise : value;
}

using Paths = std::vector<fs::path>;

/// FOLDER/name of each folder in a list joined by colons.
Paths below(const std::string& folders, const std::string& name) {
    Paths out;
    for (const std::string_view folder : split(folders, ':'))
        if (!folder.empty()) out.push_back(fs::path(folder) / name);
    return out;
}

/// The folder of the first of these files that is there, as it is or packed.
void look_for(Findings& out, const std::string& what, const std::vector<Paths>& places) {
    std::string looked;
    for (const Paths& paths : places)
        for (const fs::path& path : paths) {
            std::error_code ignored;
            const std::string folder = path.parent_path();
            if (fs::exists(path, ignored) || fs::exists(path.string() + ".gz", ignored)) return out.add(what, folder, Verdict::pass);
            looked += join(looked.empty() ? "" : ", ", folder);
        }
    out.add(what, "", Verdict::warn, join("not found in ", looked, "; gentools(7) says how to tell the shell"));
}

void add_installation(Findings& out, const Words& tools) {
    out.group("installation");
    const std::string folder = program_folder();
    std::string missing;
    for (const std::string_view tool : tools)
        if (access((fs::path(folder) / tool).c_str(), X_OK) != 0) missing += join(missing.empty() ? "" : ", ", tool);
    if (missing.empty())
        out.add("tools", folder, Verdict::pass);
    else if (GEN_ONE_PROGRAM)
        out.add("tools", folder, Verdict::warn, "'gentools TOOL' runs these, of which there are no links here: " + missing);
    else
        out.add("tools", folder, Verdict::fail, "missing: " + missing);
    const std::string share = fs::path(folder).parent_path() / "share";
    const std::string source = fs::path(folder).parent_path().parent_path();  // of build/tools
    const std::string data = join(variable("XDG_DATA_HOME", variable("HOME", "") + "/.local/share"), ':', share, ':',
                                  variable("XDG_DATA_DIRS", "/usr/local/share:/usr/share"));
    look_for(out, "manual pages",
             {below(variable("MANPATH", ""), "man1/vae-train.1"), below(data, "man/man1/vae-train.1"), below(source, "man/vae-train.1")});
    look_for(out, "completions of bash", {below(data, "bash-completion/completions/vae-train"), below(source, "completions/bash/vae-train")});
    look_for(out, "completions of zsh",
             {below(variable("FPATH", ""), "_vae-train"), below(data, "zsh/site-functions/_vae-train"),
              below(data, "zsh/vendor-completions/_vae-train"), below(source, "completions/zsh/_vae-train")});
    look_for(out, "completions of fish", {below(data, "fish/vendor_completions.d/vae-train.fish"), below(source, "completions/fish/vae-train.fish")});
}

}  // namespace

std::string program_folder() {
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    return error ? "" : program.parent_path().string();
}

Report examination(const Run& run, const Words& tools, bool& well) {
    Findings out;
    add_versions(out);
    add_computing(out, run);
    add_sandbox(out);
    add_memory(out);
    const std::string trouble = trouble_with_pipes();
    out.add("pipes", trouble.empty() ? "HDF5 passes" : "", trouble.empty() ? Verdict::pass : Verdict::fail, trouble);
    add_installation(out, tools);
    well = out.well();
    return out.finished();
}

}  // namespace gen
