#include "formats/hdf5/structure.hpp"

#include <algorithm>
#include <cstring>
#include <span>
#include <type_traits>
#include <utility>

#include "core/error.hpp"

namespace gen::h5 {
namespace {

// Both ways visit the same fields in the same order.
class Packer {
public:
    std::vector<std::byte> bytes;

    template <class T>
        requires std::is_arithmetic_v<T> || std::is_enum_v<T>
    void operator()(T& value) {
        const auto* const from = reinterpret_cast<const std::byte*>(&value);
        bytes.insert(bytes.end(), from, from + sizeof value);
    }
    std::size_t count(std::size_t n) {
        (*this)(n);
        return n;
    }
    void raw(const void* from, std::size_t n) {
        bytes.insert(bytes.end(), static_cast<const std::byte*>(from), static_cast<const std::byte*>(from) + n);
    }
};

class Unpacker {
public:
    Unpacker(std::span<const std::byte> bytes, const std::string& name) : left_(bytes), name_(name) {}

    template <class T>
        requires std::is_arithmetic_v<T> || std::is_enum_v<T>
    void operator()(T& value) {
        if constexpr (std::is_same_v<T, bool> || std::is_enum_v<T>) {
            std::conditional_t<sizeof(T) == 1, std::uint8_t, std::uint32_t> number = 0;
            static_assert(sizeof number == sizeof value);
            raw(&number, sizeof number);
            if (number > most(T())) damaged();
            value = static_cast<T>(number);
        } else {
            raw(&value, sizeof value);
        }
    }
    std::size_t count(std::size_t) {
        std::size_t n = 0;
        (*this)(n);
        if (n > left_.size()) damaged();  // each takes a byte at least
        return n;
    }
    void raw(void* to, std::size_t n) {
        if (n > left_.size()) damaged();
        if (n > 0) std::memcpy(to, left_.data(), n);
        left_ = left_.subspan(n);
    }
    void end() const {
        if (!left_.empty()) damaged();
    }

private:
    static constexpr unsigned most(bool) { return 1; }
    static constexpr unsigned most(Type) { return static_cast<unsigned>(Type::f64); }
    static constexpr unsigned most(StoredSet::Storage) { return static_cast<unsigned>(StoredSet::Storage::chunked); }
    static constexpr unsigned most(Filter) { return static_cast<unsigned>(Filter::lzf); }
    [[noreturn]] void damaged() const { fail(name_, ": damaged: HDF5 gives no description of its structure"); }
    std::span<const std::byte> left_;
    const std::string& name_;
};

template <class Way>
void visit(Way& way, std::string& text) {
    text.resize(way.count(text.size()));
    way.raw(text.data(), text.size());
}

template <class Way>
void visit(Way& way, NumberType& number) {
    way(number.type);
    way(number.size);
    way(number.is_float);
    way(number.is_signed);
    way(number.big_endian);
}

template <class Way>
void visit(Way& way, StoredChunk& chunk) {
    way(chunk.offset);
    way(chunk.bytes);
    way(chunk.skipped_filters);
}

template <class Way, class T>
    requires std::is_arithmetic_v<T> || std::is_enum_v<T>
void visit(Way& way, T& value) {
    way(value);
}

template <class Way, class T>
void visit(Way& way, std::vector<T>& list) {
    const std::size_t n = way.count(list.size());
    if constexpr (std::is_same_v<T, std::byte>) {
        list.resize(n);
        way.raw(list.data(), n);
    } else {
        for (std::size_t i = 0; i < n; ++i) {
            if (i == list.size()) list.emplace_back();  // memory grows with what has come
            visit(way, list[i]);
        }
    }
}

template <std::size_t kind = 0, class Way>
void visit_alternative(Way& way, std::size_t chosen, decltype(Attribute::value)& value) {
    if constexpr (kind < std::variant_size_v<std::remove_reference_t<decltype(value)>>) {
        if (chosen != kind) return visit_alternative<kind + 1>(way, chosen, value);
        if (value.index() != kind) value.template emplace<kind>();
        visit(way, std::get<kind>(value));
    }
}

template <class Way>
void visit(Way& way, Attribute& attribute) {
    visit(way, attribute.name);
    std::size_t chosen = attribute.value.index();
    way(chosen);
    visit_alternative(way, chosen, attribute.value);
}

template <class Way>
void visit(Way& way, StoredSet& set) {
    visit(way, set.path);
    visit(way, set.type_name);
    visit(way, set.refusal);
    way(set.is_text);
    way(set.is_bool);
    visit(way, set.number);
    visit(way, set.shape);
    way(set.number_bytes);
    way(set.storage);
    visit(way, set.content);
    way(set.offset);
    visit(way, set.chunk);
    visit(way, set.filters);
    visit(way, set.chunks);
    visit(way, set.fill);
    bool has_words = set.words.has_value();
    way(has_words);
    if (has_words && !set.words) set.words.emplace();
    if (has_words) visit(way, *set.words);
    visit(way, set.attributes);
}

template <class Way>
void visit(Way& way, StoredGroup& group) {
    visit(way, group.path);
    visit(way, group.attributes);
}

template <class Way>
void visit(Way& way, StoredLink& link) {
    visit(way, link.path);
    visit(way, link.target);
    visit(way, link.file);
}

template <class Way>
void visit(Way& way, Structure& structure) {
    visit(way, structure.attributes);
    visit(way, structure.sets);
    visit(way, structure.groups);
    visit(way, structure.links);
    visit(way, structure.damage);
}

}  // namespace

std::vector<std::byte> pack(Structure structure) {
    Packer packer;
    visit(packer, structure);
    return std::move(packer.bytes);
}

Structure unpack(std::span<const std::byte> bytes, const std::string& name) {
    Unpacker unpacker(bytes, name);
    Structure structure;
    visit(unpacker, structure);
    unpacker.end();
    return structure;
}

}  // namespace gen::h5
