/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/midi/ct-midi-drums.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <stdlib.h>

#include "core/base/ct-drum.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/midi/ct-midi-file.h"
#include "core/midi/ct-midi-reader.h"
#include "tests/support/failing-allocator.h"

static const CtPercussion none;

/* A song with a track on channel 10. */
static CtMidiSong
new_song (CtMidiTrack *track, const CtMidiNote *notes, gsize n)
{
  *track = (CtMidiTrack){ .percussion = true, .notes = notes, .n_notes = n };
  return (CtMidiSong){ .tracks = track, .n_tracks = 1, .n_notes = n };
}

/* Keys become groups in their order, or join those that are there; what is no drum is left. */
static void
test_groups (void)
{
  static const CtMidiNote notes[] = { { 0, 0.1, 42, 127 },
                                      { 0.5, 0.6, 38, 64 },
                                      { 1, 1.1, 36, 1 },
                                      { 1.5, 1.6, 20, 99 } };
  CtHit hit = { 0.25, 0.5f, 0 };
  const CtPercussion before = { &hit, 1, { { "Snap", 38 } }, 1 };
  bool taken[CT_MIDI_N_KEYS];
  CtPercussion made;
  CtMidiTrack track;
  CtMidiSong song = new_song (&track, notes, G_N_ELEMENTS (notes));

  g_assert_cmpint (ct_midi_drums_add (&song, &before, &made, taken), ==, CT_STATUS_OK);
  g_assert_true (ct_percussion_is_valid (&made));
  g_assert_cmpuint (made.n_groups, ==, 3);
  g_assert_cmpstr (made.groups[0].name, ==, "Snap");
  g_assert_cmpint (made.groups[1].drum, ==, 36);
  g_assert_cmpint (made.groups[2].drum, ==, 42);
  g_assert_cmpuint (made.n_hits, ==, 4);
  g_assert_cmpint (made.hits[0].group, ==, 2);
  g_assert_cmpfloat (made.hits[0].strength, ==, 1);
  g_assert_cmpint (made.hits[2].group, ==, 0);
  g_assert_cmpint (ct_hit_velocity (&made.hits[2]), ==, 64);
  for (int key = 0; key < CT_MIDI_N_KEYS; key++)
    g_assert_true (taken[key] == (key == 36 || key == 38 || key == 42));
  ct_percussion_clear (&made);
  /* other channels have no drums */
  track.percussion = false;
  g_assert_cmpint (ct_midi_drums_add (&song, &none, &made, taken), ==, CT_STATUS_OK);
  g_assert_cmpuint (made.n_hits, ==, 0);
  g_assert_null (made.hits);
  g_assert_false (taken[36]);
}

/* Of too many keys those that are played the most get groups. */
static void
test_many (void)
{
  CtMidiNote notes[60];
  bool taken[CT_MIDI_N_KEYS];
  CtPercussion made;
  CtMidiTrack track;
  CtMidiSong song;
  gsize n = 0;

  for (int i = 0; i < 10; i++)
    for (int k = 0; k <= i; k++)
      notes[n++] = (CtMidiNote){ i + k / 20.0, i + k / 20.0 + 0.01, (guint8) (CT_DRUM_LOW + 4 * i), 80 };
  song = new_song (&track, notes, n);
  g_assert_cmpint (ct_midi_drums_add (&song, &none, &made, taken), ==, CT_STATUS_OK);
  g_assert_cmpuint (made.n_groups, ==, CT_MAX_HIT_GROUPS);
  for (int i = 0; i < 10; i++)
    g_assert_true (taken[CT_DRUM_LOW + 4 * i] == (i >= 2));
  g_assert_cmpuint (made.n_hits, ==, n - 3);
  g_assert_true (ct_percussion_is_valid (&made));
  ct_percussion_clear (&made);
}

/* What was exported comes back. */
static void
test_round_trip (void)
{
  g_autofree char *folder = g_dir_make_tmp ("coloratura-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "drums.mid", NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  bool taken[CT_MIDI_N_KEYS];
  CtMidiFileOptions options = { 0 };
  CtPercussion *percussion, back;
  CtMidiSong *song;
  CtScore *score;

  g_assert_cmpint (ct_score_new (0, &score), ==, CT_STATUS_OK);
  percussion = &score->percussion;
  percussion->n_groups = CT_MAX_HIT_GROUPS;
  percussion->hits = calloc (200, sizeof *percussion->hits);
  percussion->n_hits = 200;
  for (int i = 0; i < CT_MAX_HIT_GROUPS; i++)
    percussion->groups[i].drum = (guint8) (CT_DRUM_LOW + 5 * i);
  for (int i = 0; i < 200; i++)
    percussion->hits[i] = (CtHit){
      i / 10.0 + g_rand_double_range (rand, 0, 0.09), (float) g_rand_int_range (rand, 1, 128) / 127,
      (guint8) (i < CT_MAX_HIT_GROUPS ? i : g_rand_int_range (rand, 0, CT_MAX_HIT_GROUPS))
    };
  g_assert_true (ct_percussion_is_valid (percussion));
  g_assert_cmpint (ct_midi_file_write (score, NULL, 0, &options, path), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_midi_reader_read (path, NULL, &song), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_midi_drums_add (song, &none, &back, taken), ==, CT_STATUS_OK);
  g_assert_cmpuint (back.n_hits, ==, 200);
  g_assert_cmpuint (back.n_groups, ==, CT_MAX_HIT_GROUPS);
  for (int i = 0; i < 200; i++)
    {
      g_assert_cmpfloat_with_epsilon (back.hits[i].time_s, percussion->hits[i].time_s, 0.5 / 1920 + 1e-9);
      g_assert_cmpint (back.hits[i].group, ==, percussion->hits[i].group);
      g_assert_cmpfloat_with_epsilon (back.hits[i].strength, percussion->hits[i].strength, 1e-6);
    }
  ct_percussion_clear (&back);
  ct_midi_song_free (song);
  ct_score_free (score);
  g_unlink (path);
  g_rmdir (folder);
}

static CtStatus
add (void *data)
{
  bool taken[CT_MIDI_N_KEYS];
  CtPercussion made;
  CtStatus status = ct_midi_drums_add (data, &none, &made, taken);

  ct_percussion_clear (&made);
  return status;
}

static void
test_no_memory (void)
{
  static const CtMidiNote note = { 0, 1, 36, 100 };
  CtMidiTrack track;
  CtMidiSong song = new_song (&track, &note, 1);

  failing_allocator_try_all (add, &song);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/midi-drums/groups", test_groups);
  g_test_add_func ("/midi-drums/many", test_many);
  g_test_add_func ("/midi-drums/round-trip", test_round_trip);
  g_test_add_func ("/midi-drums/no-memory", test_no_memory);
  return g_test_run ();
}
