#include "formats/export/safetensors_writer.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "formats/blocks.hpp"
#include "formats/export/little_endian.hpp"
#include "formats/json.hpp"

namespace gen {

void write_safetensors(const Exported& exported, const std::string& producer, const Sink& sink) {
    std::vector<const Dataset*> arrays;
    for (const Dataset& array : exported.arrays) arrays.push_back(&array);
    std::ranges::sort(arrays, {}, &Dataset::path);
    Json metadata = Json::object({{"producer", producer}});
    for (const auto& [name, value] : exported.metadata) metadata.set(name, value);
    Json all = Json::object({{"__metadata__", std::move(metadata)}});
    std::size_t at = 0;
    for (const Dataset* const array : arrays) {
        if (array->type != Type::f32) fail(exported.name, ": ", array->path, " is ", name_of(array->type), ", expected f32");
        const std::size_t end = at + array->bytes();
        all.set(array->path, Json::object({{"dtype", "F32"}, {"shape", array->shape}, {"data_offsets", std::vector<std::size_t>{at, end}}}));
        at = end;
    }
    std::string header = all.dump();
    header.append((8 - header.size() % 8) % 8, ' ');
    std::string length;
    append_little_endian(length, header.size(), 8);
    sink(length.data(), length.size());
    sink(header.data(), header.size());
    for (const Dataset* const array : arrays)
        for_each_block(*array, [&](std::size_t, std::size_t rows, const std::byte* bytes) { sink(bytes, rows * array->row_bytes()); });
}

}  // namespace gen
