#include "formats/metrics_table.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"

using namespace gen;

TEST_CASE("metrics: columns are found by name, nan is a missing value") {
    const MetricsTable table = metrics_of("epoch\tloss\tvalid_loss\n1\t200.5\tnan\n2\t1e2\t-0.5\n", "run.tsv");
    CHECK(table.columns == std::vector<std::string>{"epoch", "loss", "valid_loss"});
    CHECK(table.values("loss") == std::vector<double>{200.5, 100});
    CHECK(std::isnan(table.values("valid_loss")[0]));
    CHECK(table.values("valid_loss")[1] == -0.5);
    CHECK_THROWS_WITH(table.values("kl"), "run.tsv: no column 'kl', there are epoch, loss, valid_loss");
    CHECK(metrics_of("#a\tb\r\n1\t2\r\n", "x").columns == std::vector<std::string>{"a", "b"});
}

TEST_CASE("metrics: JSON lines give the same table, null and a missing key are missing values") {
    const MetricsTable table = metrics_of("{\"epoch\":1,\"loss\":200.5,\"kl\":null}\n{\"epoch\":2,\"loss\":\"nan\",\"lr\":0.001}\n", "run.jsonl");
    CHECK(table.columns == std::vector<std::string>{"epoch", "loss", "kl", "lr"});
    CHECK(table.values("epoch") == std::vector<double>{1, 2});
    CHECK(std::isnan(table.values("loss")[1]));
    CHECK(std::isnan(table.values("kl")[0]));
    CHECK(std::isnan(table.values("lr")[0]));
    CHECK(table.values("lr")[1] == 0.001);
}

TEST_CASE("metrics: the column event is text, of lines and of JSON") {
    const MetricsTable lines = metrics_of("step\tevent\tloss\n10\t-\t3\n20\td-won+g-collapsed\t2\n", "gan.tsv");
    CHECK(lines.values("loss") == std::vector<double>{3, 2});
    CHECK(lines.events == std::vector<std::string>{"-", "d-won+g-collapsed"});
    CHECK(std::isnan(lines.values("event")[1]));
    const MetricsTable objects = metrics_of("{\"step\":10}\n{\"step\":20,\"event\":\"d-won\"}\n{\"step\":30,\"event\":null}\n", "gan.jsonl");
    CHECK(objects.events == std::vector<std::string>{"-", "d-won", "-"});
    CHECK(metrics_of("step\tloss\n10\t3\n", "run.tsv").events == std::vector<std::string>{"-"});
    CHECK_THROWS_WITH(metrics_of("{\"event\":[1]}\n", "m"), "m:1: event is '[1]', expected text");
}

TEST_CASE("metrics: damage is reported with file and line") {
    CHECK_THROWS_WITH(metrics_of("", "m"), "m: empty, expected metrics");
    CHECK_THROWS_WITH(metrics_of("\x89PNG\r\n\x1a\n", "m"), "m: not text, expected metrics");
    CHECK_THROWS_WITH(metrics_of("epoch\tloss\n", "m"), "m: no line but the header");
    CHECK_THROWS_WITH(metrics_of("epoch\tloss\n1\t2\n2\n", "m"), "m:3: 1 cell, expected 2");
    CHECK_THROWS_WITH(metrics_of("epoch\tloss\n1\ttwo\n", "m"), "m:2: loss is 'two', expected a number");
    CHECK_THROWS_WITH(metrics_of("epoch\tloss\n1\t\n", "m"), "m:2: loss is '', expected a number");
    CHECK_THROWS_WITH(metrics_of("epoch\tloss\n1\t1e999\n", "m"), "m:2: loss is '1e999', beyond what a double holds");
    CHECK_THROWS_WITH(metrics_of("1\t2\n3\t4\n", "m"), "m:1: got the number '1', expected names of columns");
    CHECK_THROWS_WITH(metrics_of("a\ta\n", "m"), "m:1: two columns named 'a'");
    CHECK_THROWS_WITH(metrics_of("{\"a\":1}\n{\"a\":\n", "m"), "m:2: '{\"a\":' is not a JSON object");
    CHECK_THROWS_WITH(metrics_of("{\"a\":[1]}\n", "m"), "m:1: a is '[1]', expected a number");
    CHECK_THROWS_WITH(read_metrics("no/such.tsv"), "no/such.tsv: no such file or directory");
}
