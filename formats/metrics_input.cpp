#include "formats/metrics_input.hpp"

#include "core/error.hpp"
#include "formats/bytes.hpp"
#include "formats/hdf5/stored_file.hpp"
#include "formats/held.hpp"
#include "formats/metrics_curves.hpp"
#include "formats/model.hpp"
#include "formats/posix.hpp"
#include "formats/streams.hpp"

namespace gen {
namespace {

bool is_hdf5(const Bytes& bytes) { return h5::has_signature(bytes.head(h5::superblock_bytes)); }

std::string text_of(const Bytes& bytes) {
    const std::string what = bytes.name() + ": its text";
    Held(what, bytes.size()).add(bytes.size());
    std::string text(bytes.size(), '\0');
    bytes.read(0, text.size(), text.data());
    return text;
}

MetricsInput curve_in(const Document& document) {
    const std::string kind = document.text_attribute("encoding-type");
    if (kind != "model")
        fail(document.name, ": holds ", kind.empty() ? "nothing that says its kind" : kind,
             ", expected a model or what --metrics of a trainer writes");
    const Curve curve = curve_of(document);
    if (curve.rows.empty()) fail(document.name, ": the model holds no training curve");
    return {metrics_of(curve, document.name), made_settings(document)};
}

Document first_in(const Bytes& bytes) { return std::move(documents_in(bytes).front()); }

}  // namespace

MetricsInput read_metrics_input(const std::string& path) {
    const Bytes bytes = Bytes::open(path);
    const bool is_file = path != "-" && is_regular_file(path);
    if (is_hdf5(bytes)) return curve_in(is_file ? read_document(path) : first_in(bytes));
    return {is_file ? read_metrics(path) : metrics_of(text_of(bytes), bytes.name())};
}

}  // namespace gen
