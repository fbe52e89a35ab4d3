#include <memory>
#include <utility>

#include "core/error.hpp"
#include "formats/foreign.hpp"
#include "formats/label_file.hpp"
#include "formats/prepare.hpp"
#include "formats/sha256.hpp"
#include "formats/streams.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/import/import_list.hpp"
#include "tools/common/import/import_options.hpp"
#include "tools/common/import/import_texts.hpp"
#include "tools/common/reports/work_progress.hpp"

namespace {

const gen::Tool tool = {
    .name = "data-import",
    .summary = "turn images and tables in other formats into gentools files",
    .description = gen::import_description(),
    .examples =
        "# MNIST with labels\n"
        "data-import train-images-idx3-ubyte.gz --labels train-labels-idx1-ubyte.gz --output mnist.h5\n"
        "# CIFAR-10 as it is downloaded, the training set; CIFAR-100's with its 20 coarse classes\n"
        "data-import cifar-10-binary.tar.gz --dataset 'data_batch_*' --output cifar.h5\n"
        "data-import cifar-100-binary.tar.gz --dataset train.bin --labels coarse --output cifar100.h5\n"
        "# CelebA: faces from the zip file, cropped as usual for GANs; then the second half of them\n"
        "data-import img_align_celeba.zip --crop 148x148 --resize 64x64 --output faces.h5\n"
        "data-import img_align_celeba.zip --crop 148x148 --resize 64x64 --skip 101300 --output rest.h5\n"
        "# Frey faces: a MATLAB matrix of 560 x 1965, every column an image of 28 rows of 20 pixels\n"
        "data-import frey_rawface.mat --shape 1x28x20 --output frey.h5\n"
        "# UCI digits: a table whose last column is the label\n"
        "data-import optdigits.tra --labels last --shape 1x8x8 --output optdigits.h5\n"
        "# photographs of any sizes: the square in the middle of each\n"
        "data-import photographs/ --crop 1:1 --resize 64x64 --output photographs.h5\n"
        "# 1,000 images drawn from a folder of folders, binarised once, into a pipe\n"
        "data-import photographs/ --crop 1:1 --resize 32x32 --grey --shuffle --take 1000 --binarize static | h5-sum -",
    .output = "IMAGES",
    .kind = "images",
    .seeded = true,
    .parallel = true,
    .slow = true,
    .lists = true,
    .notes = gen::import_notes(),
};

template <class Visit>
std::string digest_of(const Visit& visit_bytes) {
    gen::Sha256 digest;
    visit_bytes([&](std::span<const std::byte> bytes) { digest.update(bytes.data(), bytes.size()); });
    return digest.hex();
}

std::vector<gen::Provenance::Input> provenance_inputs(const gen::Source& source, const gen::ForeignPlan& plan, const gen::InputFiles& files,
                                                      const std::optional<gen::Document>& like) {
    std::vector<gen::Provenance::Input> inputs;
    const std::string format = source.labels_from.empty() ? source.format : gen::join(source.format, ", labels of ", source.labels_from);
    inputs.push_back({"data", format, digest_of([&](const auto& visit) { source.visit_bytes(visit); }), ""});
    if (like) inputs.push_back(gen::provenance_input("like", *like));
    if (!source.labels_from.empty()) return inputs;
    if (!plan.labels.empty() && plan.labels != "first" && plan.labels != "last") {
        const gen::Bytes file = files.open(gen::label_file_and_array(plan.labels).first);
        inputs.push_back({"labels", "labels", digest_of([&](const auto& visit) { file.visit(visit); }), ""});
    }
    return inputs;
}

bool import(const gen::ImportOptions& options, gen::Run& run) {
    if (options.list) return gen::print_contents(run, options);
    gen::ForeignPlan plan = options.foreign_plan();
    gen::Preparation preparation = options.preparation(run.seed);
    preparation.remark = [&run](const std::string& remark) { run.warn(remark); };
    gen::Output output(run.output);
    const gen::InputFiles files;
    files.pass_over(run.output);
    const std::optional<gen::Document> like = options.like.empty() ? std::nullopt : std::optional(gen::read_document(options.like));
    const std::optional<gen::ImportReference> reference = like ? std::optional(gen::import_reference(*like)) : std::nullopt;
    options.decide_values(preparation, reference);
    if (reference) plan.order_of_another = gen::dimension_order(reference->source_layout);
    const std::shared_ptr<gen::Source> source = gen::open_foreign(options.inputs, plan, files);
    if (reference) gen::number_classes_like(*reference, *source);
    gen::WorkProgress progress(run);
    progress.begin("reading");
    for (const std::string& warning : source->warnings) run.warn(warning);
    preparation.classes = options.chosen_classes(*source);

    gen::Parallel parallel(run.threads);
    gen::Images images = gen::prepare(source, preparation, parallel);
    if (reference) gen::expect_shape_like(*reference, images, source->name);
    run.detail(gen::join(source->name, ": ", source->format, ", ", images.count(), " of ", source->count, " rows of ",
                         gen::text(gen::Shape(images.shape.begin() + 1, images.shape.end()))));
    images.rows = gen::watched(std::move(images.rows), progress);
    gen::Document document = gen::document_of(images, run.bare ? std::nullopt : run.provenance(provenance_inputs(*source, plan, files, like)));
    document.datasets[0].deflate = static_cast<int>(options.compress);
    progress.begin("rows", images.count());
    output.commit(document);
    for (const std::string& remark : source->remarks()) run.warn(remark);
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    gen::ImportOptions options;
    return gen::run_tool(argc, argv, tool, [&](gen::OptionVisitor& v) { options.describe(v); }, [&](gen::Run& run) { return import(options, run); });
}
