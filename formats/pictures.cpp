#include "formats/pictures.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string_view>
#include <utility>

#include "core/error.hpp"
#include "formats/archive_reader.hpp"
#include "formats/lines.hpp"
#include "formats/packing.hpp"
#include "formats/picture_classes.hpp"
#include "formats/picture_files.hpp"
#include "formats/posix.hpp"

namespace gen {
namespace {

class Pictures : public Source {
public:
    explicit Pictures(std::vector<PictureFiles> inputs);

    void read(std::size_t row, Picture& out) const override;
    std::string row_name(std::size_t row) const override { return files_[row].shown; }
    void visit_bytes(const std::function<void(std::span<const std::byte>)>& visit) const override;

private:
    void label(std::vector<PictureFiles>& inputs);
    void warn_of_splits();

    std::vector<PictureFile> files_;
    std::vector<PictureFile> label_files_;
};

Pictures::Pictures(std::vector<PictureFiles> inputs) {
    name = inputs[0].input;
    format = "images";
    std::size_t deep = 0;
    label(inputs);
    for (PictureFiles& input : inputs) {
        colours = colours || input.colours;
        deep += input.deep;
        warnings.insert(warnings.end(), input.warnings.begin(), input.warnings.end());
        std::move(input.pictures.begin(), input.pictures.end(), std::back_inserter(files_));
    }
    count = files_.size();
    bytes = deep == 0;
    if (!bytes) known_range = Range{0, 65535};
    if (!bytes && deep < count) warnings.push_back(join(name, ": ", deep, " of ", count, " pictures have 16 bits, so all are kept as fractions"));
    for (const PictureFile& file : files_) row_names.push_back(file.name);
}

// By what the inputs say of themselves, else by folders.
void Pictures::label(std::vector<PictureFiles>& inputs) {
    for (PictureFiles& input : inputs) {
        if (input.label_file.has_value() != inputs[0].label_file.has_value() || input.labels.empty() != inputs[0].labels.empty())
            fail(input.input, ": not labelled like ", name);
        labels.insert(labels.end(), input.labels.begin(), input.labels.end());
        if (input.label_file) label_files_.push_back(*input.label_file);
    }
    if (!label_files_.empty()) return;
    const std::vector<std::string> classes_of_rows = picture_classes(inputs);
    classes = classes_of_rows;
    std::sort(classes.begin(), classes.end());
    classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
    warn_of_splits();
    for (const std::string& word : classes_of_rows)
        labels.push_back(static_cast<std::int32_t>(std::lower_bound(classes.begin(), classes.end(), word) - classes.begin()));
}

// Folders of a set's parts, each with classes of its own, are seldom meant as classes.
void Pictures::warn_of_splits() {
    constexpr std::string_view splits[] = {"train", "val", "valid", "validation", "test"};
    const auto is_split = [&](const std::string& word) { return std::ranges::find(splits, word) != std::end(splits); };
    if (classes.empty() || !std::ranges::all_of(classes, is_split)) return;
    std::string listed;
    for (const std::string& word : classes) listed += join(listed.empty() ? "" : ", ", word);
    warnings.push_back(join(name, ": the folders ", listed, " are taken as classes; if they are the parts of a set, name one of them"));
}

void Pictures::read(std::size_t row, Picture& out) const {
    const PictureFile& file = files_[row];
    const int bits = read_picture(file.read(), file.shown, out);
    if (bits == 16 && bytes) fail(file.shown, ": became a picture of 16 bits while it was read");
    if (bits == 8 && !bytes)
        for (real& value : out.values) value *= 257;
}

// Names and sizes go in too: the same bytes cut into other pictures are another input. A zip file is visited as it lies.
void Pictures::visit_bytes(const std::function<void(std::span<const std::byte>)>& visit) const {
    const ZipReader* last = nullptr;
    const auto visit_file = [&](const PictureFile& file) {
        if (file.zip) {
            if (file.zip.get() == last) return;
            last = file.zip.get();
            return last->file().visit(visit);
        }
        const std::vector<std::byte> content = file.read();
        const std::string title = join(file.name, '\0', content.size(), '\0');
        visit(std::as_bytes(std::span(title)));
        visit(content);
    };
    std::ranges::for_each(files_, visit_file);
    for (const PictureFile& file : label_files_)
        if (!file.zip) visit_file(file);
}

PictureFiles pictures_of(const std::string& input, const InputFiles& files) {
    if (is_folder(input)) return pictures_in_folder(input, files);
    const Bytes file = files.open(input);
    if (const auto* const members = files.members(input)) return pictures_in_archive(file.name(), *members);
    if (!packing_of(file).empty()) {
        const Bytes plain = unpacked(file);
        return is_zip(plain) ? pictures_in_zip(plain) : picture_alone("", plain);
    }
    return is_zip(file) ? pictures_in_zip(file) : picture_alone(input, file);
}

}  // namespace

std::unique_ptr<Source> open_pictures(const std::vector<std::string>& inputs, const InputFiles& files) {
    std::vector<PictureFiles> found;
    found.reserve(inputs.size());
    for (const std::string& input : inputs) found.push_back(pictures_of(input, files));
    return std::make_unique<Pictures>(std::move(found));
}

}  // namespace gen
