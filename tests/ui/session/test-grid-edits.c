/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-grid-edits.h"

#include <glib-object.h>
#include <math.h>

#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/rhythm/ct-note-grid.h"
#include "core/rhythm/ct-quantise.h"
#include "core/transcribe/ct-edit-score.h"
#include "tests/support/note-fixture.h"
#include "tests/support/same-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-note-edits.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-snap.h"

#define NEAR_S 1e-9
#define LATE_S 0.1 /* the beats come so much later than the notes, one for each */

static const CtNoteGrid quarters = { 4, CT_NOTE_GRID_STRAIGHT, 0 };
static const CtNoteGrid eighths = { 8, CT_NOTE_GRID_STRAIGHT, 0 };

/* The notes of the fixture last half a second and begin each second; so do the beats, late. Note 9 and 19 are
 * uncertain, and the even ones lie on the first track. */
static void
set_up (NoteFixture *fixture, gconstpointer data)
{
  CtTempoMap *map;

  note_fixture_set_up (fixture, data);
  g_assert_cmpint (ct_tempo_map_new_steady (60, LATE_S, 4, 4, &map), ==, CT_STATUS_OK);
  ct_document_begin (fixture->document, "Beats");
  ct_document_set_tempo_map (fixture->document, map);
  ct_document_commit (fixture->document);
  ct_tempo_map_free (map);
}

static void
assert_times (NoteFixture *fixture, guint i, double onset_s, double offset_s)
{
  g_assert_cmpfloat_with_epsilon (note_fixture_note (fixture, i)->onset_s, onset_s, NEAR_S);
  g_assert_cmpfloat_with_epsilon (note_fixture_note (fixture, i)->offset_s, offset_s, NEAR_S);
}

/* The first note goes to the next line, the others as far; repeated, it is one step. */
static void
test_nudge (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;

  g_assert_cmpuint (ct_grid_edits_nudge (document, fixture->ids + 2, 2, &quarters, 1), ==, 2);
  assert_times (fixture, 2, 2.1, 2.6);
  assert_times (fixture, 3, 3.1, 3.6);
  g_assert_cmpuint (ct_grid_edits_nudge (document, fixture->ids + 2, 2, &eighths, 1), ==, 2);
  assert_times (fixture, 2, 2.6, 3.1);
  g_assert_cmpuint (ct_grid_edits_nudge (document, fixture->ids + 2, 2, &quarters, -1), ==, 2);
  assert_times (fixture, 2, 2.1, 2.6);
  g_assert_cmpstr (note_fixture_step_name (fixture), ==, "Nudge 2 Notes");
  g_assert_cmpint (note_fixture_note (fixture, 2)->edited, ==, CT_EDITED_TIME);
  /* not out of the recording, nor where the track is locked */
  g_assert_cmpuint (ct_grid_edits_nudge (document, fixture->ids, 1, &quarters, -1), ==, 0);
  g_assert_cmpuint (ct_grid_edits_nudge (document, NULL, 0, &quarters, 1), ==, 0);
  note_fixture_lock (fixture, 0);
  g_assert_cmpuint (ct_grid_edits_nudge (document, fixture->ids + 4, 1, &quarters, 1), ==, 0);
  note_fixture_assert_undo (fixture, 3);
}

static void
test_nudge_edge (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;

  g_assert_cmpuint (ct_grid_edits_nudge_edge (document, fixture->ids + 2, 2, &quarters, CT_NOTE_END, 1), ==, 2);
  assert_times (fixture, 2, 2, 3.1);
  assert_times (fixture, 3, 3, 4.1);
  g_assert_cmpuint (ct_grid_edits_nudge_edge (document, fixture->ids + 2, 1, &eighths, CT_NOTE_START, 1), ==, 1);
  assert_times (fixture, 2, 2.1, 3.1);
  /* no note ends before it begins */
  g_assert_cmpuint (ct_grid_edits_nudge_edge (document, fixture->ids + 5, 1, &quarters, CT_NOTE_END, -1), ==, 1);
  assert_times (fixture, 5, 5, 5.1);
  g_assert_cmpuint (ct_grid_edits_nudge_edge (document, fixture->ids + 5, 1, &quarters, CT_NOTE_END, -1), ==, 0);
  note_fixture_assert_undo (fixture, 4);
}

