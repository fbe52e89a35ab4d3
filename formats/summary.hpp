#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "formats/document.hpp"

namespace gen {

/// One object of a document: an attribute ("/images@range"), a data set, or one value of a JSON text ("/provenance/options/lr").
struct SummaryLine {
    std::string object;
    std::string type;
    std::string shape;  // "70x1x28x28"; of a list its length; of one value ""
    std::string value;  // of attributes, texts and single numbers; control characters as \uXXXX
};

/// Everything that a document holds except the numbers of arrays: root attributes and content-sha256 (computed where the file has none) first,
/// then the data sets by path, each with its attributes. JSON texts are taken apart.
std::vector<SummaryLine> summary(const Document& document);

/// Of the finite numbers; `others` are NaN or infinite.
struct Statistics {
    std::size_t count = 0;
    std::size_t others = 0;
    double min = std::numeric_limits<double>::quiet_NaN();  // as all of them where there is no finite number
    double median = min;
    double mean = min;
    double max = min;
    double rms = min;
};
Statistics statistics_of(const Dataset& set);

/// The same as one JSON object: file, item, kind, digest, attributes, datasets, provenance.
std::string summary_json(const Document& document, std::size_t item, bool with_statistics);

/// Where two documents differ. `what` is missing, type, shape or value; of values: how many, the largest and the root of the mean square difference.
struct Difference {
    std::string object;
    std::string what;
    std::string first;
    std::string second;
    std::size_t count = 0;
    double largest = 0;
    double rms = 0;
};

/// By object in bytewise order. `provenance`: also /provenance and the producer. The digest follows from the rest and is not compared.
std::vector<Difference> differences(const Document& first, const Document& second, bool provenance);

}  // namespace gen
