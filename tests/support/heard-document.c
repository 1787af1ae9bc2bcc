/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/heard-document.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore.h"
#include "core/transcribe/ct-transcriber.h"

CtEvidence *
heard_document_evidence (const HeardSong *song)
{
  CtAnalysis *analysis = calloc (1, sizeof *analysis);
  CtNote *candidates = malloc (song->candidates.n * sizeof *candidates);
  float *embeddings = malloc (song->candidates.n * CT_EMBEDDING_SIZE * sizeof *embeddings);

  g_assert_cmpint (ct_posteriorgram_new (song->posteriors->n_frames, &analysis->posteriors), ==, CT_STATUS_OK);
  memcpy (analysis->posteriors->onset, song->posteriors->onset, song->posteriors->n_frames * CT_N_PITCHES);
  memcpy (analysis->posteriors->frame, song->posteriors->frame, song->posteriors->n_frames * CT_N_PITCHES);
  memcpy (candidates, song->candidates.notes, song->candidates.n * sizeof *candidates);
  memcpy (embeddings, song->embeddings, song->candidates.n * CT_EMBEDDING_SIZE * sizeof *embeddings);
  return ct_evidence_new (analysis, candidates, embeddings, song->candidates.n);
}

CtDocument *
heard_document_new (const HeardSong *song)
{
  g_autoptr (CtEvidence) evidence = heard_document_evidence (song);
  CtRescoreEvidence heard = ct_evidence_for_rescore (evidence);
  CtDocument *document = ct_document_new ();
  CtEditScore *empty, *score;

  g_assert_cmpint (ct_edit_score_new (&empty), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_rescore (&heard, empty, &empty->options, &(CtRescoreScope){ .kind = CT_RESCORE_ALL }, &score), ==,
                   CT_STATUS_OK);
  ct_document_set_evidence (document, evidence);
  ct_document_load_score (document, score);
  ct_edit_score_free (score);
  ct_edit_score_free (empty);
  return document;
}
