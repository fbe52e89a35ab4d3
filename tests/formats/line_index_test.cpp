#include "formats/line_index.hpp"

#include <doctest/doctest.h>

#include <thread>

#include "core/error.hpp"
#include "formats/foreign_files.hpp"

using namespace gen;
using namespace gen::foreign;

TEST_CASE("lines: rows are found again in any order, between lines that are none") {
    std::string text = "\xef\xbb\xbf# heading\r\n";
    for (int i = 0; i < 20000; ++i) text += join(" row ", i, i % 3 == 0 ? "\n\n# remark\n" : "\n");
    const Bytes content = bytes(text);
    const auto is_row = [](const TextLine& line) { return !line.is_remark; };
    LineIndex index(content, is_row);
    std::vector<std::size_t> numbers;
    for_each_line(content, [&](const TextLine& line) {
        if (!is_row(line)) return;
        index.add(line);
        numbers.push_back(line.number);
    });
    REQUIRE(index.count() == 20000);
    const auto look = [&](std::size_t begin, std::size_t step) {
        bool good = true;
        for (std::size_t i = begin; i < 20000; i += step) {
            const LineIndex::Row row = index.at(i);
            good = good && row.words == join("row ", i) && row.number == numbers[i];
        }
        return good;
    };
    bool other = false;
    std::thread thread([&] { other = look(1, 7001); });
    CHECK(look(0, 1));
    thread.join();
    CHECK(other);
    CHECK(look(5, 6007));
    LineIndex another(bytes("a\nb"), is_row);
    for_each_line(bytes("a\nb"), [&](const TextLine& line) { another.add(line); });
    CHECK(another.at(1).words == "b");
    CHECK(index.at(1).words == "row 1");
}
