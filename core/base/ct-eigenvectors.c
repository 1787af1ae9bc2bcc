/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-eigenvectors-private.h"

#include <math.h>

#define MAX_SWEEPS 30

/* One Jacobi rotation that makes element (p, q) of the symmetric @a ([n][n]) zero; @v gathers the rotations in its
 * rows. */
static void
rotate (double *a, double *v, size_t n, size_t p, size_t q)
{
  double theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q]);
  double t = (theta < 0 ? -1 : 1) / (fabs (theta) + sqrt (theta * theta + 1));
  double c = 1 / sqrt (t * t + 1), s = t * c;

  for (size_t i = 0; i < n; i++)
    {
      double x = a[i * n + p], y = a[i * n + q];

      a[i * n + p] = c * x - s * y;
      a[i * n + q] = s * x + c * y;
    }
  for (size_t i = 0; i < n; i++)
    {
      double x = a[p * n + i], y = a[q * n + i];

      a[p * n + i] = c * x - s * y;
      a[q * n + i] = s * x + c * y;
      x = v[p * n + i];
      y = v[q * n + i];
      v[p * n + i] = c * x - s * y;
      v[q * n + i] = s * x + c * y;
    }
}

void
ct_eigenvectors_find (double *a, double *v, size_t n)
{
  double trace = 0;

  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++)
      v[i * n + j] = i == j;
  for (size_t i = 0; i < n; i++)
    trace += fabs (a[i * n + i]);
  for (int sweep = 0; sweep < MAX_SWEEPS; sweep++)
    {
      size_t rotations = 0;

      for (size_t p = 0; p < n; p++)
        for (size_t q = p + 1; q < n; q++)
          if (fabs (a[p * n + q]) > 1e-13 * trace)
            {
              rotate (a, v, n, p, q);
              rotations++;
            }
      if (rotations == 0)
        return;
    }
}
