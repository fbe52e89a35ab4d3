#include "tools/common/reports/report_item.hpp"

#include "core/error.hpp"
#include "formats/bytes.hpp"
#include "formats/posix.hpp"
#include "formats/streams.hpp"

namespace gen {
namespace {

constexpr std::size_t longest_table = std::size_t{64} << 20;

bool is_hdf5(const Bytes& bytes) {
    constexpr std::string_view signature = "\x89HDF\r\n\x1a\n";
    const std::vector<std::byte> head = bytes.head(signature.size());
    return std::string_view(reinterpret_cast<const char*>(head.data()), head.size()) == signature;
}

std::string text_in(const Bytes& bytes) {
    if (bytes.size() > longest_table) fail(bytes.name(), ": neither HDF5 nor a table: ", bytes.size(), " bytes, expected at most ", longest_table);
    std::string text(bytes.size(), '\0');
    bytes.read(0, text.size(), text.data());
    return text;
}

/// Whether its first column is that of a training curve.
bool is_metrics(std::string_view text) {
    if (text.starts_with('#')) text.remove_prefix(1);
    return text.starts_with("epoch\t") || text.starts_with("step\t") || text.starts_with("{\"epoch\":") || text.starts_with("{\"step\":");
}

/// A regular file is read where it lies.
std::vector<Document> documents_of(const std::string& path, const Bytes& bytes) {
    if (!is_regular_file(path)) return documents_in(bytes);
    std::vector<Document> documents;
    Input input(path);
    while (std::optional<Document> document = input.next()) documents.push_back(std::move(*document));
    return documents;
}

void expect_shown(const Document& document) {
    const std::string kind = document.text_attribute("encoding-type");
    if (kind != "model" && kind != "images")
        fail(document.name, ": holds ", kind.empty() ? "nothing that says its kind" : kind, ", expected a model or images");
}

}  // namespace

std::vector<ReportItem> read_report_items(const std::string& path, const std::string& caption) {
    const Bytes bytes = Bytes::open(path);
    if (is_hdf5(bytes)) {
        std::vector<ReportItem> items;
        for (Document& document : documents_of(path, bytes)) {
            expect_shown(document);
            items.push_back({.caption = caption, .document = std::move(document)});
        }
        return items;
    }
    const std::string text = text_in(bytes);
    if (text.empty()) fail(bytes.name(), ": empty, expected a model, images, a training curve, or what a tool reports");
    if (is_metrics(text)) return {{.caption = caption, .metrics = metrics_of(text, bytes.name())}};
    return {{.caption = caption, .table = report_table_of(text, bytes.name())}};
}

}  // namespace gen
