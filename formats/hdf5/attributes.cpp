#include "formats/hdf5/attributes.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/error.hpp"
#include "formats/hdf5/handle.hpp"
#include "formats/hdf5/number_type.hpp"
#include "formats/hdf5/stored_type.hpp"
#include "formats/hdf5/text.hpp"
#include "formats/limits.hpp"

namespace gen::h5 {
namespace {

std::vector<std::string> attribute_names(hid_t object, const std::string& where) {
    H5O_info_t info;
    check(H5Oget_info2(object, &info, H5O_INFO_NUM_ATTRS), where + ": damaged: attributes");
    if (info.num_attrs > limit::attributes) fail(where, " has ", info.num_attrs, " attributes, expected at most ", limit::attributes);
    std::vector<std::string> names;
    hsize_t at = 0;
    const auto add = [](hid_t, const char* name, const H5A_info_t*, void* out) -> herr_t {
        auto& list = *static_cast<std::vector<std::string>*>(out);
        list.emplace_back(name);
        return list.size() > limit::attributes ? 1 : 0;
    };
    check(H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_NATIVE, &at, add, &names), where + ": damaged: attributes");
    std::sort(names.begin(), names.end());
    return names;
}

/// How many values there are; a scalar has one. Nothing where they make a table.
std::optional<std::size_t> value_count(hid_t space, bool& scalar) {
    const H5S_class_t kind = H5Sget_simple_extent_type(space);
    const int rank = H5Sget_simple_extent_ndims(space);
    if ((kind != H5S_SCALAR && kind != H5S_SIMPLE) || rank < 0 || rank > 1) return {};
    hsize_t count = 1;
    scalar = rank == 0;
    if (!scalar) H5Sget_simple_extent_dims(space, &count, nullptr);
    return count;
}

std::optional<Attribute> numbers(hid_t attribute, hid_t type, std::size_t n, const std::string& name, const std::string& where) {
    NumberType stored;
    if (!refusal_of_type(type, stored).empty()) return {};
    if (stored.is_float) {
        std::vector<double> values(n);
        if (n > 0) check(H5Aread(attribute, H5T_NATIVE_DOUBLE, values.data()), where + ": damaged");
        return Attribute{name, values};
    }
    if (stored.type == Type::u64) {
        std::vector<std::uint64_t> values(n);
        if (n > 0) check(H5Aread(attribute, H5T_NATIVE_UINT64, values.data()), where + ": damaged");
        if (std::any_of(values.begin(), values.end(), [](std::uint64_t v) { return v >> 63 != 0; })) return {};
    }
    std::vector<std::int64_t> values(n);
    if (n > 0) check(H5Aread(attribute, H5T_NATIVE_INT64, values.data()), where + ": damaged");
    return Attribute{name, values};
}

/// Nothing where it is neither text nor numbers.
std::optional<Attribute> read_attribute(hid_t object, const std::string& name, const std::string& owner) {
    const std::string where = owner + ": attribute " + name;
    const Handle attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), where + ": damaged");
    const Handle type(H5Aget_type(attribute.get()), where + ": damaged");
    const Handle space(H5Aget_space(attribute.get()), where + ": damaged");
    bool scalar = false;
    const std::optional<std::size_t> n = value_count(space.get(), scalar);
    if (!n) return {};
    const std::size_t bytes = H5Tget_size(type.get());
    if (*n > limit::attribute_bytes || *n * bytes > limit::attribute_bytes)
        fail(where, " has ", *n, " values of ", bytes, " bytes, expected at most ", limit::attribute_bytes, " bytes");
    if (!is_text(type.get())) return numbers(attribute.get(), type.get(), *n, name, where);
    const auto read = [&](void* out) { return H5Aread(attribute.get(), type.get(), out); };
    std::optional<std::vector<std::string>> texts = read_texts(type.get(), space.get(), *n, read);
    if (!texts) fail(where, ": damaged");
    for (const std::string& text : *texts)
        if (text.find('\0') != std::string::npos) fail(where, " has a NUL inside its text");
    if (scalar) return Attribute{name, texts->front()};
    return Attribute{name, *texts};
}

