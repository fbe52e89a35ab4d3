// How well samples cover what they should, as a line below its header:
//   sample-report modes SAMPLES DATA          modes covered, part of high quality (within 3 sd) and reverse KL, by the centres in DATA
//   sample-report classes SAMPLES CLASSIFIER  classes present, KL to the uniform distribution, and the count of each class
//   sample-report each SAMPLES CLASSIFIER     a line for each sample: its number, the class that it is read as, and the probability of that
#include <cmath>
#include <exception>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "eval/class_histogram.hpp"
#include "eval/modes.hpp"
#include "formats/image_examples.hpp"
#include "formats/model.hpp"
#include "formats/streams.hpp"
#include "tools/common/command_line/terminal.hpp"
#include "tools/common/reports/report.hpp"

namespace {

using namespace gen;

ImageExamples read_images(const std::string& path) {
    const Document document = read_document(path);
    return {images_of(document), document.name};
}

Report report_modes(const std::string& samples, const std::string& data) {
    const Images images = images_of(read_document(data));
    if (!images.centres || !images.centres->sd) fail(data, ": has no /centres with their sd, expected points of data-synth ring or grid");
    Parallel parallel;
    const ModeCoverage found = mode_coverage(read_images(samples), images.centres->places, *images.centres->sd, 3, parallel);
    Report report({{"modes"}, {"high_quality"}, {"reverse_kl"}});
    report.add({found.modes, found.high_quality, found.reverse_kl});
    return report;
}

Report report_classes(const std::string& samples, const std::string& model) {
    const Classifier classifier = model_as<Classifier>(read_document(model));
    Parallel parallel;
    const ClassHistogram found = class_histogram(classifier, read_images(samples), parallel);
    std::vector<ReportColumn> columns = {{"present"}, {"kl"}};
    std::vector<Cell> row = {found.present, found.kl};
    for (std::size_t k = 0; k < found.counts.size(); ++k) {
        columns.push_back({classifier.spec.names.empty() ? text(k) : classifier.spec.names[k]});
        row.emplace_back(found.counts[k]);
    }
    Report report(std::move(columns));
    report.add(std::move(row));
    return report;
}

Report report_each(const std::string& samples, const std::string& model) {
    const Classifier classifier = model_as<Classifier>(read_document(model));
    const ImageExamples images = read_images(samples);
    Parallel parallel;
    const Classified found = classify(classifier, images, {0, images.size()}, parallel);
    Report report({{"sample"}, {"class"}, {"probability"}});
    for (std::size_t i = 0; i < images.size(); ++i) {
        const auto k = static_cast<std::size_t>(found.classes[i]);
        report.add({i, k, std::exp(static_cast<double>(found.log_probabilities(i, k)))});
    }
    return report;
}

Report report_of(const std::string& what, const std::string& samples, const std::string& other) {
    if (what == "modes") return report_modes(samples, other);
    if (what == "classes") return report_classes(samples, other);
    if (what == "each") return report_each(samples, other);
    fail_usage("usage: sample-report modes SAMPLES DATA | classes SAMPLES CLASSIFIER | each SAMPLES CLASSIFIER");
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const std::vector<std::string> words(argv, argv + argc);
        const Report report = argc == 4 ? report_of(words[1], words[2], words[3]) : report_of("", "", "");
        std::cout << report.in(is_terminal("-") ? Format::table : Format::tsv);
        return 0;
    } catch (const Error& e) {
        std::cerr << "sample-report: " << e.what() << '\n';
        return e.fault() == Fault::usage ? 2 : e.fault() == Fault::input ? 3 : 4;
    }
}
