/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-status.h"
#include "core/notes/ct-note-decoder.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "core/transform/ct-cqt.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/heard-song.h"
#include "tests/support/rescore-fixture.h"
#include "tests/support/same-score.h"

static const CtRescoreScope whole = { .kind = CT_RESCORE_ALL };
static const CtRescoreScope find = { .kind = CT_RESCORE_FIND_TRACKS };

static void
sort (CtEditScore *score)
{
  qsort (score->notes, score->n_notes, sizeof *score->notes, ct_edit_note_compare);
}

static size_t
heard_at (const CtEditScore *score, const CtEditNote *note)
{
  size_t n = 0;

  for (size_t i = 0; i < score->n_notes; i++)
    n += score->notes[i].origin_midi == note->origin_midi
         && abs (score->notes[i].origin_frame - note->origin_frame) <= 6;
  return n;
}

static void
test_first (RescoreFixture *fixture, gconstpointer data)
{
  const CtEditScore *score = fixture->score;
  size_t n_uncertain = 0;

  g_assert_cmpuint (score->n_tracks, ==, 3);
  g_assert_cmpuint (score->next_track_id, ==, 4);
  g_assert_cmpuint (score->next_note_id, ==, score->n_notes + 1);
  for (size_t i = 0; i < 3; i++)
    {
      g_assert_cmpuint (score->tracks[i].rgb, ==, fixture->song->evidence.colours.rgb[i]);
      g_assert_cmpuint (rescore_fixture_count (score, score->tracks[i].id), ==, 60);
    }
  for (size_t i = 0; i < score->n_notes; i++)
    {
      const CtEditNote *note = &score->notes[i];
      int timbre = heard_song_timbre (fixture->song, note->origin_frame, note->midi);

      n_uncertain += note->uncertain;
      g_assert_cmpint (timbre, >=, 0);
      g_assert_cmpuint (note->origin_midi, ==, note->midi);
      g_assert_cmpint (abs (note->origin_frame - (int) lrint (note->onset_s * CT_CQT_FRAME_RATE_HZ)), <=, 1);
      for (size_t j = 0; j < i; j++)
        g_assert_true (
            (score->notes[j].track == note->track)
            == (heard_song_timbre (fixture->song, score->notes[j].origin_frame, score->notes[j].midi) == timbre));
    }
  g_assert_cmpuint (n_uncertain, ==, 60); /* half of them without an onset */
}

static void
test_again (RescoreFixture *fixture, gconstpointer data)
{
  CtEditScore *again = rescore_fixture_run (fixture, fixture->score, &fixture->options, &whole);

  same_score_assert (again, fixture->score);
  ct_edit_score_free (again);
}

/* More and fewer notes, and back: those that stay keep their ids, those that come are new. */
static void
test_threshold (RescoreFixture *fixture, gconstpointer data)
{
  CtTranscriberOptions more = rescore_fixture_with_onset (fixture, 0.1),
                       fewer = rescore_fixture_with_onset (fixture, 0.4),
                       least = rescore_fixture_with_onset (fixture, 0.06);
  CtEditScore *a = rescore_fixture_run (fixture, fixture->score, &more, &whole),
              *b = rescore_fixture_run (fixture, fixture->score, &fewer, &whole);
  CtEditScore *c = rescore_fixture_run (fixture, fixture->score, &least, &whole),
              *back = rescore_fixture_run (fixture, b, &fixture->options, &whole);

  g_assert_cmpuint (rescore_fixture_count (fixture->score, 0), ==, 180);
  g_assert_cmpuint (rescore_fixture_count (a, 0), ==, 210);
  g_assert_cmpuint (rescore_fixture_count (b, 0), ==, 150);
  g_assert_cmpuint (rescore_fixture_count (c, 0), ==, 240);
  g_assert_cmpfloat (a->options.notes.onset_threshold, ==, 0.1f);
  for (size_t i = 0; i < c->n_notes; i++)
    {
      const CtEditNote *there = heard_song_find_note (fixture->score, c->notes[i].id);

      g_assert_true (there != NULL || c->notes[i].id >= fixture->score->next_note_id);
      if (there)
        {
          g_assert_cmpint (there->origin_frame, ==, c->notes[i].origin_frame);
          g_assert_cmpuint (there->track, ==, c->notes[i].track);
        }
    }
  same_score_assert (back, fixture->score);
  ct_edit_score_free (a);
  ct_edit_score_free (b);
  ct_edit_score_free (c);
  ct_edit_score_free (back);
}

