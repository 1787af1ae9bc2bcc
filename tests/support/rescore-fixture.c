/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/rescore-fixture.h"

#include <glib.h>
#include <stdint.h>

#include "core/base/ct-status.h"
#include "core/notes/ct-note-decoder.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "tests/support/heard-song.h"

static const CtRescoreScope whole = { .kind = CT_RESCORE_ALL };

CtEditScore *
rescore_fixture_run (const RescoreFixture *fixture,
                     const CtEditScore *before,
                     const CtTranscriberOptions *options,
                     const CtRescoreScope *scope)
{
  CtEditScore *after = NULL;

  g_assert_true (ct_edit_score_is_valid (before));
  g_assert_cmpint (ct_rescore (&fixture->song->evidence, before, options, scope, &after), ==, CT_STATUS_OK);
  g_assert_true (ct_edit_score_is_valid (after));
  g_assert_cmpuint (after->next_note_id, >=, before->next_note_id);
  g_assert_cmpuint (after->next_track_id, >=, before->next_track_id);
  return after;
}

CtTranscriberOptions
rescore_fixture_with_onset (const RescoreFixture *fixture, double threshold)
{
  CtTranscriberOptions options = fixture->options;

  options.notes.onset_threshold = (float) threshold;
  return options;
}

void
rescore_fixture_set_up (RescoreFixture *fixture, gconstpointer data)
{
  CtEditScore *empty;

  fixture->song = heard_song_new (240, 3, 0.5, 7);
  ct_transcriber_options_init (&fixture->options);
  g_assert_cmpint (ct_edit_score_new (&empty), ==, CT_STATUS_OK);
  fixture->score = rescore_fixture_run (fixture, empty, &fixture->options, &whole);
  ct_edit_score_free (empty);
}

void
rescore_fixture_tear_down (RescoreFixture *fixture, gconstpointer data)
{
  ct_edit_score_free (fixture->score);
  heard_song_free (fixture->song);
}

size_t
rescore_fixture_count (const CtEditScore *score, uint32_t track)
{
  size_t n = 0;

  for (size_t i = 0; i < score->n_notes; i++)
    n += !score->notes[i].uncertain && (track == 0 || score->notes[i].track == track);
  return n;
}

CtEditNote *
rescore_fixture_sure_note (CtEditScore *score, size_t nth)
{
  for (size_t i = 0; i < score->n_notes; i++)
    if (!score->notes[i].uncertain && nth-- == 0)
      return &score->notes[i];
  g_assert_not_reached ();
}
