/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/analysis/ct-harmony-keeper.h"

#include <glib-object.h>

#include "core/base/ct-chord.h"
#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/base/ct-tempo-map.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history.h"

typedef struct
{
  CtDocument *document;
  CtHarmonyKeeper *keeper;
  guint signals; /* "harmony-changed", since the start */
} Fixture;

static void
count (CtDocument *document, Fixture *fixture)
{
  fixture->signals++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = ct_document_new ();
  fixture->keeper = ct_harmony_keeper_new (fixture->document);
  g_signal_connect (fixture->document, "harmony-changed", G_CALLBACK (count), fixture);
}

static void
wait_until_idle (Fixture *fixture)
{
  while (ct_harmony_keeper_get_busy (fixture->keeper))
    g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_run_dispose (G_OBJECT (fixture->keeper));
  wait_until_idle (fixture);
  g_assert_finalize_object (fixture->keeper);
  g_assert_finalize_object (fixture->document);
}

/* Two seconds each of F, B flat, C and F major, moved up by @semitones; one step. */
static void
add_song (Fixture *fixture, int semitones)
{
  static const int roots[] = { 53, 58, 60, 53 };
  CtEditTrack track;
  guint32 id;

  ct_edit_track_init (&track, 0, 0);
  ct_document_begin (fixture->document, "Song");
  id = ct_document_add_track (fixture->document, &track, -1);
  for (int i = 0; i < 12; i++)
    {
      const CtEditNote note = { .onset_s = 2 * (i / 3),
                                .offset_s = 2 * (i / 3) + 2,
                                .confidence = 1,
                                .origin_frame = -1,
                                .track = id,
                                .midi = (guint8) (roots[i / 3] + semitones + (int[]){ 0, 4, 7 }[i % 3]),
                                .velocity = 80 };

      ct_document_add_note (fixture->document, &note);
    }
  ct_document_commit (fixture->document);
}

static void
set_harmony (Fixture *fixture, const CtHarmony *harmony)
{
  ct_document_begin (fixture->document, "Harmony");
  ct_document_set_harmony (fixture->document, harmony);
  ct_document_commit (fixture->document);
}

/* Without beats, and that is no edit. */
static void
test_found (Fixture *fixture, gconstpointer data)
{
  const CtHarmony *harmony = ct_document_get_harmony (fixture->document);

  g_assert_true (ct_document_get_harmony_is_current (fixture->document));
  g_assert_cmpint (ct_document_get_key_at (fixture->document, 1).fifths, ==, 0);
  add_song (fixture, 0);
  ct_document_mark_saved (fixture->document);
  g_assert_true (ct_harmony_keeper_get_busy (fixture->keeper));
  g_assert_false (ct_document_get_harmony_is_current (fixture->document));
  g_assert_cmpuint (harmony->n_chords, ==, 0);
  wait_until_idle (fixture);
  g_assert_true (ct_document_get_harmony_is_current (fixture->document));
  g_assert_cmpuint (fixture->signals, ==, 1);
  g_assert_cmpint (ct_document_get_key_at (fixture->document, 1).fifths, ==, -1);
  g_assert_cmpuint (harmony->n_chords, ==, 4);
  g_assert_cmpint (harmony->chords[1].root, ==, 10);
  g_assert_false (ct_document_get_modified (fixture->document));
  ct_document_undo (fixture->document);
  wait_until_idle (fixture);
  g_assert_cmpuint (harmony->n_chords, ==, 0);
  g_assert_cmpuint (fixture->signals, ==, 2);
}

/* Bars make a difference, and what does not change is not told. */
static void
test_bars (Fixture *fixture, gconstpointer data)
{
  CtTempoMap *map;
  CtEditTrack track;

  add_song (fixture, 0);
  wait_until_idle (fixture);
  track = ct_document_get_score (fixture->document)->tracks[0];
  track.volume = 0.5f;
  ct_document_begin (fixture->document, "Volume");
  ct_document_set_track (fixture->document, &track);
  ct_document_commit (fixture->document);
  g_assert_false (ct_harmony_keeper_get_busy (fixture->keeper));
  g_assert_cmpint (ct_tempo_map_new_steady (90, 0.2, 3, 4, &map), ==, CT_STATUS_OK);
  ct_document_begin (fixture->document, "Tempo");
  ct_document_set_tempo_map (fixture->document, map);
  ct_document_commit (fixture->document);
  ct_tempo_map_free (map);
  g_assert_true (ct_harmony_keeper_get_busy (fixture->keeper));
  wait_until_idle (fixture);
  g_assert_true (ct_document_get_harmony_is_current (fixture->document));
  g_assert_cmpuint (fixture->signals, ==, 2);
}

/* What a hand set stays among what is found. */
static void
test_by_hand (Fixture *fixture, gconstpointer data)
{
  CtKeyChange key = { .time_s = 0, .key = { 3, false }, .fixed = TRUE };
  CtChord chord = { .start_s = 2, .end_s = 4, .quality = CT_CHORD_NINTH, .root = 7, .bass = 7, .fixed = TRUE };
  const CtHarmony *harmony = ct_document_get_harmony (fixture->document);

  add_song (fixture, 0);
  wait_until_idle (fixture);
  set_harmony (fixture, &(CtHarmony){ &key, 1, &chord, 1 });
  wait_until_idle (fixture);
  g_assert_cmpint (ct_document_get_key_at (fixture->document, 5).fifths, ==, 3);
  g_assert_cmpuint (harmony->n_chords, ==, 4);
  g_assert_cmpint (harmony->chords[1].quality, ==, CT_CHORD_NINTH);
  ct_document_undo (fixture->document);
  wait_until_idle (fixture);
  g_assert_cmpint (ct_document_get_key_at (fixture->document, 5).fifths, ==, -1);
  g_assert_cmpint (harmony->chords[1].quality, ==, CT_CHORD_MAJOR);
}

/* Of changes during a run only the last is heard. */
static void
test_stale (Fixture *fixture, gconstpointer data)
{
  const CtHarmony *harmony = ct_document_get_harmony (fixture->document);

  add_song (fixture, 0);
  ct_document_undo (fixture->document);
  add_song (fixture, 1);
  ct_document_undo (fixture->document);
  add_song (fixture, 2);
  wait_until_idle (fixture);
  g_assert_cmpuint (fixture->signals, ==, 1);
  g_assert_cmpint (harmony->chords[0].root, ==, 7);
}

/* It goes while a run is under way. */
static void
test_goes (Fixture *fixture, gconstpointer data)
{
  add_song (fixture, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/harmony-keeper/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("found", test_found);
  ADD ("bars", test_bars);
  ADD ("by-hand", test_by_hand);
  ADD ("stale", test_stale);
  ADD ("goes", test_goes);
  return g_test_run ();
}
