/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The vector instructions that the kernels are built for. */
#ifndef CT_SIMD_H
#define CT_SIMD_H

#ifdef __cplusplus
extern "C" {
#endif

/** A set of vector instructions. */
typedef enum
{
  CT_SIMD_SCALAR,   /**< none: the reference */
  CT_SIMD_BASELINE, /**< SSE2 on x86-64, NEON on Arm */
  CT_SIMD_AVX2,     /**< with FMA */
  CT_SIMD_AVX512,   /**< AVX-512 */
} CtSimdLevel;

/** How many levels there are. */
#define CT_N_SIMD_LEVELS (CT_SIMD_AVX512 + 1)

/** Finds the best level.
 *
 * @return the highest that both this processor and this build support */
CtSimdLevel ct_simd_best_level (void);

/** Whether a level can run here.
 *
 * @param level  a level
 * @return 1 or 0 */
int ct_simd_level_supported (CtSimdLevel level);

/** Names a level.
 *
 * @param level  a level
 * @return "scalar", "sse2" or "neon", "avx2" or "avx512"; static */
const char *ct_simd_level_name (CtSimdLevel level);

#ifdef __cplusplus
}
#endif

#endif
