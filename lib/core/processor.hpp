#pragma once

namespace gen {

/// What this processor computes with, as far as code here is made for it: x86-64-v3 (AVX2, FMA, BMI2), and v4 (AVX-512 F, BW, DQ and VL beside that).
bool has_avx2();
bool has_avx512();

}  // namespace gen
