/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>

#include "core/base/ct-note.h"
#include "core/notes/ct-mains-hum-private.h"
#include "core/transform/ct-cqt.h"
#include "tests/support/partial-spectrogram.h"

#define FRAMES 500
#define START_S 3.0

static CtNote
note_at (int midi, int first, int end)
{
  return (CtNote){ .onset_s = START_S + first / CT_CQT_FRAME_RATE_HZ,
                   .offset_s = START_S + end / CT_CQT_FRAME_RATE_HZ,
                   .midi = (uint8_t) midi };
}

static double
hz_of (int midi)
{
  return 440 * exp2 ((midi - 69) / 12.0);
}

/* What is left of one note. */
static size_t
is_left (const CtSpectrogram *spectrogram, int midi, int first, int end)
{
  CtNote note = note_at (midi, first, end);

  return ct_mains_hum_remove (spectrogram, START_S, &note, 1);
}

/* Hum is no note, wherever the decoder saw it begin; music over it is. */
static void
test_hum (void)
{
  static const struct
  {
    double hz;
    int midi[3];
  } mains[] = { { 50, { 31, 43, 50 } }, { 60, { 35, 47, 54 } }, { 59.95, { 34, 46, 53 } } };

  for (size_t i = 0; i < G_N_ELEMENTS (mains); i++)
    {
      CtSpectrogram *spectrogram = partial_spectrogram_new (FRAMES);
      CtNote notes[6];

      partial_spectrogram_add_note (spectrogram, mains[i].hz, 0, FRAMES, -40, 4);
      for (size_t j = 0; j < 3; j++)
        g_assert_cmpuint (is_left (spectrogram, mains[i].midi[j], 100 * (int) j, FRAMES), ==, 0);
      g_assert_cmpuint (is_left (spectrogram, 60, 100, 200), ==, 1);
      /* a bass note on the pitch of the hum, 14 dB over it */
      partial_spectrogram_add_note (spectrogram, hz_of (mains[i].midi[0]), 200, 240, -26, 6);
      for (size_t j = 0; j < 3; j++)
        {
          notes[2 * j] = note_at (mains[i].midi[j], 20, 120);
          notes[2 * j + 1] = note_at (mains[i].midi[j] + 3, 20, 120);
        }
      notes[0] = note_at (mains[i].midi[0], 200, 240);
      g_assert_cmpuint (ct_mains_hum_remove (spectrogram, START_S, notes, 6), ==, 4);
      g_assert_cmpint (notes[0].midi, ==, mains[i].midi[0]);
      for (size_t j = 0; j < 3; j++)
        g_assert_cmpint (notes[j + 1].midi, ==, mains[i].midi[j] + 3);
      ct_spectrogram_free (spectrogram);
    }
}

/* What is steady for other reasons stays: a drone in tune, a single tone at 50 Hz, one held note of a short recording.
 */
static void
test_no_hum (void)
{
  CtSpectrogram *drone = partial_spectrogram_new (FRAMES), *single = partial_spectrogram_new (FRAMES);
  CtSpectrogram *brief = partial_spectrogram_new (200), *late = partial_spectrogram_new (FRAMES);

  partial_spectrogram_add_note (drone, hz_of (31), 0, FRAMES, -30, 4);
  g_assert_cmpuint (is_left (drone, 31, 5, FRAMES), ==, 1);
  partial_spectrogram_add (single, 50, 0, FRAMES, -30);
  g_assert_cmpuint (is_left (single, 31, 5, FRAMES), ==, 1);
  partial_spectrogram_add_note (brief, 50, 0, 200, -30, 4);
  g_assert_cmpuint (is_left (brief, 31, 5, 200), ==, 1);
  partial_spectrogram_add_note (late, 50, 250, FRAMES, -30, 4);
  g_assert_cmpuint (is_left (late, 31, 250, FRAMES), ==, 1);
  ct_spectrogram_free (drone);
  ct_spectrogram_free (single);
  ct_spectrogram_free (brief);
  ct_spectrogram_free (late);
}

/* Notes beside the recording and beyond the transform. */
static void
test_odd_input (void)
{
  CtSpectrogram *spectrogram = partial_spectrogram_new (FRAMES), *empty = partial_spectrogram_new (0);
  CtNote notes[] = { note_at (31, -900, -800), note_at (31, 9000, 9100), note_at (0, 10, 20), note_at (127, 10, 20) };

  partial_spectrogram_add_note (spectrogram, 50, 0, FRAMES, -30, 4);
  g_assert_cmpuint (ct_mains_hum_remove (spectrogram, START_S, notes, 4), ==, 4);
  g_assert_cmpuint (ct_mains_hum_remove (empty, START_S, notes, 4), ==, 4);
  g_assert_cmpuint (ct_mains_hum_remove (spectrogram, START_S, NULL, 0), ==, 0);
  ct_spectrogram_free (spectrogram);
  ct_spectrogram_free (empty);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mains-hum/hum", test_hum);
  g_test_add_func ("/mains-hum/no-hum", test_no_hum);
  g_test_add_func ("/mains-hum/odd-input", test_odd_input);
  return g_test_run ();
}
