/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/transcribe/ct-nearest-notes.h"

#include <math.h>
#include <stdlib.h>

#define SEMITONE_S 0.2

/* Walks from note @i in direction @step until time alone is farther than the best so far. */
static void
look (const CtNote *notes,
      const bool *qualifies,
      ptrdiff_t n,
      ptrdiff_t i,
      ptrdiff_t step,
      ptrdiff_t *best,
      double *least)
{
  for (ptrdiff_t j = i + step; j >= 0 && j < n; j += step)
    {
      double time_s = fabs (notes[j].onset_s - notes[i].onset_s);
      double distance = time_s + SEMITONE_S * abs ((int) notes[j].midi - notes[i].midi);

      if (time_s >= *least)
        return;
      if (qualifies[j] && distance < *least)
        {
          *best = j;
          *least = distance;
        }
    }
}

void
ct_nearest_notes (const CtNote *notes, const bool *qualifies, size_t n, ptrdiff_t *nearest)
{
  bool any = false;

  for (size_t i = 0; i < n && !any; i++)
    any = qualifies[i];
  for (size_t i = 0; i < n; i++)
    {
      double least = INFINITY;

      nearest[i] = qualifies[i] ? (ptrdiff_t) i : -1;
      if (!qualifies[i] && any)
        {
          look (notes, qualifies, (ptrdiff_t) n, (ptrdiff_t) i, -1, &nearest[i], &least);
          look (notes, qualifies, (ptrdiff_t) n, (ptrdiff_t) i, 1, &nearest[i], &least);
        }
    }
}
