// Files of labels: a list of words or numbers, of names with labels, IDX, arrays; for pictures with names.
#include <algorithm>

#include "formats/row_lists.hpp"
#include "tests/formats/foreign_files.hpp"
#include "tests/fuzz/imported.hpp"
#include "tests/fuzz/target.hpp"

namespace gen::fuzz {

void read(const std::string& input) {
    using namespace foreign;
    static const std::string pictures = zip({{"a.png", dot, false}, {"b.png", dot, false}, {"c.png", dot, false}});
    try {
        for (const RowList& list : read_row_lists(bytes(input)))
            expect(!list.rows.empty() && list.line > 0 && list.line <= input.size() + 1, "row numbers of a line");
    } catch (const std::exception&) {  // it is a file of labels for the most part
    }
    const InputFiles files;
    files.keep("labels", bytes(input, "labels"));
    import_input(pictures, {.labels = "labels"}, files);
}

std::vector<std::string> seeds() {
    using namespace foreign;
    return {"cat\ndog\ncat\n",
            "0\n2\n1\n",
            "label\n3\n1\n2\n",
            "# made up\na.png 1\nb.png 0\nc.png 1\n",
            "name,label\na.png,cat\nc.png,dog\nb.png,cat\n",
            "3\na.png 1\nb.png -1\nc.png 1\n",
            "1 0 0\n0 0 1\n0 1 0\n",
            "golden retriever\ncat\ngolden retriever\n",
            idx(8, {3}, std::string("\0\2\1", 3)),
            npy("<i4", "(3,)", little(2, 4) + little(0, 4) + little(1, 4)),
            npy("|S3", "(3,)", std::string("catdogcat")),
            "0 1 2\n# none\n5 7\n"};
}

std::vector<std::string> words() { return {"a.png", "b.png", "cat", "\n", ",", " ", "\t", "#", "\"", "1", "-1", "2147483648", "1.5", "\xff", "\r"}; }

}  // namespace gen::fuzz
