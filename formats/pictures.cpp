#include "formats/pictures.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <string_view>
#include <utility>

#include "core/error.hpp"
#include "formats/jpeg_reader.hpp"
#include "formats/png_reader.hpp"
#include "formats/recognise.hpp"
#include "formats/zip_reader.hpp"

namespace gen {
namespace {

namespace fs = std::filesystem;

// A picture and where its bytes are: a file, an entry of a zip file, or memory.
struct Item {
    std::string name;   // below its input
    std::string shown;  // in messages
    std::string path;
    std::shared_ptr<const ZipReader> zip;
    std::size_t entry = 0;
    Bytes memory;

    std::vector<std::byte> read() const {
        if (zip) return zip->read(zip->entries()[entry]);
        const Bytes file = path.empty() ? memory : Bytes::open(path);
        return file.read(0, file.size());
    }
    std::vector<std::byte> head(std::size_t n) const {
        if (zip) return zip->head(zip->entries()[entry], n);
        return (path.empty() ? memory : Bytes::open(path)).head(n);
    }
};

bool is_hidden(const std::string& path) {
    for (std::size_t at = 0; at != std::string::npos; at = path.find('/', at + 1)) {
        const std::string_view part = std::string_view(path).substr(at == 0 ? 0 : at + 1);
        if (part.starts_with('.') || part.starts_with("__MACOSX/")) return true;
    }
    return false;
}

std::vector<Item> folder_items(const std::string& folder) {
    std::vector<Item> items;
    std::error_code error;
    for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        std::error_code ignored;
        if (!at->is_regular_file(ignored)) continue;
        Item item;
        item.path = at->path().string();
        item.name = at->path().lexically_relative(folder).string();
        item.shown = item.path;
        if (!is_hidden(item.name)) items.push_back(std::move(item));
    }
    if (error) fail_io(folder, ": cannot read the folder: ", error.message());
    return items;
}

std::vector<Item> zip_items(const Bytes& file) {
    const auto zip = std::make_shared<const ZipReader>(file);
    std::vector<Item> items;
    for (std::size_t i = 0; i < zip->entries().size(); ++i) {
        const std::string& name = zip->entries()[i].name;
        if (!name.empty() && name.back() != '/' && !is_hidden(name)) items.push_back({name, join(file.name(), ": ", name), {}, zip, i, {}});
    }
    return items;
}

// A folder of MNIST's files, for example, is not searched for them: what belongs together is for the user to say.
[[noreturn]] void fail_without_pictures(const std::string& input, const std::vector<Item>& others) {
    for (const Item& item : others) {
        if (item.path.empty()) continue;
        const std::string format = data_format(Bytes::open(item.path));
        if (!format.empty())
            fail(input, ": has no PNG or JPEG files, which are all that is looked for in a folder; ", item.name, " is ", format, ": name it itself");
    }
    fail(input, ": has no PNG or JPEG files");
}

// Keeps the pictures, in order; a warning if some are none.
void keep_pictures(const std::string& input, std::vector<Item>& items, std::string& warning) {
    std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return a.name < b.name; });
    std::vector<Item> pictures;
    std::vector<Item> others;
    for (Item& item : items) (is_picture(item.head(8)) ? pictures : others).push_back(std::move(item));
    items = std::move(pictures);
    if (others.empty()) return;
    if (items.empty()) fail_without_pictures(input, others);
    constexpr std::size_t most = 3;
    const bool one = others.size() == 1;
    warning = join(input, ": ", others.size(), one ? " file is left out, which is" : " files are left out, which are", " neither PNG nor JPEG: ");
    for (std::size_t i = 0; i < std::min(most, others.size()); ++i) warning += (i > 0 ? ", " : "") + others[i].name;
    if (others.size() > most) warning += ", ...";
}

// How much of all paths, whole folders only, is the same.
std::size_t common_folders(const std::vector<Item>& items) {
    std::size_t common = 0;
    for (;;) {
        const std::size_t slash = items[0].name.find('/', common);
        if (slash == std::string::npos) return common;
        const std::string_view prefix = std::string_view(items[0].name).substr(0, slash + 1);
        if (!std::all_of(items.begin(), items.end(), [&](const Item& item) { return item.name.starts_with(prefix); })) return common;
        common = slash + 1;
    }
}

