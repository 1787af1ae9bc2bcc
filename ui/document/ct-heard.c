/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/document/ct-heard.h"

#include <math.h>
#include <stdlib.h>

#define SEMITONE_S 0.2

const float *
ct_heard_embedding (const CtEvidence *evidence, const CtEditNote *note)
{
  if (!evidence || note->origin_frame < 0)
    return NULL;
  return ct_evidence_embedding (evidence, note->origin_frame, note->origin_midi);
}

CtNote
ct_heard_note (const CtEditNote *note)
{
  return (CtNote){ .onset_s = note->onset_s,
                   .offset_s = note->offset_s,
                   .confidence = note->confidence,
                   .track = -1,
                   .midi = note->midi,
                   .velocity = note->velocity,
                   .uncertain = note->uncertain };
}

/* Looks from note @i on in direction @step until only time alone is farther than the best. */
static void
look (const CtNote *notes, const gboolean *heard, gssize n, gssize i, gssize step, gssize *best, double *least)
{
  for (gssize j = i + step; j >= 0 && j < n; j += step)
    {
      double time_s = fabs (notes[j].onset_s - notes[i].onset_s);
      double distance = time_s + SEMITONE_S * abs ((int) notes[j].midi - notes[i].midi);

      if (time_s >= *least)
        return;
      if (heard[j] && distance < *least)
        {
          *best = j;
          *least = distance;
        }
    }
}

void
ct_heard_nearest (const CtNote *notes, const gboolean *heard, gsize n, gssize *nearest)
{
  gboolean any = FALSE;

  for (gsize i = 0; i < n && !any; i++)
    any = heard[i];
  for (gsize i = 0; i < n; i++)
    {
      double least = INFINITY;

      nearest[i] = heard[i] ? (gssize) i : -1;
      if (!heard[i] && any)
        {
          look (notes, heard, (gssize) n, (gssize) i, -1, &nearest[i], &least);
          look (notes, heard, (gssize) n, (gssize) i, 1, &nearest[i], &least);
        }
    }
}
