#pragma once

#include <string>

namespace gen {

/// Goes up where portable numbers become others: processes of two versions do not compute alike.
constexpr int portable_version = 1;

/// Why this processor does not compute portably; empty where it does.
std::string why_not_portable();

/// Whether this process computes portably from here on: with one choice of kernels for every x86-64-v3 processor, products of core/portable and
/// nothing of BLAS, LAPACK or oneDNN, so that numbers are the same on all of them. Before other threads are started. Throws Fault::usage where
/// why_not_portable() says why.
void compute_portably(bool portably = true);
bool computes_portably();

}  // namespace gen
