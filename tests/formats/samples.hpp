#pragma once

#include <cstring>
#include <string>
#include <vector>

#include "formats/document.hpp"
#include "formats/provenance.hpp"

namespace gen::test {

/// 0, 1, 2, ... (bytes: modulo 251) in a shape.
template <class T>
Dataset numbers_set(std::string path, Type type, Shape shape) {
    std::vector<T> values(count(shape));
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<T>(sizeof(T) == 1 ? i % 251 : i);
    std::vector<std::byte> bytes(values.size() * sizeof(T));
    if (!bytes.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
    return dataset(std::move(path), type, std::move(shape), std::move(bytes));
}

inline std::string bytes_of(const Dataset& set) {
    std::string bytes(set.bytes(), '\0');
    if (!bytes.empty()) set.rows(0, set.row_count(), bytes.data());
    return bytes;
}

inline Provenance some_provenance() {
    Provenance p;
    p.producer = "vae-train 0.1.0";
    p.options = {{"latent", "20"}, {"lr", "0.001"}};
    p.seed = 7;
    p.build = {{"gentools", "0.1.0"}};
    return p;
}

/// One of everything that a file can hold.
inline Document everything() {
    Document d;
    d.attributes = {{"dims", std::vector<std::string>{"row", "column", ""}},
                    {"empty", std::string()},
                    {"names", std::vector<std::string>{}},
                    {"range", std::vector<double>{-1, 0.5}},
                    {"steps", std::vector<std::int64_t>{1, -2, 1LL << 40}}};
    d.datasets = {numbers_set<std::uint8_t>("/images", Type::u8, {70, 1, 28, 28}),
                  numbers_set<float>("/deep/er/weight", Type::f32, {40, 300}),
                  numbers_set<std::int32_t>("/labels", Type::i32, {70}),
                  numbers_set<std::int64_t>("/numbers/i64", Type::i64, {2, 3, 2}),
                  numbers_set<std::uint64_t>("/numbers/u64", Type::u64, {4}),
                  numbers_set<double>("/numbers/f64", Type::f64, {1, 5}),
                  numbers_set<double>("/scalar", Type::f64, {}),
                  numbers_set<float>("/nothing", Type::f32, {0, 3}),
                  text_dataset("/architecture", "{\"kind\":\"vae\"}"),
                  text_dataset("/empty-text", ""),
                  text_dataset("/long-text", std::string(50000, 'x')),
                  numbers_set<float>("/metrics", Type::f32, {2, 11})};
    d.datasets[0].attributes = {{"range", std::vector<double>{0, 255}}};
    d.datasets[2].attributes = {{"classes", std::vector<std::string>{"null", "eins"}}};
    add_header(d, "tensor", some_provenance());
    return d;
}

}  // namespace gen::test
