/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/timbre/ct-track-postprocess.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/timbre/ct-embedding.h"

/* Conservative throughout: a clean track must stay as it is. */
#define TOGETHER_S 0.04          /* a partial begins with its note */
#define OUTLAST_S 0.05           /* and ends with it */
#define PARTIAL_CONFIDENCE 0.75f /* a partial's confidence is under this share of the note's: doublings are surer */
#define NEAR_NOTES 4             /* on either side in time: what a track's register is at a moment */
#define NEAR_S 8.0               /* unless they are farther away than this */
#define MIN_NEAR 3               /* fewer say nothing */
#define OUTSIDE_SEMITONES 7      /* beyond its register by this much a note is an outlier, */
#define INSIDE_SEMITONES 2       /* and within this much of another's it may belong there */
#define COSINE_MARGIN 0.05f      /* by which the other track's timbre must be nearer */

typedef struct
{
  const float *embeddings; /* [n][CT_EMBEDDING_SIZE] */
  const int *fixed;        /* [n] or NULL */
  CtNote *notes;           /* [n] */
  size_t n;
  size_t n_tracks;
  size_t *first;                    /* [n_tracks + 1]: where the notes of each track begin in @members */
  size_t *members;                  /* notes that are certain, by track in order of time */
  float (*sums)[CT_EMBEDDING_SIZE]; /* [n_tracks] of their embeddings */
} Tracks;

void
ct_track_postprocess_options_init (CtTrackPostprocessOptions *self)
{
  *self = (CtTrackPostprocessOptions){ .follow_register = true, .drop_octaves = true };
}

static bool
counts (const Tracks *self, size_t note)
{
  return !self->notes[note].uncertain && self->notes[note].track >= 0
         && (size_t) self->notes[note].track < self->n_tracks;
}

static bool
is_free (const Tracks *self, size_t note)
{
  return counts (self, note) && !(self->fixed && self->fixed[note] >= 0);
}

/* Whether @high is nothing but a partial of @low: both are of one track. */
static bool
is_partial (const CtNote *high, const CtNote *low)
{
  int interval = high->midi - low->midi;

  return (interval == 12 || interval == 19 || interval == 24) && high->track == low->track && !low->uncertain
         && fabs (high->onset_s - low->onset_s) <= TOGETHER_S && high->offset_s <= low->offset_s + OUTLAST_S
         && high->velocity <= low->velocity && high->confidence < PARTIAL_CONFIDENCE * low->confidence;
}

static void
drop_octaves (Tracks *self)
{
  size_t first = 0;

  for (size_t i = 0; i < self->n; i++)
    {
      if (!is_free (self, i))
        continue;
      while (self->notes[first].onset_s < self->notes[i].onset_s - TOGETHER_S)
        first++;
      for (size_t j = first; j < self->n && self->notes[j].onset_s <= self->notes[i].onset_s + TOGETHER_S; j++)
        if (is_partial (&self->notes[i], &self->notes[j]))
          {
            self->notes[i].uncertain = true;
            break;
          }
    }
}

/* Sorts the notes into tracks. */
static CtStatus
gather (Tracks *self)
{
  self->first = calloc (self->n_tracks + 2, sizeof *self->first);
  self->members = malloc ((self->n + 1) * sizeof *self->members);
  self->sums = calloc (self->n_tracks + 1, sizeof *self->sums);
  if (!self->first || !self->members || !self->sums)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < self->n; i++)
    if (counts (self, i))
      self->first[self->notes[i].track + 2]++;
  for (size_t i = 2; i < self->n_tracks + 2; i++)
    self->first[i] += self->first[i - 1];
  /* first[track + 1] now runs from the track's beginning to its end, which is the next one's beginning */
  for (size_t i = 0; i < self->n; i++)
    if (counts (self, i))
      {
        self->members[self->first[self->notes[i].track + 1]++] = i;
        for (int j = 0; j < CT_EMBEDDING_SIZE; j++)
          self->sums[self->notes[i].track][j] += self->embeddings[i * CT_EMBEDDING_SIZE + (size_t) j];
      }
  return CT_STATUS_OK;
}

