#include "formats/arrays/hdf5_file.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <variant>

#include "core/error.hpp"
#include "formats/arrays/chunked_array.hpp"
#include "formats/arrays/mat_file.hpp"
#include "formats/arrays/mat_words.hpp"
#include "formats/arrays/sparse_array.hpp"
#include "formats/hdf5/claims.hpp"
#include "formats/hdf5/sandbox.hpp"
#include "formats/limits.hpp"

namespace gen {
namespace {

using h5::StoredSet;

constexpr std::size_t most_places = std::size_t{1} << 28;  // of a sparse matrix

/// Where the file begins behind a user block of 512, 1024, ... bytes.
std::optional<std::size_t> beginning(const Bytes& bytes) {
    for (std::size_t at = 0; at < std::min(bytes.size(), limit::user_block); at = std::max<std::size_t>(512, 2 * at))
        if (h5::has_signature(bytes.read(at, std::min<std::size_t>(8, bytes.size() - at)))) return at;
    return {};
}

NumberType number_type(const h5::NumberType& number) {
    using Kind = NumberType::Kind;
    return {number.is_float ? Kind::floating : number.is_signed ? Kind::whole : Kind::natural, number.size, number.big_endian && number.size > 1};
}

std::string text_attribute(const StoredSet& set, std::string_view name) {
    for (const Attribute& a : set.attributes)
        if (const auto* const words = std::get_if<std::string>(&a.value); words != nullptr && a.name == name) return *words;
    return "";
}

/// The fill value, for a message.
std::string fill_text(const StoredSet& set) {
    if (set.fill.empty()) return "0";
    double value = 0;
    convert_to_double(set.fill.data(), number_type(set.number), 1, &value);
    return text(value);
}

/// What is known of a sparse matrix.
struct SparseShape {
    std::optional<std::size_t> rows = {};
    std::optional<std::size_t> columns = {};
    std::optional<bool> by_columns = {};
};

/// Of the attributes that AnnData gives its group, now and before 0.7.
SparseShape sparse_shape_of(const std::vector<Attribute>& attributes) {
    SparseShape out;
    for (const Attribute& a : attributes) {
        const auto* const sides = std::get_if<std::vector<std::int64_t>>(&a.value);
        if (sides != nullptr && sides->size() == 2 && std::ranges::min(*sides) > 0) {
            out.rows = static_cast<std::size_t>(sides->front());
            out.columns = static_cast<std::size_t>(sides->back());
        }
        if (const auto* const words = std::get_if<std::string>(&a.value)) {
            if (words->starts_with("csr")) out.by_columns = false;
            if (words->starts_with("csc")) out.by_columns = true;
        }
    }
    return out;
}

class Hdf5File : public ArrayFile {
public:
    explicit Hdf5File(const Bytes& bytes) {
        content_ = bytes;
        file_ = std::make_shared<const h5::StoredFile>(content_);
        structure_ = h5::sandboxed_structure_of(*file_, h5::Whose::anyone);
        name = bytes.name();
        const auto has = [&](std::string_view attribute) {
            return std::ranges::find(structure_.attributes, attribute, &Attribute::name) != structure_.attributes.end();
        };
        if (has("encoding-type") && has("producer")) fail(name, ": is HDF5 already, expected foreign data");
        if (has("keras_version")) fail(name, ": is a Keras model, not data");
        columns_are_rows = is_mat73(bytes);
        format = columns_are_rows ? "mat" : "hdf5";
        for (std::size_t i = 0; i < structure_.sets.size(); ++i) add(structure_.sets[i], i);
        for (const h5::StoredLink& link : structure_.links) add_link(link);
        add_sparse();
        add_categories();
    }

    std::shared_ptr<const StoredArray> open(const ArrayInfo& array) const override {
        const Parts& parts = parts_[index_of(array)];
        if (parts.sparse) return open_sparse(array, *parts.sparse);
        const StoredSet& set = structure_.sets[parts.set];
        if (array.holds != ArrayInfo::Holds::numbers)
            fail(where(array), array.refusal.empty() ? join(" is ", set.type_name, ", expected numbers") : " " + array.refusal);
        h5::expect_plausible(set, content_.size(), where(array));
        std::shared_ptr<StoredArray> out = open_numbers(set, where(array));
        out->is_bool = array.type == "bool";
        out->reversed = columns_are_rows;
        for (const std::string_view packing : {"scale_factor", "add_offset"})
            if (std::ranges::find(set.attributes, packing, &Attribute::name) != set.attributes.end())
                out->warnings.push_back(join(where(array), ": the attribute ", packing, " is not applied, numbers are taken as they are stored"));
        return out;
    }

