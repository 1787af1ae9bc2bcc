/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_EIGENVECTORS_PRIVATE_H
#define CT_EIGENVECTORS_PRIVATE_H

#include <stddef.h>

/* Jacobi's method: eigenvalues onto the diagonal of the symmetric @a ([n][n]), in no order, and the eigenvectors, of
 * unit length, into the rows of @v ([n][n]). */
void ct_eigenvectors_find (double *a, double *v, size_t n);

#endif
