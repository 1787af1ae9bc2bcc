/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/isolation/ct-note-sound.h"

#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "core/base/ct-note.h"

#define N_FRAMES 60
#define HOP_S 0.02
#define REED 64 /* General MIDI: soprano saxophone */

static double
power_of (const float *partials)
{
  double power = 0;

  for (int h = 0; h < CT_NOTE_SOUND_PARTIALS; h++)
    power += (double) partials[h] * (double) partials[h];
  return power;
}

/* Every program has a sound within the ranges that the header gives; a reed's even partials are weak. */
static void
test_programs (void)
{
  CtNoteSound sound, other;

  for (int program = 0; program < 128; program++)
    {
      ct_note_sound_init_program (&sound, (uint8_t) program);
      ct_note_sound_init_program (&other, (uint8_t) (program / 8 * 8));
      g_assert_cmpmem (&sound, sizeof sound, &other, sizeof other);
      for (int r = 0; r < CT_NOTE_SOUND_REGISTERS; r++)
        {
          g_assert_cmpfloat_with_epsilon (power_of (sound.partials[r]), 1, 1e-6);
          for (int h = 2; h < CT_NOTE_SOUND_PARTIALS; h++)
            g_assert_cmpfloat (sound.partials[r][h], <, sound.partials[r][h - 2]);
        }
      g_assert_cmpfloat (sound.level, >=, 0.001f);
      g_assert_cmpfloat (sound.attack_s, >=, 0.002f);
      g_assert_cmpfloat (sound.attack_s, <=, 0.3f);
      g_assert_cmpfloat (sound.decay_s, >=, 0.02f);
      g_assert_cmpfloat (sound.sustain, <=, 1);
      g_assert_cmpfloat (sound.release_s, >=, 0.01f);
      g_assert_false (sound.measured);
    }
  ct_note_sound_init_program (&sound, REED);
  g_assert_cmpfloat (sound.partials[3][1], <, sound.partials[3][2]);
}

/* Adds a note whose partial h + 1 has the amplitude @level / (h + 1) and falls with the time constant @decay_s;
 * partials from @hidden on are hidden. */
static void
add_note (CtNoteSoundMeter *meter, int midi, int velocity, double level, double decay_s, int hidden)
{
  float amplitudes[N_FRAMES][CT_NOTE_SOUND_PARTIALS];
  CtNote note = { .offset_s = N_FRAMES * HOP_S, .midi = (uint8_t) midi, .velocity = (uint8_t) velocity };

  for (int f = 0; f < N_FRAMES; f++)
    for (int h = 0; h < CT_NOTE_SOUND_PARTIALS; h++)
      amplitudes[f][h] = h >= hidden ? -1 : (float) (level / (h + 1) * exp (-f * HOP_S / decay_s));
  ct_note_sound_meter_add (meter, &note, amplitudes[0], N_FRAMES, HOP_S);
}

static void
measure (double level, double decay_s, int velocity, CtNoteSound *sound)
{
  CtNoteSoundMeter meter = { .n_notes = 0 };

  ct_note_sound_init_program (sound, 0);
  for (int i = 0; i < 3; i++)
    add_note (&meter, 60, velocity, level, decay_s, CT_NOTE_SOUND_PARTIALS);
  g_assert_true (ct_note_sound_meter_finish (&meter, sound));
  g_assert_true (sound->measured);
}

/* What falls is plucked, with its time constant; what stays is sustained. */
static void
test_envelope (void)
{
  CtNoteSound sound;

  measure (0.1, 0.3, 100, &sound);
  g_assert_cmpfloat (sound.sustain, ==, 0);
  g_assert_cmpfloat_with_epsilon (sound.decay_s, 0.3, 0.005);
  g_assert_cmpfloat (sound.attack_s, <=, 0.01f);
  measure (0.1, 100, 100, &sound);
  g_assert_cmpfloat (sound.sustain, ==, 1);
}

/* The amplitudes of partials relative to each other, and the level that velocity 100 would have. */
static void
test_partials_and_level (void)
{
  const double power = 1.60573; /* sum of 1 / h^2 to 24 */
  CtNoteSound sound;

  for (int velocity = 25; velocity <= 100; velocity *= 2)
    {
      measure (0.1, 100, velocity, &sound);
      g_assert_cmpfloat_with_epsilon (power_of (sound.partials[3]), 1, 1e-6);
      for (int h = 1; h < CT_NOTE_SOUND_PARTIALS; h++)
        g_assert_cmpfloat_with_epsilon (sound.partials[3][h] / sound.partials[3][0], 1.0 / (h + 1), 1e-5);
      g_assert_cmpfloat_with_epsilon (sound.level, MIN (0.1 * sqrt (power) / pow (velocity / 100.0, 1.5), 1), 0.003);
    }
}

/* A register in which nothing was measured takes the nearest one's partials; a hidden partial is no silent one. */
static void
test_registers_and_hidden (void)
{
  CtNoteSoundMeter meter = { .n_notes = 0 };
  CtNoteSound sound;

  ct_note_sound_init_program (&sound, 0);
  for (int i = 0; i < 3; i++)
    add_note (&meter, 36, 100, 0.1, 1, 1);
  for (int i = 0; i < 2; i++)
    {
      add_note (&meter, 84, 100, 0.1, 1, 2);
      add_note (&meter, 84, 100, 0.1, 1, CT_NOTE_SOUND_PARTIALS);
    }
  g_assert_true (ct_note_sound_meter_finish (&meter, &sound));
  g_assert_cmpfloat_with_epsilon (sound.partials[1][0], 1, 1e-6);
  for (int r = 0; r <= 3; r++)
    g_assert_cmpmem (sound.partials[r], sizeof sound.partials[r], sound.partials[1], sizeof sound.partials[1]);
  for (int r = 4; r < CT_NOTE_SOUND_REGISTERS; r++)
    g_assert_cmpmem (sound.partials[r], sizeof sound.partials[r], sound.partials[5], sizeof sound.partials[5]);
  g_assert_cmpfloat_with_epsilon (sound.partials[5][1] / sound.partials[5][0], 0.5, 0.02);
  g_assert_cmpfloat_with_epsilon (sound.partials[5][5] / sound.partials[5][0], 1.0 / 6, 0.05);
}

/* Two notes, or silent ones, are too little to tell: the fallback stays as it is. */
static void
test_too_little (void)
{
  CtNoteSoundMeter meter = { .n_notes = 0 };
  CtNoteSound sound, before;

  ct_note_sound_init_program (&before, 40);
  sound = before;
  g_assert_false (ct_note_sound_meter_finish (&meter, &sound));
  add_note (&meter, 60, 100, 0.1, 1, CT_NOTE_SOUND_PARTIALS);
  add_note (&meter, 60, 100, 0.1, 1, CT_NOTE_SOUND_PARTIALS);
  for (int i = 0; i < 10; i++)
    {
      add_note (&meter, 60, 100, 0, 1, CT_NOTE_SOUND_PARTIALS);
      add_note (&meter, 60, 100, 0.1, 1, 0);
    }
  g_assert_false (ct_note_sound_meter_finish (&meter, &sound));
  g_assert_cmpmem (&sound, sizeof sound, &before, sizeof before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/note-sound/programs", test_programs);
  g_test_add_func ("/note-sound/envelope", test_envelope);
  g_test_add_func ("/note-sound/partials-and-level", test_partials_and_level);
  g_test_add_func ("/note-sound/registers-and-hidden", test_registers_and_hidden);
  g_test_add_func ("/note-sound/too-little", test_too_little);
  return g_test_run ();
}
