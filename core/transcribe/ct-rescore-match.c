/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/transcribe/ct-rescore-private.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-candidates.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore.h"

/* A note is recognised this far from where it was heard: an early start puts its onset up to 12 frames (140 ms)
 * earlier. */
#define REACH_FRAMES 12

/* Where a note was heard: one of the score, or a deleted one. */
typedef struct
{
  int32_t frame;
  uint8_t midi;
  uint8_t rank;    /* of several heard in one place, only the one of lowest rank counts */
  ptrdiff_t match; /* which note a note decoded there is */
} Place;

typedef struct
{
  int distance;
  size_t place;
  size_t note;
} Pair;

typedef struct
{
  Place *places; /* [n_places], by pitch, then frame */
  size_t n_places;
  Pair *pairs; /* [n_pairs] */
  size_t n_pairs, capacity;
} Matcher;

static int
compare_places (const void *a, const void *b)
{
  const Place *x = a, *y = b;

  if (x->midi != y->midi)
    return x->midi < y->midi ? -1 : 1;
  if (x->frame != y->frame)
    return x->frame < y->frame ? -1 : 1;
  if (x->rank != y->rank)
    return x->rank < y->rank ? -1 : 1;
  return (x->match > y->match) - (x->match < y->match);
}

static int
compare_pairs (const void *a, const void *b)
{
  const Pair *x = a, *y = b;

  if (x->distance != y->distance)
    return x->distance < y->distance ? -1 : 1;
  if (x->place != y->place)
    return x->place < y->place ? -1 : 1;
  return (x->note > y->note) - (x->note < y->note);
}

static CtStatus
gather_places (Matcher *self, const CtRescore *rescore)
{
  const CtEditScore *before = rescore->before;
  size_t n = 0;

  self->places = malloc ((before->n_notes + before->n_deleted + 1) * sizeof *self->places);
  if (!self->places)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < before->n_notes; i++)
    if (before->notes[i].origin_frame >= 0)
      self->places[n++] = (Place){ before->notes[i].origin_frame, before->notes[i].origin_midi,
                                   (uint8_t) rescore->fates[i], (ptrdiff_t) i };
  for (size_t i = 0; i < before->n_deleted; i++)
    self->places[n++] = (Place){ before->deleted[i].origin_frame, before->deleted[i].origin_midi, CT_FATE_OPEN + 1,
                                 CT_MATCH_DELETED };
  qsort (self->places, n, sizeof *self->places, compare_places);
  for (size_t i = 0; i < n; i++)
    if (self->n_places == 0 || self->places[i].midi != self->places[self->n_places - 1].midi
        || self->places[i].frame != self->places[self->n_places - 1].frame)
      self->places[self->n_places++] = self->places[i];
  return CT_STATUS_OK;
}

static CtStatus
add_pair (Matcher *self, const Pair *pair)
{
  if (self->n_pairs == self->capacity)
    {
      size_t capacity = self->capacity ? 2 * self->capacity : 1024;
      Pair *pairs = realloc (self->pairs, capacity * sizeof *pairs);

      if (!pairs)
        return CT_STATUS_NO_MEMORY;
      self->pairs = pairs;
      self->capacity = capacity;
    }
  self->pairs[self->n_pairs++] = *pair;
  return CT_STATUS_OK;
}

static size_t
first_place (const Matcher *self, int midi, int frame)
{
  size_t low = 0, high = self->n_places;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;
      const Place *place = &self->places[middle];

      if (place->midi < midi || (place->midi == midi && place->frame < frame))
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static CtStatus
gather_pairs (Matcher *self, const CtNote *notes, size_t n, double start_s)
{
  CtStatus status = CT_STATUS_OK;

  for (size_t i = 0; i < n; i++)
    {
      int frame = ct_candidates_frame (notes[i].onset_s, start_s);

      for (size_t j = first_place (self, notes[i].midi, frame - REACH_FRAMES); j < self->n_places; j++)
        {
          const Place *place = &self->places[j];

          if (place->midi != notes[i].midi || place->frame > frame + REACH_FRAMES || status != CT_STATUS_OK)
            break;
          status = add_pair (self, &(Pair){ abs (place->frame - frame), j, i });
        }
    }
  return status;
}

/* Places that found their note are marked with a pitch that does not exist. */
static void
choose_pairs (Matcher *self, ptrdiff_t *matches)
{
  const uint8_t used = UINT8_MAX;

  if (self->n_pairs > 1)
    qsort (self->pairs, self->n_pairs, sizeof *self->pairs, compare_pairs);
  for (size_t i = 0; i < self->n_pairs; i++)
    {
      const Pair *pair = &self->pairs[i];
      Place *place = &self->places[pair->place];

      if (place->midi == used || matches[pair->note] != CT_MATCH_NONE)
        continue;
      matches[pair->note] = place->match;
      place->midi = used;
    }
}

CtStatus
ct_rescore_match (const CtRescore *rescore, const CtNote *notes, size_t n, ptrdiff_t *matches)
{
  Matcher self = { 0 };
  CtStatus status = gather_places (&self, rescore);

  for (size_t i = 0; i < n; i++)
    matches[i] = CT_MATCH_NONE;
  if (status == CT_STATUS_OK)
    status = gather_pairs (&self, notes, n, rescore->evidence->start_s);
  if (status == CT_STATUS_OK)
    choose_pairs (&self, matches);
  free (self.places);
  free (self.pairs);
  return status;
}
