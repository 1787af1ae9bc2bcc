/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/transcribe/ct-rescore-evidence.h"

#include "core/notes/ct-candidates.h"

ptrdiff_t
ct_rescore_evidence_candidate (const CtRescoreEvidence *self, const CtEditNote *note)
{
  if (note->origin_frame < 0)
    return -1;
  return ct_candidates_nearest (self->candidates, self->n_candidates, self->start_s, note->origin_frame,
                                note->origin_midi);
}

const float *
ct_rescore_evidence_embedding (const CtRescoreEvidence *self, const CtEditNote *note)
{
  ptrdiff_t candidate = ct_rescore_evidence_candidate (self, note);

  return candidate < 0 ? NULL : self->embeddings + candidate * CT_EMBEDDING_SIZE;
}
