/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/track-fixture.h"

#include <glib-object.h>

#include "core/base/ct-status.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "tests/support/timbre-document.h"

void
track_fixture_set_up (TrackFixture *fixture, gconstpointer together)
{
  const CtEditScore *score;

  fixture->timbres = fake_timbres_new (300, 3, 0.3, 0, 5);
  fixture->document = timbre_document_new (fixture->timbres, together ? 1 : 3, together != NULL);
  score = ct_document_get_score (fixture->document);
  for (gsize i = 0; i < G_N_ELEMENTS (fixture->tracks); i++)
    fixture->tracks[i] = i < score->n_tracks ? score->tracks[i].id : 0;
}

void
track_fixture_tear_down (TrackFixture *fixture, gconstpointer together)
{
  g_assert_true (ct_edit_score_is_valid (ct_document_get_score (fixture->document)));
  g_assert_finalize_object (fixture->document);
  fake_timbres_free (fixture->timbres);
}

const CtEditTrack *
track_fixture_at (TrackFixture *fixture, guint place)
{
  g_assert_cmpuint (place, <, ct_document_get_score (fixture->document)->n_tracks);
  return &ct_document_get_score (fixture->document)->tracks[place];
}

CtNote *
track_fixture_cluster_again (CtDocument *document, const FakeTimbres *timbres, size_t *n_tracks)
{
  const CtEditScore *score = ct_document_get_score (document);
  g_autofree int *fixed = g_new (int, score->n_notes);
  CtNote *notes = g_memdup2 (timbres->notes, timbres->n * sizeof *notes);
  CtTimbreClusterResult result;

  g_assert_cmpuint (score->n_notes, ==, timbres->n);
  for (gsize i = 0; i < score->n_notes; i++)
    fixed[i] = score->notes[i].edited & CT_EDITED_TRACK ? ct_edit_score_track_index (score, score->notes[i].track) : -1;
  g_assert_cmpint (ct_timbre_cluster (NULL, timbres->embeddings, fixed, &score->options.tracks, notes, timbres->n,
                                      &result),
                   ==, CT_STATUS_OK);
  *n_tracks = result.n_tracks;
  return notes;
}
