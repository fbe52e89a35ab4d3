#include "formats/report_table.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"

using namespace gen;

namespace {

using CellRows = std::vector<std::vector<std::string>>;

}  // namespace

TEST_CASE("report table: TSV, short rows are filled up") {
    const ReportTable table = report_table_of("metric\tvalue\tse\treal\ttrivial\r\nFD\t1\t.5\t2\t9\n\nMIND\t3\n", "s.tsv");
    CHECK(table.is_scores());
    CHECK(table.rows == CellRows{{"FD", "1", ".5", "2", "9"}, {"MIND", "3", "", "", ""}});
    CHECK(table.column("real") == 3);
    CHECK_FALSE(table.column("k"));
}

TEST_CASE("report table: the three forms of JSON reports") {
    const ReportTable rows = report_table_of(R"({"checks":[{"check":"a","value":1},{"check":"b","note":"x","value":null}]})", "c");
    CHECK(rows.columns == std::vector<std::string>{"check", "value", "note"});
    CHECK(rows.rows == CellRows{{"a", "1", ""}, {"b", "", "x"}});
    const ReportTable names = report_table_of(R"({"elbo":-98.25,"elbo_se":0.5})", "n");
    CHECK(names.rows == CellRows{{"elbo", "-98.25"}, {"elbo_se", "0.5"}});
    const ReportTable columns = report_table_of(R"({"elbo":[-1,-2],"kl":[3]})", "l");
    CHECK(columns.rows == CellRows{{"-1", "3"}, {"-2", ""}});
}

TEST_CASE("report table: scores can be compared where real data of the same size get the same") {
    const auto scores = [](const std::string& lines) { return report_table_of("metric\tvalue\tse\treal\ttrivial\tk\tn\n" + lines, "s"); };
    const ReportTable a = scores("FD\t1\t\t2\t9\t\t100\nrecall\t.5\t\t.9\t\t3\t100\n");
    CHECK(comparable(a, scores("FD\t7\t\t2\t8\t\t100\n")));
    CHECK_FALSE(comparable(a, scores("FD\t7\t\t3\t8\t\t100\nrecall\t.4\t\t.9\t\t3\t100\n")));
    CHECK_FALSE(comparable(a, scores("FD\t7\t\t2\t8\t\t200\n")));
    CHECK_FALSE(comparable(a, scores("KD\t7\t\t2\t8\t\t100\n")));
}

TEST_CASE("report table: what is none says so") {
    const auto message = [](const std::string& text) {
        try {
            report_table_of(text, "x");
        } catch (const Error& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    CHECK(message("a\tb\n1\t2\t3\n") == "x:2: 3 cells, expected 2");
    CHECK(message("a\tb\n") == "x: no line but the header");
    CHECK(message("words").starts_with("x: is neither HDF5 nor a table"));
    CHECK(message("{\"a\":").starts_with("x: is neither HDF5 nor a table"));
    CHECK(message(std::string("a\tb\0\n1\t2\n", 9)).starts_with("x: is neither HDF5 nor a table"));
}
