/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ct-evidence.h"

#include <stdlib.h>

#define NEAR_FRAMES 6

G_DEFINE_BOXED_TYPE (CtEvidence, ct_evidence, ct_evidence_ref, ct_evidence_unref)

CtEvidence *
ct_evidence_new (CtAnalysis *analysis, CtNote *candidates, float *embeddings, gsize n_candidates)
{
  CtEvidence *self = g_atomic_rc_box_new0 (CtEvidence);

  self->analysis = analysis;
  self->candidates = candidates;
  self->embeddings = embeddings;
  self->n_candidates = n_candidates;
  return self;
}

CtEvidence *
ct_evidence_ref (CtEvidence *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_evidence (gpointer data)
{
  CtEvidence *self = data;

  ct_analysis_free (self->analysis);
  free (self->candidates);
  free (self->embeddings);
}

void
ct_evidence_unref (CtEvidence *self)
{
  g_atomic_rc_box_release_full (self, clear_evidence);
}

static int
candidate_frame (const CtEvidence *self, gsize i)
{
  return (int) ((self->candidates[i].onset_s - self->analysis->start_s) * CT_CQT_FRAME_RATE_HZ + 0.5);
}

/* The first candidate whose onset is in @frame or later. */
static gsize
first_at (const CtEvidence *self, int frame)
{
  gsize low = 0, high = self->n_candidates;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (candidate_frame (self, middle) < frame)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

const float *
ct_evidence_embedding (const CtEvidence *self, int frame, int midi)
{
  const float *best = NULL;
  int best_distance = NEAR_FRAMES + 1;

  for (gsize i = first_at (self, frame - NEAR_FRAMES); i < self->n_candidates; i++)
    {
      int distance = candidate_frame (self, i) - frame;

      if (distance > NEAR_FRAMES)
        break;
      if (self->candidates[i].midi == midi && ABS (distance) < best_distance)
        {
          best_distance = ABS (distance);
          best = self->embeddings + i * CT_EMBEDDING_SIZE;
        }
    }
  return best;
}
