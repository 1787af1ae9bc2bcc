/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "ct-transcriber.h"

G_BEGIN_DECLS

#define CT_TYPE_EVIDENCE (ct_evidence_get_type ())

/* What was heard in a recording and depends on no setting: whatever is run again starts from here. Immutable and counted
 * atomically: workers keep a reference of their own. */
typedef struct
{
  CtAnalysis *analysis;  /* posteriors always; its spectrogram is NULL where the recording is missing */
  CtNote *candidates;    /* [n_candidates]: every note that any setting can bring out, by onset, then pitch */
  float *embeddings;     /* [n_candidates][CT_EMBEDDING_SIZE] */
  gsize n_candidates;
} CtEvidence;

GType ct_evidence_get_type (void);

/* Takes @analysis, @candidates and @embeddings (the latter two made by malloc, may be NULL where there are none). */
CtEvidence *ct_evidence_new (CtAnalysis *analysis, CtNote *candidates, float *embeddings, gsize n_candidates);
CtEvidence *ct_evidence_ref (CtEvidence *self);
void ct_evidence_unref (CtEvidence *self);

/* The embedding of the candidate of pitch @midi whose onset lies nearest to @frame and at most 6 frames from it, or NULL.
 * Valid as long as @self. */
const float *ct_evidence_embedding (const CtEvidence *self, int frame, int midi);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtEvidence, ct_evidence_unref)

G_END_DECLS
