/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "core/base/ct-note.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore-evidence.h"
#include "core/transcribe/ct-transcriber.h"
#include "core/transform/ct-spectrogram.h"

G_BEGIN_DECLS

#define CT_TYPE_EVIDENCE (ct_evidence_get_type ())

/* What was detected in a recording, independent of any setting: whatever runs again starts from here. Immutable,
 * with an atomic reference count: workers keep a reference of their own. */
typedef struct _CtEvidence CtEvidence;

struct _CtEvidence
{
  CtAnalysis *analysis; /* always has posteriors; its spectrogram is NULL while the recording is missing */
  CtNote *candidates;   /* [n_candidates]: every note that any setting can bring out, by onset, then pitch */
  float *embeddings;    /* [n_candidates][CT_EMBEDDING_SIZE] */
  gsize n_candidates;
  guint64 encoder;  /* whose embeddings these are, as ct_model_get_encoder() marks it; 0: not known */
  CtEvidence *less; /* what this was derived from and shares data with, or NULL */
};

GType ct_evidence_get_type (void);

/* Takes ownership of @analysis, @candidates and @embeddings (the latter two from malloc(), or NULL if there are
 * none). */
CtEvidence *ct_evidence_new (CtAnalysis *analysis, CtNote *candidates, float *embeddings, gsize n_candidates);

/* The same with other candidates, taken as by ct_evidence_new(). */
CtEvidence *ct_evidence_with_candidates (CtEvidence *self,
                                         CtNote *candidates,
                                         float *embeddings,
                                         gsize n_candidates,
                                         guint64 encoder);
/* The same with a spectrogram, now that the recording was found. Takes @spectrogram, which must have as many frames
 * as the posteriors. NULL if there is no memory. */
CtEvidence *ct_evidence_with_spectrogram (CtEvidence *self, CtSpectrogram *spectrogram, double duration_s);
CtEvidence *ct_evidence_ref (CtEvidence *self);
void ct_evidence_unref (CtEvidence *self);

/* The embedding of the timbre that @note was detected with, [CT_EMBEDDING_SIZE], valid as long as @self; NULL if the
 * note was drawn or imported, or if @self is NULL. */
const float *ct_evidence_embedding (const CtEvidence *self, const CtEditNote *note);

/* The input of ct_rescore(), borrowed. The memory, and what programs are guessed from, is part of it if the embeddings
 * are of the encoder that these were trained with; others are compared as they are. */
CtRescoreEvidence ct_evidence_for_rescore (const CtEvidence *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtEvidence, ct_evidence_unref)

G_END_DECLS
