#include "formats/refused_formats.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "formats/archive_files.hpp"
#include "formats/foreign.hpp"
#include "formats/foreign_files.hpp"
#include "formats/recognise.hpp"

using namespace gen;
using namespace gen::foreign;

namespace {

using namespace std::string_literals;

std::string message_of(const std::string& content) {
    try {
        const InputFiles files;
        files.keep("x", bytes(content));
        open_foreign({"x"}, {}, files);
    } catch (const Error& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("refused formats: each is named, with what to do instead") {
    const std::pair<std::string, std::string> files[] = {
        {" \n<!DOCTYPE HTML PUBLIC>", "an HTML page, not data: perhaps the download failed"},
        {"\xef\xbb\xbf<html><body>404", "an HTML page, not data: perhaps the download failed"},
        {"\x80\x02}q\0(U\4data"s, "a Python pickle: of CIFAR take the binary version; else save its arrays with numpy.savez and import that"},
        {zip({{"archive/data.pkl", "\x80\x02"}}), "a PyTorch file: save its arrays with numpy.savez and import that"},
        {zip({{"metadata.json", R"({"keras_version": "3.0"})"}}), "a Keras model, not data"},
        {"PAR1....", "a Parquet file: write its table as CSV, or its pictures to files"},
        {zip({{"[Content_Types].xml", "<x/>"}, {"xl/workbook.xml", "<x/>"}}), "a spreadsheet: save its table as CSV"},
        {"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a pointer of Git LFS, not data: git lfs pull fetches the file"},
        {"CDF\1...."s, "a file of netCDF 3: save it as netCDF 4, which is HDF5"},
        {"SIMPLE  =                    T", "a file of FITS: save its arrays with numpy.savez and import that"},
        {std::string(128, '\0') + "DICM....", "a file of DICOM: write its picture as PNG"},
        {"ARROW1\0\0"s, "an Arrow file: write its table as CSV, or its pictures to files"},
        {std::string(16, '\0') + "\xde\xc0\xef\xbe....", "an LMDB database: write its pictures to files"},
        // a record of one byte: its length, the length's masked CRC-32C, the byte, and another checksum
        {"\1\0\0\0\0\0\0\0\x01\x75\xde\x41x...."s, "a file of TFRecord: write its pictures to files, or save its arrays with numpy.savez"},
        {"SQLite format 3\0"s, "an SQLite database: write its table as CSV"},
        {"\xff\xfe"
         "1\0,\0"s,
         "text in UTF-16: 'iconv -f UTF-16 -t UTF-8' makes the UTF-8 of it that is read"},
        {"1\0,\0\x32\0\n\0"s, "text in UTF-16 without a byte order mark: 'iconv -f UTF-16LE -t UTF-8' makes the UTF-8 of it that is read"},
        {"\0a\0,\0\xe4\0\n"s, "text in UTF-16 without a byte order mark: 'iconv -f UTF-16BE -t UTF-8' makes the UTF-8 of it that is read"},
        {"\n{\"a\": 1}", "JSON: write its numbers as CSV"},
        {"<?xml version=\"1.0\"?>\n<svg>", "a picture in SVG, PNG and JPEG are read: rsvg-convert makes PNG of it"},
        {"<?xml version=\"1.0\"?>\n<a/>", "an XML file: write its numbers as CSV"},
        {"%PDF-1.4\n", "a PDF document, not data"},
        {"@relation x\n", "a file of ARFF: the lines behind @data are CSV"},
        {"\0\0\1\0\1\0"s, "a picture in another format, PNG and JPEG are read: ImageMagick converts others, as in 'mogrify -format png *'"},
        {"Rar!\x1a\x07\1\0"s, "a RAR archive: unpack it and import the folder"},
        {"GIF89a....", "a picture in another format, PNG and JPEG are read: ImageMagick converts others, as in 'mogrify -format png *'"},
        {"RIFF\x10\0\0\0WEBPVP8 "s, "a picture in another format, PNG and JPEG are read: ImageMagick converts others, as in 'mogrify -format png *'"},
        {"BM\x10\0\0\0\0\0\0\0\x36\0\0\0\x28\0"s,
         "a picture in another format, PNG and JPEG are read: ImageMagick converts others, as in 'mogrify -format png *'"},
        {"epoch\tstep\n1\t2\n", "a training curve; metrics-plot draws it"},
    };
    for (const auto& [content, words] : files) {
        CHECK(message_of(content) == "x: is " + words);
        CHECK(message_of(gzip(content)) == "x: is " + words);
    }
}

TEST_CASE("refused formats: other beginnings are none") {
    for (const std::string& content :
         {"1,2\n3,4\n"s, "BM,3\n"s, "<htm"s, ""s, "\x80"s, dot, zip({{"a.png", dot}}), idx(8, {1, 1, 1}, "a"), noise(3073)})
        CHECK(refusal_of(bytes(content)).empty());
}

TEST_CASE("refused formats: named in folders and archives that have nothing else") {
    const Folder folder;
    folder.add("set/a.webp", "RIFF\x10\0\0\0WEBPVP8 "s);
    CHECK_THROWS_WITH_AS(open_foreign({folder.path("set")}, {}),
                         doctest::Contains("set: has no PNG or JPEG files; a.webp is a picture in another format, "), Error);
    const std::string cifar = folder.add("cifar-10-python.tar.gz", archived("gnutar", "gzip", {{"c/data_batch_1", "\x80\x02}q\0(U\4data"s}}));
    CHECK_THROWS_WITH_AS(open_foreign({cifar}, {}), doctest::Contains("tar.gz: c/data_batch_1: is a Python pickle: of CIFAR take the binary version"),
                         Error);
}

TEST_CASE("refused formats: tools that expect HDF5 name them, and archives with the command that imports them") {
    CHECK(not_hdf5(bytes("<!doctype html>")) == "is an HTML page, expected HDF5: perhaps the download failed");
    CHECK(not_hdf5(bytes(archived("gnutar", "none", {{"a", "b"}}))) == "is a tar archive, expected HDF5: data-import x -o x.h5");
    CHECK(not_hdf5(bytes(compressed("xz", "1,2\n"))) == "is compressed with xz, expected an HDF5 file");
}
