#include "models/family.hpp"

#include "core/error.hpp"
#include "models/classifier/classifier.hpp"

namespace gen {
namespace {

class Judge : public ImageClassifier {
public:
    explicit Judge(const Classifier& classifier) : classifier_(&classifier) {}
    Classified classify(const Examples& data, Rows rows, Parallel& parallel) override { return gen::classify(*classifier_, data, rows, parallel); }

private:
    const Classifier* classifier_;
};

}  // namespace

void ClassifierSpec::describe(SpecVisitor& v) {
    v.visit("input", input);
    v.visit("classes", classes);
    v.optional("class_names", names);
    v.group("networks", [&] { v.visit("classifier", layers); });
}

void ClassifierSpec::check() const {
    expect_image_shape(input);
    if (classes < 2 || classes > 1 << 20 || layers.empty()) fail("two classes or more and the network must be given");
    expect_class_names(names, classes);
}

std::unique_ptr<ImageClassifier> Classifier::classifies() const { return std::make_unique<Judge>(*this); }

const Family& Classifier::family() {
    static const Family row = {.kinds = {"classifier"},
                               .trainer = "feature-train",
                               .abilities = abilities_of<Classifier>(),
                               .make = [](std::string_view, SpecVisitor& fields) { return model_of_fields<Classifier>(ClassifierSpec(), fields); }};
    return row;
}

}  // namespace gen
