#include "models/gan/snapshot.hpp"

#include <string>
#include <utility>

#include "core/error.hpp"

namespace gen {
namespace {

std::vector<Matrix*> numbers_of(Sequential& network) {
    std::vector<Matrix*> all;
    for (std::size_t i = 0; i < network.size(); ++i) {
        for (Parameter& p : network.layer(i).parameters()) all.push_back(&p.value);
        for (Buffer& b : network.layer(i).buffers()) all.push_back(&b.value);
    }
    return all;
}

std::string name_of(std::size_t which, std::size_t i) { return join("snapshot_", which, '_', i); }

}  // namespace

void GanSnapshot::update(std::uint64_t step, const std::vector<Sequential*>& networks) {
    if (every_ == 0 || step % every_ != length_) return;
    copies_.assign(networks.size(), {});
    for (std::size_t k = 0; k < networks.size(); ++k)
        for (const Matrix* const m : numbers_of(*networks[k])) copies_[k].push_back(*m);
}

void GanSnapshot::exchange(Sequential& network, std::size_t which) {
    const std::vector<Matrix*> numbers = numbers_of(network);
    for (std::size_t i = 0; i < numbers.size(); ++i) std::swap(*numbers[i], copies_.at(which)[i]);
    network.prepare(false);
}

void GanSnapshot::save(Kept& kept) const {
    for (std::size_t k = 0; k < copies_.size(); ++k)
        for (std::size_t i = 0; i < copies_[k].size(); ++i) kept.matrices[name_of(k, i)] = copies_[k][i];
}

void GanSnapshot::load(const Kept& kept, const std::vector<Sequential*>& networks) {
    if (every_ == 0 || !kept.matrices.contains(name_of(0, 0))) return;
    copies_.assign(networks.size(), {});
    for (std::size_t k = 0; k < networks.size(); ++k)
        for (const Matrix* const m : numbers_of(*networks[k])) {
            const Matrix& copy = kept.matrices.at(name_of(k, copies_[k].size()));
            if (copy.rows() != m->rows() || copy.columns() != m->columns()) fail("the copy of the ", networks[k]->name(), " does not fit it");
            copies_[k].push_back(copy);
        }
}

}  // namespace gen
