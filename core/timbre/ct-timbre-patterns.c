/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/timbre/ct-timbre-patterns.h"

#include <stdlib.h>

#include "core/base/ct-compare-private.h"

#define STRETCH 32                              /* notes after each other that are chosen together */
#define FIXED_PATTERNS (CT_TIMBRE_PATTERNS / 2) /* at most this many for notes that a user fixed */

typedef struct
{
  size_t index;
  double onset_s;
  float confidence;
  int group; /* that a user fixed; -1: none */
} Candidate;

static int
compare_onset (const void *a, const void *b)
{
  const Candidate *x = a, *y = b;

  if (x->onset_s != y->onset_s)
    return x->onset_s < y->onset_s ? -1 : 1;
  return ct_compare_sizes (&x->index, &y->index);
}

static int
compare_confidence (const void *a, const void *b)
{
  const Candidate *x = a, *y = b;

  if (x->confidence != y->confidence)
    return x->confidence > y->confidence ? -1 : 1;
  return ct_compare_sizes (&x->index, &y->index);
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

/* Adds the stretch in the middle of each of as many parts of the recording as there is room for: the memory judges a
 * note by those that sound with it and near it, and would run timbres together if all patterns were alone. */
static void
add_stretches (CtTimbrePatterns *self, Candidate *candidates, size_t n)
{
  size_t room = CT_TIMBRE_PATTERNS - self->n, n_parts = room / STRETCH;

  if (n <= room)
    {
      for (size_t i = 0; i < n; i++)
        add_pattern (self, &candidates[i]);
      return;
    }
  qsort (candidates, n, sizeof *candidates, compare_onset);
  for (size_t i = 0; i < n_parts; i++)
    {
      size_t first = i * n / n_parts, size = (i + 1) * n / n_parts - first;

      for (size_t j = 0; j < STRETCH; j++)
        add_pattern (self, &candidates[first + (size - STRETCH) / 2 + j]);
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
      Candidate candidate = { i, notes[i].onset_s, notes[i].confidence, fixed ? fixed[i] : -1 };

      if (candidate.group >= 0)
        candidates[n - 1 - n_fixed++] = candidate; /* from the end of the array */
      else if (!notes[i].uncertain)
        candidates[n_free++] = candidate;
    }
  add_fixed (out, candidates + n - n_fixed, n_fixed);
  add_stretches (out, candidates, n_free);
  free (candidates);
  return CT_STATUS_OK;
}
