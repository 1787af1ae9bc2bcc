/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ct-evidence.h"

#include <stdlib.h>

#include "ct-candidates.h"

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

const float *
ct_evidence_embedding (const CtEvidence *self, int frame, int midi)
{
  gssize found = ct_candidates_nearest (self->candidates, self->n_candidates, self->analysis->start_s, frame, midi);

  return found < 0 ? NULL : self->embeddings + found * CT_EMBEDDING_SIZE;
}