/* Edits @note by a hand that does @hand. */
static void
edit (CtEditNote *note, int hand)
{
  note->edited |= (uint8_t) hand;
  if (hand & CT_EDITED_TIME)
    {
      note->onset_s += 0.7;
      note->offset_s += 0.9;
    }
  if (hand & CT_EDITED_PITCH)
    note->midi += 2;
  if (hand & CT_EDITED_VELOCITY)
    note->velocity = 3;
  if (hand & CT_EDITED_ACCEPTED)
    note->uncertain = false;
}

/* What a hand set stays exactly, whatever is chosen, and does not come a second time. */
static void
test_held (RescoreFixture *fixture, gconstpointer data)
{
  static const int hands[] = { CT_EDITED_TIME, CT_EDITED_PITCH, CT_EDITED_VELOCITY, CT_EDITED_TIME | CT_EDITED_TRACK,
                               CT_EDITED_ACCEPTED };
  static const double thresholds[] = { 0.06, 0.25, 0.5, 0.95 };

  for (size_t h = 0; h < G_N_ELEMENTS (hands); h++)
    for (size_t t = 0; t < G_N_ELEMENTS (thresholds); t++)
      {
        CtTranscriberOptions options = rescore_fixture_with_onset (fixture, thresholds[t]);
        CtEditScore *before, *after;
        CtEditNote held;

        g_assert_cmpint (ct_edit_score_copy (fixture->score, &before), ==, CT_STATUS_OK);
        edit (rescore_fixture_sure_note (before, 33), hands[h]);
        held = *rescore_fixture_sure_note (before, 33);
        sort (before);
        after = rescore_fixture_run (fixture, before, &options, &whole);
        g_assert_true (ct_edit_note_equal (heard_song_find_note (after, held.id), &held));
        g_assert_cmpuint (heard_at (after, &held), ==, 1);
        ct_edit_score_free (before);
        ct_edit_score_free (after);
      }
}

/* A drawn note stays on its track, and what is decoded under more than half of it is not doubled. */
static void
test_drawn (RescoreFixture *fixture, gconstpointer data)
{
  CtTranscriberOptions none = rescore_fixture_with_onset (fixture, 0.95);
  CtEditScore *before = rescore_fixture_run (fixture, fixture->score, &none, &whole), *after;
  const CtEditNote *heard = rescore_fixture_sure_note (fixture->score, 50);
  CtEditNote drawn[2] = { *heard, *heard };

  g_assert_cmpuint (rescore_fixture_count (before, 0), ==, 0);
  before->notes = realloc (before->notes, (before->n_notes + 2) * sizeof *before->notes);
  for (int i = 0; i < 2; i++)
    {
      drawn[i] = (CtEditNote){ .id = before->next_note_id++,
                               .onset_s = heard->onset_s + (i ? 5.03 : 0.1),
                               .confidence = 1,
                               .origin_frame = -1,
                               .track = before->tracks[0].id,
                               .midi = heard->midi + (i ? 36 : 0),
                               .velocity = 99,
                               .edited = CT_EDITED_DRAWN };
      drawn[i].offset_s = drawn[i].onset_s + 0.4;
      before->notes[before->n_notes++] = drawn[i];
    }
  sort (before);
  /* what was there beside a drawn note stays beside it */
  after = rescore_fixture_run (fixture, before, &fixture->options, &whole);
  for (int i = 0; i < 2; i++)
    g_assert_true (ct_edit_note_equal (heard_song_find_note (after, drawn[i].id), &drawn[i]));
  g_assert_cmpuint (rescore_fixture_count (after, 0), ==, 182);
  ct_edit_score_free (after);

  /* what comes anew does not */
  before->n_notes = 2;
  before->notes[0] = drawn[0];
  before->notes[1] = drawn[1];
  sort (before);
  after = rescore_fixture_run (fixture, before, &fixture->options, &whole);
  g_assert_cmpuint (rescore_fixture_count (after, 0), ==, 181);
  g_assert_cmpuint (heard_at (after, heard), ==, 0);
  ct_edit_score_free (after);
  ct_edit_score_free (before);
}