    std::vector<std::string> words(const ArrayInfo& array) const override {
        const Parts& parts = parts_[index_of(array)];
        if (!parts.sparse && is_characters(structure_.sets[parts.set])) return characters(structure_.sets[parts.set], where(array));
        if (parts.categories) return structure_.sets[*parts.categories].words.value_or(std::vector<std::string>());
        return parts.sparse ? std::vector<std::string>() : structure_.sets[parts.set].words.value_or(std::vector<std::string>());
    }

private:
    struct Sparse {
        std::size_t data, indices, starts;
        bool by_columns;
        bool is_guess;  // of by_columns
    };
    struct Parts {
        std::size_t set = 0;
        std::optional<Sparse> sparse = {};
        std::optional<std::size_t> categories = {};
    };

    std::size_t index_of(const ArrayInfo& array) const { return static_cast<std::size_t>(&array - arrays.data()); }

    void add(const StoredSet& set, std::size_t index) {
        if (set.path.starts_with("/#")) return;  // MATLAB's own
        ArrayInfo info{set.path.substr(1), set.shape, set.type_name, ArrayInfo::Holds::numbers};
        const std::string matlab_class = columns_are_rows ? text_attribute(set, "MATLAB_class") : "";
        if (set.words) info.holds = ArrayInfo::Holds::words;
        if (!set.refusal.empty() && !set.words) info.holds = ArrayInfo::Holds::other;
        info.refusal = set.refusal;
        if (set.is_text || matlab_class == "char" || matlab_class == "cell") info.holds = set.words ? info.holds : ArrayInfo::Holds::other;
        if (matlab_class == "logical") info.type = "bool";
        if (matlab_class == "cell") info.refusal = "is a cell array, which is read of files saved with -v7 or before";
        if (is_characters(set)) {
            info.holds = ArrayInfo::Holds::words;
            info.type = "text";
        }
        if (columns_are_rows) {
            std::ranges::reverse(info.shape);
            if (is_characters(set) && info.shape[0] > 1) info.shape.resize(1);
            std::ranges::replace(info.path, '/', '.');
        }
        place_of_[set.path] = index;
        arrays.push_back(std::move(info));
        parts_.push_back({.set = index});
    }

    /// MATLAB's text, in numbers of UTF-16.
    bool is_characters(const StoredSet& set) const {
        return columns_are_rows && text_attribute(set, "MATLAB_class") == "char" && set.refusal.empty() && !set.number.is_float &&
               set.number.size == 2 && !set.number.is_signed && set.shape.size() == 2 && count(set.shape) > 0 &&
               count(set.shape) <= most_mat_characters && set.shape[1] <= most_mat_words;
    }

    std::vector<std::string> characters(const StoredSet& set, const std::string& title) const {
        std::vector<char32_t> all;
        for (const double code : numbers_of(*open_numbers(set, title), most_mat_characters)) all.push_back(static_cast<char32_t>(code));
        return words_of_rows(all, set.shape[1]);
    }

    void add_link(const h5::StoredLink& link) {
        const std::string folder = link.path.substr(0, link.path.rfind('/') + 1);
        const std::string path = link.target.starts_with('/') ? link.target : folder + link.target;
        links.push_back({link.path.substr(1), link.file.empty() ? path.substr(1) : link.target, link.file});
    }

    std::optional<std::size_t> place_of(const std::string& path) const {
        const auto found = place_of_.find(path);
        return found == place_of_.end() ? std::nullopt : std::optional(found->second);
    }
    std::size_t length(std::size_t set) const { return structure_.sets[set].shape.size() == 1 ? structure_.sets[set].shape[0] : 0; }

    /// Whole rows or columns of AnnData: of obs and var.
    std::optional<std::size_t> entries(std::string_view group) const {
        for (const StoredSet& set : structure_.sets)
            if (set.path.starts_with(group) && set.shape.size() == 1 && set.path.find('/', group.size()) == std::string::npos) return set.shape[0];
        for (const StoredSet& set : structure_.sets)
            if (set.path.starts_with(group) && set.shape.size() == 1 && set.path.ends_with("/codes")) return set.shape[0];
        return {};
    }

    /// What the group of a sparse matrix says, else what obs and var hold.
    SparseShape sparse_shape(const std::string& group, std::size_t lines) const {
        const auto stored = std::ranges::find(structure_.groups, group, &h5::StoredGroup::path);
        SparseShape out = stored == structure_.groups.end() ? SparseShape() : sparse_shape_of(stored->attributes);
        if (!out.rows) out.rows = entries("/obs/");
        if (!out.columns) out.columns = entries("/var/");
        if (!out.by_columns && out.rows != out.columns) out.by_columns = lines != out.rows;
        return out;
    }

