#include "formats/hdf5/text.hpp"

#include <algorithm>

namespace gen::h5 {
namespace {

std::optional<std::vector<std::string>> read_variable(hid_t type, hid_t space, std::size_t n, const std::function<herr_t(void*)>& read) {
    std::vector<char*> texts(n, nullptr);
    if (read(texts.data()) < 0) return {};
    std::vector<std::string> out;
    for (const char* const text : texts) out.emplace_back(text == nullptr ? "" : text);
    H5Dvlen_reclaim(type, space, H5P_DEFAULT, texts.data());
    return out;
}

}  // namespace

bool is_text(hid_t type) { return H5Tget_class(type) == H5T_STRING; }

std::string unpadded(std::string stored, H5T_str_t padding) {
    if (padding == H5T_STR_NULLTERM) stored.resize(std::min(stored.size(), stored.find('\0')));
    const std::size_t end = stored.find_last_not_of(padding == H5T_STR_SPACEPAD ? ' ' : '\0');
    stored.resize(end == std::string::npos ? 0 : end + 1);
    return stored;
}

std::optional<std::vector<std::string>> read_texts(hid_t type, hid_t space, std::size_t n, const std::function<herr_t(void*)>& read) {
    if (n == 0) return std::vector<std::string>();
    if (H5Tis_variable_str(type) > 0) return read_variable(type, space, n, read);
    const std::size_t length = H5Tget_size(type);
    std::string all(n * length, '\0');
    if (read(all.data()) < 0) return {};
    std::vector<std::string> out;
    for (std::size_t i = 0; i < n; ++i) out.push_back(unpadded(all.substr(i * length, length), H5Tget_strpad(type)));
    return out;
}

}  // namespace gen::h5
