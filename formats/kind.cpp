#include "formats/kind.hpp"

#include "core/counted.hpp"
#include "core/error.hpp"

namespace gen {
namespace {

std::vector<std::string> classes_of(const Dataset& labels) {
    for (const Attribute& a : labels.attributes) {
        if (a.name != "classes") continue;
        if (const auto* const names = std::get_if<std::vector<std::string>>(&a.value)) return *names;
        if (const auto* const one = std::get_if<std::string>(&a.value)) return {*one};
    }
    return {};
}

std::string with_article(std::string_view kind) {
    const bool one = kind == "model" || kind == "tensor";
    return (one ? "a " : "") + std::string(kind);
}

/// What makes the one of the other.
std::string way_from(std::string_view found, std::string_view wanted) {
    constexpr struct {
        std::string_view found, wanted, way;
    } ways[] = {
        {"images", "model", ": train one on them with vae-train or gan-train"},
        {"images", "latents", ": latent-encode makes latents of images"},
        {"images", "tensor", ": feature-train --apply makes features of images"},
        {"model", "images", ": gen-sample draws images from it"},
        {"model", "latents", ": latent-encode makes latents of images with it"},
        {"latents", "images", ": gen-sample --latents makes images of them, img-grid --scatter a map"},
        {"latents", "model", ": vae-train makes models"},
    };
    for (const auto& way : ways)
        if (way.found == found && way.wanted == wanted) return std::string(way.way);
    return "";
}

}  // namespace

void expect_kind(const Document& document, std::string_view kind) {
    const std::string found = document.text_attribute("encoding-type");
    if (found == kind) return;
    const std::string wanted = with_article(kind);
    if (found.empty())
        fail(document.name, ": has no attribute encoding-type, expected ", wanted, "; gentools-hdf5(5) says how other programs write them");
    fail(document.name, ": holds ", with_article(found), ", expected ", wanted, way_from(found, kind));
}

std::string architecture_text(const Document& document) {
    expect_kind(document, "model");
    return text_of(document.require("/architecture"));
}

LabelSet labels_of(const Document& document, std::size_t rows, std::string_view what) {
    const Dataset* const set = document.find("/labels");
    if (set == nullptr) return {};
    if (set->shape.size() != 1) fail(document.name, ": /labels has ", counted(set->shape.size(), "dimension"), ", expected 1");
    if (set->row_count() != rows) fail(document.name, ": ", set->row_count(), " labels for ", rows, " ", what);
    LabelSet out;
    try {
        out.values = integers_of(*set);
    } catch (const Error& e) {
        throw Error(e.fault(), join(document.name, ": ", e.what()));
    }
    out.classes = classes_of(*set);
    const std::size_t end = out.classes.empty() ? std::size_t{1} << 31 : out.classes.size();
    for (std::size_t i = 0; i < rows; ++i)
        if (out.values[i] < 0 || static_cast<std::size_t>(out.values[i]) >= end)
            fail(document.name, ": label ", i, " is ", out.values[i], ", expected 0 to ", end - 1);
    return out;
}

Dataset labels_dataset(const std::vector<std::int32_t>& values, const std::vector<std::string>& classes) {
    Dataset set = dataset("/labels", values);
    if (!classes.empty()) set.attributes.push_back({"classes", classes});
    return set;
}

}  // namespace gen
