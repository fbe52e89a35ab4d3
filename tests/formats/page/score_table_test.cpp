#include "formats/page/score_table.hpp"

#include <doctest/doctest.h>

#include <string>

#include "core/error.hpp"

using namespace gen;

namespace {

ReportTable scores_with(const std::string& lines) { return report_table_of("metric\tvalue\tse\treal\ttrivial\n" + lines, "x"); }

/// What is marked in a page, each between blanks.
std::string marked(const std::string& page) {
    std::string out;
    for (std::size_t at = 0; (at = page.find("<strong>", at)) != std::string::npos; ++at)
        out += page.substr(at + 8, page.find('<', at + 8) - at - 8) + ' ';
    return out;
}

std::string marked(const std::string& a, const std::string& b, const std::string& c) {
    return marked(page::score_comparison({scores_with(a), scores_with(b), scores_with(c)}, {"a", "b", "c"}));
}

}  // namespace

TEST_CASE("score table: the best is by each metric's own direction") {
    CHECK(marked("FD-pixels\t9\t0\t8\t90\n", "FD-pixels\t7\t0\t8\t90\n", "FD-pixels\t8.1\t0\t8\t90\n") == "7 ");
    CHECK(marked("precision\t.5\t0\t.4\t0\n", "precision\t.7\t0\t.4\t0\n", "precision\t.4\t0\t.4\t0\n") == "0.7 ");
    CHECK(marked("sharpness\t5\t0\t3\t0\n", "sharpness\t2.5\t0\t3\t0\n", "sharpness\t1\t0\t3\t0\n") == "2.5 ");
    CHECK(marked("sharpness\t5\t0\tnan\t0\n", "sharpness\t2.5\t0\t\t0\n", "sharpness\t1\t0\t\t0\n") == "");  // near what is not known
    CHECK(marked("unknown\t5\t0\t3\t0\n", "unknown\t2\t0\t3\t0\n", "unknown\t1\t0\t3\t0\n") == "");
}

TEST_CASE("score table: marked is also what two standard errors do not tell from the best") {
    CHECK(marked("FD-pixels\t9\t.5\t1\t90\n", "FD-pixels\t8\t.5\t1\t90\n", "FD-pixels\t10\t.5\t1\t90\n") == "9.00 8.00 ");
    CHECK(marked("FD-pixels\tnan\tnan\t1\t90\n", "FD-pixels\t8\tnan\t1\t90\n", "recall\t.5\t\t\t\n") == "8 0.5 ");
}

TEST_CASE("score table: numbers are as long as their errors let them be, all digits stand in the title") {
    const auto shown = [](const std::string& value, const std::string& error) {
        const std::string page = page::score_comparison({scores_with(join("FD\t", value, "\t", error, "\t1\t2\n"))}, {"a"});
        const std::size_t at = page.find("<strong>") + 8;
        CHECK(page.find(join("title=\"", value, " \u00b1 ", error, "\"")) != std::string::npos);
        return page.substr(at, page.find("</small>", at) - at);
    };
    CHECK(shown("7.05412", "0.35454") == "7.05</strong> <small>\u00b1 0.35");
    CHECK(shown("-2.6e-05", "0.0003787") == "\u22120.00003</strong> <small>\u00b1 0.00038");
    CHECK(shown("1234.56", "12.3") == "1235</strong> <small>\u00b1 12");
    CHECK(shown("1234.56", "123") == "1234.6</strong> <small>\u00b1 123");
    CHECK(shown("0.5", "0") == "0.5</strong> <small>\u00b1 0");
    const std::string without = page::score_comparison({scores_with("FD\t5\tnan\t1\t2\n")}, {"a"});
    CHECK(without.find("title=\"5\"><strong>5</strong></td>") != std::string::npos);
}

TEST_CASE("score table: a comparison by gen-score is its parts side by side") {
    const ReportTable table = report_table_of("metric\treal\ta\ta_se\tb\tb_se\tbest\nFD-pixels\t1\t9\t0\t8\t0\tb\n", "x");
    REQUIRE(table.is_comparison());
    const std::vector<ReportTable> parts = parts_of(table);
    REQUIRE(parts.size() == 2);
    CHECK(parts[1].name == "b");
    CHECK(parts[1].is_scores());
    const std::string page = page::score_comparison(parts, {"a", "b"});
    CHECK(marked(page) == "8 ");
    CHECK(page.find("trivial") == std::string::npos);
}

TEST_CASE("score table: what is not known is a dash, what is without end has its sign, and a minus sign is one") {
    for (const std::string& page : {page::sortable_table(scores_with("birthday\tinf\tnan\t-2.5\t-inf\n")),
                                    page::score_comparison({scores_with("birthday\tinf\tnan\t-2.5\t-inf\n")}, {"a"})}) {
        CHECK(page.find(">\u221e<") != std::string::npos);
        CHECK(page.find("title=\"-2.5\">\u22122.5</td>") != std::string::npos);
        CHECK(page.find("title=\"-inf\">\u2212\u221e</td>") != std::string::npos);
        for (const char* word : {">nan<", ">inf<", ">-"}) CHECK(page.find(word) == std::string::npos);
    }
    CHECK(page::sortable_table(scores_with("FD\t5\tnan\t1\t2\n")).find("title=\"nan\">\u2013</td>") != std::string::npos);
}

TEST_CASE("score table: beside a metric that is ours stands which way it is better") {
    const std::string lines = "FD-pixels\t9\t0\t8\t90\nrecall\t.5\t0\t.6\t0\nsharpness\t5\t0\t3\t0\nunknown\t5\t0\t3\t0\n";
    for (const std::string& page : {page::sortable_table(scores_with(lines)), page::score_comparison({scores_with(lines)}, {"a"})}) {
        CHECK(page.find("FD-pixels\u00a0<small role=\"img\" aria-label=\"lower is better\" title=\"lower is better\">\u2193</small>") !=
              std::string::npos);
        CHECK(page.find("recall\u00a0<small role=\"img\" aria-label=\"higher is better\" title=\"higher") != std::string::npos);
        CHECK(page.find("title=\"nearer to real data is better\">\u2248</small>") != std::string::npos);
        CHECK(page.find("unknown</th>") != std::string::npos);
    }
    const std::string other = page::sortable_table(report_table_of("name\tvalue\nrecall\t1\n", "x"));
    CHECK(other.find("recall</th>") != std::string::npos);
}
