/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/timbre/ct-spectral-cluster-private.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-eigenvectors-private.h"
#include "core/base/ct-k-means-private.h"
#include "core/base/ct-status.h"

#define COLUMNS 8         /* vectors that are multiplied at a time */
#define SPARE_VECTORS 2   /* more than asked for: what is left out then dies away faster */
#define MULTIPLICATIONS 3 /* between two orthogonalisations */
#define MAX_ROUNDS 10
#define SAME_VALUE 1e-4 /* eigenvalues that change less are found: their vectors now only turn among themselves */
#define SEED 2

typedef double Vec2 __attribute__ ((vector_size (16), aligned (8), may_alias));

/* Vectors lie side by side in groups, so that a row of the matrix is read once for all of a group. */
typedef struct
{
  const double *matrix; /* [n][n], symmetric */
  size_t n;
  size_t n_vectors; /* multiple of COLUMNS; those beyond the n-th are 0 */
  double *vectors;  /* [n_vectors / COLUMNS][n][COLUMNS] */
  double *product;  /* as many */
  double *lengths;  /* [n_vectors], after the last multiplications */
  uint64_t random;
} Subspace;

static inline double *
element (const Subspace *self, double *vectors, size_t row, size_t column)
{
  return &vectors[(column / COLUMNS * self->n + row) * COLUMNS + column % COLUMNS];
}

/* Two rows of the matrix times a group of vectors. */
static void
multiply_rows (const double *row0, const double *row1, size_t n, const double *group, double *out0, double *out1)
{
  Vec2 sum00 = { 0 }, sum01 = { 0 }, sum02 = { 0 }, sum03 = { 0 };
  Vec2 sum10 = { 0 }, sum11 = { 0 }, sum12 = { 0 }, sum13 = { 0 };

  for (size_t i = 0; i < n; i++)
    {
      const Vec2 *x = (const Vec2 *) (group + i * COLUMNS);
      Vec2 a0 = { row0[i], row0[i] }, a1 = { row1[i], row1[i] };

      sum00 += a0 * x[0];
      sum01 += a0 * x[1];
      sum02 += a0 * x[2];
      sum03 += a0 * x[3];
      sum10 += a1 * x[0];
      sum11 += a1 * x[1];
      sum12 += a1 * x[2];
      sum13 += a1 * x[3];
    }
  ((Vec2 *) out0)[0] = sum00;
  ((Vec2 *) out0)[1] = sum01;
  ((Vec2 *) out0)[2] = sum02;
  ((Vec2 *) out0)[3] = sum03;
  ((Vec2 *) out1)[0] = sum10;
  ((Vec2 *) out1)[1] = sum11;
  ((Vec2 *) out1)[2] = sum12;
  ((Vec2 *) out1)[3] = sum13;
}

/* product <- matrix vectors */
static void
multiply (Subspace *self)
{
  const size_t n = self->n;

  for (size_t first = 0; first < self->n_vectors; first += COLUMNS)
    {
      const double *group = self->vectors + first * n;
      double *out = self->product + first * n;

      for (size_t i = 0; i < n; i += 2)
        {
          size_t next = i + 1 < n ? i + 1 : i; /* an odd last row is computed twice */

          multiply_rows (self->matrix + i * n, self->matrix + next * n, n, group, out + i * COLUMNS,
                         out + next * COLUMNS);
        }
    }
}

static void
multiply_in_place (Subspace *self)
{
  double *vectors = self->vectors;

  multiply (self);
  self->vectors = self->product;
  self->product = vectors;
}

static double
dot (const Subspace *self, double *a, size_t column_a, double *b, size_t column_b)
{
  const double *x = element (self, a, 0, column_a), *y = element (self, b, 0, column_b);
  double even = 0, odd = 0;
  size_t i = 0;

  for (; i + 1 < self->n; i += 2)
    {
      even += x[i * COLUMNS] * y[i * COLUMNS];
      odd += x[(i + 1) * COLUMNS] * y[(i + 1) * COLUMNS];
    }
  if (i < self->n)
    even += x[i * COLUMNS] * y[i * COLUMNS];
  return even + odd;
}

static void
randomise (Subspace *self, size_t column)
{
  for (size_t i = 0; i < self->n; i++)
    *element (self, self->vectors, i, column) = ct_random_double (&self->random) - 0.5;
}

/* Takes out of the vector in @column what lies along those before it. Returns the length of what is left. */
static double
project (Subspace *self, size_t column)
{
  for (size_t other = 0; other < column; other++)
    {
      double share = dot (self, self->vectors, column, self->vectors, other);

      for (size_t i = 0; i < self->n; i++)
        *element (self, self->vectors, i, column) -= share * *element (self, self->vectors, i, other);
    }
  return sqrt (dot (self, self->vectors, column, self->vectors, column));
}

/* Gram-Schmidt, twice for each vector. A vector that depends on those before it is drawn again; vectors beyond the
 * self->n-th, for which there is no room, become 0. */
