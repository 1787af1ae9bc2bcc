/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/document/ct-document.h"

#include <gio/gio.h>

#include "core/base/ct-program.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/notes/ct-note-decoder.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "tests/support/document-changes.h"
#include "tests/support/same-score.h"
#include "ui/document/ct-history.h"
#include "ui/document/ct-recording.h"
#include "ui/document/ct-track-names.h"
#include "ui/support/ct-track-palette.h"

static void
on_stepped (CtDocument *document, const char *name, gboolean undone, guint *n_stepped)
{
  ++*n_stepped;
}

static CtEditNote
make_note (double onset_s, int midi, guint32 track)
{
  return (CtEditNote){ .onset_s = onset_s,
                       .offset_s = onset_s + 0.5,
                       .confidence = 0.9f,
                       .origin_frame = (int) (onset_s * 86),
                       .origin_midi = (guint8) midi,
                       .track = track,
                       .midi = (guint8) midi,
                       .velocity = 64 };
}

/* A document with a track of @n notes, none of it to be undone. */
static CtDocument *
make_document (guint n)
{
  CtDocument *document = ct_document_new ();
  CtEditScore *score;
  CtEditTrack track;

  ct_edit_track_init (&track, 0, ct_track_palette_rgb (0));
  ct_document_begin (document, "Fill");
  track.id = ct_document_add_track (document, &track, -1);
  for (guint i = 0; i < n; i++)
    {
      CtEditNote note = make_note (i * 0.25, 40 + (int) (i * 7 % 50), track.id);

      ct_document_add_note (document, &note);
    }
  ct_document_commit (document);
  score = ct_document_copy_score (document);
  ct_document_load_score (document, score);
  ct_edit_score_free (score);
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (document)));
  return document;
}

static void
assert_same_score (const CtEditScore *a, const CtEditScore *b)
{
  same_score_assert (a, b);
  g_assert_cmpfloat (a->options.notes.onset_threshold, ==, b->options.notes.onset_threshold);
  g_assert_cmpint (a->options.tracks.n_tracks, ==, b->options.tracks.n_tracks);
}

static void
test_step (void)
{
  CtDocument *document = make_document (10);
  DocumentChanges heard;
  guint n_stepped = 0;
  CtEditNote note;

  document_changes_watch (document, &heard);
  g_signal_connect (document, "stepped", G_CALLBACK (on_stepped), &n_stepped);
  g_assert_false (ct_document_get_modified (document));

  ct_document_begin (document, "Move Note");
  note = ct_document_get_score (document)->notes[0];
  note.onset_s = 2.1;
  note.offset_s = 2.2;
  ct_document_begin (document, "Inner");
  ct_document_set_note (document, &note);
  ct_document_commit (document);
  g_assert_cmpuint (heard.n, ==, 0);
  ct_document_commit (document);

  g_assert_cmpuint (heard.n, ==, 1);
  g_assert_cmpuint (heard.changes, ==, CT_DOCUMENT_NOTES);
  g_assert_true (ct_document_get_modified (document));
  g_assert_true (ct_edit_score_is_valid (ct_document_get_score (document)));
  g_assert_cmpfloat (ct_document_get_note (document, note.id)->onset_s, ==, 2.1);
  g_assert_cmpstr (ct_history_get_undo_name (ct_document_get_history (document)), ==, "Move Note");

  ct_document_undo (document);
  g_assert_cmpuint (n_stepped, ==, 1);
  g_assert_false (ct_document_get_modified (document));
  g_assert_cmpfloat (ct_document_get_note (document, note.id)->onset_s, ==, 0);
  g_assert_cmpstr (ct_history_get_redo_name (ct_document_get_history (document)), ==, "Move Note");
  ct_document_redo (document);
  g_assert_cmpfloat (ct_document_get_note (document, note.id)->onset_s, ==, 2.1);

  /* nothing changed: no step, no signal */
  heard.n = 0;
  ct_document_begin (document, "Nothing");
  ct_document_set_note (document, &note);
  ct_document_commit (document);
  g_assert_cmpuint (heard.n, ==, 0);
  g_assert_cmpstr (ct_history_get_undo_name (ct_document_get_history (document)), ==, "Move Note");
  g_assert_finalize_object (document);
}

