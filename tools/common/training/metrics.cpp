#include "tools/common/training/metrics.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <filesystem>

#include "formats/posix.hpp"
#include "formats/writing.hpp"
#include "tools/common/command_line/file_endings.hpp"
#include "tools/common/command_line/signals.hpp"
#include "tools/common/command_line/standard_streams.hpp"

namespace gen {
namespace {

bool is_regular(int descriptor, const std::string& path) {
    struct stat status{};
    if (fstat(descriptor, &status) != 0) fail_errno(path, errno);
    return S_ISREG(status.st_mode);
}

int given_descriptor(const std::string& path) {
    const std::string number = path.substr(3);
    int descriptor = -1;
    const auto [stop, error] = std::from_chars(number.data(), number.data() + number.size(), descriptor);
    if (error != std::errc() || *stop != '\0' || descriptor < 0) fail_usage("--metrics: got '", path, "', expected fd: and a number");
    const int flags = fcntl(descriptor, F_GETFL);
    if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY) fail_io("--metrics: ", path, " is not open for writing");
    return descriptor;
}

std::optional<std::uint64_t> whole_number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || stop == text.data()) return std::nullopt;
    return value;
}

std::optional<std::uint64_t> json_step(std::string_view line) {
    constexpr std::string_view key = "\"step\":";
    const std::size_t at = line.find(key);
    if (at == std::string_view::npos || !line.ends_with('}')) return std::nullopt;
    return whole_number(line.substr(at + key.size()));
}

std::optional<std::uint64_t> tsv_step(std::string_view line, const std::vector<std::string>& columns) {
    for (const std::string& column : columns) {
        if (column == "step") return whole_number(line);
        const std::size_t tab = line.find('\t');
        if (tab == std::string_view::npos) return std::nullopt;
        line.remove_prefix(tab + 1);
    }
    return std::nullopt;
}

/// A header for a message: "epoch step loss".
std::string shown(std::string header) {
    std::replace(header.begin(), header.end(), '\t', ' ');
    return header.substr(0, header.find('\n'));
}

}  // namespace

MetricsCell::MetricsCell(double value) : shown(text(value)), finite(std::isfinite(value)) {}

MetricsFile::MetricsFile(const Run& run, std::vector<std::string> columns, const std::vector<std::uint64_t>& done)
    : path_(run.metrics),
      columns_(std::move(columns)),
      warn_([&run](std::string_view message) { run.warn(message); }),
      json_(ending_of(path_) == ".jsonl"),
      rows_kept_(done.size()) {
    if (path_.empty() || !writes()) return;
    if (run.dry_run && path_ != "-" && !path_.starts_with("fd:")) {
        probe();
        return;
    }
    open(run);
    if (run.dry_run) return;
    const bool continues = owned_ && is_regular(descriptor_, path_);
    if (continues) keep_rows(done);
    const bool has_header = continues && lseek(descriptor_, 0, SEEK_END) > 0;
    if (!json_ && !has_header) write_line(header());
}

MetricsFile::~MetricsFile() {
    if (owned_) close(descriptor_);
}

void MetricsFile::open(const Run& run) {
    const bool product_on_stdout = run.output == "-";
    if (path_ == "-" || path_.starts_with("fd:")) {
        descriptor_ = path_ == "-" ? STDOUT_FILENO : given_descriptor(path_);
        if (descriptor_ == STDOUT_FILENO && product_on_stdout)
            fail_usage("--metrics: got '", path_, "', but the product goes to stdout (give --output)");
        return;
    }
    descriptor_ = open_file(path_, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (descriptor_ < 0) fail_io(path_, ": ", system_message(errno));
    owned_ = true;
}

void MetricsFile::probe() const {
    std::error_code ignored;
    std::filesystem::path place = path_;
    if (!std::filesystem::exists(place, ignored)) place = place.has_parent_path() ? place.parent_path() : ".";
    if (access(place.c_str(), W_OK) != 0) fail_io(path_, ": ", system_message(errno));
}

// Cuts the file behind the last row that counts; everything where there is none.
void MetricsFile::keep_rows(const std::vector<std::uint64_t>& done) {
    rows_kept_ = 0;
    std::string content;
    if (!done.empty()) {
        const Descriptor file(open_file(path_, O_RDONLY | O_CLOEXEC));
        struct stat info{};
        if (file.get() < 0 || fstat(file.get(), &info) != 0) fail_errno(path_, errno);
        content.resize(static_cast<std::size_t>(info.st_size));
        content.resize(read_fully(file.get(), content.data(), content.size(), path_));
    }
    std::size_t kept = 0;
    if (const std::size_t end = content.find('\n'); !json_ && end != std::string::npos) {
        if (!content.starts_with(header())) fail(path_, ": has the columns ", shown(content.substr(0, end)), ", expected ", shown(header()));
        kept = header().size();
    }
    for (; rows_kept_ < done.size(); ++rows_kept_) {
        const std::size_t end = content.find('\n', kept);
        if (end == std::string::npos) break;
        const std::string_view line = std::string_view(content).substr(kept, end - kept);
        if ((json_ ? json_step(line) : tsv_step(line, columns_)) != done[rows_kept_]) break;
        kept = end + 1;
    }
    if (ftruncate(descriptor_, static_cast<off_t>(kept)) != 0) fail_io(path_, ": ", system_message(errno));
}

std::string MetricsFile::header() const {
    std::string line;
    for (const std::string& column : columns_) line += (line.empty() ? "" : "\t") + column;
    return line + '\n';
}

void MetricsFile::write(const std::vector<MetricsCell>& row) {
    if (row.size() != columns_.size()) fail("metrics: a row of ", row.size(), " numbers, expected ", columns_.size());
    if (descriptor_ < 0) return;
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (json_)
            line += join(i == 0 ? "{\"" : ",\"", columns_[i], "\":",
                         row[i].is_text  ? '"' + row[i].shown + '"'
                         : row[i].finite ? row[i].shown
                                         : "null");
        else
            line += join(i == 0 ? "" : "\t", row[i].shown);
    }
    write_line(line + (json_ ? "}\n" : "\n"));
}

void MetricsFile::write_line(const std::string& line) {
    if (descriptor_ < 0) return;
    const off_t before = is_regular(descriptor_, path_) ? lseek(descriptor_, 0, SEEK_END) : -1;
    const int error = write_all(descriptor_, line.data(), line.size());
    if (error == 0) return;
    if (error == ECANCELED) throw Interrupted();
    if (error == EPIPE) {
        warn_(join("--metrics ", path_, ": the reader is gone; going on without"));
        if (owned_) close(descriptor_);
        owned_ = false;
        descriptor_ = -1;
        return;
    }
    const bool taken_back = before < 0 || ftruncate(descriptor_, before) == 0;
    fail_io(path_, ": ", system_message(error), taken_back ? "" : " (its last line is cut off)");
}

}  // namespace gen
