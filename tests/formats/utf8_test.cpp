#include "formats/utf8.hpp"

#include <doctest/doctest.h>

using namespace gen;

TEST_CASE("utf8: what a terminal would obey is shown as a question mark, what is no text as U+FFFD") {
    CHECK(printable("digits.h5: \xc3\xa9t\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80") == "digits.h5: \xc3\xa9t\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80");
    CHECK(printable("a\x1b[31mb\n\x7f") == "a?[31mb??");
    CHECK(printable("a\xc2\x9b"
                    "31m") == "a?31m");
    CHECK(printable("a\x9b"
                    "31m") ==
          "a\xef\xbf\xbd"
          "31m");
    CHECK(printable("a\xe2\x80\xae"
                    "b\xe2\x81\xa6"
                    "c\xe2\x80\xa8") == "a?b?c?");
    CHECK(printable("\xc0\x9b\xe2\x80") == "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}
