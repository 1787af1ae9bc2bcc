/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_SPECTRAL_CLUSTER_PRIVATE_H
#define CT_SPECTRAL_CLUSTER_PRIVATE_H

#include <stddef.h>

#include "core/base/ct-status.h"

/* Spectral clustering (A. Ng, M. Jordan and Y. Weiss 2001): the rows of the @k eigenvectors of the normalised Laplacian
 * with the smallest eigenvalues, scaled to unit length, by k-means.
 *
 * @affinity is [n][n], symmetric, not negative, positive on its diagonal; it is overwritten. 1 <= k <= n. @fixed ([n])
 * names the cluster of those points that have one, -1 for the others; the clusters it names are the first.
 * Deterministic. */
CtStatus ct_spectral_cluster (double *affinity, size_t n, size_t k, const int *fixed, int *labels) CT_MUST_USE;

/* The first step of it: @rows is [n][k]. */
CtStatus ct_spectral_embed (double *affinity, size_t n, size_t k, double *rows) CT_MUST_USE;

#endif