static void
test_deleted (RescoreFixture *fixture, gconstpointer data)
{
  CtEditScore *before, *after;
  CtEditNote gone = *rescore_fixture_sure_note (fixture->score, 20);
  CtTranscriberOptions options = rescore_fixture_with_onset (fixture, 0.06);
  size_t at = 0;

  g_assert_cmpint (ct_edit_score_copy (fixture->score, &before), ==, CT_STATUS_OK);
  while (before->notes[at].id != gone.id)
    at++;
  memmove (before->notes + at, before->notes + at + 1, (before->n_notes - at - 1) * sizeof *before->notes);
  before->n_notes--;
  before->deleted = malloc (sizeof *before->deleted);
  before->deleted[0] = (CtDeletedNote){ gone.origin_frame, gone.origin_midi };
  before->n_deleted = 1;
  options.notes.early_start = true;
  after = rescore_fixture_run (fixture, before, &options, &whole);
  g_assert_cmpuint (heard_at (after, &gone), ==, 0);
  g_assert_cmpuint (rescore_fixture_count (after, 0), ==, 239);
  g_assert_cmpuint (after->n_deleted, ==, 1);
  ct_edit_score_free (after);
  ct_edit_score_free (before);
}

static void
test_locked (RescoreFixture *fixture, gconstpointer data)
{
  static const double thresholds[] = { 0.06, 0.4, 0.95 };
  CtEditScore *before;

  g_assert_cmpint (ct_edit_score_copy (fixture->score, &before), ==, CT_STATUS_OK);
  before->tracks[1].locked = true;
  for (size_t t = 0; t < G_N_ELEMENTS (thresholds); t++)
    {
      CtTranscriberOptions options = rescore_fixture_with_onset (fixture, thresholds[t]);
      CtEditScore *after = rescore_fixture_run (fixture, before, &options, &whole);
      size_t n = 0;

      for (size_t i = 0; i < after->n_notes; i++)
        if (after->notes[i].track == before->tracks[1].id)
          {
            g_assert_true (ct_edit_note_equal (&after->notes[i], heard_song_find_note (before, after->notes[i].id)));
            n += !after->notes[i].uncertain;
          }
      g_assert_cmpuint (n, ==, 60);
      g_assert_cmpint (rescore_fixture_count (after, before->tracks[0].id) > 60, ==, t == 0);
      g_assert_true (ct_edit_track_equal (&after->tracks[ct_edit_score_track_index (after, before->tracks[1].id)],
                                          &before->tracks[1]));
      ct_edit_score_free (after);
    }
  ct_edit_score_free (before);
}

/* Outside the scope nothing changes, inside something does. */
static void
assert_only_inside (const RescoreFixture *fixture,
                    const CtRescoreScope *scope,
                    const CtTranscriberOptions *options,
                    size_t expected)
{
  CtEditScore *after = rescore_fixture_run (fixture, fixture->score, options, scope), *again;
  size_t changed = 0;

  for (size_t i = 0; i < fixture->score->n_notes; i++)
    {
      const CtEditNote *note = &fixture->score->notes[i], *now = heard_song_find_note (after, note->id);
      bool inside = scope->kind == CT_RESCORE_SPAN ? note->onset_s >= 5 && note->onset_s < 12
                                                   : note->track == scope->track;

      if (!inside)
        g_assert_true (now && ct_edit_note_equal (now, note));
      changed += !now || !ct_edit_note_equal (now, note);
    }
  for (size_t i = 0; i < after->n_notes; i++)
    if (!heard_song_find_note (fixture->score, after->notes[i].id))
      {
        if (scope->kind == CT_RESCORE_SPAN)
          g_assert_true (after->notes[i].onset_s >= 5 && after->notes[i].onset_s < 12);
        else
          g_assert_cmpuint (after->notes[i].track, ==, scope->track);
        changed++;
      }
  g_assert_cmpuint (changed, >, 0);
  g_assert_cmpuint (rescore_fixture_count (after, 0), ==, expected);
  g_assert_cmpfloat (after->options.notes.onset_threshold, ==, fixture->options.notes.onset_threshold);
  g_assert_cmpuint (after->n_tracks, ==, fixture->score->n_tracks);
  for (size_t i = 0; i < after->n_tracks; i++)
    g_assert_true (ct_edit_track_equal (&after->tracks[i], &fixture->score->tracks[i]));
  again = rescore_fixture_run (fixture, after, options, scope);
  same_score_assert (again, after);
  ct_edit_score_free (again);
  ct_edit_score_free (after);
}