/* Where the tempo changes, a moved note keeps its value, not its seconds. */
static void
test_move_by_ticks (NoteFixture *fixture, gconstpointer data)
{
  const CtTempoPoint points[] = { { 0, 0, FALSE }, { 9600, 10, FALSE }, { 19200, 30, FALSE } };
  const CtMeter meter = { 0, 4, 4 };
  CtDocument *document = fixture->document;
  CtTempoMap *map;

  g_assert_cmpint (ct_tempo_map_new (points, 3, &meter, 1, &map), ==, CT_STATUS_OK);
  ct_document_begin (document, "Beats");
  ct_document_set_tempo_map (document, map);
  ct_document_commit (document);
  ct_tempo_map_free (map);
  g_assert_cmpuint (ct_grid_edits_move (document, fixture->ids + 8, 1, 2 * 960, 2), ==, 1);
  assert_times (fixture, 8, 10, 11);
  g_assert_cmpint (note_fixture_note (fixture, 8)->midi, ==, 70);
  g_assert_cmpint (note_fixture_note (fixture, 8)->edited, ==, CT_EDITED_TIME | CT_EDITED_PITCH);
  note_fixture_assert_undo (fixture, 3);
}

static CtQuantiseOptions
options_of (const CtNoteGrid *grid)
{
  CtQuantiseOptions options;

  ct_quantise_options_init (&options);
  options.grid = *grid;
  return options;
}

/* To the beats and back; whatever grid is tried, the note knows where it was. */
static void
test_quantise (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  CtQuantiseOptions options = options_of (&quarters);
  CtGridChange change;

  options.ends = FALSE;
  g_array_unref (ct_grid_edits_plan_quantise (document, fixture->ids, NOTE_FIXTURE_NOTES, &options, &change));
  g_assert_cmpuint (change.n_notes, ==, 18);
  g_assert_cmpuint (change.n_changed, ==, 18);
  g_assert_cmpfloat_with_epsilon (change.before_s, LATE_S, NEAR_S);
  g_assert_cmpfloat_with_epsilon (change.after_s, 0, NEAR_S);
  g_assert_cmpuint (ct_grid_edits_quantise (document, fixture->ids, NOTE_FIXTURE_NOTES, &options), ==, 18);
  g_assert_cmpstr (note_fixture_step_name (fixture), ==, "Quantize 18 Notes");
  assert_times (fixture, 2, 2.1, 2.5);
  g_assert_cmpint (note_fixture_note (fixture, 2)->edited, ==, CT_EDITED_GRID);
  assert_times (fixture, 9, 9, 9.5); /* uncertain */
  /* another grid begins where the note was heard, and half the way of that one */
  options = options_of (&(CtNoteGrid){ 1, CT_NOTE_GRID_STRAIGHT, 0 });
  options.ends = FALSE;
  options.strength = 0.5;
  g_array_unref (ct_grid_edits_plan_quantise (document, fixture->ids + 3, 1, &options, &change));
  g_assert_cmpfloat_with_epsilon (change.before_s, 1, NEAR_S);
  g_assert_cmpfloat_with_epsilon (change.after_s, 0.55, NEAR_S);
  g_assert_cmpuint (ct_grid_edits_quantise (document, fixture->ids + 3, 1, &options), ==, 1);
  assert_times (fixture, 3, 3.55, 4.05);
  /* and there it is again, as if nothing had been */
  g_assert_cmpuint (ct_grid_edits_count_remembered (document, fixture->ids, NOTE_FIXTURE_NOTES), ==, 18);
  g_assert_cmpuint (ct_grid_edits_restore (document, fixture->ids, NOTE_FIXTURE_NOTES), ==, 18);
  g_assert_cmpstr (note_fixture_step_name (fixture), ==, "Bring Back 18 Notes as Heard");
  for (guint i = 0; i < NOTE_FIXTURE_NOTES; i++)
    g_assert_true (ct_edit_note_equal (note_fixture_note (fixture, i), &fixture->before->notes[i]));
  g_assert_cmpuint (ct_grid_edits_restore (document, fixture->ids, NOTE_FIXTURE_NOTES), ==, 0);
  note_fixture_assert_undo (fixture, 4);
}