Handle text_type(std::size_t length, const std::string& where) {
    Handle type(H5Tcopy(H5T_C_S1), where);
    check(H5Tset_size(type.get(), std::max<std::size_t>(1, length)), where);
    check(H5Tset_strpad(type.get(), H5T_STR_NULLPAD), where);
    check(H5Tset_cset(type.get(), H5T_CSET_UTF8), where);
    return type;
}

void write(hid_t object, const std::string& name, hid_t type, hid_t memory_type, const hsize_t* count, const void* values, const std::string& where) {
    const Handle space(count == nullptr ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, count, nullptr), where);
    const Handle attribute(H5Acreate2(object, name.c_str(), type, space.get(), H5P_DEFAULT, H5P_DEFAULT), where);
    if (count == nullptr || *count > 0) check(H5Awrite(attribute.get(), memory_type, values), where);
}

struct Writer {
    hid_t object;
    const std::string& name;
    const std::string& where;

    void operator()(const std::string& value) const { write_text_attribute(object, name, value, where); }
    void operator()(const std::vector<std::string>& values) const {
        std::size_t length = 1;
        for (const std::string& v : values) length = std::max(length, v.size());
        if (values.size() * length > limit::attribute_bytes - 1024)
            fail(where, " needs ", values.size() * length, " bytes, expected at most ", limit::attribute_bytes - 1024);
        std::string all;
        for (const std::string& v : values) all += v + std::string(length - v.size(), '\0');
        const Handle type = text_type(length, where);
        const hsize_t n = values.size();
        write(object, name, type.get(), type.get(), &n, all.data(), where);
    }
    void operator()(const std::vector<double>& values) const {
        const hsize_t n = values.size();
        write(object, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, &n, values.data(), where);
    }
    void operator()(const std::vector<std::int64_t>& values) const {
        const hsize_t n = values.size();
        write(object, name, H5T_STD_I64LE, H5T_NATIVE_INT64, &n, values.data(), where);
    }
};

}  // namespace

bool is_odd(const std::string& name) {
    const bool strange = std::any_of(name.begin(), name.end(), [](unsigned char c) { return c < ' ' || c == 0x7f || c == '/' || c == '@'; });
    return strange || name.empty() || name == "." || name.size() > limit::name_bytes;
}

void check_name(const std::string& name, const std::string& where) {
    if (is_odd(name)) fail(where, " holds a name that is empty, longer than ", limit::name_bytes, " bytes or not plain text");
}

std::optional<Attribute> find_attribute(hid_t object, const std::string& name, const std::string& where) {
    const htri_t there = H5Aexists(object, name.c_str());
    if (there < 0) fail(where, ": damaged: attributes");
    return there > 0 ? read_attribute(object, name, where) : std::nullopt;
}

std::vector<Attribute> read_attributes(hid_t object, const std::string& where) {
    std::vector<Attribute> attributes;
    for (const std::string& name : attribute_names(object, where)) {
        if (is_odd(name)) continue;
        if (std::optional<Attribute> attribute = read_attribute(object, name, where)) attributes.push_back(std::move(*attribute));
    }
    return attributes;
}

void write_text_attribute(hid_t object, const std::string& name, const std::string& value, const std::string& where) {
    const Handle type = text_type(value.size(), where);
    const std::string padded = value.empty() ? std::string(1, '\0') : value;
    if (H5Aexists(object, name.c_str()) <= 0) return write(object, name, type.get(), type.get(), nullptr, padded.data(), where);
    const Handle attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), where);
    check(H5Awrite(attribute.get(), type.get(), padded.data()), where);
}

void write_attributes(hid_t object, const std::vector<Attribute>& attributes, const std::string& where) {
    for (const Attribute& a : attributes) std::visit(Writer{object, a.name, where + "@" + a.name}, a.value);
}

}  // namespace gen::h5
