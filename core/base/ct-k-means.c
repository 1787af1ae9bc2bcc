/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-k-means-private.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-status.h"

#define MAX_STARTS 8
#define MAX_STEPS 50
#define WORK 4096 /* of starts times the square of k, so that many clusters do not take long */
#define SEED 1

typedef struct
{
  const double *points; /* [n][dimensions] */
  size_t n, dimensions, k;
  const int *fixed;  /* [n] */
  double *centres;   /* [k][dimensions] */
  size_t *sizes;     /* [k] */
  double *distances; /* [n], squared, from the nearest centre */
  int *labels;       /* [n] */
  uint64_t random;
} KMeans;

static double
square_distance (const KMeans *self, size_t point, size_t centre)
{
  const double *a = self->points + point * self->dimensions, *b = self->centres + centre * self->dimensions;
  double sum = 0;

  for (size_t i = 0; i < self->dimensions; i++)
    sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

/* Moves the centres into the middle of their points; one without points stays. */
static void
move_centres (KMeans *self)
{
  memset (self->sizes, 0, self->k * sizeof *self->sizes);
  for (size_t i = 0; i < self->n; i++)
    if (self->labels[i] >= 0)
      {
        double *centre = self->centres + (size_t) self->labels[i] * self->dimensions;

        if (self->sizes[self->labels[i]]++ == 0)
          memset (centre, 0, self->dimensions * sizeof *centre);
        for (size_t j = 0; j < self->dimensions; j++)
          centre[j] += self->points[i * self->dimensions + j];
      }
  for (size_t i = 0; i < self->k; i++)
    for (size_t j = 0; j < self->dimensions && self->sizes[i] > 0; j++)
      self->centres[i * self->dimensions + j] /= (double) self->sizes[i];
}

static void
put_centre (KMeans *self, size_t centre, size_t point)
{
  memcpy (self->centres + centre * self->dimensions, self->points + point * self->dimensions,
          self->dimensions * sizeof *self->centres);
}

/* A point without a cluster of its own, with a chance that grows with the square of its distance from the centres. */
static size_t
draw_point (KMeans *self)
{
  double sum = 0, left;
  size_t last = 0;

  for (size_t i = 0; i < self->n; i++)
    if (self->fixed[i] < 0)
      sum += self->distances[i];
  left = ct_random_double (&self->random) * sum;
  for (size_t i = 0; i < self->n; i++)
    if (self->fixed[i] < 0 && (self->distances[i] > 0 || !(sum > 0)))
      {
        last = i;
        left -= self->distances[i];
        if (left < 0)
          break;
      }
  return last;
}

/* First centres: the middles of the fixed clusters, then points far from all before. */
static void
seed_centres (KMeans *self)
{
  size_t n_fixed = 0;

  for (size_t i = 0; i < self->n; i++)
    {
      self->labels[i] = self->fixed[i];
      if (self->fixed[i] >= (int) n_fixed)
        n_fixed = (size_t) self->fixed[i] + 1;
      self->distances[i] = 1; /* the first centre of all is any point */
    }
  move_centres (self);
  for (size_t centre = 0; centre < self->k; centre++)
    {
      if (centre >= n_fixed)
        put_centre (self, centre, draw_point (self));
      for (size_t i = 0; i < self->n; i++)
        {
          double distance = square_distance (self, i, centre);

          if (centre == 0 || distance < self->distances[i])
            self->distances[i] = distance;
        }
    }
}

/* Gives every point to its nearest centre. Returns whether any moved. */
static bool
assign (KMeans *self)
{
  bool moved = false;

  for (size_t i = 0; i < self->n; i++)
    {
      size_t nearest = self->fixed[i] >= 0 ? (size_t) self->fixed[i] : 0;
      double least = square_distance (self, i, nearest);

      for (size_t centre = 1; centre < self->k && self->fixed[i] < 0; centre++)
        {
          double distance = square_distance (self, i, centre);

          if (distance < least)
            {
              least = distance;
              nearest = centre;
            }
        }
      self->distances[i] = least;
      moved |= self->labels[i] != (int) nearest;
      self->labels[i] = (int) nearest;
    }
  return moved;
}

/* One start. Returns the sum of squared distances. */
static double
descend (KMeans *self)
{
  double sum = 0;

  seed_centres (self);
  for (int step = 0; step < MAX_STEPS; step++)
    {
      bool moved = assign (self);

      move_centres (self);
      if (!moved)
        break;
    }
  assign (self);
  for (size_t i = 0; i < self->n; i++)
    sum += self->distances[i];
  return sum;
}

CtStatus
ct_k_means (const double *points, size_t n, size_t dimensions, size_t k, const int *fixed, int *labels)
{
  size_t n_starts = 1 + WORK / (k * k);
  double least = 0;
  KMeans self = {
    .points = points,
    .n = n,
    .dimensions = dimensions,
    .k = k,
    .fixed = fixed,
    .centres = malloc (k * dimensions * sizeof (double)),
    .sizes = malloc (k * sizeof (size_t)),
    .distances = malloc (n * sizeof (double)),
    .labels = malloc (n * sizeof (int)),
    .random = SEED,
  };
  bool good = self.centres && self.sizes && self.distances && self.labels;

  if (n_starts > MAX_STARTS)
    n_starts = MAX_STARTS;
  for (size_t start = 0; start < n_starts && good; start++)
    {
      double sum = descend (&self);

      if (start == 0 || sum < least)
        {
          least = sum;
          memcpy (labels, self.labels, n * sizeof *labels);
        }
    }
  free (self.centres);
  free (self.sizes);
  free (self.distances);
  free (self.labels);
  return good ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
}
