/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_K_MEANS_PRIVATE_H
#define CT_K_MEANS_PRIVATE_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"

/* The numbers of S. Vigna's splitmix64: the same on every machine. */
static inline uint64_t
ct_random_next (uint64_t *state)
{
  uint64_t x = *state += 0x9e3779b97f4a7c15u;

  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

/* In [0, 1). */
static inline double
ct_random_double (uint64_t *state)
{
  return (double) (ct_random_next (state) >> 11) * 0x1p-53;
}

/* k-means (D. Arthur and S. Vassilvitskii 2007, k-means++), the best of several starts from a fixed seed.
 *
 * Puts @n @points ([n][dimensions]) into @k clusters, 1 <= k <= n; clusters are empty where points coincide, and hardly
 * ever else. @fixed ([n]) names the cluster of those points that have one, -1 for the others; the clusters it names are
 * the first. */
CtStatus
ct_k_means (const double *points, size_t n, size_t dimensions, size_t k, const int *fixed, int *labels) CT_MUST_USE;

#endif
