#include "formats/cifar10.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "core/error.hpp"

namespace gen {
namespace {

constexpr std::size_t record = 1 + 3 * 32 * 32;
constexpr std::size_t classes = 10;

std::vector<std::int32_t> labels_of(const Bytes& bytes) {
    std::vector<std::int32_t> labels;
    constexpr std::size_t block = 256;  // records at a time
    for (std::size_t offset = 0; offset < bytes.size(); offset += block * record) {
        const std::vector<std::byte> records = bytes.read(offset, std::min(block * record, bytes.size() - offset));
        for (std::size_t i = 0; i < records.size(); i += record) labels.push_back(std::to_integer<std::int32_t>(records[i]));
    }
    return labels;
}

bool whole_records(const Bytes& bytes) { return bytes.size() > 0 && bytes.size() % record == 0; }

std::vector<std::string> class_names(const std::string& folder) {
    const std::string path = (std::filesystem::path(folder) / "batches.meta.txt").string();
    std::error_code ignored;
    if (folder.empty() || !std::filesystem::is_regular_file(path, ignored)) return {};
    const Bytes file = Bytes::open(path);
    std::vector<std::string> names(1);
    for (const std::byte b : file.head(4096)) {
        const char c = std::to_integer<char>(b);
        if (c == '\n' && !names.back().empty()) names.emplace_back();
        if (c != '\n' && c != '\r') names.back() += c;
    }
    if (names.back().empty()) names.pop_back();
    if (names.size() != classes) fail(path, ": has ", names.size(), " class names, expected ", classes);
    return names;
}

}  // namespace

bool is_cifar10(const Bytes& bytes) {
    if (!whole_records(bytes)) return false;
    const std::vector<std::int32_t> labels = labels_of(bytes);
    return std::all_of(labels.begin(), labels.end(), [](std::int32_t label) { return label < static_cast<std::int32_t>(classes); });
}

std::unique_ptr<Source> open_cifar10(const Bytes& bytes, const std::string& folder) {
    if (!whole_records(bytes)) fail(bytes.name(), ": has ", bytes.size(), " bytes, expected a multiple of ", record, " (CIFAR-10 records)");
    std::vector<std::int32_t> labels = labels_of(bytes);
    for (std::size_t i = 0; i < labels.size(); ++i)
        if (labels[i] >= static_cast<std::int32_t>(classes)) fail(bytes.name(), ": record ", i + 1, " has label ", labels[i], ", expected 0 to 9");
    const std::size_t rows = labels.size();
    auto source = std::make_unique<ArraySource>(bytes, ArrayLayout{1, record, {}, {3, 32, 32}}, rows);
    source->format = "cifar10";
    source->labels = std::move(labels);
    source->classes = class_names(folder);
    return source;
}

}  // namespace gen