static void
test_scope (RescoreFixture *fixture, gconstpointer data)
{
  CtTranscriberOptions more = rescore_fixture_with_onset (fixture, 0.06),
                       fewer = rescore_fixture_with_onset (fixture, 0.95);
  CtRescoreScope span = { .kind = CT_RESCORE_SPAN, .span = { 5, 12 } };
  CtRescoreScope track = { .kind = CT_RESCORE_TRACK, .track = fixture->score->tracks[2].id };
  CtRescoreScope nothing = { .kind = CT_RESCORE_TRACK, .track = 77 };
  CtEditScore *after;
  size_t in_span = 0;

  for (size_t i = 0; i < fixture->score->n_notes; i++)
    in_span += !fixture->score->notes[i].uncertain && fixture->score->notes[i].onset_s >= 5
               && fixture->score->notes[i].onset_s < 12;
  assert_only_inside (fixture, &span, &fewer, 180 - in_span);
  assert_only_inside (fixture, &span, &more, 180 + 67 - in_span);
  assert_only_inside (fixture, &track, &fewer, 120);
  assert_only_inside (fixture, &track, &more, 200);
  after = rescore_fixture_run (fixture, fixture->score, &more, &nothing);
  same_score_assert (after, fixture->score);
  ct_edit_score_free (after);
}

/* Where the recording is missing there is nothing to measure loudness by. */
static void
test_no_spectrogram (RescoreFixture *fixture, gconstpointer data)
{
  CtRescoreEvidence evidence = fixture->song->evidence;
  CtEditScore *after;

  evidence.spectrogram = NULL;
  evidence.weights = NULL;
  g_assert_cmpint (ct_rescore (&evidence, fixture->score, &fixture->options, &whole, &after), ==, CT_STATUS_OK);
  same_score_assert (after, fixture->score);
  ct_edit_score_free (after);
}

static void
test_bad_options (RescoreFixture *fixture, gconstpointer data)
{
  CtTranscriberOptions options = fixture->options;
  CtEditScore *after = NULL;

  options.notes.onset_threshold = NAN;
  g_assert_cmpint (ct_rescore (&fixture->song->evidence, fixture->score, &options, &whole, &after), ==,
                   CT_STATUS_BAD_ARGUMENT);
  options = fixture->options;
  options.tracks.n_tracks = -1;
  g_assert_cmpint (ct_rescore (&fixture->song->evidence, fixture->score, &options, &whole, &after), ==,
                   CT_STATUS_BAD_ARGUMENT);
  g_assert_null (after);
}

static CtStatus
run_once (void *data)
{
  const RescoreFixture *fixture = data;
  CtTranscriberOptions options = rescore_fixture_with_onset (fixture, 0.1);
  CtEditScore *after = NULL;
  CtStatus status;

  status = ct_rescore (&fixture->song->evidence, fixture->score, &options, &whole, &after);
  ct_edit_score_free (after);
  return status;
}

static CtStatus
find_once (void *data)
{
  const RescoreFixture *fixture = data;
  CtTranscriberOptions options = fixture->options;
  CtEditScore *after = NULL;
  CtStatus status;

  options.tracks.n_tracks = 4;
  status = ct_rescore (&fixture->song->evidence, fixture->score, &options, &find, &after);
  ct_edit_score_free (after);
  return status;
}

static void
test_no_memory (RescoreFixture *fixture, gconstpointer data)
{
  failing_allocator_try_all (run_once, fixture);
  failing_allocator_try_all (find_once, fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                                                \
  g_test_add ("/rescore/" name, RescoreFixture, NULL, rescore_fixture_set_up, func, rescore_fixture_tear_down)
  ADD ("first", test_first);
  ADD ("again", test_again);
  ADD ("threshold", test_threshold);
  ADD ("held", test_held);
  ADD ("drawn", test_drawn);
  ADD ("deleted", test_deleted);
  ADD ("locked", test_locked);
  ADD ("scope", test_scope);
  ADD ("no-spectrogram", test_no_spectrogram);
  ADD ("bad-options", test_bad_options);
  ADD ("no-memory", test_no_memory);
  return g_test_run ();
}