/* Locked tracks stay, in both directions. */
static void
test_locked (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  CtQuantiseOptions options = options_of (&quarters);

  note_fixture_lock (fixture, 0);
  g_assert_cmpuint (ct_grid_edits_quantise (document, fixture->ids, NOTE_FIXTURE_NOTES, &options), ==, 8);
  assert_times (fixture, 2, 2, 2.5);
  note_fixture_lock (fixture, 1);
  g_assert_cmpuint (ct_grid_edits_restore (document, fixture->ids, NOTE_FIXTURE_NOTES), ==, 0);
  g_assert_cmpuint (ct_grid_edits_count_remembered (document, fixture->ids, NOTE_FIXTURE_NOTES), ==, 0);
}

/* A note that a hand moved after that can still go back; put on a grid again, it begins where the hand left it. */
static void
test_moved_since (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  CtQuantiseOptions options = options_of (&quarters);

  options.ends = FALSE;
  ct_grid_edits_quantise (document, fixture->ids + 2, 2, &options);
  ct_note_edits_move (document, fixture->ids + 2, 2, 0.75, 0);
  assert_times (fixture, 2, 2.85, 3.25);
  g_assert_cmpint (note_fixture_note (fixture, 2)->edited, ==, CT_EDITED_TIME);
  g_assert_cmpuint (ct_grid_edits_restore (document, fixture->ids + 2, 1), ==, 1);
  assert_times (fixture, 2, 2, 2.5);
  g_assert_cmpuint (ct_grid_edits_quantise (document, fixture->ids + 3, 1, &options), ==, 1);
  assert_times (fixture, 3, 4.1, 4.25);
  g_assert_cmpuint (ct_grid_edits_restore (document, fixture->ids + 3, 1), ==, 1);
  assert_times (fixture, 3, 3.85, 4.25);
}

/* Each half of a note that was split knows its half of what was heard; joined, they know all of it. A copy was never
 * heard. */
