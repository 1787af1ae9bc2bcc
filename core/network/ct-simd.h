/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_SIMD_H
#define CT_SIMD_H

#ifdef __cplusplus
extern "C" {
#endif

/** The sets of vector instructions the kernels are built for. */
typedef enum
{
  CT_SIMD_SCALAR,
  CT_SIMD_BASELINE, /**< SSE2 on x86-64, NEON on Arm */
  CT_SIMD_AVX2,     /**< with FMA */
  CT_SIMD_AVX512,
} CtSimdLevel;

#define CT_N_SIMD_LEVELS (CT_SIMD_AVX512 + 1)

/** The best level that this processor and this build have. */
CtSimdLevel ct_simd_best_level (void);

/** Whether @level can run here. */
int ct_simd_level_supported (CtSimdLevel level);

/** "scalar", "sse2" or "neon", "avx2", "avx512". */
const char *ct_simd_level_name (CtSimdLevel level);

#ifdef __cplusplus
}
#endif

#endif
