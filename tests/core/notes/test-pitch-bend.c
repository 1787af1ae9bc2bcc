/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <stdlib.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-note-decoder.h"
#include "core/transform/ct-cqt.h"
#include "core/transform/ct-spectrogram.h"

#define N_FRAMES 60

/* What the transform gives of a sine at @hz. */
static CtSpectrogram *
new_spectrogram (double hz)
{
  size_t n = (N_FRAMES - 1) * CT_CQT_HOP + 2 * CT_CQT_REACH;
  g_autofree float *samples = g_new (float, n), *transform = g_new (float, 2 * CT_CQT_BINS * N_FRAMES);
  CtSpectrogram *spectrogram;
  CtCqtWork *work;
  CtCqt *plan;

  for (size_t i = 0; i < n; i++)
    samples[i] = (float) (0.3 * sin (2 * G_PI * hz * (double) i / CT_CQT_RATE_HZ));
  g_assert_cmpint (ct_cqt_new (&plan), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_cqt_work_new (plan, N_FRAMES, &work), ==, CT_STATUS_OK);
  ct_cqt_execute (work, samples, N_FRAMES, transform);
  g_assert_cmpint (ct_spectrogram_new (&spectrogram), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_spectrogram_reserve (spectrogram, 0), ==, CT_STATUS_OK);
  ct_spectrogram_store (spectrogram, 0, transform, N_FRAMES);
  ct_spectrogram_finish (spectrogram, N_FRAMES);
  ct_cqt_work_free (work);
  ct_cqt_free (plan);
  return spectrogram;
}

static CtNote
note_at (double from_frame, double to_frame, int midi)
{
  return (CtNote){ .onset_s = from_frame / CT_CQT_FRAME_RATE_HZ,
                   .offset_s = to_frame / CT_CQT_FRAME_RATE_HZ,
                   .midi = (uint8_t) midi,
                   .velocity = 64 };
}

/* Sines out of tune by up to a third of a semitone are measured to within a few cents. */
static void
test_cents (void)
{
  static const int pitches[] = { 45, 60, 69, 81, 96 };

  for (gsize i = 0; i < G_N_ELEMENTS (pitches); i++)
    for (int detuned = -35; detuned <= 35; detuned += 7)
      {
        CtSpectrogram *spectrogram = new_spectrogram (440 * pow (2, (pitches[i] - 69) / 12.0 + detuned / 1200.0));
        CtNote note = note_at (10, 50, pitches[i]);
        float cents[N_FRAMES];

        g_assert_cmpuint (ct_note_decoder_bend (spectrogram, &note, 0, cents, N_FRAMES), ==, 40);
        for (int frame = 0; frame < 40; frame++)
          g_assert_cmpfloat_with_epsilon (cents[frame], detuned, 4);
        ct_spectrogram_free (spectrogram);
      }
}

/* How many frames are written, whatever the note's span. */
static void
test_span (void)
{
  CtSpectrogram *spectrogram = new_spectrogram (440);
  float cents[N_FRAMES + 1];
  const struct
  {
    double from, to, start_frame;
    size_t max, n;
  } cases[] = {
    { 0, 5, 0, N_FRAMES, 5 },   { 0, 5, 0, 3, 3 },        { 50, 90, 0, N_FRAMES, 10 },
    { 70, 90, 0, N_FRAMES, 0 }, { 5, 9, 5, N_FRAMES, 4 }, { 5, 15, 10, N_FRAMES, 5 },
    { 5, 9, 10, N_FRAMES, 0 },  { 5, 5, 0, N_FRAMES, 0 }, { 5.4, 8.6, 0, N_FRAMES, 4 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CtNote note = note_at (cases[i].from, cases[i].to, 69);

      cents[cases[i].max] = 77;
      g_assert_cmpuint (ct_note_decoder_bend (spectrogram, &note, cases[i].start_frame / CT_CQT_FRAME_RATE_HZ, cents,
                                              cases[i].max),
                        ==, cases[i].n);
      g_assert_cmpfloat (cents[cases[i].max], ==, 77);
    }
  ct_spectrogram_free (spectrogram);
}

/* Silence, another pitch and pitches beyond the transform's say nothing. */
static void
test_unknown (void)
{
  CtSpectrogram *silence = new_spectrogram (0), *sine = new_spectrogram (440);
  float cents[N_FRAMES];

  for (int midi = 0; midi < 128; midi++)
    {
      CtNote note = note_at (10, 50, midi);

      g_assert_cmpuint (ct_note_decoder_bend (silence, &note, 0, cents, N_FRAMES), ==, 40);
      for (int frame = 0; frame < 40; frame++)
        g_assert_true (isnan (cents[frame]));
      if (midi >= CT_MIDI_LOW && midi <= CT_MIDI_HIGH)
        continue;
      g_assert_cmpuint (ct_note_decoder_bend (sine, &note, 0, cents, N_FRAMES), ==, 40);
      for (int frame = 0; frame < 40; frame++)
        g_assert_true (isnan (cents[frame]));
    }
  ct_spectrogram_free (silence);
  ct_spectrogram_free (sine);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pitch-bend/cents", test_cents);
  g_test_add_func ("/pitch-bend/span", test_span);
  g_test_add_func ("/pitch-bend/unknown", test_unknown);
  return g_test_run ();
}