static void
test_abort (void)
{
  CtDocument *document = make_document (5);
  CtEditScore *before = ct_document_copy_score (document);
  CtEditNote note = make_note (9, 60, before->tracks[0].id);
  DocumentChanges heard;

  document_changes_watch (document, &heard);
  ct_document_begin (document, "Spoil");
  ct_document_delete_note (document, before->notes[2].id);
  ct_document_add_note (document, &note);
  ct_document_abort (document);
  assert_same_score (before, ct_document_get_score (document));
  g_assert_cmpuint (heard.n, ==, 0);
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (document)));
  ct_edit_score_free (before);
  g_assert_finalize_object (document);
}

static void
test_deleted (void)
{
  CtDocument *document = make_document (5);
  const CtEditScore *score = ct_document_get_score (document);
  CtEditNote drawn = make_note (1, 60, score->tracks[0].id);
  guint64 id;

  ct_document_begin (document, "Delete");
  ct_document_delete_note (document, score->notes[3].id);
  ct_document_delete_note (document, score->notes[0].id);
  ct_document_commit (document);
  g_assert_cmpuint (score->n_notes, ==, 3);
  g_assert_cmpuint (score->n_deleted, ==, 2);
  g_assert_true (ct_edit_score_is_valid (score));

  /* what was drawn was never heard: it leaves no trace */
  drawn.origin_frame = -1;
  drawn.origin_midi = 0;
  ct_document_begin (document, "Draw");
  id = ct_document_add_note (document, &drawn);
  ct_document_commit (document);
  ct_document_begin (document, "Delete");
  ct_document_delete_note (document, id);
  ct_document_commit (document);
  g_assert_cmpuint (score->n_deleted, ==, 2);
  ct_document_undo (document);
  ct_document_undo (document);
  ct_document_undo (document);
  g_assert_cmpuint (score->n_deleted, ==, 0);
  g_assert_cmpuint (score->n_notes, ==, 5);
  g_assert_finalize_object (document);
}

static void
test_made_valid (void)
{
  CtDocument *document = make_document (0);
  CtEditNote note = make_note (-3, 60, ct_document_get_score (document)->tracks[0].id);
  guint64 id;

  note.offset_s = -5;
  note.velocity = 0;
  note.midi = 200;
  note.origin_frame = -1;
  note.origin_midi = 0;
  ct_document_begin (document, "Draw");
  id = ct_document_add_note (document, &note);
  ct_document_commit (document);
  g_assert_cmpfloat (ct_document_get_note (document, id)->onset_s, ==, 0);
  g_assert_cmpfloat (ct_document_get_note (document, id)->offset_s, >=, 0.01);
  g_assert_cmpint (ct_document_get_note (document, id)->midi, ==, 127);
  g_assert_cmpint (ct_document_get_note (document, id)->velocity, ==, 1);
  g_assert_true (ct_edit_score_is_valid (ct_document_get_score (document)));
  g_assert_finalize_object (document);
}

static void
nudge (CtDocument *document, guint64 id)
{
  CtEditNote note = *ct_document_get_note (document, id);

  note.onset_s += 0.01;
  note.offset_s += 0.01;
  ct_document_begin_coalesced (document, "Nudge", "nudge");
  ct_document_set_note (document, &note);
  ct_document_commit (document);
}

static void
test_coalesce (void)
{
  CtDocument *document = make_document (3);
  guint64 first = ct_document_get_score (document)->notes[0].id, last = ct_document_get_score (document)->notes[2].id;

  for (int i = 0; i < 10; i++)
    nudge (document, first);
  nudge (document, last);
  ct_document_undo (document);
  g_assert_cmpfloat (ct_document_get_note (document, first)->onset_s, ==, 0);
  g_assert_cmpfloat (ct_document_get_note (document, last)->onset_s, ==, 0.5);
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (document)));
  ct_document_redo (document);
  g_assert_cmpfloat_with_epsilon (ct_document_get_note (document, first)->onset_s, 0.1, 1e-9);

  /* what was saved stays a state that undo comes back to */
  ct_document_mark_saved (document);
  nudge (document, first);
  g_assert_true (ct_document_get_modified (document));
  ct_document_undo (document);
  g_assert_false (ct_document_get_modified (document));
  g_assert_cmpfloat_with_epsilon (ct_document_get_note (document, first)->onset_s, 0.1, 1e-9);
  g_assert_finalize_object (document);
}

