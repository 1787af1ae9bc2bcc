/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/network/ct-weights.h"
#include "core/timbre/ct-embedding.h"
#include "core/timbre/ct-known-bands-private.h"
#include "core/timbre/ct-known-timbres-private.h"
#include "core/timbre/ct-known-timbres.h"

#define OCTAVE 12.0f
#define OCTAVE_COSTS 0.4f /* measured (core/training/MODEL.md) */

/* The directions in which instruments differ more than rooms and phrases do. */
typedef struct
{
  const float *mean;    /* [CT_EMBEDDING_SIZE] */
  const float *weights; /* [CT_EMBEDDING_SIZE][n] */
  size_t n;             /* 1 to CT_EMBEDDING_SIZE */
} Metric;

static bool
find_metric (const CtWeights *weights, Metric *self)
{
  /* the second dimension is whatever the first divides the tensor into */
  for (self->n = CT_EMBEDDING_SIZE; self->n > 0; self->n--)
    {
      self->weights = ct_weights_get (weights, "known.weight", 2, (size_t[]){ CT_EMBEDDING_SIZE, self->n });
      if (self->weights)
        break;
    }
  self->mean = ct_weights_get (weights, "known.mean", 1, (size_t[]){ CT_EMBEDDING_SIZE });
  return self->weights && self->mean;
}

/* Turns the prototypes' embeddings into those directions; what is left of them is 0. */
static void
project (const Metric *self, CtTimbrePrototype *prototypes, size_t n)
{
  for (size_t i = 0; i < n; i++)
    {
      float sums[CT_EMBEDDING_SIZE] = { 0 };

      for (size_t d = 0; d < CT_EMBEDDING_SIZE; d++)
        for (size_t j = 0; j < self->n; j++)
          sums[j] += (prototypes[i].embedding[d] - self->mean[d]) * self->weights[d * self->n + j];
      memcpy (prototypes[i].embedding, sums, sizeof sums);
    }
}

static float
compare (const CtTimbrePrototype *a, const CtTimbrePrototype *b)
{
  return ct_embedding_cosine (a->embedding, b->embedding) - OCTAVE_COSTS * fabsf (a->midi - b->midi) / OCTAVE;
}

/* How well each of @a ([n_a]) is found among @b ([n_b]), by its weight. */
static float
find_among (const CtTimbrePrototype *a, size_t n_a, const CtTimbrePrototype *b, size_t n_b)
{
  float sum = 0, weights = 0;

  for (size_t i = 0; i < n_a; i++)
    {
      float highest = -INFINITY;

      for (size_t j = 0; j < n_b; j++)
        highest = fmaxf (highest, compare (&a[i], &b[j]));
      sum += a[i].weight * highest;
      weights += a[i].weight;
    }
  return sum / weights;
}

/* Fills a track's row of likenesses to the timbres of @projected: -1 where they cannot be compared. */
static CtStatus
fill_row (const CtKnownTimbres *projected, const Metric *metric, const CtHeardTracks *heard, int track, float *row)
{
  CtTimbrePrototype prototypes[CT_KNOWN_TIMBRE_PROTOTYPES_A_SONG];
  size_t n_made;
  CtStatus status = ct_known_timbres_listen (heard->embeddings, heard->notes, heard->n, track, 0, prototypes, &n_made);

  if (status == CT_STATUS_OK)
    project (metric, prototypes, n_made);
  for (size_t i = 0; i < projected->n; i++)
    {
      const CtKnownTimbre *timbre = &projected->timbres[i];

      row[i] = -1;
      if (status != CT_STATUS_OK || timbre->encoder != heard->encoder || (heard->taken && heard->taken[i]))
        continue;
      row[i] = 0.5f * find_among (prototypes, n_made, timbre->prototypes, timbre->n_prototypes)
               + 0.5f * find_among (timbre->prototypes, timbre->n_prototypes, prototypes, n_made);
      row[i] = fmaxf (row[i], -1);
    }
  return status == CT_STATUS_EMPTY ? CT_STATUS_OK : status;
}

/* The surest pair that is sure enough, whose row and column are then struck out; false: there is none. */
static bool
take_surest (float *rows, size_t n_tracks, size_t n, CtTimbreMatch *matches)
{
  size_t best = 0;

  for (size_t i = 1; i < n_tracks * n; i++)
    if (rows[i] > rows[best])
      best = i;
  if (!(rows[best] >= CT_KNOWN_TIMBRE_SURE))
    return false;
  matches[best / n] = (CtTimbreMatch){ (int) (best % n), rows[best] };
  for (size_t track = 0; track < n_tracks; track++)
    rows[track * n + best % n] = 0;
  for (size_t i = 0; i < n; i++)
    rows[best / n * n + i] = 0;
  return true;
}

/* The matches of all tracks, by probabilities in @rows ([n_tracks][self->n]). */
static void
choose (const CtKnownTimbres *self, float *rows, size_t n_tracks, CtTimbreMatch *matches)
{
  for (size_t i = 0; i < n_tracks * self->n; i++)
    matches[i / self->n].probability = fmaxf (matches[i / self->n].probability, rows[i]);
  while (take_surest (rows, n_tracks, self->n, matches))
    ;
}

/* The likeness of each track to each timbre, [heard->n_tracks][self->n], to be freed; -1: they cannot be compared.
 * *@out is NULL where no timbres can. */
static CtStatus
compare_tracks (const CtKnownTimbres *self, const CtHeardTracks *heard, float **out)
{
  CtStatus status = CT_STATUS_OK;
  CtKnownTimbres *projected;
  Metric metric;
  float *rows;

  *out = NULL;
  if (heard->n_tracks == 0 || self->n == 0 || !find_metric (heard->weights, &metric))
    return CT_STATUS_OK;
  rows = malloc (heard->n_tracks * self->n * sizeof *rows);
  if (!rows || ct_known_timbres_copy (self, &projected) != CT_STATUS_OK)
    {
      free (rows);
      return CT_STATUS_NO_MEMORY;
    }
  for (size_t i = 0; i < projected->n; i++)
    project (&metric, projected->timbres[i].prototypes, projected->timbres[i].n_prototypes);
  for (size_t track = 0; track < heard->n_tracks && status == CT_STATUS_OK; track++)
    status = fill_row (projected, &metric, heard, (int) track, rows + track * self->n);
  ct_known_timbres_free (projected);
  if (status == CT_STATUS_OK)
    *out = rows;
  else
    free (rows);
  return status;
}

CtStatus
ct_known_timbres_match (const CtKnownTimbres *self, const CtHeardTracks *heard, CtTimbreMatch *matches)
{
  float *rows;
  CtStatus status = compare_tracks (self, heard, &rows);

  for (size_t track = 0; track < heard->n_tracks; track++)
    matches[track] = (CtTimbreMatch){ -1, 0 };
  if (status == CT_STATUS_OK && rows)
    status = ct_known_bands_judge (self, heard, rows);
  if (status == CT_STATUS_OK && rows)
    choose (self, rows, heard->n_tracks, matches);
  free (rows);
  return status;
}

CtStatus
ct_known_timbres_fit (const CtKnownTimbres *self, const CtHeardTracks *heard, double *fit)
{
  float *rows;
  CtStatus status = compare_tracks (self, heard, &rows);

  *fit = -INFINITY;
  if (status == CT_STATUS_OK && rows)
    status = ct_known_bands_fit (self, heard, rows, fit);
  free (rows);
  return status;
}
