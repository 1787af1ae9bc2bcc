/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/document/ct-evidence.h"

#include <stdlib.h>

#include "ui/document/ct-model.h"
#include "ui/support/ct-track-palette.h"

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
ct_evidence_with_candidates (CtEvidence *self,
                             CtNote *candidates,
                             float *embeddings,
                             gsize n_candidates,
                             guint64 encoder)
{
  CtEvidence *more = ct_evidence_new (self->analysis, candidates, embeddings, n_candidates);

  more->encoder = encoder;
  more->less = ct_evidence_ref (self);
  return more;
}

CtEvidence *
ct_evidence_with_spectrogram (CtEvidence *self, CtSpectrogram *spectrogram, double duration_s)
{
  CtAnalysis *analysis = malloc (sizeof *analysis);
  CtEvidence *more;

  if (!analysis)
    {
      ct_spectrogram_free (spectrogram);
      return NULL;
    }
  *analysis = *self->analysis;
  analysis->spectrogram = spectrogram;
  analysis->duration_s = duration_s;
  more = ct_evidence_new (analysis, self->candidates, self->embeddings, self->n_candidates);
  more->encoder = self->encoder;
  more->less = ct_evidence_ref (self);
  return more;
}

CtEvidence *
ct_evidence_ref (CtEvidence *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_evidence (gpointer data)
{
  CtEvidence *self = data, *less = self->less;

  /* shared data is freed with the evidence that it came with */
  if (less && self->analysis != less->analysis)
    self->analysis->posteriors = NULL;
  if (!less || self->analysis != less->analysis)
    ct_analysis_free (self->analysis);
  if (!less || self->candidates != less->candidates)
    free (self->candidates);
  if (!less || self->embeddings != less->embeddings)
    free (self->embeddings);
  if (less)
    ct_evidence_unref (less);
}

void
ct_evidence_unref (CtEvidence *self)
{
  g_atomic_rc_box_release_full (self, clear_evidence);
}

CtRescoreEvidence
ct_evidence_for_rescore (const CtEvidence *self)
{
  gboolean trained = self->encoder && self->encoder == ct_model_get_encoder ();

  return (CtRescoreEvidence){ .posteriors = self->analysis->posteriors,
                              .spectrogram = self->analysis->spectrogram,
                              .start_s = self->analysis->start_s,
                              .candidates = self->candidates,
                              .embeddings = self->embeddings,
                              .n_candidates = self->n_candidates,
                              .memory = trained ? ct_model_get_memory () : NULL,
                              .weights = trained ? ct_model_get_weights () : NULL,
                              .encoder = self->encoder,
                              .colours = { ct_track_palette, CT_TRACK_PALETTE_SIZE } };
}

const float *
ct_evidence_embedding (const CtEvidence *self, const CtEditNote *note)
{
  CtRescoreEvidence evidence;

  if (!self)
    return NULL;
  evidence = ct_evidence_for_rescore (self);
  return ct_rescore_evidence_embedding (&evidence, note);
}