static void
test_parts (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  CtQuantiseOptions options = options_of (&eighths);
  g_autofree guint64 *halves = NULL, *whole = NULL, *copy = NULL;
  guint n;

  ct_grid_edits_quantise (document, fixture->ids + 2, 1, &options);
  assert_times (fixture, 2, 2.1, 2.6);
  halves = ct_note_edits_split (document, fixture->ids + 2, 1, 2.35, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat_with_epsilon (ct_document_get_note (document, halves[0])->heard_onset_s, 2, NEAR_S);
  g_assert_cmpfloat_with_epsilon (ct_document_get_note (document, halves[0])->heard_offset_s, 2.25, NEAR_S);
  g_assert_cmpfloat_with_epsilon (ct_document_get_note (document, halves[1])->heard_onset_s, 2.25, NEAR_S);
  g_assert_cmpfloat_with_epsilon (ct_document_get_note (document, halves[1])->heard_offset_s, 2.5, NEAR_S);
  whole = ct_note_edits_join (document, halves, 2, &n);
  g_assert_cmpuint (n, ==, 1);
  copy = ct_note_edits_duplicate (document, whole, 1, &n);
  g_assert_false (ct_edit_note_remembers (ct_document_get_note (document, copy[0])));
  ct_grid_edits_restore (document, whole, 1);
  g_assert_cmpfloat_with_epsilon (ct_document_get_note (document, whole[0])->onset_s, 2, NEAR_S);
  g_assert_cmpfloat_with_epsilon (ct_document_get_note (document, whole[0])->offset_s, 2.5, NEAR_S);
}

/* Whatever is done to whichever notes on whichever grid: the score stays valid, the preview shows what will be, and all
 * notes as heard is the score as it was. */
static void
test_any (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;

  for (int round = 0; round < 200; round++)
    {
      guint first = (guint) g_test_rand_int_range (0, NOTE_FIXTURE_NOTES);
      guint n = (guint) g_test_rand_int_range (1, (int) (NOTE_FIXTURE_NOTES - first) + 1);
      CtQuantiseOptions options = options_of (
          &(CtNoteGrid){ round % 7 ? 1 << g_test_rand_int_range (0, 6) : 0,
                         (CtNoteGridKind) g_test_rand_int_range (0, CT_N_NOTE_GRIDS), 0.6 });
      CtGridChange change;
      g_autoptr (GArray) plan = NULL;
      CtEditScore *preview;

      options.starts = g_test_rand_bit ();
      options.ends = g_test_rand_bit ();
      options.strength = g_test_rand_double ();
      plan = ct_grid_edits_plan_quantise (document, fixture->ids + first, n, &options, &change);
      g_assert_cmpuint (plan->len, ==, change.n_changed);
      preview = ct_grid_edits_preview (document, plan);
      g_assert_cmpuint (ct_grid_edits_quantise (document, fixture->ids + first, n, &options), ==, plan->len);
      g_assert_true (ct_edit_score_is_valid (ct_document_get_score (document)));
      same_score_assert (preview, ct_document_get_score (document));
      ct_edit_score_free (preview);
    }
  ct_grid_edits_restore (document, fixture->ids, NOTE_FIXTURE_NOTES);
  for (guint i = 0; i < NOTE_FIXTURE_NOTES; i++)
    g_assert_true (ct_edit_note_equal (note_fixture_note (fixture, i), &fixture->before->notes[i]));
}

/* Lines, where a session snaps; else every time is its own. */
static void
test_snap (NoteFixture *fixture, gconstpointer data)
{
  CtSession *session = ct_session_new (fixture->document);
  g_autofree char *name = NULL;
  CtTimeSpan span;

  g_assert_null (ct_session_get_snap_map (session));
  g_assert_cmpfloat (ct_snap_nearest_s (session, 2.3), ==, 2.3);
  g_assert_cmpfloat (ct_snap_ticks (session, 2, 3), ==, 0);
  span = ct_snap_note (session, 2.3, 0.7);
  g_assert_cmpfloat (span.start_s, ==, 2.3);
  g_assert_cmpfloat_with_epsilon (span.end_s, 3, NEAR_S);
  ct_session_set_snap (session, TRUE);
  ct_session_set_grid (session, &quarters);
  g_object_get (session, "grid", &name, NULL);
  g_assert_cmpstr (name, ==, "1/4");
  g_object_set (session, "grid", "nonsense", NULL);
  g_object_set (session, "grid", "auto", NULL);
  g_object_set (session, "grid", NULL, NULL);
  g_assert_cmpint (ct_session_get_grid (session)->division, ==, 4);
  g_assert_cmpfloat_with_epsilon (ct_snap_nearest_s (session, 2.3), 2.1, NEAR_S);
  g_assert_cmpfloat_with_epsilon (ct_snap_ticks (session, 2, 3), 960, 1e-6);
  /* a note begins with the step it was begun in, and is a step long at least */
  span = ct_snap_note (session, 3.05, 0.2);
  g_assert_cmpfloat_with_epsilon (span.start_s, 2.1, NEAR_S);
  g_assert_cmpfloat_with_epsilon (span.end_s, 3.1, NEAR_S);
  span = ct_snap_note (session, 2.1, 2.2);
  g_assert_cmpfloat_with_epsilon (span.start_s, 2.1, NEAR_S);
  g_assert_cmpfloat_with_epsilon (span.end_s, 4.1, NEAR_S);
  /* of the lines within a span the nearest; where it has none, the time itself */
  g_assert_cmpfloat_with_epsilon (ct_snap_within_s (session, &(CtTimeSpan){ 2, 4 }, 2.7), 3.1, NEAR_S);
  g_assert_cmpfloat_with_epsilon (ct_snap_within_s (session, &(CtTimeSpan){ 2, 3 }, 2.7), 2.1, NEAR_S);
  g_assert_cmpfloat_with_epsilon (ct_snap_within_s (session, &(CtTimeSpan){ 2.5, 3.5 }, 2.51), 3.1, NEAR_S);
  g_assert_cmpfloat (ct_snap_within_s (session, &(CtTimeSpan){ 2.5, 3 }, 2.7), ==, 2.7);
  /* nothing snaps without beats */
  ct_document_undo (fixture->document);
  g_assert_cmpfloat (ct_snap_within_s (session, &(CtTimeSpan){ 2, 4 }, 2.7), ==, 2.7);
  g_assert_null (ct_session_get_snap_map (session));
  g_assert_finalize_object (session);
}

/* Notes that are moved together keep their values where the tempo changes, and their lengths where nothing snaps. */
static void
test_snap_notes (NoteFixture *fixture, gconstpointer data)
{
  static const CtTempoPoint points[] = { { 0, 0, FALSE }, { 3840, 4, FALSE }, { 7680, 12, FALSE } };
  static const CtEditNote copied[] = { { .onset_s = 1.1, .offset_s = 1.6 }, { .onset_s = 2.1, .offset_s = 3.1 } };
  g_autoptr (GArray) notes = g_array_new (FALSE, FALSE, sizeof (CtEditNote));
  CtSession *session = ct_session_new (fixture->document);
  const CtEditNote *moved;
  CtTempoMap *map;

  ct_snap_notes (session, notes, 3);
  g_assert_cmpuint (notes->len, ==, 0);
  g_array_append_vals (notes, copied, 2);
  moved = &g_array_index (notes, CtEditNote, 0);
  g_assert_cmpint (ct_tempo_map_new (points, 3, &(CtMeter){ 0, 4, 4 }, 1, &map), ==, CT_STATUS_OK);
  ct_document_begin (fixture->document, "Beats");
  ct_document_set_tempo_map (fixture->document, map);
  ct_document_commit (fixture->document);
  ct_tempo_map_free (map);
  ct_snap_notes (session, notes, 6.1);
  g_assert_cmpfloat_with_epsilon (moved[0].onset_s, 6.1, NEAR_S);
  g_assert_cmpfloat_with_epsilon (moved[0].offset_s, 6.6, NEAR_S);
  g_assert_cmpfloat_with_epsilon (moved[1].onset_s, 7.1, NEAR_S);
  ct_session_set_snap (session, TRUE);
  ct_session_set_grid (session, &quarters);
  ct_snap_notes (session, notes, 1.2);
  g_assert_cmpfloat_with_epsilon (moved[0].onset_s, 1, NEAR_S);
  g_assert_cmpfloat_with_epsilon (moved[1].offset_s, 2, NEAR_S);
  /* at half the tempo all is twice as long */
  ct_snap_notes (session, notes, 6.1);
  g_assert_cmpfloat_with_epsilon (moved[0].onset_s, 6, NEAR_S);
  g_assert_cmpfloat_with_epsilon (moved[0].offset_s, 6.5, NEAR_S);
  g_assert_cmpfloat_with_epsilon (moved[1].onset_s, 7, NEAR_S);
  g_assert_cmpfloat_with_epsilon (moved[1].offset_s, 8, NEAR_S);
  g_assert_finalize_object (session);
}

#define ADD(name, func) g_test_add ("/grid-edits/" name, NoteFixture, NULL, set_up, func, note_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("nudge", test_nudge);
  ADD ("nudge-edge", test_nudge_edge);
  ADD ("move-by-ticks", test_move_by_ticks);
  ADD ("quantise", test_quantise);
  ADD ("locked", test_locked);
  ADD ("moved-since", test_moved_since);
  ADD ("parts", test_parts);
  ADD ("any", test_any);
  ADD ("snap", test_snap);
  ADD ("snap-notes", test_snap_notes);
  return g_test_run ();
}
