#include "formats/page/markup.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace gen;

TEST_CASE("page markup: what could be markup is escaped, in content and in attributes") {
    CHECK(page::html("a <b> & \"c\" 'd'") == "a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;");
    CHECK(page::html("&amp;") == "&amp;amp;");
    CHECK(page::html("\u00e9 \u4e2d \U0001f600") == "\u00e9 \u4e2d \U0001f600");
}

TEST_CASE("page markup: control characters are seen, what is no UTF-8 or turns the direction becomes U+FFFD") {
    CHECK(page::shown(std::string_view("a\0b\n\x1b\x7f", 6)) == "a\u2400b\u240a\u241b\u2421");
    CHECK(page::shown("\xff\xfe") == "\ufffd\ufffd");
    CHECK(page::shown("\xe2\x80\xae\xe2\x81\xa6x") == "\ufffd\ufffdx");
    CHECK(page::shown("\xed\xa0\x80") == "\ufffd");       // a surrogate
    CHECK(page::html("\xc0\xbcscript") == "&lt;script");  // an overlong <
    CHECK(page::html_lines("a\n<\n") == "a\n&lt;\n");
}

TEST_CASE("page markup: JSON holds nothing that ends a script") {
    const Json json = Json::object({{"</script><!--", "<script>"}});
    const std::string text = page::script_json(json);
    CHECK(text == "{\"\\u003c/script>\\u003c!--\":\"\\u003cscript>\"}");
    CHECK(Json::parse(text) == json);
}

TEST_CASE("page markup: base64 as RFC 4648 has it") {
    const std::pair<std::string, std::string> known[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"},
                                                         {"\xff\xfb\xef", "//vv"}};
    for (const auto& [plain, expected] : known) CHECK(page::base64(plain) == expected);
}
