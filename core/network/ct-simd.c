/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/network/ct-simd.h"

#include "core/network/ct-simd-private.h"

extern const CtSimdKernels ct_simd_kernels_scalar, ct_simd_kernels_baseline;
#ifdef __x86_64__
extern const CtSimdKernels ct_simd_kernels_avx2, ct_simd_kernels_avx512;
#endif

int
ct_simd_level_supported (CtSimdLevel level)
{
  switch (level)
    {
    case CT_SIMD_SCALAR:
    case CT_SIMD_BASELINE:
      return 1;
#ifdef __x86_64__
    case CT_SIMD_AVX2:
      return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
    case CT_SIMD_AVX512:
      return __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512vl");
#endif
    default:
      return 0;
    }
}

CtSimdLevel
ct_simd_best_level (void)
{
  int level = CT_N_SIMD_LEVELS - 1;

  while (!ct_simd_level_supported ((CtSimdLevel) level))
    level--;
  return (CtSimdLevel) level;
}

const char *
ct_simd_level_name (CtSimdLevel level)
{
  switch (level)
    {
    case CT_SIMD_SCALAR:
      return "scalar";
    case CT_SIMD_AVX2:
      return "avx2";
    case CT_SIMD_AVX512:
      return "avx512";
    default:
#if defined __aarch64__
      return "neon";
#elif defined __x86_64__
      return "sse2";
#else
      return "baseline";
#endif
    }
}

const CtSimdKernels *
ct_simd_kernels (CtSimdLevel level)
{
  switch (level)
    {
    case CT_SIMD_SCALAR:
      return &ct_simd_kernels_scalar;
#ifdef __x86_64__
    case CT_SIMD_AVX2:
      return &ct_simd_kernels_avx2;
    case CT_SIMD_AVX512:
      return &ct_simd_kernels_avx512;
#endif
    default:
      return &ct_simd_kernels_baseline;
    }
}