static size_t
track_size (const Tracks *self, size_t track)
{
  return self->first[track + 1] - self->first[track];
}

/* How much @note sounds like the other notes of @track. */
static float
likeness (const Tracks *self, size_t note, size_t track)
{
  const float *embedding = self->embeddings + note * CT_EMBEDDING_SIZE;
  float own = (size_t) self->notes[note].track == track ? 1 : 0, others[CT_EMBEDDING_SIZE];

  for (int i = 0; i < CT_EMBEDDING_SIZE; i++)
    others[i] = self->sums[track][i] - own * embedding[i];
  return ct_embedding_cosine (embedding, others);
}

/* How many semitones @note lies outside the register that @track keeps around its onset, negative inside of it; false
 * if there are too few notes to tell. */
static bool
measure_outside (const Tracks *self, size_t note, size_t track, int *outside)
{
  const CtNote *at = &self->notes[note];
  size_t low = self->first[track], high = self->first[track + 1], begin, end, n = 0;
  int lowest = 127, highest = 0;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;

      if (self->members[middle] < note)
        low = middle + 1;
      else
        high = middle;
    }
  begin = low > self->first[track] + NEAR_NOTES ? low - NEAR_NOTES : self->first[track];
  end = low + NEAR_NOTES + ((size_t) at->track == track); /* the note itself is at @low */
  for (size_t i = begin; i < end && i < self->first[track + 1]; i++)
    {
      const CtNote *other = &self->notes[self->members[i]];

      if (other == at || fabs (other->onset_s - at->onset_s) > NEAR_S)
        continue;
      lowest = other->midi < lowest ? other->midi : lowest;
      highest = other->midi > highest ? other->midi : highest;
      n++;
    }
  *outside = at->midi > highest ? at->midi - highest : at->midi < lowest ? lowest - at->midi : 0;
  return n >= MIN_NEAR;
}

/* The track that @note contradicts its own for, in timbre as well as in register; its own if there is none. */
static size_t
find_better_track (const Tracks *self, size_t note)
{
  size_t own = (size_t) self->notes[note].track, best = own;
  float least = likeness (self, note, own) + COSINE_MARGIN;
  int outside;

  if (!measure_outside (self, note, own, &outside) || outside < OUTSIDE_SEMITONES)
    return own;
  for (size_t track = 0; track < self->n_tracks; track++)
    {
      float value;

      if (track == own || track_size (self, track) == 0)
        continue;
      value = likeness (self, note, track);
      if (value > least && measure_outside (self, note, track, &outside) && outside <= INSIDE_SEMITONES)
        {
          least = value;
          best = track;
        }
    }
  return best;
}

/* All notes are judged before any is moved: the result does not depend on their order. */
static CtStatus
follow_register (Tracks *self)
{
  CtStatus status = gather (self);
  size_t *better = malloc ((self->n + 1) * sizeof *better);

  if (status == CT_STATUS_OK && better)
    {
      for (size_t i = 0; i < self->n; i++)
        if (is_free (self, i))
          better[i] = find_better_track (self, i);
      /* No track is emptied. An outlier has three neighbours, so two on one side, which are neighbours of each other:
       * lying beyond the outlier's other side they would both have to lie beyond each other to be outliers, too. */
      for (size_t i = 0; i < self->n; i++)
        if (is_free (self, i) && better[i] != (size_t) self->notes[i].track)
          self->notes[i].track = (int16_t) better[i];
    }
  else
    status = CT_STATUS_NO_MEMORY;
  free (better);
  free (self->first);
  free (self->members);
  free (self->sums);
  return status;
}

CtStatus
ct_track_postprocess (const float *embeddings,
                      const int *fixed,
                      const CtTrackPostprocessOptions *options,
                      CtNote *notes,
                      size_t n,
                      size_t n_tracks)
{
  Tracks self = { .embeddings = embeddings, .fixed = fixed, .notes = notes, .n = n, .n_tracks = n_tracks };

  if (options->drop_octaves)
    drop_octaves (&self);
  return options->follow_register && n_tracks > 1 ? follow_register (&self) : CT_STATUS_OK;
}
