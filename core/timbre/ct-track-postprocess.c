/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/timbre/ct-track-postprocess.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/timbre/ct-embedding.h"

/* Conservative throughout: a clean track must stay as it is. */
#define TOGETHER_S 0.04         /* a partial begins with its note */
#define OUTLAST_S 0.05          /* and ends with it */
#define PARTIAL_CONFIDENCE 0.5f /* a partial's confidence is under this share of the note's: doublings are surer; */
#define CHORD_CONFIDENCE 0.75f  /* under this within a track, where chords seldom have an interval beyond an octave */
#define DOUBLING_SHARE 0.3      /* of a track's notes begin as another's partials: an instrument that doubles it */
#define CHORDS_SHARE 0.5        /* of a track's notes sound with others: an instrument that plays chords */
#define CLASH_SHARE 0.5         /* of the shorter of two notes: as much together is no legato */
#define AWAY_SEMITONES 5        /* beyond its register by this much what begins as a partial is one */
#define NEAR_NOTES 4            /* on either side in time: what a track's register is at a moment */
#define NEAR_S 8.0              /* unless they are farther away than this */
#define MIN_NEAR 3              /* fewer say nothing */
#define OUTSIDE_SEMITONES 7     /* beyond its register by this much a note is an outlier, */
#define INSIDE_SEMITONES 2      /* and within this much of another's it may belong there */
#define COSINE_MARGIN 0.05f     /* by which the other track's timbre must be nearer */

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

static void
release (Tracks *self)
{
  free (self->first);
  free (self->members);
  free (self->sums);
  self->first = NULL;
  self->members = NULL;
  self->sums = NULL;
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

/* ---- partials ---- */

static bool
is_interval_of_partial (int interval)
{
  return interval == 12 || interval == 19 || interval == 24 || interval == 28 || interval == 31 || interval == 36;
}

/* Whether @high begins with @low, where a partial of it lies. */
static bool
begins_as_partial (const CtNote *high, const CtNote *low)
{
  return is_interval_of_partial (high->midi - low->midi) && fabs (high->onset_s - low->onset_s) <= TOGETHER_S;
}

/* Whether @high is weaker than @low, as which it began, and ends with it. */
static bool
ends_as_partial (const CtNote *high, const CtNote *low)
{
  bool wide = high->track == low->track && high->midi - low->midi > 12;
  float share = wide ? CHORD_CONFIDENCE : PARTIAL_CONFIDENCE;

  return high->offset_s <= low->offset_s + OUTLAST_S && high->confidence < share * low->confidence;
}

/* Whether note @i of its track sounds while one next to it in time does. */
static bool
sounds_together (const Tracks *self, size_t track, size_t i)
{
  const CtNote *note = &self->notes[self->members[i]];
  size_t begin = i > self->first[track] + NEAR_NOTES ? i - NEAR_NOTES : self->first[track];

  for (size_t j = begin; j <= i + NEAR_NOTES && j < self->first[track + 1]; j++)
    {
      const CtNote *other = &self->notes[self->members[j]];
      double together = fmin (note->offset_s, other->offset_s) - fmax (note->onset_s, other->onset_s);

      if (j != i && together > CLASH_SHARE * fmin (note->offset_s - note->onset_s, other->offset_s - other->onset_s))
        return true;
    }
  return false;
}

/* Whether @note sounds with another of its track, which plays one note at a time otherwise. */
static bool
clashes (const Tracks *self, size_t note, size_t track)
{
  size_t n_together = 0;
  bool clash = false;

  for (size_t i = self->first[track]; i < self->first[track + 1]; i++)
    {
      bool together = sounds_together (self, track, i);

      n_together += together;
      clash = clash || (together && self->members[i] == note);
    }
  return clash && (double) n_together < CHORDS_SHARE * (double) track_size (self, track);
}

/* The first of all notes that begins with @note. */
static size_t
first_together (const Tracks *self, size_t note)
{
  size_t i = note;

  while (i > 0 && self->notes[i - 1].onset_s >= self->notes[note].onset_s - TOGETHER_S)
    i--;
  return i;
}

/* Whether so many notes of @track begin as partials of @below that it is an instrument doubling that one. */
static bool
doubles (const Tracks *self, size_t track, size_t below)
{
  size_t n = 0;

  for (size_t i = self->first[track]; i < self->first[track + 1]; i++)
    {
      const CtNote *high = &self->notes[self->members[i]];

      for (size_t j = first_together (self, self->members[i]);
           j < self->n && self->notes[j].onset_s <= high->onset_s + TOGETHER_S; j++)
        if (counts (self, j) && (size_t) self->notes[j].track == below && begins_as_partial (high, &self->notes[j]))
          {
            n++;
            break;
          }
    }
  return (double) n >= DOUBLING_SHARE * (double) track_size (self, track);
}

/* Whether @note is nothing but a partial of @low. On another track it must contradict its own besides, in register or
 * by sounding with another note of it: a real instrument plays octaves, too. */
static bool
is_partial (const Tracks *self, size_t note, size_t low)
{
  const CtNote *high = &self->notes[note], *below = &self->notes[low];
  size_t track = (size_t) high->track;
  int outside;

  if (!counts (self, low) || !begins_as_partial (high, below) || !ends_as_partial (high, below))
    return false;
  if (high->track == below->track)
    return high->velocity <= below->velocity;
  if (!(measure_outside (self, note, track, &outside) && outside >= AWAY_SEMITONES) && !clashes (self, note, track))
    return false;
  return !doubles (self, track, (size_t) below->track);
}

/* All notes are judged before any is dropped: the result does not depend on their order. */
static CtStatus
drop_partials (Tracks *self)
{
  bool *partials = calloc (self->n + 1, sizeof *partials);
  CtStatus status = partials ? gather (self) : CT_STATUS_NO_MEMORY;

  for (size_t i = 0; status == CT_STATUS_OK && i < self->n; i++)
    for (size_t j = first_together (self, i); is_free (self, i) && j < self->n && !partials[i]
                                              && self->notes[j].onset_s <= self->notes[i].onset_s + TOGETHER_S;
         j++)
      partials[i] = is_partial (self, i, j);
  for (size_t i = 0; status == CT_STATUS_OK && i < self->n; i++)
    self->notes[i].uncertain = self->notes[i].uncertain || partials[i];
  free (partials);
  release (self);
  return status;
}

/* ---- register ---- */

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
  release (self);
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
  CtStatus status = options->drop_octaves ? drop_partials (&self) : CT_STATUS_OK;

  if (status == CT_STATUS_OK && options->follow_register && n_tracks > 1)
    status = follow_register (&self);
  return status;
}
