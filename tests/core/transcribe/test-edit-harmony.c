/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "core/base/ct-chord.h"
#include "core/base/ct-key.h"
#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/transcribe/ct-edit-harmony.h"
#include "core/transcribe/ct-edit-score.h"
#include "tests/support/failing-allocator.h"

static const CtKey f_major = { -1, false }, e_minor = { 1, true };

/* Two seconds each of C, F, G and C major on a muted track. */
static CtEditScore *
make_score (void)
{
  static const int roots[] = { 48, 53, 55, 48 };
  CtEditScore *score;

  g_assert_cmpint (ct_edit_score_new (&score), ==, CT_STATUS_OK);
  score->tracks = calloc (1, sizeof *score->tracks);
  score->n_tracks = 1;
  ct_edit_track_init (&score->tracks[0], 1, 0);
  score->tracks[0].mute = true;
  score->notes = calloc (12, sizeof *score->notes);
  score->n_notes = 12;
  for (int i = 0; i < 12; i++)
    score->notes[i] = (CtEditNote){ .id = (uint64_t) i + 1,
                                    .onset_s = 2 * (i / 3),
                                    .offset_s = 2 * (i / 3) + 2,
                                    .confidence = 1,
                                    .origin_frame = -1,
                                    .track = 1,
                                    .midi = (uint8_t) (roots[i / 3] + (int[]){ 0, 4, 7 }[i % 3]),
                                    .velocity = 80 };
  score->next_note_id = 13;
  score->next_track_id = 2;
  g_assert_true (ct_edit_score_is_valid (score));
  return score;
}

/* Whether a score may have it. */
static bool
is_valid (const CtHarmony *harmony)
{
  CtEditScore *score;
  bool valid;

  g_assert_cmpint (ct_edit_score_new (&score), ==, CT_STATUS_OK);
  score->harmony = *harmony; /* lent */
  valid = ct_edit_score_is_valid (score);
  score->harmony = (CtHarmony){ 0 };
  ct_edit_score_free (score);
  return valid;
}

static void
set_key (CtHarmony *harmony, double time_s, const CtKey *key)
{
  CtHarmony made;

  g_assert_cmpint (ct_edit_harmony_set_key (harmony, time_s, key, &made), ==, CT_STATUS_OK);
  g_assert_true (is_valid (&made));
  ct_harmony_clear (harmony);
  *harmony = made;
}

static void
set_chord (CtHarmony *harmony, double start_s, double end_s, const char *name)
{
  CtTimeSpan span = { start_s, end_s };
  CtChord chord = { 0 };
  CtHarmony made;

  g_assert_true (!name || ct_chord_parse (name, &chord));
  g_assert_cmpint (ct_edit_harmony_set_chord (harmony, &span, name ? &chord : NULL, &made), ==, CT_STATUS_OK);
  g_assert_true (is_valid (&made));
  ct_harmony_clear (harmony);
  *harmony = made;
}

static void
test_set_key (void)
{
  CtHarmony harmony = { 0 };

  set_key (&harmony, 5, &f_major);
  set_key (&harmony, 1, &e_minor);
  set_key (&harmony, 9, &e_minor);
  set_key (&harmony, 5, &e_minor);
  g_assert_cmpuint (harmony.n_keys, ==, 3);
  g_assert_true (ct_key_equal (&harmony.keys[1].key, &e_minor));
  set_key (&harmony, 0.5, NULL); /* there is none so early */
  g_assert_cmpuint (harmony.n_keys, ==, 3);
  set_key (&harmony, 8, NULL);
  g_assert_cmpuint (harmony.n_keys, ==, 2);
  g_assert_cmpfloat (harmony.keys[0].time_s, ==, 1);
  g_assert_cmpfloat (harmony.keys[1].time_s, ==, 9);
  ct_harmony_clear (&harmony);
}

static void
test_set_chord (void)
{
  CtHarmony harmony = { 0 };

  set_chord (&harmony, 0, 8, "C");
  set_chord (&harmony, 2, 4, "Dm7/F");
  g_assert_cmpuint (harmony.n_chords, ==, 3);
  g_assert_cmpfloat (harmony.chords[0].end_s, ==, 2);
  g_assert_cmpint (harmony.chords[1].bass, ==, 5);
  g_assert_true (harmony.chords[1].fixed);
  g_assert_cmpfloat (harmony.chords[2].start_s, ==, 4);
  set_chord (&harmony, 1, 3, NULL);
  g_assert_cmpuint (harmony.n_chords, ==, 3);
  g_assert_cmpfloat (harmony.chords[0].end_s, ==, 1);
  g_assert_cmpfloat (harmony.chords[1].start_s, ==, 3);
  set_chord (&harmony, -1, 99, NULL);
  g_assert_cmpuint (harmony.n_chords, ==, 0);
  ct_harmony_clear (&harmony);
}

