#include "tests/fuzz/zip_checksums.hpp"

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "tests/formats/foreign_files.hpp"

namespace gen::fuzz {
namespace {

std::size_t number_at(const std::string& file, std::size_t at, std::size_t bytes) {
    std::size_t value = 0;
    for (std::size_t i = 0; i < bytes && at + i < file.size(); ++i) value |= std::size_t{static_cast<unsigned char>(file[at + i])} << 8 * i;
    return value;
}

}  // namespace

std::string with_zip_checksums(std::string file) {
    using std::string_view_literals::operator""sv;
    for (std::size_t at = file.find("PK\1\2"sv); at != std::string::npos && at + 46 <= file.size(); at = file.find("PK\1\2"sv, at + 4)) {
        const std::size_t local = number_at(file, at + 42, 4);
        if (number_at(file, at + 10, 2) != 0 || local + 30 > file.size()) continue;
        const std::size_t begin = std::min(file.size(), local + 30 + number_at(file, local + 26, 2) + number_at(file, local + 28, 2));
        const std::size_t bytes = std::min(file.size() - begin, number_at(file, at + 20, 4));
        const auto* const content = reinterpret_cast<const Bytef*>(file.data() + begin);
        const std::string sum = foreign::little(crc32(0, content, static_cast<uInt>(bytes)), 4);
        file.replace(at + 16, 4, sum);
        file.replace(local + 14, 4, sum);
    }
    return file;
}

}  // namespace gen::fuzz
