/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <stdbool.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/isolation/ct-note-sound.h"
#include "core/playback/ct-note-synth.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/test-sound.h"

#define RATE 48000

static CtNoteSynth *
open_synth (gsize n_voices)
{
  CtNoteSynth *synth;

  g_assert_cmpint (ct_note_synth_new (RATE, n_voices, &synth), ==, CT_STATUS_OK);
  return synth;
}

static float *
render (CtNoteSynth *synth, gsize n)
{
  float *out = g_new0 (float, 2 * n);

  for (gsize done = 0; done < n; done += 128)
    ct_note_synth_render (synth, out + 2 * done, MIN (128, n - done));
  return out;
}

/* Two partials and no decay, so that the output can be computed. */
static CtNoteSound
plain_sound (void)
{
  CtNoteSound sound = { .level = 0.5f, .attack_s = 0.01f, .decay_s = 1, .sustain = 1, .release_s = 0.05f };

  for (int r = 0; r < CT_NOTE_SOUND_REGISTERS; r++)
    {
      sound.partials[r][0] = 0.8f;
      sound.partials[r][1] = 0.6f;
    }
  return sound;
}

static double
amplitude_at (const float *samples, gsize n, double hz)
{
  double re = 0, im = 0;

  for (gsize i = 0; i < n; i++)
    {
      re += (double) samples[2 * i] * cos (2 * G_PI * hz * (double) i / RATE);
      im += (double) samples[2 * i] * sin (2 * G_PI * hz * (double) i / RATE);
    }
  return 2 * hypot (re, im) / (double) n;
}

static void
test_partials (void)
{
  CtNoteSound sound = plain_sound ();
  CtNoteSynth *synth = open_synth (4);
  g_autofree float *out = NULL;

  /* 100 frames late, on the left alone */
  ct_note_synth_set_lane (synth, 3, 1, 0);
  ct_note_synth_start (synth, &(CtSynthNote){ .id = 1,
                                              .lane = 3,
                                              .sound = &sound,
                                              .midi = 69,
                                              .velocity = 100,
                                              .length_s = 1,
                                              .delay_frames = 100 });
  out = render (synth, 2 * RATE);
  g_assert_cmpuint (test_sound_onset (out, 2, 0, RATE, 1e-6), >=, 100);
  g_assert_cmpuint (test_sound_onset (out, 2, 0, RATE, 0.01), <, 100 + RATE / 50);
  g_assert_cmpfloat_with_epsilon (amplitude_at (out + 2 * 4800, 24000, 440), 0.4, 0.002);
  g_assert_cmpfloat_with_epsilon (amplitude_at (out + 2 * 4800, 24000, 880), 0.3, 0.002);
  g_assert_cmpfloat (amplitude_at (out + 2 * 4800, 24000, 660), <, 0.001);
  /* released after a second: e^-1 after 50 ms */
  g_assert_cmpfloat_with_epsilon (amplitude_at (out + 2 * (RATE + 2400 - 545), 1091, 440), 0.4 / G_E, 0.02);
  g_assert_cmpuint (ct_note_synth_n_voices (synth), ==, 0);
  ct_note_synth_free (synth);
}

/* No clicks: not at the beginning, the end, a change of a lane's volume or a start in the middle.
 */
static void
test_smooth (void)
{
  CtNoteSound sound = plain_sound ();
  CtNoteSynth *synth = open_synth (8);
  float last = 0;

  for (int i = 0; i < 40; i++)
    {
      g_autofree float *out = NULL;

      if (i % 8 == 0)
        ct_note_synth_start (synth, &(CtSynthNote){ .id = (CtVoiceId) i + 1,
                                                    .sound = &sound,
                                                    .midi = 57,
                                                    .velocity = 100,
                                                    .length_s = INFINITY,
                                                    .age_s = i % 16 ? 0.5 : 0 });
      if (i % 8 == 3)
        ct_note_synth_set_lane (synth, 0, i % 16 == 3 ? 0 : 1, 1);
      if (i % 8 == 6)
        ct_note_synth_release (synth, (CtVoiceId) (i / 8 * 8) + 1);
      if (i == 38)
        ct_note_synth_silence (synth);
      out = render (synth, 2400);
      for (int k = 0; k < 2400; k++)
        {
          g_assert_cmpfloat (fabsf (out[2 * k] - last), <, 0.08);
          last = out[2 * k];
        }
    }
  g_assert_cmpfloat (fabsf (last), <, 1e-3);
  ct_note_synth_free (synth);
}