static void
test_tracks (void)
{
  CtDocument *document = make_document (4);
  const CtEditScore *score = ct_document_get_score (document);
  CtEditTrack track;
  guint32 first = score->tracks[0].id, second;
  g_autofree char *unnamed = ct_document_dup_track_name (document, first);
  g_autofree char *named = NULL;

  g_assert_cmpstr (unnamed, ==, "Track 1");
  ct_edit_track_init (&track, 0, ct_track_palette_rgb (1));
  ct_edit_track_set_name (&track, "Oboe");
  ct_document_begin (document, "Add Track");
  second = ct_document_add_track (document, &track, 0);
  ct_document_commit (document);
  g_assert_cmpuint (score->tracks[0].id, ==, second);
  named = ct_document_dup_track_name (document, second);
  g_assert_cmpstr (named, ==, "Oboe");
  g_assert_cmpuint (ct_document_count_notes (document, first), ==, 4);
  ct_document_begin (document, "Move Track");
  ct_document_move_track (document, second, 1);
  ct_document_commit (document);
  g_assert_cmpuint (score->tracks[1].id, ==, second);
  ct_document_begin (document, "Remove Track");
  ct_document_remove_track (document, second);
  ct_document_commit (document);
  g_assert_cmpuint (score->n_tracks, ==, 1);
  g_assert_null (ct_document_get_track (document, second));
  ct_document_undo (document);
  g_assert_nonnull (ct_document_get_track (document, second));

  /* ids never come back */
  ct_document_undo (document);
  ct_document_undo (document);
  ct_document_begin (document, "Add Track");
  g_assert_cmpuint (ct_document_add_track (document, &track, -1), >, second);
  ct_document_commit (document);
  g_assert_finalize_object (document);
}

/* Called after its program or family where that is known, the second of two alike with a number. */
static void
test_track_names (void)
{
  static const struct
  {
    const char *own;
    guint8 program, naming;
    const char *shown;
  } tracks[] = { { "", 71, CT_NAMING_FAMILY, "Woodwinds" },   { "Woodwinds", 40, CT_NAMING_PROGRAM, "Woodwinds" },
                 { "", 73, CT_NAMING_FAMILY, "Woodwinds 2" }, { "", 73, CT_NAMING_PROGRAM, "Flute" },
                 { "", 127, CT_NAMING_FAMILY, "Track 6" },    { "", 73, CT_NAMING_NUMBER, "Track 7" } };
  CtDocument *document = make_document (1);

  ct_document_begin (document, "Add Tracks");
  for (guint i = 0; i < G_N_ELEMENTS (tracks); i++)
    {
      CtEditTrack track;

      ct_edit_track_init (&track, 0, 0);
      ct_edit_track_set_name (&track, tracks[i].own);
      track.program = tracks[i].program;
      track.naming = tracks[i].naming;
      ct_document_add_track (document, &track, -1);
    }
  ct_document_commit (document);
  for (guint i = 0; i < G_N_ELEMENTS (tracks); i++)
    {
      g_autofree char *name = ct_track_names_dup (ct_document_get_score (document), i + 1);

      g_assert_cmpstr (name, ==, tracks[i].shown);
    }
  g_assert_finalize_object (document);
}

static void
test_saved (void)
{
  CtDocument *document = make_document (3);
  guint64 id = ct_document_get_score (document)->notes[0].id;

  nudge (document, id);
  ct_document_mark_saved (document);
  ct_document_undo (document);
  g_assert_true (ct_document_get_modified (document));
  /* a new step replaces the saved one, whose state can never be reached again */
  nudge (document, id);
  ct_document_undo (document);
  g_assert_true (ct_document_get_modified (document));
  ct_document_mark_saved (document);
  g_assert_false (ct_document_get_modified (document));
  ct_document_mark_modified (document);
  g_assert_true (ct_document_get_modified (document));
  g_assert_finalize_object (document);
}

static CtTempoMap *
steady_map (double bpm)
{
  CtTempoMap *map;

  g_assert_cmpint (ct_tempo_map_new_steady (bpm, 0, 4, 4, &map), ==, CT_STATUS_OK);
  return map;
}

/* One random change. */
static void
change_something (CtDocument *document, GRand *random)
{
  const CtEditScore *score = ct_document_get_score (document);
  CtEditNote note = score->n_notes ? score->notes[g_rand_int_range (random, 0, (int) score->n_notes)]
                                   : (CtEditNote){ 0 };
  CtEditTrack track;
  CtTranscriberOptions options = score->options;
  CtTempoMap *map;

  switch (g_rand_int_range (random, 0, 7))
    {
    case 0:
      note = make_note (g_rand_double (random) * 60, g_rand_int_range (random, 24, 108), score->tracks[0].id);
      ct_document_add_note (document, &note);
      break;
    case 1:
      if (note.id)
        ct_document_delete_note (document, note.id);
      break;
    case 2:
      note.midi = (guint8) g_rand_int_range (random, 0, 128);
      note.onset_s = g_rand_double (random) * 60;
      note.offset_s = note.onset_s + g_rand_double (random);
      if (note.id)
        ct_document_set_note (document, &note);
      break;
    case 3:
      ct_edit_track_init (&track, 0, ct_track_palette_rgb (3));
      ct_document_add_track (document, &track, -1);
      break;
    case 4:
      options.notes.onset_threshold = 0.1f + 0.8f * (float) g_rand_double (random);
      ct_document_set_options (document, &options);
      break;
    case 5:
      map = g_rand_boolean (random) ? steady_map (30 + g_rand_double (random) * 200) : NULL;
      ct_document_set_tempo_map (document, map);
      ct_tempo_map_free (map);
      break;
    default:
      track = score->tracks[0];
      track.locked = !track.locked;
      ct_document_set_track (document, &track);
    }
}

