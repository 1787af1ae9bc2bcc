/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/timbre/ct-timbre-patterns.h"

#include <stdlib.h>

#define PITCH_STRATA 16
#define FIXED_PATTERNS (CT_TIMBRE_PATTERNS / 2) /* at most this many for notes that a user fixed */

typedef struct
{
  size_t index;
  double onset_s;
  float confidence;
  int midi;
  int group; /* that a user fixed; -1: none */
} Candidate;

static int
compare_index (size_t a, size_t b)
{
  return (a > b) - (a < b);
}

static int
compare_onset (const void *a, const void *b)
{
  const Candidate *x = a, *y = b;

  if (x->onset_s != y->onset_s)
    return x->onset_s < y->onset_s ? -1 : 1;
  return compare_index (x->index, y->index);
}

static int
compare_pitch (const void *a, const void *b)
{
  const Candidate *x = a, *y = b;

  return x->midi != y->midi ? x->midi - y->midi : compare_onset (a, b);
}

static int
compare_confidence (const void *a, const void *b)
{
  const Candidate *x = a, *y = b;

  if (x->confidence != y->confidence)
    return x->confidence > y->confidence ? -1 : 1;
  return compare_index (x->index, y->index);
}

static int
compare_group (const void *a, const void *b)
{
  const Candidate *x = a, *y = b;

  return x->group != y->group ? x->group - y->group : compare_confidence (a, b);
}

static void
add_pattern (CtTimbrePatterns *self, const Candidate *candidate)
{
  self->notes[self->n++] = candidate->index;
}

/* Adds the most confident notes of every group, of each group equally many. */
static void
add_fixed (CtTimbrePatterns *self, Candidate *fixed, size_t n)
{
  size_t n_groups = 0, share, taken = 0;

  if (n == 0)
    return;
  qsort (fixed, n, sizeof *fixed, compare_group);
  for (size_t i = 0; i < n; i++)
    n_groups += i == 0 || fixed[i].group != fixed[i - 1].group;
  share = n_groups < FIXED_PATTERNS ? FIXED_PATTERNS / n_groups : 1;
  for (size_t i = 0; i < n && self->n < FIXED_PATTERNS; i++)
    {
      if (i > 0 && fixed[i].group != fixed[i - 1].group)
        taken = 0;
      if (taken++ < share)
        add_pattern (self, &fixed[i]);
    }
}

/* Cuts the notes into as many strata as there may be patterns, by rank in time and then by rank in pitch, and adds the
 * most confident note of each. */
static void
add_strata (CtTimbrePatterns *self, Candidate *candidates, size_t n)
{
  size_t n_slices = (CT_TIMBRE_PATTERNS - self->n) / PITCH_STRATA;

  if (n <= CT_TIMBRE_PATTERNS - self->n)
    {
      for (size_t i = 0; i < n; i++)
        add_pattern (self, &candidates[i]);
      return;
    }
  qsort (candidates, n, sizeof *candidates, compare_onset);
  for (size_t i = 0; i < n_slices; i++)
    {
      Candidate *slice = candidates + i * n / n_slices;
      size_t size = (i + 1) * n / n_slices - i * n / n_slices;

      qsort (slice, size, sizeof *slice, compare_pitch);
      for (size_t j = 0; j < PITCH_STRATA; j++)
        {
          const Candidate *best = slice + j * size / PITCH_STRATA;

          for (const Candidate *at = best; at < slice + (j + 1) * size / PITCH_STRATA; at++)
            if (compare_confidence (at, best) < 0)
              best = at;
          add_pattern (self, best);
        }
    }
}

CtStatus
ct_timbre_patterns_choose (const CtNote *notes, const int *fixed, size_t n, CtTimbrePatterns *out)
{
  Candidate *candidates = malloc ((n + 1) * sizeof *candidates);
  size_t n_free = 0, n_fixed = 0;

  out->n = 0;
  if (!candidates)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < n; i++)
    {
      Candidate candidate = { i, notes[i].onset_s, notes[i].confidence, notes[i].midi, fixed ? fixed[i] : -1 };

      if (candidate.group >= 0)
        candidates[n - 1 - n_fixed++] = candidate; /* from the end of the array */
      else if (!notes[i].uncertain)
        candidates[n_free++] = candidate;
    }
  add_fixed (out, candidates + n - n_fixed, n_fixed);
  add_strata (out, candidates, n_free);
  free (candidates);
  return CT_STATUS_OK;
}