/* More notes than voices; and whatever program, pitch and velocity, the output stays in range. */
static void
test_limits (void)
{
  CtNoteSynth *synth = open_synth (5);

  for (int program = 0; program < 128; program++)
    {
      CtNoteSound sound;
      g_autofree float *out = NULL;

      ct_note_sound_init_program (&sound, (guint8) program);
      g_assert_false (sound.measured);
      for (int i = 0; i < 9; i++)
        ct_note_synth_start (synth, &(CtSynthNote){ .id = 1,
                                                    .lane = i,
                                                    .sound = &sound,
                                                    .midi = program,
                                                    .velocity = 1 + 14 * i,
                                                    .length_s = 0.05,
                                                    .delay_frames = (gsize) (20 * i) });
      g_assert_cmpuint (ct_note_synth_n_voices (synth), ==, 5);
      out = render (synth, 9600);
      for (int i = 0; i < 19200; i++)
        g_assert_true (fabsf (out[i]) < 5);
    }
  ct_note_synth_release_all (synth);
  g_free (render (synth, 5 * RATE));
  g_assert_cmpuint (ct_note_synth_n_voices (synth), ==, 0);
  ct_note_synth_free (synth);
  ct_note_synth_free (NULL);
}

static void
add_notes (CtNoteSoundMeter *meter, int n, double fall_db_s, double rise_s)
{
  for (int i = 0; i < n; i++)
    {
      float amplitudes[50][CT_NOTE_SOUND_PARTIALS];
      CtNote note = { 0, 1, 1, 0, (guint8) (60 + i % 5), 100, false };

      for (int f = 0; f < 50; f++)
        for (int h = 0; h < CT_NOTE_SOUND_PARTIALS; h++)
          {
            double t = f * 0.02, level = 0.3 * pow (10, -fall_db_s * t / 20) * MIN (1, (t + 0.001) / rise_s);

            /* every third frame the second partial is hidden */
            amplitudes[f][h] = h == 1 && f % 3 == 0 ? -1 : h > 2 ? 0 : (float) (level / (h + 1));
          }
      ct_note_sound_meter_add (meter, &note, amplitudes[0], 50, 0.02);
    }
}

static void
test_meter (void)
{
  CtNoteSoundMeter few = { 0 }, plucked = { 0 }, blown = { 0 }, silent = { 0 };
  CtNoteSound sound, before;

  ct_note_sound_init_program (&sound, 40);
  before = sound;
  add_notes (&few, 2, 20, 0.01);
  g_assert_false (ct_note_sound_meter_finish (&few, &sound));
  for (int i = 0; i < 5; i++)
    ct_note_sound_meter_add (&silent, &(CtNote){ 0, 1, 1, 0, 60, 100, false }, (float[CT_NOTE_SOUND_PARTIALS]){ 0 }, 1,
                             0.02);
  g_assert_false (ct_note_sound_meter_finish (&silent, &sound));
  g_assert_cmpmem (&sound, sizeof sound, &before, sizeof before);

  add_notes (&plucked, 10, 20, 0.01);
  g_assert_true (ct_note_sound_meter_finish (&plucked, &sound));
  g_assert_true (sound.measured);
  g_assert_cmpfloat (sound.sustain, ==, 0);
  g_assert_cmpfloat_with_epsilon (sound.decay_s, 8.686 / 20, 0.05);
  /* in the octave that was measured and in those that were not */
  for (int r = 0; r < CT_NOTE_SOUND_REGISTERS; r++)
    {
      g_assert_cmpfloat_with_epsilon (sound.partials[r][1] / sound.partials[r][0], 0.5, 0.06);
      g_assert_cmpfloat (sound.partials[r][5], ==, 0);
    }
  g_assert_cmpfloat_with_epsilon (sound.level, 0.3 * sqrt (1 + 1 / 4.0 + 1 / 9.0), 0.03);

  add_notes (&blown, 10, 1, 0.15);
  g_assert_true (ct_note_sound_meter_finish (&blown, &sound));
  g_assert_cmpfloat (sound.sustain, ==, 1);
  g_assert_cmpfloat_with_epsilon (sound.attack_s, 0.1, 0.05);
}

static CtStatus
make_synth (void *data)
{
  CtNoteSound sound = plain_sound ();
  CtNoteSynth *synth;
  CtStatus status = ct_note_synth_new (RATE, 8, &synth);
  float out[256] = { 0 };

  if (status != CT_STATUS_OK)
    {
      g_assert_null (synth);
      return status;
    }
  failing_allocator_set (0);
  for (int i = 0; i < 20; i++)
    {
      ct_note_synth_start (synth,
                           &(CtSynthNote){ .id = 1, .sound = &sound, .midi = 60 + i, .velocity = 100, .length_s = 1 });
      ct_note_synth_render (synth, out, 128);
    }
  g_assert_false (failing_allocator_failed ());
  failing_allocator_set (-1);
  ct_note_synth_free (synth);
  return CT_STATUS_OK;
}

static void
test_no_memory (void)
{
  failing_allocator_try_all (make_synth, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/note-synth/partials", test_partials);
  g_test_add_func ("/note-synth/smooth", test_smooth);
  g_test_add_func ("/note-synth/limits", test_limits);
  g_test_add_func ("/note-sound/meter", test_meter);
  g_test_add_func ("/note-synth/no-memory", test_no_memory);
  return g_test_run ();
}
