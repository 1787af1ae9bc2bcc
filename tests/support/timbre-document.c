/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/timbre-document.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/transcribe/ct-transcriber.h"
#include "core/transform/ct-cqt.h"
#include "tests/support/heard-demo.h"
#include "tests/support/same-score.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-history.h"
#include "ui/document/ct-model.h"
#include "ui/support/ct-track-palette.h"

static CtEditNote
edit_note (const CtNote *note, guint32 track)
{
  return (CtEditNote){ .onset_s = note->onset_s,
                       .offset_s = note->offset_s,
                       .confidence = note->confidence,
                       .origin_frame = (gint32) lrint (note->onset_s * CT_CQT_FRAME_RATE_HZ),
                       .track = track,
                       .origin_midi = note->midi,
                       .midi = note->midi,
                       .velocity = note->velocity,
                       .uncertain = note->uncertain };
}

/* Takes @analysis. */
static CtDocument *
make_document (const CtNote *notes,
               const int *tracks,
               gsize n,
               gsize n_tracks,
               CtAnalysis *analysis,
               const float *embeddings,
               guint64 encoder)
{
  CtDocument *document = ct_document_new ();
  CtNote *candidates = malloc ((n + 1) * sizeof *candidates);
  float *copy = malloc ((n + 1) * CT_EMBEDDING_SIZE * sizeof *copy);
  g_autoptr (CtEvidence) evidence = NULL;
  g_autofree guint32 *ids = g_new (guint32, n_tracks + 1);
  CtEditScore *score;

  memcpy (candidates, notes, n * sizeof *candidates);
  memcpy (copy, embeddings, n * CT_EMBEDDING_SIZE * sizeof *copy);
  evidence = ct_evidence_new (analysis, candidates, copy, n);
  evidence->encoder = encoder;
  ct_document_set_evidence (document, evidence);
  ct_document_begin (document, "Fill");
  for (gsize i = 0; i < n_tracks; i++)
    {
      CtEditTrack track;

      ct_edit_track_init (&track, 0, ct_track_palette_rgb (i));
      track.program = (guint8) (i * 8 % 128);
      ids[i] = ct_document_add_track (document, &track, -1);
    }
  for (gsize i = 0; i < n; i++)
    {
      CtEditNote note = edit_note (&notes[i], ids[tracks[i]]);

      ct_document_add_note (document, &note);
    }
  ct_document_commit (document);
  score = ct_document_copy_score (document);
  ct_document_load_score (document, score);
  ct_edit_score_free (score);
  return document;
}

CtDocument *
timbre_document_new (const FakeTimbres *timbres, int n_tracks, gboolean together)
{
  CtAnalysis *analysis = calloc (1, sizeof *analysis);
  g_autofree int *tracks = g_new0 (int, timbres->n + 1);

  for (gsize i = 0; i < timbres->n && !together; i++)
    tracks[i] = timbres->timbres[i];
  return make_document (timbres->notes, tracks, timbres->n, (gsize) n_tracks, analysis, timbres->embeddings, 0);
}

CtDocument *
timbre_document_new_demo (void)
{
  HeardDemo heard;
  CtDocument *document;
  const CtNotes *notes;
  g_autofree int *tracks = NULL;

  heard_demo_init (&heard);
  notes = &heard.score->notes;
  tracks = g_new (int, notes->n + 1);
  for (gsize i = 0; i < notes->n; i++)
    tracks[i] = MAX (notes->notes[i].track, 0);
  document = make_document (notes->notes, tracks, notes->n, heard.score->n_tracks, g_steal_pointer (&heard.analysis),
                            heard.embeddings, ct_model_get_encoder ());
  heard_demo_clear (&heard);
  return document;
}

void
timbre_document_assert_same (const CtEditScore *a, const CtEditScore *b)
{
  same_score_assert (a, b);
}

void
timbre_document_assert_undo (CtDocument *document, CtEditScore *before, guint n_steps)
{
  CtEditScore *after = ct_document_copy_score (document);

  g_assert_true (ct_edit_score_is_valid (after));
  for (guint i = 0; i < n_steps; i++)
    {
      g_assert_true (ct_history_get_can_undo (ct_document_get_history (document)));
      ct_document_undo (document);
    }
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (document)));
  timbre_document_assert_same (before, ct_document_get_score (document));
  for (guint i = 0; i < n_steps; i++)
    ct_document_redo (document);
  timbre_document_assert_same (after, ct_document_get_score (document));
  ct_edit_score_free (before);
  ct_edit_score_free (after);
}