/* Found in tracks that are not heard, too, around what was set by hand. */
static void
test_find (void)
{
  CtEditScore *score = make_score ();
  CtHarmony found;

  g_assert_cmpint (ct_edit_harmony_find (score, &found), ==, CT_STATUS_OK);
  g_assert_cmpuint (found.n_keys, ==, 1);
  g_assert_cmpint (found.keys[0].key.fifths, ==, 0);
  g_assert_cmpuint (found.n_chords, ==, 4);
  g_assert_cmpint (found.chords[2].root, ==, 7);
  ct_harmony_clear (&found);
  set_chord (&score->harmony, 2, 4, "Dm7/F");
  set_key (&score->harmony, 4, &f_major);
  g_assert_cmpint (ct_edit_harmony_find (score, &found), ==, CT_STATUS_OK);
  g_assert_cmpuint (found.n_keys, ==, 2);
  g_assert_cmpint (found.chords[1].quality, ==, CT_CHORD_MINOR_SEVENTH);
  ct_harmony_clear (&found);
  ct_edit_score_free (score);
}

/* Times count as those of the notes do; the key that held before the span holds in it. */
static void
test_export (void)
{
  CtEditExport what = { .span = { 3, 5 }, .muted_too = true };
  CtChord before = { .start_s = 4, .end_s = 9, .quality = CT_CHORD_NINTH };
  const CtHarmony found = { NULL, 0, &before, 1 };
  CtEditScore *score = make_score ();
  CtScore *out;

  set_key (&score->harmony, 1, &e_minor);
  set_key (&score->harmony, 4, &f_major);
  set_key (&score->harmony, 6, &e_minor);
  g_assert_cmpint (ct_edit_score_export (score, &what, &out), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_edit_harmony_export (score, &what, NULL, out), ==, CT_STATUS_OK);
  g_assert_true (ct_harmony_is_valid (&out->harmony));
  g_assert_cmpuint (out->harmony.n_keys, ==, 2);
  g_assert_cmpfloat (out->harmony.keys[0].time_s, ==, 0);
  g_assert_true (ct_key_equal (&out->harmony.keys[0].key, &e_minor));
  g_assert_cmpfloat (out->harmony.keys[1].time_s, ==, 1);
  g_assert_cmpuint (out->harmony.n_chords, ==, 2);
  g_assert_cmpint (out->harmony.chords[0].root, ==, 5);
  g_assert_cmpfloat (out->harmony.chords[0].start_s, ==, 0);
  g_assert_cmpfloat (out->harmony.chords[0].end_s, ==, 1);
  g_assert_cmpfloat (out->harmony.chords[1].end_s, ==, 2);
  ct_harmony_clear (&out->harmony);
  g_assert_cmpint (ct_edit_harmony_export (score, &what, &found, out), ==, CT_STATUS_OK);
  g_assert_cmpuint (out->harmony.n_keys, ==, 0);
  g_assert_cmpuint (out->harmony.n_chords, ==, 1);
  g_assert_cmpint (out->harmony.chords[0].quality, ==, CT_CHORD_NINTH);
  g_assert_cmpfloat (out->harmony.chords[0].start_s, ==, 1);
  ct_score_free (out);
  ct_edit_score_free (score);
}

static CtStatus
edit_all (void *data)
{
  CtHarmony harmony = { 0 };
  CtStatus status = ct_edit_harmony_find (data, &harmony);

  ct_harmony_clear (&harmony);
  if (status == CT_STATUS_OK)
    status = ct_edit_harmony_set_key (&harmony, 1, &f_major, &harmony);
  ct_harmony_clear (&harmony);
  if (status == CT_STATUS_OK)
    status = ct_edit_harmony_set_chord (&harmony, &(CtTimeSpan){ 0, 1 }, NULL, &harmony);
  ct_harmony_clear (&harmony);
  return status;
}

static void
test_no_memory (void)
{
  CtEditScore *score = make_score ();

  failing_allocator_try_all (edit_all, score);
  ct_edit_score_free (score);
}

static void
test_valid (void)
{
  CtHarmony harmony = { 0 };

  set_key (&harmony, 1, &f_major);
  set_chord (&harmony, 0, 1, "C");
  harmony.keys[0].fixed = false;
  g_assert_false (is_valid (&harmony));
  harmony.keys[0].fixed = true;
  harmony.chords[0].fixed = false;
  g_assert_false (is_valid (&harmony));
  harmony.chords[0].fixed = true;
  harmony.chords[0].root = 12;
  g_assert_false (is_valid (&harmony));
  ct_harmony_clear (&harmony);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edit-harmony/set-key", test_set_key);
  g_test_add_func ("/edit-harmony/set-chord", test_set_chord);
  g_test_add_func ("/edit-harmony/find", test_find);
  g_test_add_func ("/edit-harmony/export", test_export);
  g_test_add_func ("/edit-harmony/valid", test_valid);
  g_test_add_func ("/edit-harmony/no-memory", test_no_memory);
  return g_test_run ();
}