// The class of each picture: the first folder in which paths differ. Empty where there are no two, or where a picture lies beside them.
std::vector<std::string> folder_classes(const std::vector<Item>& items, std::string& warning) {
    if (items.empty()) return {};
    const std::size_t common = common_folders(items);
    std::vector<std::string> classes;
    const Item* flat = nullptr;
    for (const Item& item : items) {
        const std::size_t slash = item.name.find('/', common);
        if (slash == std::string::npos && !flat) flat = &item;
        if (slash != std::string::npos) classes.push_back(item.name.substr(common, slash - common));
    }
    if (!flat) return classes;
    if (!classes.empty()) warning = join(flat->shown, ": lies beside sub-folders, so these are not taken as classes");
    return {};
}

class Pictures : public Source {
public:
    Pictures(const std::vector<std::string>& inputs, const InputFiles& files) {
        name = inputs[0] == "-" ? "stdin" : inputs[0];
        format = "images";
        bytes = true;
        std::vector<std::string> classes_of_rows;
        for (const std::string& input : inputs) add(input, files, classes_of_rows);
        count = items_.size();
        if (count == 0) fail(name, ": has no PNG or JPEG files");
        for (const Item& item : items_) row_names.push_back(item.name);
        if (classes_of_rows.size() != count) return;
        classes = classes_of_rows;
        std::sort(classes.begin(), classes.end());
        classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
        for (const std::string& word : classes_of_rows)
            labels.push_back(static_cast<std::int32_t>(std::lower_bound(classes.begin(), classes.end(), word) - classes.begin()));
    }

    void read(std::size_t row, Picture& out) const override { read_picture(items_[row].read(), items_[row].shown, out); }
    std::string row_name(std::size_t row) const override { return items_[row].shown; }
    void visit_bytes(const std::function<void(std::span<const std::byte>)>& visit) const override;

private:
    void add(const std::string& input, const InputFiles& files, std::vector<std::string>& classes_of_rows);

    std::vector<Item> items_;
};

void Pictures::add(const std::string& input, const InputFiles& files, std::vector<std::string>& classes_of_rows) {
    std::error_code ignored;
    const bool folder = fs::is_directory(input, ignored);
    const Bytes file = folder ? Bytes() : files.open(input);
    std::vector<Item> items;
    if (!folder && !is_zip(file)) {
        if (!is_picture(file.head(8))) fail(file.name(), ": neither PNG nor JPEG: starts with ", hex(file.head(8)));
        const bool again = fs::is_regular_file(input, ignored);  // what is not a file can be read but once
        items_.push_back({fs::path(input).filename().string(), file.name(), again ? input : std::string(), nullptr, 0, again ? Bytes() : file});
        return;
    }
    items = folder ? folder_items(input) : zip_items(file);
    const std::string shown = folder ? input : file.name();
    std::string left_out;
    keep_pictures(shown, items, left_out);
    std::string no_classes;
    for (std::string& word : folder_classes(items, no_classes)) classes_of_rows.push_back(std::move(word));
    for (const std::string& warning : {left_out, no_classes})
        if (!warning.empty()) warnings.push_back(warning);
    std::move(items.begin(), items.end(), std::back_inserter(items_));
}

// Names and sizes go in too: the same bytes cut into other pictures are another input. A zip file is visited as it lies.
void Pictures::visit_bytes(const std::function<void(std::span<const std::byte>)>& visit) const {
    const ZipReader* last = nullptr;
    for (const Item& item : items_) {
        if (item.zip) {
            if (item.zip.get() == last) continue;
            last = item.zip.get();
            last->file().visit(visit);
            continue;
        }
        const std::vector<std::byte> content = item.read();
        const std::string title = join(item.name, '\0', content.size(), '\0');
        visit(std::as_bytes(std::span(title)));
        visit(content);
    }
}

}  // namespace

bool is_picture(std::span<const std::byte> head) { return is_png(head) || is_jpeg(head); }

void read_picture(std::span<const std::byte> file, const std::string& name, Picture& out) {
    if (is_png(file)) return read_png(file, name, out);
    if (is_jpeg(file)) return read_jpeg(file, name, out);
    fail(name, ": neither PNG nor JPEG");
}

std::unique_ptr<Source> open_pictures(const std::vector<std::string>& inputs, const InputFiles& files) {
    return std::make_unique<Pictures>(inputs, files);
}

}  // namespace gen
