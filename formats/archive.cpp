#include "formats/archive.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "core/error.hpp"
#include "formats/archive_reader.hpp"
#include "formats/folder_walk.hpp"
#include "formats/packing.hpp"
#include "formats/spool.hpp"

namespace gen {
namespace {

// Where a file lies in the spool.
struct Place {
    std::string name;
    std::size_t offset;
    std::size_t size;
};

std::size_t append_member(ArchiveReader& reader, Spool& spool) {
    constexpr std::size_t piece = 1 << 18;
    const std::size_t begin = spool.size();
    while (spool.append(piece, [&](std::byte* out, std::size_t n) { return reader.read(out, n); }) == piece) continue;
    return spool.size() - begin;
}

std::vector<Place> spool_members(const Bytes& file, Spool& spool) {
    ArchiveReader reader(file, ArchiveReader::Holds::members, limit::archive);
    std::vector<Place> places;
    std::unordered_map<std::string, std::size_t> number_of;  // by name, for hard links
    while (const auto member = reader.next()) {
        const std::string name = plain_path(member->name);
        if (name.empty() || name.back() == '/' || is_hidden(name)) continue;
        Place place{name, spool.size(), 0};
        const auto linked = number_of.find(plain_path(member->same_as));
        if (!member->same_as.empty() && linked != number_of.end()) {
            place.offset = places[linked->second].offset;
            place.size = places[linked->second].size;
        } else {
            place.size = append_member(reader, spool);
        }
        number_of[name] = places.size();
        places.push_back(std::move(place));
    }
    return places;
}

}  // namespace

bool is_archive(const Bytes& file) {
    if (packing_of(file).empty()) return is_tar(file) || is_7z(file);
    constexpr std::size_t tar_header = 512;
    return is_tar(Bytes::of(file.name(), unpacked_head(file, tar_header)));
}

std::string plain_path(std::string name) {
    std::replace(name.begin(), name.end(), '\\', '/');
    while (name.starts_with("./")) name.erase(0, 2);
    return name;
}

std::vector<Member> open_archive(const Bytes& file) {
    Spool spool(file.name());
    const std::vector<Place> places = spool_members(file, spool);
    const Bytes all = spool.finish();
    std::vector<Member> members;
    members.reserve(places.size());
    for (const Place& place : places) members.push_back({place.name, all.part(place.offset, place.size, join(file.name(), ": ", place.name))});
    return members;
}

}  // namespace gen
