#include "tools/common/import/import_texts.hpp"

#include <string>

#include "core/error.hpp"
#include "formats/arrays/known_layouts.hpp"
#include "formats/foreign_formats.hpp"
#include "prob/transform.hpp"

namespace gen {
namespace {

constexpr std::string_view numbers_notes =
    "Pixels of 8 bits stay 0 ... 255; flags (booleans) are 0 for black and 1 for white. What black and white are among other numbers is guessed: "
    "whole numbers whose maximum lies between 128 and 255 become bytes; fractions within [0,1] or [-1,1] keep their scale; other numbers from 0 up "
    "are divided by the maximum of the whole input (before --skip and --take), which is kept as the attribute scale. A guess that another file of "
    "the same data could decide otherwise is said on stderr, with the option that states it. Negative pixels below -1 and numbers that are not "
    "finite are refused, with row and column counted from 1.\n"
    "\n"
    "--range LO,HI says instead what black and white are in the numbers of the input: --range 0,16 divides by 16, whatever the largest number; "
    "--range 0,1 makes bytes of 0 and 1 black and white; where LO is not 0 numbers stay, and LO and HI are the attribute range. --like FILE takes "
    "what was decided for another file, so that a test set is imported as its training set was: range, transform, layout and the numbers of classes "
    "by their "
    "names; "
    "sizes must be equal. FILE may be a model, too, which stands for the data that it was trained on. Where those are pictures whose black is 0 and "
    "whose white is 1, 255 or 65535, pictures that have another of these stay what they are. What lies beyond black or white of a range that was "
    "stated, or by less than 0.01 beyond [0,1] or [-1,1], is clamped, with a warning that counts pixels and rows.\n"
    "\n"
    "Crops are centred unless a corner is given, WxH+X+Y, counted from the upper left. --crop W:H cuts the largest part whose width and height have "
    "this ratio out of each picture, so that --resize, which is to exactly WxH, does not distort it. Resizing is by an antialiased triangle filter. "
    "Grey is 0.299 R + 0.587 G + 0.114 B. --binarize threshold makes pixels white from half the range up; static draws every pixel once, white with "
    "a probability equal to its brightness, by --seed and the row's number in the input.\n";

constexpr std::string_view transforms_notes =
    "--transform makes numbers fit for a model whose distribution they do not have: those of a table, each column by itself, or those of pixels, all "
    "alike or, with :channel, each channel by itself. Steps follow one another: --transform log1p,standardize. Least, largest, mean and standard "
    "deviation are those of the whole input (before --skip and --take). Columns of a table that are the same in all rows become 0, with a warning. "
    "What a step does not take is refused, with row and column counted from 1.\n"
    "\n"
    "Steps take the numbers of the input as they are, bytes 0 ... 255 too; with --range LO,HI they first become 0 ... 1. Transformed pixels lie "
    "between the least and the largest of them, which is the attribute range. The steps and what was fitted stand in the file, /transform, and in "
    "models that are trained on it; --like takes them for other data. gen-sample, latent-interp and img-grid undo them. Numbers are read and "
    "transformed as doubles, unless pictures are cropped, resized or made grey, and stored as f32: log10 of twelve decades keeps six digits of each; "
    "log1p with another step behind it does not tell numbers far below "
    "1 apart.\n"
    "\n";

constexpr std::string_view pictures_notes =
    "PNG and JPEG files are taken as their pixels are stored: gamma, colour profiles and the camera's orientation (Exif) change nothing; pictures "
    "that should be turned are named. What is "
    "transparent lies on black, its stored values weighed by alpha, as browsers do it. JPEG files in CMYK or YCCK become RGB, without a profile. If "
    "one picture has colours, grey ones get three equal channels; if one PNG file has 16 bits, all become fractions of 65535.\n"
    "\n"
    "Sub-folders are classes if every picture lies in one and there are at least two: the first folder in which paths differ counts. Where there are "
    "no such sub-folders, several folders that are named, as in 'data-import cat dog', are the classes. Links to folders are followed, but no folder "
    "is entered twice. A dataset.json above the pictures, as StyleGAN's and EDM's data sets have it, gives the labels instead, or says that there "
    "are none.\n";

constexpr std::string_view archives_notes =
    "Any file may be compressed by gzip, bzip2, xz, zstd or lz4. An archive (zip, tar, 7z) of PNG and JPEG files is read as a folder of them. Of an "
    "archive of other files the only one that holds data is taken, or those that --dataset names: by a path, its last part, a folder, or a pattern "
    "as the shell has it. Files of labels and of class names are looked for in the archive first.\n"
    "\n"
    "Files that are stored or deflated in a zip file are read where they lie, in any order. All others are unpacked once, from end to end: up to 64 "
    "MiB into memory, more into a file without a name (TMPDIR, see ENVIRONMENT). What unpacks to more than 2,000 times its size is refused, and so "
    "is "
    "a compressed file that unpacks to more than 4 GiB and a hundred times its size.\n";

constexpr std::string_view arrays_notes =
    "Of a file of several arrays (npz, mat, hdf5) the images of a known layout are taken, see below, else the only array that can be images or "
    "points, of mat the largest. --dataset PATH names another: train_images, dataset.train.images, /train/images. --list prints what there is, and "
    "the command that imports it; links inside an HDF5 file are names, too. Only the rows that are asked for are read, of compressed arrays a few "
    "blocks at a time. --rows A:B takes rows A to "
    "B-1 of the input, counted from 0, before all else.\n\n"
    "--layout says what the dimensions are: nchw [N,C,H,W], nhwc [N,H,W,C] or hwc-last-n [H,W,C,N]; without C, [N,H,W] and [H,W,N], they are grey; "
    "[N,D] are points. auto goes by the number of channels, 1 to 4, and by which sides are equal, and says what it took where that is not nchw, of "
    "mat hwc-last-n; what fits two orders equally well is refused. The attribute source-layout of the images keeps what was taken. Flags are black "
    "(false) and white (true); numbers of 64 bits are rounded to 32, which is said, and refused where they are too large.\n\n"
    "--labels PATH takes an array of the same file, --labels FILE or FILE:PATH one of another: whole numbers [N] or [N,1], one-hot rows [N,K], "
    "words, or, as PATH:K, column K of several, counted from 1. Numbers stay what they are.\n\n"
    "Known by the names of their arrays, with labels where there are some:\n\n";

constexpr std::string_view labels_notes =
    "--labels takes an IDX file of labels, or a text file of one label per line, or, for PNG and JPEG files, of lines 'NAME LABEL' or 'NAME,LABEL', "
    "in any order: NAME is the path below the input or its last part, with or without the ending; such a file may hold more names than there are "
    "images. Whole numbers are kept. Other words, also several of them, are numbered in bytewise order and kept as class names; one that holds a "
    "separator stands in quotation marks. One-hot rows of three columns or more are classes. What could be taken in two ways is refused with its "
    "line: an empty line or a remark among labels, several fields, numbers mixed with words, negative or fractional numbers, a name that two "
    "pictures have. For csv, first and last name the column (for a file of that name write ./first). Of QMNIST's rows of eight numbers the first is "
    "the class; STL-10's labels, 1 ... 10, become 0 ... 9. For cifar100, coarse names its 20 classes instead of the 100 fine ones. MNIST's label "
    "file is not looked for: name it. --class takes the name of a class or its number; where the two differ the name counts.";

/// "log1p: log(1 + x). ... logit:A: ..."
std::string transforms_described() {
    std::string out;
    for (const TransformKind& kind : transform_kinds())
        out += join(out.empty() ? "" : " ", kind.name, kind.setting.empty() ? "" : ":", kind.setting, ": ", kind.says, ".");
    return out + "\n";
}

}  // namespace

std::string_view import_description() {
    static const std::string text = join(
        "Reads one data set, of one split, and writes it as one HDF5 file of images: pixels, and labels where there are any. INPUT is a file, a "
        "folder, an archive, or - for standard input, compressed or not; several inputs of one type are joined in order. The format is recognised by "
        "the content, whatever the name.\n"
        "\n",
        foreign_types_described(),
        "\n\n"
        "Tables (csv; npy and mat of two dimensions) are points, written as they are, unless --shape says how the numbers of a row make an image.\n"
        "\n"
        "The order of operations is: class, shuffle, skip, take; then, for each row, read, transpose, crop, resize, grey, binarize or transform. So "
        "--shuffle "
        "--take N and "
        "--shuffle --skip N, with the same seed, cut a data set in two. Rows are streamed: a large set needs little memory.");
    return text;
}

std::string_view import_notes() {
    static const std::string notes =
        join("NUMBERS\n\n", numbers_notes, "---\nTRANSFORMS\n\n", transforms_notes, transforms_described(), "---\nPICTURES\n\n", pictures_notes,
             "---\nARCHIVES\n\n", archives_notes, "---\nARRAYS\n\n", arrays_notes, known_layouts_described(), "---\nLABELS\n\n", labels_notes);
    return notes;
}

}  // namespace gen
