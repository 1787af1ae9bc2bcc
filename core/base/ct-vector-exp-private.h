/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_VECTOR_EXP_PRIVATE_H
#define CT_VECTOR_EXP_PRIVATE_H

#include <stdint.h>

/* Four floats, which compilers map to the registers of every processor. */
typedef float CtVec4 __attribute__ ((vector_size (16), aligned (4), may_alias));
typedef int32_t CtVec4Int __attribute__ ((vector_size (16)));

static inline CtVec4
ct_vec4_choose (CtVec4Int mask, CtVec4 yes, CtVec4 no)
{
  return (CtVec4) ((mask & (CtVec4Int) yes) | (~mask & (CtVec4Int) no));
}

/* e^x for x in [-80, 0], to 1e-5 of its value; 0 for all else and for NaN. The integer part of log2 goes into the
 * exponent's bits, the rest in [-1/2, 1/2] through a polynomial: results do not depend on a mathematical library. */
static inline CtVec4
ct_vec4_exp (CtVec4 x)
{
  CtVec4Int in_range = (x >= -80.0f) & (x <= 0.0f);
  CtVec4 log2 = (CtVec4) ((CtVec4Int) (x * 1.44269504f) & in_range);
  CtVec4Int whole = __builtin_convertvector(log2 - 0.5f, CtVec4Int); /* rounds towards zero */
  CtVec4 t = log2 - __builtin_convertvector(whole, CtVec4);
  CtVec4 y = 1.0f + t * (0.69314718f + t * (0.24022651f + t * (0.0555041f + t * (0.0096181f + t * 0.0013333f))));

  return (CtVec4) (((CtVec4Int) y + (whole << 23)) & in_range);
}

/* log (1 + x) for x in [0, 16], to 1e-6. The power of two comes from the exponent's bits, and of the rest m in
 * [sqrt (1/2), sqrt (2)) the series of 2 artanh ((m - 1) / (m + 1)). */
static inline CtVec4
ct_vec4_log1p (CtVec4 x)
{
  CtVec4Int bits = (CtVec4Int) (1.0f + x);
  CtVec4Int whole = (bits - 0x3f3504f3) >> 23;
  CtVec4 m = (CtVec4) (bits - (whole << 23));
  CtVec4 t = (m - 1.0f) / (m + 1.0f), square = t * t;

  return __builtin_convertvector(whole, CtVec4) * 0.69314718f
         + t * (2.0f + square * (0.66666667f + square * (0.4f + square * (0.28571429f + square * 0.22222222f))));
}

#endif
