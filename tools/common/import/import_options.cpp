#include "tools/common/import/import_options.hpp"

#include <string_view>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "formats/foreign_formats.hpp"

namespace gen {

namespace {

Range parse_range(const std::string& words) {
    const std::vector<std::string_view> ends = split(words, ',');
    if (ends.size() != 2) fail_usage("--range: got '", words, "', expected LO,HI");
    const Range range = {parse_number(ends[0], "--range"), parse_number(ends[1], "--range")};
    if (!(range.low < range.high)) fail_usage("--range: got '", words, "', expected two numbers, the lower first");
    return range;
}

/// The step that makes a range 0 to 1.
TransformStep from_zero_to_one(const Range& range) {
    TransformStep step = parse_transform("--range", "minmax").steps[0];
    step.numbers = {{range.low, range.high}};
    return step;
}

}  // namespace

void ImportOptions::describe(OptionVisitor& v) {
    v.visit({.name = "INPUT", .help = "what to import: files, folders, - for stdin", .required = true, .expects = Expects::files}, inputs);
    v.visit({.name = "type",
             .value = "TYPE",
             .help = "format of the input; auto: recognised by its content",
             .group = "Input",
             .choices = foreign_types(),
             .recorded = false},  // the format found is recorded with the input
            type);
    v.visit({.name = "labels",
             .value = "FILE|PATH|first|last|coarse",
             .help = "file of labels, the array of the input or the column of a table that they are, or the coarse classes of CIFAR-100",
             .group = "Input",
             .expects = Expects::file,
             .recorded = false},
            labels);
    v.visit({.name = "list", .help = "print what the inputs hold and the commands that import it, and stop", .group = "Input", .recorded = false},
            list);
    v.visit({.name = "dataset",
             .value = "PATH",
             .help = "which array of the input, or which files of an archive, where it holds several",
             .group = "Input"},
            dataset);
    v.visit({.name = "layout",
             .value = "ORDER",
             .help = "order of the dimensions of an array; auto: the plausible one, which is said",
             .group = "Input",
             .choices = dimension_orders()},
            layout);
    v.visit({.name = "rows", .value = "A:B", .help = "only rows A to B-1 of the input, counted from 0", .group = "Input"}, rows);
    v.visit({.name = "shape", .value = "CxHxW", .help = "how the numbers of a row make an image", .group = "Input"}, shape);
    v.visit({.name = "transpose",
             .help = "exchange rows and columns, which the IDX files of EMNIST and others store the other way round",
             .group = "Input"},
            transpose);
    v.visit({.name = "range", .value = "LO,HI", .help = "what black and white are in the numbers of the input", .group = "Input"}, range);
    v.visit({.name = "transform",
             .value = "STEP[,STEP...]",
             .help = "what becomes of the numbers in the end, by columns of a table; undone by what draws images from a model",
             .group = "Input",
             .forms = [](const auto&) { return transform_forms(); },
             .joined = ','},
            transform);
    v.visit({.name = "like",
             .value = "FILE",
             .help = "take what was decided for this file: range, transform, numbers of classes; a model stands for its data",
             .group = "Input",
             .expects = Expects::file,
             .recorded = false},  // recorded as an input
            like);
    v.visit({.name = "class", .value = "CLASS[,CLASS...]", .help = "only rows of these classes, by name or by number from 0", .group = "Selection"},
            classes);
    v.visit({.name = "shuffle", .help = "shuffle the rows first", .group = "Selection"}, shuffle);
    v.visit({.name = "skip", .value = "N", .help = "leave out the first N rows", .group = "Selection", .low = 0}, skip);
    v.visit({.name = "take", .value = "N", .help = "take at most N rows", .group = "Selection", .low = 1}, take);
    v.visit({.name = "crop",
             .value = "WxH[+X+Y]|W:H",
             .help = "cut out the middle, or the part whose upper left corner is X,Y; W:H: the largest part of that shape, as 1:1",
             .group = "Images"},
            crop);
    v.visit({.name = "resize", .value = "WxH", .help = "scale to this size", .group = "Images"}, resize);
    v.visit({.name = "grey", .help = "turn colours into grey", .group = "Images"}, grey);
    v.visit({.name = "binarize",
             .value = "HOW",
             .help = "make pixels black or white: at half the range, or by one random draw each",
             .group = "Images",
             .choices = {"threshold", "static"}},
            binarize);
    v.visit({.name = "compress", .value = "LEVEL", .help = "deflate the pixels: 0 (not) to 9", .group = "Output", .low = 0, .high = 9}, compress);
}

ForeignPlan ImportOptions::foreign_plan() const {
    ForeignPlan plan{
        .type = type, .labels = labels.value_or(""), .transpose = transpose, .dataset = dataset.value_or(""), .order = dimension_order(layout)};
    if (rows) plan.rows = parse_row_range("--rows", *rows);
    if (shape) plan.shape = parse_shape("--shape", *shape);
    return plan;
}

Preparation ImportOptions::preparation(std::uint64_t seed) const {
    Preparation p{.shuffle = shuffle, .skip = static_cast<std::size_t>(skip), .grey = grey, .seed = seed};
    if (take) p.take = static_cast<std::size_t>(*take);
    if (crop) p.crop = parse_crop("--crop", *crop);
    if (resize) p.resize = parse_picture_size("--resize", *resize);
    if (binarize) p.binarize = *binarize == "static" ? Binarize::static_draw : Binarize::threshold;
    return p;
}

std::vector<std::int32_t> ImportOptions::chosen_classes(const Source& source) const {
    if (classes.empty()) return {};
    if (source.labels.empty()) fail(source.name, ": has no labels to choose classes by");
    return parse_classes(classes, "--class", source.classes);
}

void ImportOptions::decide_values(Preparation& preparation, const std::optional<ImportReference>& reference) const {
    std::optional<StatedRange> own;
    if (range) own = StatedRange{parse_range(*range)};
    Transform& steps = preparation.transform;
    if (transform) steps = parse_transform("--transform", *transform);
    if (!steps.empty() && own) steps.steps.insert(steps.steps.begin(), from_zero_to_one(own->range));
    if (reference) {
        const Transform& theirs = reference->units.transform;
        if (transform && text(steps) != text(theirs))
            fail_usage("--transform ", *transform, ": ", reference->name, " of --like holds ", text(reference->units));
        if (own && (theirs.empty() ? own->range != foreign_range(reference->units) : steps.empty() || steps.steps[0] != theirs.steps[0]))
            fail_usage("--range ", *range, ": ", reference->name, " of --like holds ", text(reference->units));
        steps = theirs;
        if (!steps.empty()) preparation.transformed = reference->units.range;
    }
    if (!steps.empty()) return;
    if (reference) preparation.range = {foreign_range(reference->units), true};
    if (own) preparation.range = own;
}

}  // namespace gen
