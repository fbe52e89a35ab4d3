#include "formats/foreign_formats.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "formats/arrays/hdf5_file.hpp"
#include "formats/arrays/mat_file.hpp"
#include "formats/arrays/npy_file.hpp"
#include "formats/arrays/open_arrays.hpp"
#include "formats/cifar.hpp"
#include "formats/idx.hpp"
#include "formats/jpeg_reader.hpp"
#include "formats/lines.hpp"
#include "formats/npy.hpp"
#include "formats/packing.hpp"
#include "formats/png_reader.hpp"
#include "formats/stl10.hpp"
#include "formats/zip_reader.hpp"

namespace gen {
namespace {

using How = const ForeignReading&;

constexpr ForeignFormat formats[] = {
    {.type = "idx",
     .title = "an IDX file",
     .known_as = "IDX",
     .recognises = is_idx,
     .open = [](const Bytes& b, How how) { return open_idx(b, how.shape); },
     .unpacks_itself = true,
     .says = "the files of MNIST, gzipped or not; labels come from the label file named with --labels"},
    {.type = "npy",
     .title = "a NumPy array (NPY)",
     .known_as = "NPY",
     .recognises = is_npy,
     .open = open_arrays,
     .has_arrays = true,
     .has_layout = true,
     .says = "NumPy arrays [N,D], [N,H,W], [N,C,H,W] or [N,H,W,C]"},
    {.type = "npz",
     .title = "a file of NumPy arrays (NPZ)",
     .known_as = "NPZ",
     .recognises = is_npz,
     .open = open_arrays,
     .has_arrays = true,
     .has_layout = true,
     .says = "one of its arrays, as npy"},
    {.type = "mat",
     .title = "a MATLAB file",
     .known_as = "MATLAB",
     .recognises = [](const Bytes& b) { return is_mat(b) || is_mat73(b); },
     .open = open_arrays,
     .has_arrays = true,
     .has_layout = true,
     .says = "the largest real matrix of a MATLAB file (4, 5, 7.3); its columns are the rows here, where labels do not show otherwise; [H,W,N] and "
             "[H,W,C,N] are images"},
    {.type = "hdf5",
     .title = "an HDF5 file",
     .known_as = "HDF5",
     .recognises = is_hdf5,
     .open = open_arrays,
     .has_arrays = true,
     .has_layout = true,
     .says = "one of the data sets of any HDF5 file, AnnData's (h5ad) too, as npy"},
    {.type = "images",
     .title = "a zip archive",
     .known_as = "zip",
     .recognises = is_zip,
     .has_shapes = true,
     .says = "PNG and JPEG files in folders or archives, or named one by one, in bytewise order of their paths; two or more folders are taken as "
             "classes; names that begin with a dot are left out"},
    {.type = "images", .title = "a tar archive", .known_as = "tar", .recognises = is_tar, .has_shapes = true},
    {.type = "images", .title = "a 7z archive", .known_as = "7z", .recognises = is_7z, .has_shapes = true},
    {.type = "images",
     .title = "a PNG picture",
     .known_as = "PNG",
     .recognises = [](const Bytes& b) { return is_png(b.head(8)); },
     .has_shapes = true},
    {.type = "images",
     .title = "a JPEG picture",
     .known_as = "JPEG",
     .recognises = [](const Bytes& b) { return is_jpeg(b.head(8)); },
     .has_shapes = true},
    {.type = "cifar10",
     .title = "a file of CIFAR-10 records",
     .known_as = "CIFAR-10",
     .recognises = is_cifar10,
     .open = [](const Bytes& b, How how) { return open_cifar10(b, how.beside); },
     .has_shapes = true,
     .says = "the binary version, labels included; class names are read from batches.meta.txt beside it"},
    {.type = "cifar100",
     .title = "a file of CIFAR-100 records",
     .known_as = "CIFAR-100",
     .recognises = is_cifar100,
     .open = [](const Bytes& b, How how) { return open_cifar100(b, how.beside, how.labels_path); },
     .has_shapes = true,
     .says = "the binary version; labels are the fine ones, or, with --labels coarse, those; class names are read from fine_label_names.txt or "
             "coarse_label_names.txt beside it"},
    {.type = "stl10",
     .title = "a file of STL-10 pictures",
     .recognises = [](const Bytes&) { return false; },
     .open = [](const Bytes& b, How how) { return open_stl10(b, how.beside); },
     .has_shapes = true,
     .says = "the binary version, which --type must name; its labels, 1 ... 10 in the file named with --labels, become 0 ... 9; class names are read "
             "from class_names.txt beside it"},
    {.type = "csv",
     .title = "text",
     .known_as = "text",
     .recognises = is_text,
     .open = [](const Bytes& b, How how) { return open_csv(b, how.labels, how.shape, how.order); },
     .has_layout = true,
     .has_columns = true,
     .says = "numbers, one row per line, separated by comma, tab, semicolon or blanks, with or without a heading line"},
};

}  // namespace

std::span<const ForeignFormat> foreign_formats() { return formats; }

const ForeignFormat* find_foreign_format(std::string_view type) {
    const auto* const found = std::ranges::find(formats, type, &ForeignFormat::type);
    return found == std::end(formats) ? nullptr : found;
}

std::vector<std::string_view> foreign_types() {
    std::vector<std::string_view> types = {"auto"};
    for (const ForeignFormat& format : formats)
        if (format.type != types.back()) types.push_back(format.type);
    return types;
}

std::string foreign_types_described() {
    std::string out;
    for (const ForeignFormat& format : formats)
        if (!format.says.empty()) out += join(out.empty() ? "" : " ", format.type, ": ", format.says, ".");
    return out;
}

}  // namespace gen
