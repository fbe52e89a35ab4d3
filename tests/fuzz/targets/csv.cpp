// Text tables, with each way to take their labels.
#include "tests/fuzz/imported.hpp"
#include "tests/fuzz/target.hpp"

namespace gen::fuzz {

void read(const std::string& input) {
    constexpr const char* labels[] = {"", "first", "last"};
    import_input(input, {.type = input.size() % 2 == 0 ? "auto" : "csv", .labels = labels[input.size() % 3]});
}

std::vector<std::string> seeds() {
    return {"x,y\n1,2.5\n\n-3e0, +4\n",
            "# made up\n1\t2.5\r\n-3\t4",
            "1;2,5\n-3;4,25\n",
            "\xef\xbb\xbf\"x\" \"y\"\n\"1\" 2.5\n-3 4",
            "7,0.5,1\n3,4,0\n",
            "cat,1,2\ndog,3,4\ncat,5,6\n",
            "1 2 a\n3 4 b\n",
            "\"a, \"\"b\"\"\",1\n\"c\",2\n",
            "1\r2\r3\r"};
}

std::vector<std::string> words() {
    return {",", ";", "\t", " ", "\n", "\r\n", "\"", "#", "nan", "inf", "1e308", "-0.0", ".", "e", "\xef\xbb\xbf", "\xff", "0x1p3", "1,5"};
}

}  // namespace gen::fuzz
