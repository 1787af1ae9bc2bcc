/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_COMPARE_PRIVATE_H
#define CT_COMPARE_PRIVATE_H

#include <stddef.h>
#include <stdint.h>

/* The order of two numbers, the smaller one first, for qsort() and bsearch(): of numbers that are not NaN, and of
 * structures that begin with one. */

static inline int
ct_compare_floats (const void *a, const void *b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

static inline int
ct_compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static inline int
ct_compare_sizes (const void *a, const void *b)
{
  size_t x = *(const size_t *) a, y = *(const size_t *) b;

  return (x > y) - (x < y);
}

static inline int
ct_compare_ids (const void *a, const void *b)
{
  uint64_t x = *(const uint64_t *) a, y = *(const uint64_t *) b;

  return (x > y) - (x < y);
}

#endif
