/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>

#include "core/base/ct-note.h"
#include "core/notes/ct-sub-bass-private.h"
#include "core/transform/ct-cqt.h"
#include "tests/support/partial-spectrogram.h"

#define FRAMES 300
#define START_S 2.0

static double
hz_of (int midi)
{
  return 440 * exp2 ((midi - 69) / 12.0);
}

static CtNote
note_at (int midi, int first, int end)
{
  return (CtNote){ .onset_s = START_S + first / CT_CQT_FRAME_RATE_HZ,
                   .offset_s = START_S + end / CT_CQT_FRAME_RATE_HZ,
                   .midi = (uint8_t) midi };
}

static size_t
is_left (const CtSpectrogram *spectrogram, int midi, int first, int end)
{
  CtNote note = note_at (midi, first, end);

  return ct_sub_bass_remove_partials (spectrogram, START_S, &note, 1);
}

/* The partials of notes below C1 are no notes; those of C1 and higher ones are nobody's partials. */
static void
test_partials (void)
{
  static const int intervals[] = { 12, 19, 24 };

  for (int low = 21; low <= 27; low++)
    for (size_t i = 0; i < G_N_ELEMENTS (intervals); i++)
      {
        CtSpectrogram *spectrogram = partial_spectrogram_new (FRAMES);

        partial_spectrogram_add_note (spectrogram, hz_of (low), 50, 200, -30, 2);
        g_assert_cmpuint (is_left (spectrogram, low + intervals[i], 50, 200), ==, low >= 24);
        g_assert_cmpuint (is_left (spectrogram, low + intervals[i] + 1, 50, 200), ==, 1); /* nobody's */
        g_assert_cmpuint (is_left (spectrogram, low + intervals[i], 220, 290), ==, 1);    /* nothing sounds any more */
        if (low == 23 || low == 24)
          g_assert_cmpuint (is_left (spectrogram, 24, 50, 200), ==, low == 24); /* what leaks is no C1 */
        ct_spectrogram_free (spectrogram);
      }
}

/* A real note on a partial of a low one stays, and so do octaves, fifths and chords without a low one. */
static void
test_real_notes (void)
{
  static const int chords[][3] = { { 33, 45, 33 }, { 33, 40, 45 }, { 34, 41, 50 },
                                   { 35, 39, 42 }, { 33, 40, 49 }, { 41, 50, 56 } /* 3, 5 and 7 times A#0 */ };
  CtSpectrogram *spectrogram = partial_spectrogram_new (FRAMES);

  partial_spectrogram_add_note (spectrogram, hz_of (21), 20, 280, -45, 2);
  partial_spectrogram_add_note (spectrogram, hz_of (45), 100, 200, -25, 6);
  g_assert_cmpuint (is_left (spectrogram, 45, 100, 200), ==, 1);
  g_assert_cmpuint (is_left (spectrogram, 40, 20, 90), ==, 0);
  ct_spectrogram_free (spectrogram);
  for (size_t i = 0; i < G_N_ELEMENTS (chords); i++)
    {
      spectrogram = partial_spectrogram_new (FRAMES);
      for (int j = 0; j < 3; j++)
        partial_spectrogram_add_note (spectrogram, hz_of (chords[i][j]), 50, 200, -30, 2);
      for (int j = 0; j < 3; j++)
        g_assert_cmpuint (is_left (spectrogram, chords[i][j], 50, 200), ==, 1);
      ct_spectrogram_free (spectrogram);
    }
}

/* The notes that are left keep their order; some lie beside the recording or beyond the transform. */
static void
test_odd_input (void)
{
  CtSpectrogram *spectrogram = partial_spectrogram_new (FRAMES), *empty = partial_spectrogram_new (0);
  CtNote notes[] = { note_at (60, 50, 90),   note_at (33, 50, 200), note_at (33, -99, -90), note_at (33, 900, 990),
                     note_at (33, 299, 300), note_at (0, 50, 90),   note_at (127, 50, 90) };
  const int left[] = { 60, 33, 33, 33, 0, 127 };

  partial_spectrogram_add_note (spectrogram, hz_of (21), 50, 200, -30, 2);
  g_assert_cmpuint (ct_sub_bass_remove_partials (empty, START_S, notes, G_N_ELEMENTS (notes)), ==,
                    G_N_ELEMENTS (notes));
  g_assert_cmpuint (ct_sub_bass_remove_partials (spectrogram, START_S, notes, G_N_ELEMENTS (notes)), ==,
                    G_N_ELEMENTS (left));
  for (size_t i = 0; i < G_N_ELEMENTS (left); i++)
    g_assert_cmpint (notes[i].midi, ==, left[i]);
  ct_spectrogram_free (spectrogram);
  ct_spectrogram_free (empty);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sub-bass/partials", test_partials);
  g_test_add_func ("/sub-bass/real-notes", test_real_notes);
  g_test_add_func ("/sub-bass/odd-input", test_odd_input);
  return g_test_run ();
}
