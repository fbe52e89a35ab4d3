// What tools report: metrics of a training, as TSV or JSON lines, and tables of scores.
#include "core/error.hpp"
#include "formats/metrics_curves.hpp"
#include "formats/metrics_table.hpp"
#include "formats/report_table.hpp"
#include "tests/fuzz/target.hpp"

namespace gen::fuzz {
namespace {

void read_as_metrics(const std::string& input) {
    const MetricsTable table = metrics_of(input, "input");
    expect(!table.columns.empty(), "columns");
    for (const auto& row : table.rows) expect(row.size() == table.columns.size(), "rows as wide as there are columns");
    expect(table.events.empty() || table.events.size() == table.rows.size(), "an event for each row");
    for (const std::string& column : table.columns) {
        expect(table.values(column).size() == table.rows.size(), "a number for each row");
        curve_of(table, "input", table.columns[0], column);
    }
    events_of(table, "input", table.columns[0]);
}

void read_as_report(const std::string& input) {
    const ReportTable table = report_table_of(input, "input");
    for (const auto& row : table.rows) {
        expect(row.size() == table.columns.size(), "rows as wide as there are columns");
        for (const std::string& cell : row) number_in(cell);
    }
    if (table.is_comparison())
        for (const ReportTable& part : parts_of(table)) comparable(part, part);
}

}  // namespace

void read(const std::string& input) {
    try {
        read_as_report(input);
    } catch (const Error& error) {
        expect(error.fault() == Fault::input, "an error of the input");
    }
    read_as_metrics(input);
}

std::vector<std::string> seeds() {
    return {"#epoch\tstep\tloss\tevent\n1\t3\t0.5\t-\n2\t6\t0.25\tcollapse\n",
            "epoch\tloss\n1\tnan\n2\t-inf\n3\t1e-300\n",
            "{\"epoch\":1,\"loss\":0.5}\n{\"epoch\":2,\"loss\":null,\"event\":\"diverged\"}\n",
            "metric\tvalue\tse\treal\ttrivial\nFD\t1\t0.1\t0.2\t3\nKID\t2\t-\t0.2\t3\n",
            "[{\"metric\":\"FD\",\"value\":1,\"se\":null,\"real\":0.2,\"trivial\":3}]",
            "metric\treal\ta\ta_se\tb\tb_se\tbest\nFD\t0.2\t1\t0.1\t2\t0.1\ta\n"};
}

std::vector<std::string> words() {
    return {"\t", "\n", "-", "null", "{", "}", "[", "]", "\"", ":", ",", "#", "event", "epoch", "\\u0000", "\xff", "true", "[[[["};
}

}  // namespace gen::fuzz
