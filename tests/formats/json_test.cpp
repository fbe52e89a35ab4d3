#include "formats/json.hpp"

#include <doctest/doctest.h>

#include <limits>

using gen::Json;

TEST_CASE("JSON: what is read is written the same, in its order") {
    const std::string words = R"({"b":1,"a":[true,null,-3,0.5,1e-07,18446744073709551615,"x\ny\""],"empty":{},"none":[]})";
    CHECK(Json::parse(words).dump() == words);
    CHECK(Json::parse(" { \"b\" : 1 } ").dump() == "{\"b\":1}");
    CHECK(Json::parse("{\"a\":1,\"b\":2,\"a\":3}").dump() == "{\"a\":3,\"b\":2}");
}

TEST_CASE("JSON: values are made, found, set and erased") {
    Json object = Json::object({{"name", "n"}, {"sizes", std::vector<std::size_t>{2, 3}}});
    object.set("rate", 0.25);
    object.set("name", "other");
    CHECK(object.dump() == R"({"name":"other","sizes":[2,3],"rate":0.25})");
    CHECK(object.at("sizes").elements()[1].count() == 3);
    CHECK(object.at("rate").number() == 0.25);
    CHECK(object.find("absent") == nullptr);
    CHECK(object.text_at("absent", "-") == "-");
    object.erase("sizes");
    CHECK(object.dump() == R"({"name":"other","rate":0.25})");
    CHECK(Json(1) == Json(1U));
    CHECK(Json(-1) != Json(1));
    CHECK(Json(std::numeric_limits<double>::quiet_NaN()).dump() == "null");
}

TEST_CASE("JSON: every value has a path") {
    const auto flat = Json::parse(R"({"layers":[{"in":2},{"in":3}],"none":[]})").flattened();
    REQUIRE(flat.size() == 3);
    CHECK(flat[1].first == "/layers/1/in");
    CHECK(flat[1].second == "3");
}

TEST_CASE("JSON: what is no JSON, too deep, or of another kind is refused") {
    CHECK_THROWS_WITH_AS(Json::parse("{"), "is not valid JSON", gen::JsonError);
    CHECK_THROWS_WITH_AS(Json::parse("1e999"), "is not valid JSON", gen::JsonError);
    CHECK_THROWS_WITH_AS(Json::parse(std::string(100000, '[')), "is nested deeper than 200 levels", gen::JsonError);
    CHECK_NOTHROW(Json::parse(std::string(200, '[') + std::string(200, ']')));
    CHECK_THROWS_AS(static_cast<void>(Json(1).at("x")), gen::JsonError);
    CHECK_THROWS_AS(static_cast<void>(Json("1").number()), gen::JsonError);
    CHECK_THROWS_AS(static_cast<void>(Json(-1).count()), gen::JsonError);
    CHECK_THROWS_AS(static_cast<void>(Json::object().at("x")), gen::JsonError);
}

TEST_CASE("JSON: text in quotes, bytes that are no UTF-8 replaced") {
    CHECK(gen::json_text("a\"b\\c\td") == R"("a\"b\\c\td")");
    CHECK(gen::json_text("\xff") == "\"\xEF\xBF\xBD\"");
}
