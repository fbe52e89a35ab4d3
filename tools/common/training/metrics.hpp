#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "tools/common/command_line/tool.hpp"

namespace gen {

/// A cell in a row of metrics: whole numbers with all their digits, others in the shortest form that reads back; words without tabs and quotes.
struct MetricsCell {
    template <std::integral T>
    MetricsCell(T value) : shown(text(value)) {}  // NOLINT: meant to convert
    MetricsCell(double value);                    // NOLINT: meant to convert
    explicit MetricsCell(std::string words) : shown(std::move(words)), is_text(true) {}
    std::string shown;
    bool is_text = false;
    bool finite = true;
};

/// The training curve as --metrics FILE asks for it: TSV with a header line, JSON lines where the name ends in .jsonl; one write(2) a row, so that
/// a reader never sees half a row. `fd:N` is a descriptor that is already open, `-` stdout (refused where the product goes there). Without --metrics
/// nothing happens. With --dry-run only whether the file can be written is looked at.
class MetricsFile {
public:
    /// `done`: the steps of the rows that a checkpoint knows. As many rows stay as the file has of these at its beginning, what follows is cut off.
    /// Throws Fault::io, Fault::usage for a bad descriptor, Fault::input where the file to be continued has other columns.
    MetricsFile(const Run& run, std::vector<std::string> columns, const std::vector<std::uint64_t>& done = {});
    ~MetricsFile();
    MetricsFile(const MetricsFile&) = delete;
    MetricsFile& operator=(const MetricsFile&) = delete;

    /// How many of the rows of `done` the file has; all, where it cannot be looked into.
    std::size_t rows_kept() const { return rows_kept_; }

    /// One number a column. A reader that went away is warned of once; other failures throw Fault::io, and half a row is taken back. Throws
    /// Interrupted where a stop signal ends the waiting for a reader.
    void write(const std::vector<MetricsCell>& row);

private:
    void open(const Run& run);
    void probe() const;
    void keep_rows(const std::vector<std::uint64_t>& done);
    void write_line(const std::string& line);
    std::string header() const;

    std::string path_;
    std::vector<std::string> columns_;
    std::function<void(std::string_view)> warn_;
    bool json_ = false;
    bool owned_ = false;  // closed at the end
    int descriptor_ = -1;
    std::size_t rows_kept_ = 0;
};

}  // namespace gen
