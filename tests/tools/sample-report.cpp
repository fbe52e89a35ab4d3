// How well samples cover what they should, as a line of TSV below its header:
//   sample-report modes SAMPLES DATA          modes covered, part of high quality (within 3 sd) and reverse KL, by the centres in DATA
//   sample-report classes SAMPLES CLASSIFIER  classes present, KL to the uniform distribution, and the count of each class
//   sample-report each SAMPLES CLASSIFIER     a line for each sample: its number, the class that it is read as, and the probability of that
#include <cmath>
#include <exception>
#include <iostream>
#include <string>

#include "core/error.hpp"
#include "eval/class_histogram.hpp"
#include "eval/modes.hpp"
#include "formats/classifier_model.hpp"
#include "formats/image_examples.hpp"
#include "formats/streams.hpp"

namespace {

using namespace gen;

ImageExamples read_images(const std::string& path) {
    const Document document = read_document(path);
    return {images_of(document), document.name};
}

void report_modes(const std::string& samples, const std::string& data) {
    const Images images = images_of(read_document(data));
    if (!images.centres || !images.centres->sd) fail(data, ": has no /centres with their sd, expected points of data-synth ring or grid");
    Parallel parallel;
    const ModeCoverage found = mode_coverage(read_images(samples), images.centres->places, *images.centres->sd, 3, parallel);
    std::cout << "modes\thigh_quality\treverse_kl\n" << found.modes << '\t' << text(found.high_quality) << '\t' << text(found.reverse_kl) << '\n';
}

void report_classes(const std::string& samples, const std::string& model) {
    const Classifier classifier = classifier_of(read_document(model));
    Parallel parallel;
    const ClassHistogram found = class_histogram(classifier, read_images(samples), parallel);
    std::cout << "present\tkl";
    for (std::size_t k = 0; k < found.counts.size(); ++k) std::cout << '\t' << (classifier.spec.names.empty() ? text(k) : classifier.spec.names[k]);
    std::cout << '\n' << found.present << '\t' << text(found.kl);
    for (const std::uint64_t n : found.counts) std::cout << '\t' << n;
    std::cout << '\n';
}

void report_each(const std::string& samples, const std::string& model) {
    const Classifier classifier = classifier_of(read_document(model));
    const ImageExamples images = read_images(samples);
    Parallel parallel;
    const Classified found = classify(classifier, images, {0, images.size()}, parallel);
    std::cout << "#sample\tclass\tprobability\n";
    for (std::size_t i = 0; i < images.size(); ++i) {
        const std::int32_t k = found.classes[i];
        std::cout << i << '\t' << k << '\t' << text(std::exp(static_cast<double>(found.log_probabilities(i, static_cast<std::size_t>(k))))) << '\n';
    }
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const std::string what = argc == 4 ? argv[1] : "";
        if (what == "modes") report_modes(argv[2], argv[3]);
        else if (what == "classes") report_classes(argv[2], argv[3]);
        else if (what == "each") report_each(argv[2], argv[3]);
        else fail_usage("usage: sample-report modes SAMPLES DATA | classes SAMPLES CLASSIFIER | each SAMPLES CLASSIFIER");
        return 0;
    } catch (const Error& e) {
        std::cerr << "sample-report: " << e.what() << '\n';
        return e.fault() == Fault::usage ? 2 : e.fault() == Fault::input ? 3 : 4;
    }
}