    void add_sparse() {
        for (const StoredSet& set : structure_.sets) {
            if (!set.path.ends_with("/indptr") || set.shape.size() != 1 || set.shape[0] == 0) continue;
            const std::string group = set.path.substr(0, set.path.size() - std::string_view("/indptr").size());
            const auto data = place_of(group + "/data"), indices = place_of(group + "/indices");
            const SparseShape shape = sparse_shape(group, set.shape[0] - 1);
            if (!data || !indices || !shape.rows || !shape.columns || group.empty() || length(*data) == 0) continue;
            const bool by_columns = shape.by_columns.value_or(false);
            if (set.shape[0] - 1 != (by_columns ? *shape.columns : *shape.rows)) continue;
            arrays.push_back({group.substr(1), {*shape.rows, *shape.columns}, structure_.sets[*data].type_name, ArrayInfo::Holds::numbers});
            parts_.push_back({.sparse = Sparse{*data, *indices, *place_of(set.path), by_columns, !shape.by_columns}});
        }
    }

    void add_categories() {
        for (const StoredSet& set : structure_.sets) {
            if (!set.path.ends_with("/codes")) continue;
            const std::string group = set.path.substr(0, set.path.size() - std::string_view("/codes").size());
            const std::optional<std::size_t> categories = place_of(group + "/categories");
            if (!categories || group.empty() || !structure_.sets[*categories].words) continue;
            arrays.push_back({group.substr(1), set.shape, "categories", ArrayInfo::Holds::numbers});
            parts_.push_back({.set = *place_of(set.path), .categories = categories});
        }
        for (std::size_t i = 0; i < arrays.size(); ++i) {
            const std::size_t slash = arrays[i].path.rfind('/');
            if (slash == std::string::npos) continue;
            const auto categories = place_of(join("/", arrays[i].path.substr(0, slash), "/__categories", arrays[i].path.substr(slash)));
            if (!categories || !structure_.sets[*categories].words) continue;
            arrays[i].type = "categories";
            parts_[i].categories = categories;
        }
    }

    std::shared_ptr<StoredArray> open_numbers(const StoredSet& set, const std::string& title) const {
        const NumberType type = number_type(set.number);
        switch (set.storage) {
            case StoredSet::Storage::here: return std::make_shared<PlainArray>(Bytes::of(title, set.content), 0, type, set.shape, title);
            case StoredSet::Storage::contiguous: return std::make_shared<PlainArray>(content_, set.offset, type, set.shape, title);
            case StoredSet::Storage::chunked: {
                auto array = std::make_shared<ChunkedArray>(file_, set, type, title);
                const auto unwritten = std::ranges::count(set.chunks, 0U, &h5::StoredChunk::bytes);
                if (unwritten > 0)
                    array->warnings.push_back(
                        join(title, ": ", unwritten, " of ", set.chunks.size(), " chunks were never written and are read as ", fill_text(set)));
                return array;
            }
            case StoredSet::Storage::nothing: break;
        }
        return filled(set, type, title);
    }

    /// What was never written at all.
    static std::shared_ptr<StoredArray> filled(const StoredSet& set, const NumberType& type, const std::string& title) {
        const std::size_t size = h5::byte_count(set.shape, type.bytes, title);
        const Bytes content = Bytes::from(title, size, [fill = set.fill](std::size_t offset, std::size_t n, std::byte* out) {
            for (std::size_t i = 0; i < n; ++i) out[i] = fill.empty() ? std::byte{0} : fill[(offset + i) % fill.size()];
        });
        auto array = std::make_shared<PlainArray>(content, 0, type, set.shape, title);
        if (size > 0) array->warnings.push_back(join(title, ": was never written and is read as ", fill_text(set)));
        return array;
    }

    std::shared_ptr<const StoredArray> open_sparse(const ArrayInfo& array, const Sparse& sparse) const {
        const auto part = [&](std::size_t set) { return open_numbers(structure_.sets[set], name + ": " + structure_.sets[set].path.substr(1)); };
        auto out = std::make_shared<SparseArray>(part(sparse.data), part(sparse.indices), numbers_of(*part(sparse.starts), most_places), array.shape,
                                                 sparse.by_columns, where(array));
        if (sparse.is_guess) out->warnings.push_back(join(where(array), ": as many rows as columns, taken as compressed by rows"));
        return out;
    }

    Bytes content_;
    std::shared_ptr<const h5::StoredFile> file_;
    h5::Structure structure_;
    std::vector<Parts> parts_;                     // of arrays
    std::map<std::string, std::size_t> place_of_;  // of sets, by path
};

}  // namespace

bool is_hdf5(const Bytes& bytes) { return beginning(bytes).has_value(); }

std::unique_ptr<const ArrayFile> open_hdf5(const Bytes& bytes) { return std::make_unique<Hdf5File>(bytes); }

}  // namespace gen
