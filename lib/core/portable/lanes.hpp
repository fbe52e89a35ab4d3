#pragma once

#include <immintrin.h>

#include <cstddef>

// Vectors of AVX2 as the loops of core/portable see them. Only files built for x86-64-v3 include this.

namespace gen::portable {
namespace {

template <class Number>
struct Lanes;

template <>
struct Lanes<float> {
    using Vector = __m256;
    static constexpr std::size_t count = 8;
    static Vector load(const float* x) { return _mm256_loadu_ps(x); }
    static void store(float* x, Vector v) { _mm256_storeu_ps(x, v); }
    static Vector zero() { return _mm256_setzero_ps(); }
    static Vector all(const float* x) { return _mm256_broadcast_ss(x); }
    static Vector add(Vector a, Vector b) { return _mm256_add_ps(a, b); }
    static Vector multiply_add(Vector a, Vector b, Vector c) { return _mm256_fmadd_ps(a, b, c); }

    static void transpose(Vector (&r)[8]) {
        Vector pairs[8];
        Vector fours[8];
        for (int i = 0; i < 4; ++i) {
            pairs[2 * i] = _mm256_unpacklo_ps(r[2 * i], r[2 * i + 1]);
            pairs[2 * i + 1] = _mm256_unpackhi_ps(r[2 * i], r[2 * i + 1]);
        }
        for (int i = 0; i < 2; ++i) {
            fours[4 * i] = _mm256_shuffle_ps(pairs[4 * i], pairs[4 * i + 2], 0x44);
            fours[4 * i + 1] = _mm256_shuffle_ps(pairs[4 * i], pairs[4 * i + 2], 0xee);
            fours[4 * i + 2] = _mm256_shuffle_ps(pairs[4 * i + 1], pairs[4 * i + 3], 0x44);
            fours[4 * i + 3] = _mm256_shuffle_ps(pairs[4 * i + 1], pairs[4 * i + 3], 0xee);
        }
        for (int i = 0; i < 4; ++i) {
            r[i] = _mm256_permute2f128_ps(fours[i], fours[i + 4], 0x20);
            r[i + 4] = _mm256_permute2f128_ps(fours[i], fours[i + 4], 0x31);
        }
    }
};

template <>
struct Lanes<double> {
    using Vector = __m256d;
    static constexpr std::size_t count = 4;
    static Vector load(const double* x) { return _mm256_loadu_pd(x); }
    static void store(double* x, Vector v) { _mm256_storeu_pd(x, v); }
    static Vector zero() { return _mm256_setzero_pd(); }
    static Vector all(const double* x) { return _mm256_broadcast_sd(x); }
    static Vector add(Vector a, Vector b) { return _mm256_add_pd(a, b); }
    static Vector multiply_add(Vector a, Vector b, Vector c) { return _mm256_fmadd_pd(a, b, c); }

    static void transpose(Vector (&r)[4]) {
        const Vector a = _mm256_unpacklo_pd(r[0], r[1]);
        const Vector b = _mm256_unpackhi_pd(r[0], r[1]);
        const Vector c = _mm256_unpacklo_pd(r[2], r[3]);
        const Vector d = _mm256_unpackhi_pd(r[2], r[3]);
        r[0] = _mm256_permute2f128_pd(a, c, 0x20);
        r[1] = _mm256_permute2f128_pd(b, d, 0x20);
        r[2] = _mm256_permute2f128_pd(a, c, 0x31);
        r[3] = _mm256_permute2f128_pd(b, d, 0x31);
    }
};

}  // namespace
}  // namespace gen::portable
