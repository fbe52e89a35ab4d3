#include "formats/hdf5/sandbox.hpp"

#include <algorithm>
#include <atomic>

#include "formats/confined.hpp"
#include "formats/hdf5/structure_reader.hpp"

namespace gen {
namespace {

std::atomic<Sandbox> chosen = Sandbox::automatic;

}  // namespace

void use_sandbox(Sandbox when) { chosen = when; }

namespace h5 {
namespace {

/// What a million chunks take, ten times over; a small file that HDF5 would turn in circles on is given up soon.
unsigned seconds_for(std::size_t file_bytes) { return static_cast<unsigned>(std::min<std::size_t>(3 + (file_bytes >> 22), 120)); }

bool is_confined(const StoredFile& stored, Whose whose) {
    if (chosen != Sandbox::automatic) return chosen == Sandbox::always;
    return whose == Whose::anyone || !stored.is_own();
}

}  // namespace

Structure sandboxed_structure_of(const StoredFile& stored, Whose whose) {
    if (!is_confined(stored, whose)) return structure_of(stored, whose);
    const StoredFile::Mapping bytes(stored);
    const StoredFile mapped(bytes.data(), stored.size(), stored.name());
    const Confinement limits = {.memory = 3 * stored.size() + (std::size_t{256} << 20), .seconds = seconds_for(stored.size())};
    return unpack(confined(stored.name(), [&] { return pack(structure_of(mapped, whose)); }, limits), stored.name());
}

}  // namespace h5
}  // namespace gen