static void
orthogonalise (Subspace *self)
{
  for (size_t column = 0; column < self->n_vectors; column++)
    {
      double before = sqrt (dot (self, self->vectors, column, self->vectors, column));
      double length = project (self, column), scale;

      self->lengths[column] = length;
      for (int tries = 0; tries < 5 && column < self->n && !(length > 1e-10 * before && length > 0); tries++)
        {
          randomise (self, column);
          before = 1;
          length = project (self, column);
        }
      scale = column < self->n && length > 0 ? 1 / length : 0;
      for (size_t i = 0; i < self->n; i++)
        *element (self, self->vectors, i, column) *= scale;
      project (self, column);
    }
}

/* The @k vectors of the subspace that the matrix stretches most (Rayleigh and Ritz) into @rows ([n][k]). */
static CtStatus
extract (Subspace *self, size_t k, double *rows)
{
  size_t size = self->n_vectors;
  double *small = malloc (2 * size * size * sizeof *small), *v;

  if (!small)
    return CT_STATUS_NO_MEMORY;
  v = small + size * size;
  multiply (self);
  for (size_t i = 0; i < size; i++)
    for (size_t j = i; j < size; j++)
      small[i * size + j] = small[j * size + i] = dot (self, self->vectors, i, self->product, j);
  ct_eigenvectors_find (small, v, size);
  for (size_t column = 0; column < k; column++)
    {
      size_t best = 0;

      for (size_t i = 1; i < size; i++)
        if (small[i * size + i] > small[best * size + best])
          best = i;
      small[best * size + best] = -INFINITY;
      for (size_t i = 0; i < self->n; i++)
        {
          double sum = 0;

          for (size_t j = 0; j < size; j++)
            sum += v[best * size + j] * *element (self, self->vectors, i, j);
          rows[i * k + column] = sum;
        }
    }
  free (small);
  return CT_STATUS_OK;
}

/* Turns the subspace into that of the first eigenvectors (orthogonal iteration), as far as @k of them need it. */
static void
iterate (Subspace *self, size_t k)
{
  double before = 0;

  orthogonalise (self);
  for (int round = 0; round < MAX_ROUNDS; round++)
    {
      double sum = 0;

      for (int i = 0; i < MULTIPLICATIONS; i++)
        multiply_in_place (self);
      orthogonalise (self);
      for (size_t i = 0; i < k; i++)
        sum += self->lengths[i];
      if (fabs (sum - before) <= SAME_VALUE * sum)
        return;
      before = sum;
    }
}

/* W <- D^-1/2 W D^-1/2, whose largest eigenvalues are the normalised Laplacian's smallest. */
static void
normalise_affinity (double *affinity, size_t n, double *scales)
{
  for (size_t i = 0; i < n; i++)
    {
      double sum = 0;

      for (size_t j = 0; j < n; j++)
        sum += affinity[i * n + j];
      scales[i] = 1 / sqrt (sum);
    }
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++)
      affinity[i * n + j] *= scales[i] * scales[j];
}

static void
normalise_rows (double *rows, size_t n, size_t k)
{
  for (size_t i = 0; i < n; i++)
    {
      double square = 0;

      for (size_t j = 0; j < k; j++)
        square += rows[i * k + j] * rows[i * k + j];
      for (size_t j = 0; j < k && square > 0; j++)
        rows[i * k + j] /= sqrt (square);
    }
}

CtStatus
ct_spectral_embed (double *affinity, size_t n, size_t k, double *rows)
{
  size_t n_vectors = (k + SPARE_VECTORS + COLUMNS - 1) / COLUMNS * COLUMNS;
  Subspace self = {
    .matrix = affinity,
    .n = n,
    .n_vectors = n_vectors,
    .vectors = calloc (n * n_vectors, sizeof (double)),
    .product = calloc (n * n_vectors, sizeof (double)),
    .lengths = calloc (n_vectors + n, sizeof (double)),
    .random = SEED,
  };
  CtStatus status = CT_STATUS_NO_MEMORY;

  if (self.vectors && self.product && self.lengths)
    {
      normalise_affinity (affinity, n, self.lengths + n_vectors);
      for (size_t i = 0; i < n_vectors && i < n; i++)
        randomise (&self, i);
      iterate (&self, k);
      status = extract (&self, k, rows);
      normalise_rows (rows, n, k);
    }
  free (self.vectors);
  free (self.product);
  free (self.lengths);
  return status;
}

CtStatus
ct_spectral_cluster (double *affinity, size_t n, size_t k, const int *fixed, int *labels)
{
  double *rows = malloc (n * k * sizeof *rows);
  CtStatus status = CT_STATUS_NO_MEMORY;

  if (rows)
    status = ct_spectral_embed (affinity, n, k, rows);
  if (status == CT_STATUS_OK)
    status = ct_k_means (rows, n, k, k, fixed, labels);
  free (rows);
  return status;
}
