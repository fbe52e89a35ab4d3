#pragma once

#include <cstddef>

#include "core/matrix.hpp"

namespace gen {

/// z = z0(x) + sum over i of a_i(x) v_i(eps_i), one row: what the encoder gives, z0 and then for each i the raw numbers of a_i = elu(raw - 5) + 1,
/// and with it n numbers of each v_i.
struct BasisRow {
    const real* encoded;  // (1 + M) n numbers
    std::size_t n;
    std::size_t networks;  // M
};

/// z = z0, to which add_basis() adds what network number i gives.
void add_basis(const BasisRow& row, std::size_t i, const real* v, real* z);
/// From dL/dz: d_encoded gets that by the raw numbers of a_i, dv that by v_i.
void basis_gradient(const BasisRow& row, std::size_t i, const real* v, const real* dz, real* d_encoded, real* dv);
/// Adds what network number i, of these moments, has in the moments of z.
void add_basis_moments(const BasisRow& row, std::size_t i, const real* mean_of_v, const real* variance_of_v, real* mean, real* variance);

}  // namespace gen
