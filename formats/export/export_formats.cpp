#include "formats/export/export_formats.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "formats/export/csv_writer.hpp"
#include "formats/export/idx_writer.hpp"
#include "formats/export/npy_writer.hpp"
#include "formats/export/npz_writer.hpp"
#include "formats/export/onnx/onnx_model.hpp"
#include "formats/export/safetensors_writer.hpp"
#include "formats/file_kind.hpp"

namespace gen {

// Made when it is first asked for: what tools say of themselves asks before main().
std::span<const ExportFormat> export_formats() {
    static const ExportFormat formats[] = {
        {.name = "png",
         .summary = "PNG pictures in a folder, each class in a folder of its own",
         .endings = {},
         .kinds = {"images"},
         .holds_labels = true},
        {.name = "npy",
         .summary = "a NumPy array: images [N,C,H,W], vectors and latents [N,D]",
         .endings = {".npy"},
         .kinds = {"images", "latents", "tensor"},
         .write = [](const Exported& e, const ExportPlan&, const Sink& sink) { write_npy(e.main(), sink); }},
        {.name = "npz",
         .summary = "NumPy arrays: images, latents, labels, ...; a model's numbers",
         .endings = {".npz"},
         .kinds = {"images", "latents", "tensor", "model"},
         .holds_labels = true,
         .write = [](const Exported& e, const ExportPlan&, const Sink& sink) { write_npz(e, sink); }},
        {.name = "csv",
         .summary = "a table, a row for each image, the label in the last column",
         .endings = {".csv"},
         .kinds = {"images", "latents", "tensor"},
         .holds_labels = true,
         .write = [](const Exported& e, const ExportPlan& plan, const Sink& sink) { write_csv(e, plan.heading, sink); }},
        {.name = "idx",
         .summary = "the format of MNIST",
         .endings = {".idx", "-ubyte"},
         .kinds = {"images"},
         .write = [](const Exported& e, const ExportPlan&, const Sink& sink) { write_idx(e, sink); }},
        {.name = "safetensors",
         .summary = "a model's numbers, named and shaped as PyTorch has them",
         .endings = {".safetensors"},
         .kinds = {"model"},
         .write = [](const Exported& e, const ExportPlan& plan, const Sink& sink) { write_safetensors(e, plan.producer, sink); }},
        {.name = "onnx",
         .summary = "a model's network, to run elsewhere: latents in, images out",
         .endings = {".onnx"},
         .kinds = {"model"},
         .write =
             [](const Exported& e, const ExportPlan& plan, const Sink& sink) {
                 const std::string file = onnx_file(e, plan.producer);
                 sink(file.data(), file.size());
             }},
    };
    return formats;
}

const ExportFormat& export_format(std::string_view name) {
    const auto found = std::ranges::find(export_formats(), name, &ExportFormat::name);
    if (found == export_formats().end())
        fail_usage("no format ", name, ", expected ", either(names_of(export_formats())), did_you_mean(name, names_of(export_formats())));
    return *found;
}

const ExportFormat* format_of_name(std::string_view path) {
    for (const ExportFormat& format : export_formats())
        for (const std::string_view ending : format.endings)
            if (path.ends_with(ending)) return &format;
    return nullptr;
}

void expect_exportable(const Exported& exported, const ExportFormat& format) {
    if (std::ranges::find(format.kinds, exported.kind) != format.kinds.end()) return;
    Words wanted;
    for (const std::string_view kind : format.kinds) wanted.push_back(with_article(kind));
    Words others;
    for (const ExportFormat& other : export_formats())
        if (std::ranges::find(other.kinds, exported.kind) != other.kinds.end()) others.push_back(other.name);
    fail(exported.name, ": holds ", with_article(exported.kind), ", ", format.name, " takes ", either(wanted), "; try ", either(others));
}

}  // namespace gen
