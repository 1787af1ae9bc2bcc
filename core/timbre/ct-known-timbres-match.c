/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-embedding.h"
#include "core/timbre/ct-known-timbres-private.h"
#include "core/timbre/ct-known-timbres.h"

#define OCTAVE 12.0f
#define OCTAVE_COSTS 0.2f /* measured (core/training/MODEL.md) */

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

/* Fills a track's row of likenesses ([n] timbres): -1 where they cannot be compared. */
static CtStatus
fill_row (const CtKnownTimbres *self,
          uint64_t encoder,
          const float *embeddings,
          const CtNote *notes,
          size_t n,
          int track,
          const unsigned char *taken,
          float *row)
{
  CtTimbrePrototype prototypes[CT_KNOWN_TIMBRE_PROTOTYPES_A_SONG];
  size_t n_made;
  CtStatus status = ct_known_timbres_listen (embeddings, notes, n, track, 0, prototypes, &n_made);

  for (size_t i = 0; i < self->n; i++)
    {
      const CtKnownTimbre *timbre = &self->timbres[i];

      row[i] = -1;
      if (status != CT_STATUS_OK || timbre->encoder != encoder || (taken && taken[i]))
        continue;
      row[i] = 0.5f * find_among (prototypes, n_made, timbre->prototypes, timbre->n_prototypes)
               + 0.5f * find_among (timbre->prototypes, timbre->n_prototypes, prototypes, n_made);
      row[i] = fmaxf (row[i], -1);
    }
  return status == CT_STATUS_EMPTY ? CT_STATUS_OK : status;
}

/* The likest pair that is like enough, whose row and column are then struck out; false: there is none. */
static bool
take_likest (float *rows, size_t n_tracks, size_t n, CtTimbreMatch *matches)
{
  size_t best = 0;

  for (size_t i = 1; i < n_tracks * n; i++)
    if (rows[i] > rows[best])
      best = i;
  if (!(rows[best] >= CT_KNOWN_TIMBRE_LIKENESS))
    return false;
  matches[best / n] = (CtTimbreMatch){ (int) (best % n), rows[best] };
  for (size_t track = 0; track < n_tracks; track++)
    rows[track * n + best % n] = -1;
  for (size_t i = 0; i < n; i++)
    rows[best / n * n + i] = -1;
  return true;
}

CtStatus
ct_known_timbres_match (const CtKnownTimbres *self,
                        uint64_t encoder,
                        const float *embeddings,
                        const CtNote *notes,
                        size_t n,
                        size_t n_tracks,
                        const unsigned char *taken,
                        CtTimbreMatch *matches)
{
  CtStatus status = CT_STATUS_OK;
  float *rows; /* [n_tracks][self->n] */

  for (size_t track = 0; track < n_tracks; track++)
    matches[track] = (CtTimbreMatch){ -1, -1 };
  if (n_tracks == 0 || self->n == 0)
    return CT_STATUS_OK;
  rows = malloc (n_tracks * self->n * sizeof *rows);
  if (!rows)
    return CT_STATUS_NO_MEMORY;
  for (size_t track = 0; track < n_tracks && status == CT_STATUS_OK; track++)
    status = fill_row (self, encoder, embeddings, notes, n, (int) track, taken, rows + track * self->n);
  for (size_t i = 0; status == CT_STATUS_OK && i < n_tracks * self->n; i++)
    matches[i / self->n].likeness = fmaxf (matches[i / self->n].likeness, rows[i]);
  while (status == CT_STATUS_OK && take_likest (rows, n_tracks, self->n, matches))
    ;
  free (rows);
  return status;
}
