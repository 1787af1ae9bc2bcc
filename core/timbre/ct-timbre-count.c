/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/timbre/ct-timbre-count.h"

#include <math.h>
#include <string.h>

#include "core/base/ct-eigenvectors-private.h"
#include "core/timbre/ct-timbre-count-private.h"

#define SIZE CT_EMBEDDING_SIZE
#define DOUBT 0.3f        /* with less of a margin, one number in two is right (core/training/MODEL.md) */
#define MOST_TIMBRES 12   /* that are found */
#define SHORTEST_S 0.02   /* notes count no less than this long */
#define NEW_DIRECTION 0.5 /* square of what must lie outside the groups before */

typedef struct
{
  const float *timbres;
  size_t width;
  const CtNote *notes;
  const CtTimbrePatterns *patterns;
  const int *groups;
  double separation;
  double basis[SIZE][SIZE]; /* [n_basis][width], orthonormal: the directions of the groups */
  size_t n_basis;
} Count;

/* The eigenvalues of a Gram matrix, the largest first, and their vectors. */
typedef struct
{
  double values[SIZE];
  double vectors[SIZE][SIZE];
} Spectrum;

static double
weight_of (const CtNote *note)
{
  return sqrt (fmax (note->offset_s - note->onset_s, SHORTEST_S)) * (double) note->confidence;
}

/* Takes out of @y ([width]) what lies in the groups' directions. */
static void
project (const Count *self, double *y)
{
  for (size_t i = 0; i < self->n_basis; i++)
    {
      double along = 0;

      for (size_t j = 0; j < self->width; j++)
        along += self->basis[i][j] * y[j];
      for (size_t j = 0; j < self->width; j++)
        y[j] -= along * self->basis[i][j];
    }
}

/* Adds the Gram matrix of the patterns of @group (-1: the free ones), without what lies in the groups' directions where
 * that is asked for, to @gram ([width][width]). Returns their weight. */
static double
add_patterns (const Count *self, int group, int outside, double *gram)
{
  double sum = 0;

  for (size_t i = 0; i < self->patterns->n; i++)
    {
      size_t note = self->patterns->notes[i];
      double weight = weight_of (&self->notes[note]), y[SIZE];

      if (self->groups[i] != group)
        continue;
      for (size_t j = 0; j < self->width; j++)
        y[j] = (double) self->timbres[note * self->width + j];
      if (outside)
        project (self, y);
      for (size_t j = 0; j < self->width; j++)
        for (size_t k = 0; k < self->width; k++)
          gram[j * self->width + k] += weight * y[j] * y[k];
      sum += weight;
    }
  return sum;
}

static void
find_spectrum (double *gram, size_t width, double weight, Spectrum *spectrum)
{
  double v[SIZE * SIZE];

  ct_eigenvectors_find (gram, v, width);
  for (size_t i = 0; i < width; i++)
    {
      size_t best = 0;

      for (size_t j = 1; j < width; j++)
        if (gram[j * width + j] > gram[best * width + best])
          best = j;
      spectrum->values[i] = weight > 0 ? gram[best * width + best] / weight : 0;
      memcpy (spectrum->vectors[i], v + best * width, width * sizeof *v);
      gram[best * width + best] = -INFINITY;
    }
}

/* What eigenvalue @i of @values ([width]) must reach to be timbre number @n, counted from 1. */
static double
bound (const Count *self, const double *values, size_t i, size_t n)
{
  bool clear = i + 1 < self->width && values[i] >= CT_TIMBRE_COUNT_GAP * values[i + 1];

  if (n < 2)
    return 0;
  if (n == 2)
    return CT_TIMBRE_COUNT_SECOND / self->separation;
  return (clear ? CT_TIMBRE_COUNT_CLEAR : CT_TIMBRE_COUNT_FURTHER) / self->separation;
}

/* Adds the directions that the notes of @group lie in: more than one, if timbres were merged. */
static void
add_group (Count *self, int group)
{
  double gram[SIZE * SIZE] = { 0 }, weight = add_patterns (self, group, 0, gram);
  Spectrum spectrum;

  find_spectrum (gram, self->width, weight, &spectrum);
  for (size_t i = 0; i < self->width && self->n_basis < self->width; i++)
    {
      double *direction = self->basis[self->n_basis], square = 0;

      if (!(spectrum.values[i] > 0 && spectrum.values[i] >= bound (self, spectrum.values, i, i + 1)))
        break;
      memcpy (direction, spectrum.vectors[i], self->width * sizeof *direction);
      project (self, direction);
      for (size_t j = 0; j < self->width; j++)
        square += direction[j] * direction[j];
      if (!(square > NEW_DIRECTION))
        continue;
      for (size_t j = 0; j < self->width; j++)
        direction[j] /= sqrt (square);
      self->n_basis++;
    }
}

/* Counts timbres on from @n groups by the eigenvalues of what these leave over. */
static CtTimbreCount
count_on (const Count *self, const double *values, size_t n)
{
  size_t i = 0;
  double less = INFINITY, more = INFINITY;

  for (; i < self->width && n < MOST_TIMBRES && (n == 0 || values[i] >= bound (self, values, i, n + 1)); i++)
    n++;
  if (i > 0 && n > 1)
    less = fabs (log (values[i - 1] / bound (self, values, i - 1, n)));
  if (i < self->width && n < MOST_TIMBRES)
    more = fabs (log (fmax (values[i], 1e-9) / bound (self, values, i, n + 1)));
  return (CtTimbreCount){ .n = (int) n,
                          .second = !isfinite (fmin (less, more)) ? 0 : (int) (less < more ? n - 1 : n + 1),
                          .margin = (float) fmin (less, more) };
}

bool
ct_timbre_count_doubts (const CtTimbreCount *self)
{
  return self->second > 0 && self->margin < DOUBT;
}

CtTimbreCount
ct_timbre_count (const float *timbres,
                 size_t width,
                 const CtNote *notes,
                 const CtTimbrePatterns *patterns,
                 const int *groups,
                 size_t n_groups,
                 float separation)
{
  Count self = { .timbres = timbres,
                 .width = width,
                 .notes = notes,
                 .patterns = patterns,
                 .groups = groups,
                 .separation = (double) separation };
  double gram[SIZE * SIZE] = { 0 }, all = 0;
  Spectrum spectrum;

  for (size_t i = 0; i < patterns->n; i++)
    all += weight_of (&notes[patterns->notes[i]]);
  for (size_t i = 0; i < n_groups; i++)
    add_group (&self, (int) i);
  add_patterns (&self, -1, 1, gram);
  find_spectrum (gram, width, all, &spectrum);
  return count_on (&self, spectrum.values, n_groups);
}
