/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-candidates.h"
#include "core/notes/ct-note-decoder.h"
#include "core/transform/ct-cqt.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/heard-song.h"

static void
test_nearest (void)
{
  static const CtNote notes[] = {
    { .onset_s = 1.0 + 100 / CT_CQT_FRAME_RATE_HZ, .midi = 60 },
    { .onset_s = 1.0 + 103.3 / CT_CQT_FRAME_RATE_HZ, .midi = 60 },
    { .onset_s = 1.0 + 103.4 / CT_CQT_FRAME_RATE_HZ, .midi = 61 },
    { .onset_s = 1.0 + 120 / CT_CQT_FRAME_RATE_HZ, .midi = 60 },
  };
  size_t n = G_N_ELEMENTS (notes);

  g_assert_cmpint (ct_candidates_frame (notes[1].onset_s, 1), ==, 103);
  g_assert_cmpint (ct_candidates_nearest (notes, n, 1, 101, 60), ==, 0);
  g_assert_cmpint (ct_candidates_nearest (notes, n, 1, 102, 60), ==, 1);
  g_assert_cmpint (ct_candidates_nearest (notes, n, 1, 109, 60), ==, 1);
  g_assert_cmpint (ct_candidates_nearest (notes, n, 1, 97, 61), ==, 2);
  g_assert_cmpint (ct_candidates_nearest (notes, n, 1, 96, 61), ==, -1);
  g_assert_cmpint (ct_candidates_nearest (notes, n, 1, 110, 60), ==, -1);
  g_assert_cmpint (ct_candidates_nearest (notes, n, 1, 126, 60), ==, 3);
  g_assert_cmpint (ct_candidates_nearest (notes, n, 1, -5, 60), ==, -1);
  g_assert_cmpint (ct_candidates_nearest (NULL, 0, 0, 5, 60), ==, -1);
}

/* Whatever is chosen: all that is decoded is among the candidates, and what is shipped exactly. */
static void
test_all (void)
{
  HeardSong *song = heard_song_new (160, 2, 0.5, 1);
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  CtNoteDecoderOptions options;

  for (size_t i = 1; i < song->candidates.n; i++)
    g_assert_cmpfloat (song->candidates.notes[i - 1].onset_s, <=, song->candidates.notes[i].onset_s);
  for (int run = 0; run < 200; run++)
    {
      CtNotes notes = { 0 };

      ct_note_decoder_options_init (&options);
      if (run > 0)
        {
          options.onset_threshold = (float) g_rand_double_range (rand, (double) CT_LOWEST_THRESHOLD, 0.95);
          options.frame_threshold = (float) g_rand_double_range (rand, (double) CT_LOWEST_THRESHOLD, 0.95);
          options.min_length_s = (float) g_rand_double_range (rand, 0, 0.5);
          options.notes_without_onset = g_rand_boolean (rand);
          options.early_start = g_rand_boolean (rand);
        }
      g_assert_cmpint (ct_note_decoder_decode (song->posteriors, song->spectrogram, &options, 0, &notes), ==,
                       CT_STATUS_OK);
      for (size_t i = 0; i < notes.n; i++)
        {
          int frame = ct_candidates_frame (notes.notes[i].onset_s, 0);
          ptrdiff_t found = ct_candidates_nearest (song->candidates.notes, song->candidates.n, 0, frame,
                                                   notes.notes[i].midi);

          g_assert_cmpint (found, >=, 0);
          if (run == 0)
            g_assert_cmpfloat (song->candidates.notes[found].onset_s, ==, notes.notes[i].onset_s);
        }
      ct_notes_clear (&notes);
    }
  heard_song_free (song);
}

static void
test_once (void)
{
  HeardSong *song = heard_song_new (160, 2, 0.5, 1);

  for (size_t i = 0; i < song->candidates.n; i++)
    for (size_t j = i + 1; j < song->candidates.n; j++)
      g_assert_false (song->candidates.notes[i].midi == song->candidates.notes[j].midi
                      && ct_candidates_frame (song->candidates.notes[i].onset_s, 0)
                             == ct_candidates_frame (song->candidates.notes[j].onset_s, 0));
  g_assert_cmpuint (song->candidates.n, >=, 160);
  g_assert_cmpuint (song->candidates.n, <, 480);
  heard_song_free (song);
}

static CtStatus
find (void *data)
{
  const HeardSong *song = data;
  CtNotes notes = { 0 };
  CtNoteDecoderOptions options;
  CtStatus status;

  ct_note_decoder_options_init (&options);
  status = ct_candidates_find (song->posteriors, song->spectrogram, &options, 0, &notes);
  if (status != CT_STATUS_OK)
    g_assert_cmpuint (notes.n, ==, 0);
  ct_notes_clear (&notes);
  return status;
}

static void
test_no_memory (void)
{
  HeardSong *song = heard_song_new (20, 2, 0.5, 1);

  failing_allocator_try_all (find, song);
  heard_song_free (song);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/candidates/nearest", test_nearest);
  g_test_add_func ("/candidates/all", test_all);
  g_test_add_func ("/candidates/once", test_once);
  g_test_add_func ("/candidates/no-memory", test_no_memory);
  return g_test_run ();
}
