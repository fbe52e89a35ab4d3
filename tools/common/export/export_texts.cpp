#include "tools/common/export/export_texts.hpp"

#include <string>

#include "core/error.hpp"
#include "formats/export/export_formats.hpp"

namespace gen {

std::string_view export_description() {
    static const std::string text = [] {
        std::string words =
            "Writes what IN holds, a file of images, latents or a tensor, or a model, in a format that other programs read. The name of the output "
            "says "
            "the format, or --type does:\n\n";
        for (const ExportFormat& format : export_formats())
            words += join("  ", format.name, std::string(14 - format.name.size(), ' '), format.summary, "\n");
        return words +
               "\nThe same input gives the same bytes: there is no time and no name of a machine in them. Rows are streamed: a large set needs "
               "little "
               "memory. data-import reads all formats of images, and gives the same pixels and labels.";
    }();
    return text;
}

std::string_view export_notes() {
    return "PICTURES\n"
           "\n"
           "OUT is a folder where it is there, where its name ends in /, and with --type png. The range of the pixels is mapped to black ... white, "
           "8 "
           "bits each or, with --bits 16, 16. A picture is named by the number of its row, from 0, with as many zeros as bring all into order. Where "
           "there are labels it lies in a folder of its class; what a folder's name cannot have on some system becomes _ there. data-import numbers "
           "classes in bytewise order of their names; --labels FILE.txt keeps the pictures together in their order instead, and writes the class of "
           "each.\n"
           "\n"
           "A folder appears whole or not at all: it grows beside its place, under a name that ends in .part. One that is there must be empty; with "
           "--force it may hold an earlier export, which is replaced as a whole. A folder that holds anything else is never touched.\n"
           "---\n"
           "NUMBERS\n"
           "\n"
           "Arrays hold pixels of 8 bits as bytes, others as 32-bit floats on their range. What data-import --transform has done is undone, unless "
           "--units stored is given; ONNX networks take and give such numbers as they are stored, and their property transform says how that is. "
           "Images that have numbers that are not finite, or outside the range, are refused. npz names its arrays images, latents, mean, logvar, "
           "centres, data, labels and classes. Tables hold the shortest form that reads back as the same number. The columns of their heading are "
           "pixel0, pixel1, ...; x0, x1, ... of vectors and tensors; z0, z1, ... of latents; and label.\n"
           "---\n"
           "LABELS\n"
           "\n"
           "png, npz and csv hold labels, by the name of the class where it has one (npz: numbers, the names beside them in classes). --labels FILE "
           "writes them to a file of their own: .npy, one class a line in .txt and .csv, else IDX.\n"
           "---\n"
           "MODELS\n"
           "\n"
           "Weights are the moving averages where the model has some, unless --raw; spectral normalisation is done to them.\n"
           "\n"
           "safetensors and npz hold the numbers of all networks as NETWORK.INDEX.NAME, decoder.0.weight, and of one --network as INDEX.NAME, in the "
           "shapes of PyTorch. Indices count layers as torch.nn.Sequential does, activations included, so that its load_state_dict takes them, also "
           "with strict=True: num_batches_tracked, of which the tools know nothing, may be absent there. With --fold batch norm goes into the linear "
           "layer or convolution before it, which has a bias then; torch.nn.Identity stands in its place. The header of safetensors holds the "
           "model's architecture as JSON.\n"
           "\n"
           "onnx holds one network, of opset 14, for any number of rows N. By default it is the one that makes images: latents [N,D] in, and where "
           "the model is conditional class [N], from 0, or -1 for none; images [N,C,H,W] out, the ones of gen-sample, with pixels on [0,1] unless "
           "the model's data were on another range, or vectors [N,D]. --network encoder takes such images and gives mean and logvar, or code. A "
           "discriminator gives logit, and class_logits "
           "where it tells classes; a classifier logits. Other networks take input, rows as in training, and give output. Layers that draw random "
           "numbers at all times take them from inputs of their own, NETWORK.INDEX.normal, standard normal, or NETWORK.INDEX.uniform, on [0,1). The "
           "file's properties say kind, network, pixel_range, pixel_scale, latent, classes, class_names and model_sha256.";
}

}  // namespace gen