/* Whatever was done: undoing all of it leads back through every state, and doing it again forth. */
static void
test_walk (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (GPtrArray) states = g_ptr_array_new_with_free_func ((GDestroyNotify) ct_edit_score_free);
  CtDocument *document = make_document (20);
  DocumentChanges heard;
  guint seen = 0;

  document_changes_watch (document, &heard);
  g_ptr_array_add (states, ct_document_copy_score (document));
  for (int i = 0; i < 300; i++)
    {
      int n = g_rand_int_range (random, 1, 6);

      ct_document_begin (document, "Change");
      while (n-- > 0)
        change_something (document, random);
      ct_document_commit (document);
      g_assert_true (ct_edit_score_is_valid (ct_document_get_score (document)));
      if (heard.n == seen)
        continue; /* nothing came of it: no step */
      seen = heard.n;
      g_ptr_array_add (states, ct_document_copy_score (document));
    }
  for (guint at = states->len - 1; at > 0; at--)
    {
      ct_document_undo (document);
      assert_same_score (states->pdata[at - 1], ct_document_get_score (document));
    }
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (document)));
  for (guint at = 1; at < states->len; at++)
    {
      ct_document_redo (document);
      assert_same_score (states->pdata[at], ct_document_get_score (document));
    }
  g_assert_finalize_object (document);
}

static void
test_apply_score (void)
{
  CtDocument *document = make_document (6);
  CtEditScore *before = ct_document_copy_score (document), *after = ct_document_copy_score (document);

  after->notes[0].midi = 99;
  after->notes[5] = after->notes[4];
  after->notes[5].id = after->next_note_id++;
  after->notes[5].onset_s = after->notes[4].onset_s + 0.1;
  after->tracks[0].program = 40;
  after->options.tracks.n_tracks = 3;
  ct_document_begin (document, "Run Again");
  ct_document_apply_score (document, after);
  ct_document_commit (document);
  assert_same_score (after, ct_document_get_score (document));
  g_assert_true (ct_edit_score_is_valid (ct_document_get_score (document)));
  ct_document_undo (document);
  assert_same_score (before, ct_document_get_score (document));
  ct_edit_score_free (before);
  ct_edit_score_free (after);
  g_assert_finalize_object (document);
}

static void
test_title (void)
{
  CtDocument *document = ct_document_new ();
  g_autoptr (CtRecording) recording = ct_recording_new ("/music/Quartet.flac", 12, 44100, 2);
  g_autoptr (GFile) file = g_file_new_for_path ("/music/My Song.coloratura");

  g_assert_cmpstr (ct_document_get_title (document), ==, "Untitled");
  ct_document_set_name (document, "Song.mid");
  g_assert_cmpstr (ct_document_get_title (document), ==, "Song.mid");
  ct_document_set_recording (document, recording);
  g_assert_cmpstr (ct_document_get_title (document), ==, "Quartet.flac");
  g_assert_cmpfloat (ct_document_get_duration_s (document), ==, 12);
  ct_document_set_file (document, file);
  g_assert_cmpstr (ct_document_get_title (document), ==, "My Song");
  g_assert_finalize_object (document);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document/step", test_step);
  g_test_add_func ("/document/abort", test_abort);
  g_test_add_func ("/document/deleted", test_deleted);
  g_test_add_func ("/document/made-valid", test_made_valid);
  g_test_add_func ("/document/coalesce", test_coalesce);
  g_test_add_func ("/document/tracks", test_tracks);
  g_test_add_func ("/document/track-names", test_track_names);
  g_test_add_func ("/document/saved", test_saved);
  g_test_add_func ("/document/walk", test_walk);
  g_test_add_func ("/document/apply-score", test_apply_score);
  g_test_add_func ("/document/title", test_title);
  return g_test_run ();
}
