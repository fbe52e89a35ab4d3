#include "formats/label_file.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "formats/input_files.hpp"
#include "formats/labels.hpp"

namespace gen {
namespace {

using Values = std::vector<std::int32_t>;
using Texts = std::vector<std::string>;

// Three rows that are nothing but names.
struct NamedRows : Source {
    explicit NamedRows(Texts names, std::size_t rows = 3) {
        name = "rows";
        count = rows;
        row_names = std::move(names);
    }
    void read(std::size_t, Picture&) const override {}
};

NamedRows labelled(const std::string& text, Texts names = {}) {
    NamedRows rows(std::move(names));
    const InputFiles files;
    files.keep("l", Bytes::of("l", std::vector<std::byte>(reinterpret_cast<const std::byte*>(text.data()),
                                                          reinterpret_cast<const std::byte*>(text.data()) + text.size())));
    apply_label_file("l", rows, files);
    return rows;
}

void refused(const std::string& text, const std::string& message, Texts names = {}) {
    CAPTURE(text);
    CHECK_THROWS_WITH_AS(labelled(text, std::move(names)), message.c_str(), Error);
}

}  // namespace

TEST_CASE("lists of labels, one a line: what stands there is kept") {
    CHECK(labelled("2\n10\n3\n").labels == Values{2, 10, 3});
    CHECK(labelled("2\r\n1e1\r\n3.0\r\n\r\n\n").labels == Values{2, 10, 3});
    CHECK(labelled("\xef\xbb\xbf"
                   "2\n10\n3")
              .labels == Values{2, 10, 3});
    CHECK(labelled("label\n2\n10\n3\n").labels == Values{2, 10, 3});
    CHECK(labelled("# of the test set\n2\n10\n3\n").labels == Values{2, 10, 3});
    CHECK(labelled("b\na\nb\n").labels == Values{1, 0, 1});
    CHECK(labelled("tabby cat\ndog\ntabby cat\n").classes == Texts{"dog", "tabby cat"});
    CHECK(labelled("\"lakes, rivers\"\nsea\n\"say \"\"x\"\"\"\n").classes == Texts{"lakes, rivers", "say \"x\"", "sea"});
    CHECK(labelled("#red\n#green\nblue\n").classes == Texts{"#green", "#red", "blue"});
}

TEST_CASE("lists of labels: what is text in another coding, or no list, is named") {
    refused(std::string("a\0\n\0b\0\n\0a\0\n\0", 12),
            "l: is text in UTF-16 without a byte order mark, expected labels: 'iconv -f UTF-16LE -t UTF-8' makes the "
            "UTF-8 of it that is read");
    refused("{\"0.png\": 1}", "l: is JSON, expected labels: write its numbers as CSV");
}

TEST_CASE("lists of labels: one-hot rows are classes, and said to be") {
    for (const char* const text : {"0 0 1\n1 0 0\n0 1 0\n", "0,0,1\n1,0,0\n0,1,0\n", "0.0;0.0;1.0\n1;0;0\n0;1;0\n"}) {
        const NamedRows rows = labelled(text);
        CHECK(rows.labels == Values{2, 0, 1});
        CHECK(rows.warnings == Texts{"l: one-hot rows, taken as the classes 0 to 2"});
    }
    refused("0 1 1\n1 0 0\n0 1 0\n", "l: line 1 has 3 numbers, expected one label");
    refused("0 1\n1 0\n1 0\n", "l: line 1 has 2 numbers, expected one label");
}

TEST_CASE("lists of labels: what could be taken in two ways is refused, with the line") {
    refused("2\n\n10\n3\n", "l: line 2 is empty, expected one label a line");
    refused("\n2\n10\n3\n", "l: line 1 is empty, expected one label a line");
    refused("2\n# ten\n10\n3\n", "l: line 2 begins with #, and remarks stand above the first label");
    refused("0,5\n1,2\n2,9\n", "l: line 1 has 2 fields, expected one label; what belongs to one label is put in quotation marks");
    refused("0 5\n1 2\n2 9\n", "l: line 1 has 2 numbers, expected one label");
    refused("2\n10\n?\n", "l: line 3: label '?' is no number, the labels before it are numbers");
    refused("cat\ndog\n7\n", "l: line 3: label '7' is a number, the labels before it are words");
    refused("cat\ndog\ncat\nclass\n", "l: has 4 labels for the 3 rows of rows; is line 1, 'cat', a heading?");
    refused("2\n-1\n3\n", "l: line 2: label -1 is negative, classes are numbered from 0");
    refused("2\n0.5\n3\n", "l: line 2: label 0.5 is not whole, classes are numbered 0, 1, ...");
    refused("2\n1e10\n3\n", "l: line 2: label 1e10 is too large for the number of a class");
    refused("2\n3\n", "l: has 2 labels for the 3 rows of rows");
    refused("# nothing\n", "l: has no labels");
    refused("2\n\"3\n4\n", "l: line 2: a quotation mark is not closed");
}

TEST_CASE("lists of labels by name: any order, more names than rows, headings, endings, folders") {
    const Texts names = {"a/1.png", "b/2.png", "b/10 x.png"};
    const Values expected = {7, 8, 9};
    for (const char* const text : {"10 x.png 9\n1.png 7\n3.png x\n2.png 8\n", "id,label\n1,7\n2,8\n10 x,9\n",
                                   "set/a/1.png\t7\nset/b/2.png\t8\nset/b/10 x.png\t9\n", "\"1.png\";\"7\"\n\"2.png\";\"8\"\n\"10 x.png\";\"9\"\n",
                                   "./a/1.png,7,\na\\1.png,7,\nb\\2.png,8,\nb/10 x,9,\n", "# a remark\n\na/1 7\n\nb/2 8\nb/10 x 9\n"}) {
        CAPTURE(text);
        CHECK(labelled(text, names).labels == expected);
    }
    CHECK(labelled("1.png,golden retriever\n2.png,\"cat, tabby\"\n10 x.png,dog\n", names).classes == Texts{"cat, tabby", "dog", "golden retriever"});
    CHECK(labelled("1.png golden retriever\n2.png tabby cat\n10 x.png tabby cat\n", names).labels == Values{0, 1, 1});
    CHECK(labelled("4\n5\n6\n", names).labels == Values{4, 5, 6});
}

TEST_CASE("lists of labels by name: a name that fits two rows, two labels, none") {
    const Texts twins = {"a/0.png", "b/0.png", "b/1.png"};
    refused("1.png,1\n0.png,2\n", "l: line 2: 0.png could be a/0.png or b/0.png", twins);
    CHECK(labelled("a/0.png,1\nb/0.png,2\n1,3\n", twins).labels == Values{1, 2, 3});
    refused("a/0.png 1\nb/0 2\na/0 3\n", "l: lines 1 and 3: two labels for a/0.png", twins);
    refused("a/0.png 1\nb/0.png 2\n", "l: no label for b/1.png", twins);
    refused("a/0.png,1\nb/0.png,\n1,3\n", "l: line 2: the label is missing", twins);
    refused("3\nMale Young\na/0.png -1  1\nb/0.png  1 -1\n1.png  1 1\n",
            "l: line 3: has 2 labels for a/0.png, expected one: cut out the column that is meant", twins);
    refused("a/0.png,1,2\n", "l: line 1: has 2 labels for a/0.png, expected one: cut out the column that is meant", twins);
    refused("x.png,1\ny.png,2\nz.png,3\n",
            "l: line 1 has 2 fields, expected one label, or the name of a picture and its label; what belongs to one label is put in quotation marks",
            twins);
}

}  // namespace gen
