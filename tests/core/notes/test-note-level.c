/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-note-level-private.h"
#include "core/transform/ct-cqt.h"
#include "core/transform/ct-spectrogram.h"
#include "tests/support/failing-allocator.h"

#define N_FRAMES 200

/* Silence but for what @amplitudes ([N_FRAMES][CT_N_PITCHES]) put on the fundamental's bin. */
static CtSpectrogram *
new_spectrogram (const float *amplitudes)
{
  g_autofree float *transform = g_new0 (float, 2 * CT_CQT_BINS * N_FRAMES);
  CtSpectrogram *spectrogram;

  for (size_t frame = 0; frame < N_FRAMES; frame++)
    for (size_t pitch = 0; pitch < CT_N_PITCHES; pitch++)
      transform[2 * (CT_CQT_BINS * frame + 3 * pitch + 1)] = amplitudes[frame * CT_N_PITCHES + pitch];
  g_assert_cmpint (ct_spectrogram_new (&spectrogram), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_spectrogram_reserve (spectrogram, 0), ==, CT_STATUS_OK);
  ct_spectrogram_store (spectrogram, 0, transform, N_FRAMES);
  ct_spectrogram_finish (spectrogram, N_FRAMES);
  return spectrogram;
}

static float *
at (float *amplitudes, size_t frame, int midi)
{
  return &amplitudes[frame * CT_N_PITCHES + (size_t) (midi - CT_MIDI_LOW)];
}

/* A rise of 40 dB in ten equal steps: the note begins a quarter of the way up. */
static void
test_rise (void)
{
  g_autofree float *amplitudes = g_new0 (float, N_FRAMES *CT_N_PITCHES);
  CtSpectrogram *spectrogram;

  for (size_t frame = 0; frame < N_FRAMES; frame++)
    {
      double db = frame < 50 ? -60 : frame < 60 ? -60 + 4 * (double) (frame - 49) : -20;

      *at (amplitudes, frame, 60) = (float) pow (10, db / 20);
    }
  spectrogram = new_spectrogram (amplitudes);
  /* frame 49 + i lies 4 i dB up, so 10 dB are passed in frame 52 */
  g_assert_cmpuint (ct_note_level_rise (spectrogram, 60, 40, 60), ==, 52);
  /* the search may begin within the rise: from 4 x 5 dB up, a quarter of the 20 dB left is passed after two steps */
  g_assert_cmpuint (ct_note_level_rise (spectrogram, 60, 54, 60), ==, 56);
  /* nothing rises */
  g_assert_cmpuint (ct_note_level_rise (spectrogram, 60, 100, 110), ==, 110);
  g_assert_cmpuint (ct_note_level_rise (spectrogram, 60, 30, 40), ==, 40);
  g_assert_cmpuint (ct_note_level_rise (spectrogram, 60, 0, 0), ==, 0);
  ct_spectrogram_free (spectrogram);
}

static CtNote
note_at (size_t frame, int midi, gboolean uncertain)
{
  return (CtNote){ .onset_s = (double) frame / CT_CQT_FRAME_RATE_HZ,
                   .offset_s = (double) (frame + 20) / CT_CQT_FRAME_RATE_HZ,
                   .midi = (guint8) midi,
                   .uncertain = uncertain };
}

/* Most notes are equally loud and have velocity 112; amplitude goes with the velocity's square. */
static void
test_velocities (void)
{
  g_autofree float *amplitudes = g_new0 (float, N_FRAMES *CT_N_PITCHES);
  CtNote notes[24];
  CtSpectrogram *spectrogram;

  for (int i = 0; i < 24; i++)
    {
      static const float quieter[] = { 0.25f, 1.0f / 16, 1e-9f };
      float amplitude = i < 20 ? 0.5f : i == 23 ? 5 : 0.5f * quieter[i - 20];

      size_t onset = i < 12 ? 20 : 120;
      int midi = 40 + i % 12; /* none is a partial of another */

      notes[i] = note_at (onset, midi, i == 23);
      /* what comes before and long after the attack does not count */
      *at (amplitudes, onset - 1, midi) = 3;
      *at (amplitudes, onset + 5, midi) = amplitude;
      *at (amplitudes, onset + 15, midi) = 3;
    }
  spectrogram = new_spectrogram (amplitudes);
  g_assert_cmpint (ct_note_level_set_velocities (spectrogram, 0, notes, 24), ==, CT_STATUS_OK);
  for (int i = 0; i < 20; i++)
    g_assert_cmpint (notes[i].velocity, ==, 112);
  g_assert_cmpint (notes[20].velocity, ==, 56);
  g_assert_cmpint (notes[21].velocity, ==, 28);
  g_assert_cmpint (notes[22].velocity, ==, 1);
  g_assert_cmpint (notes[23].velocity, ==, 127);
  ct_spectrogram_free (spectrogram);
}

static void
test_none (void)
{
  g_autofree float *amplitudes = g_new0 (float, N_FRAMES *CT_N_PITCHES);
  CtSpectrogram *spectrogram = new_spectrogram (amplitudes);
  CtNote beyond[] = { note_at (1000, 60, FALSE), note_at (2000, 60, TRUE) };

  g_assert_cmpint (ct_note_level_set_velocities (spectrogram, 0, NULL, 0), ==, CT_STATUS_OK);
  /* beyond the recording there is no level to tell them apart */
  g_assert_cmpint (ct_note_level_set_velocities (spectrogram, 0, beyond, 2), ==, CT_STATUS_OK);
  g_assert_cmpint (beyond[0].velocity, ==, 112);
  g_assert_cmpint (beyond[1].velocity, ==, 112);
  ct_spectrogram_free (spectrogram);
}

static CtStatus
set_velocities (void *spectrogram)
{
  CtNote note = note_at (20, 60, FALSE);

  return ct_note_level_set_velocities (spectrogram, 0, &note, 1);
}

static void
test_no_memory (void)
{
  g_autofree float *amplitudes = g_new0 (float, N_FRAMES *CT_N_PITCHES);
  CtSpectrogram *spectrogram = new_spectrogram (amplitudes);

  failing_allocator_try_all (set_velocities, spectrogram);
  ct_spectrogram_free (spectrogram);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/note-level/rise", test_rise);
  g_test_add_func ("/note-level/velocities", test_velocities);
  g_test_add_func ("/note-level/none", test_none);
  g_test_add_func ("/note-level/no-memory", test_no_memory);
  return g_test_run ();
}
