/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/isolation/ct-note-sound.h"

#include <math.h>
#include <string.h>

#define FAMILY_PROGRAMS 8
#define SMEAR_S 0.045          /* half a window, by which a measured attack is too long */
#define SUSTAINED_DB_PER_S 8.0 /* what decays more slowly is blown, bowed or sung */
#define MIN_NOTES 3
#define VELOCITY_POWER 1.5

/* The shape of a family's sound: amplitudes fall as 1 / h^slope, even partials are @even times as strong. */
typedef struct
{
  float slope, even, attack_s, decay_s, sustain, release_s;
} Family;

static const Family families[16] = {
  { 1.4f, 1.0f, 0.004f, 0.9f, 0.0f, 0.12f },  /* piano */
  { 2.2f, 0.4f, 0.002f, 0.5f, 0.0f, 0.25f },  /* chromatic percussion */
  { 1.0f, 0.9f, 0.015f, 1.0f, 1.0f, 0.04f },  /* organ */
  { 1.3f, 0.9f, 0.004f, 0.7f, 0.0f, 0.10f },  /* guitar */
  { 1.7f, 0.8f, 0.006f, 0.8f, 0.0f, 0.08f },  /* bass */
  { 1.0f, 1.0f, 0.060f, 1.0f, 0.9f, 0.10f },  /* strings */
  { 1.2f, 1.0f, 0.090f, 1.0f, 0.9f, 0.15f },  /* ensemble */
  { 0.9f, 1.0f, 0.035f, 0.4f, 0.8f, 0.06f },  /* brass */
  { 1.0f, 0.25f, 0.030f, 0.5f, 0.9f, 0.05f }, /* reed */
  { 2.0f, 0.7f, 0.045f, 0.5f, 0.9f, 0.07f },  /* pipe */
  { 1.0f, 1.0f, 0.010f, 0.5f, 0.8f, 0.06f },  /* synthesiser, lead */
  { 1.5f, 1.0f, 0.150f, 1.0f, 0.9f, 0.30f },  /* synthesiser, pad */
  { 1.5f, 0.8f, 0.080f, 1.2f, 0.6f, 0.30f },  /* synthesiser, effects */
  { 1.2f, 0.8f, 0.004f, 0.6f, 0.0f, 0.10f },  /* ethnic, most of them plucked */
  { 2.0f, 0.5f, 0.002f, 0.25f, 0.0f, 0.15f }, /* percussive */
  { 1.5f, 0.8f, 0.040f, 0.8f, 0.5f, 0.20f },  /* sound effects */
};

static void
normalise (float *partials)
{
  double power = 0;

  for (int h = 0; h < CT_NOTE_SOUND_PARTIALS; h++)
    power += (double) partials[h] * (double) partials[h];
  for (int h = 0; h < CT_NOTE_SOUND_PARTIALS; h++)
    partials[h] = power > 0 ? (float) ((double) partials[h] / sqrt (power)) : h == 0;
}

void
ct_note_sound_init_program (CtNoteSound *self, uint8_t program)
{
  const Family *family = &families[(program & 127) / FAMILY_PROGRAMS];

  *self = (CtNoteSound){ .level = 0.15f,
                         .attack_s = family->attack_s,
                         .decay_s = family->decay_s,
                         .sustain = family->sustain,
                         .release_s = family->release_s };
  for (int r = 0; r < CT_NOTE_SOUND_REGISTERS; r++)
    {
      for (int h = 0; h < CT_NOTE_SOUND_PARTIALS; h++)
        self->partials[r][h] = powf ((float) (h + 1), -family->slope) * (h % 2 ? family->even : 1.0f);
      normalise (self->partials[r]);
    }
}

static int
register_of (int midi)
{
  int number = (midi - CT_MIDI_LOW) / 12;

  return number < 0 ? 0 : number >= CT_NOTE_SOUND_REGISTERS ? CT_NOTE_SOUND_REGISTERS - 1 : number;
}

/* The power of the unmasked partials of a frame. */
static double
seen_power (const float *amplitudes)
{
  double power = 0;

  for (int h = 0; h < CT_NOTE_SOUND_PARTIALS; h++)
    if (amplitudes[h] > 0)
      power += (double) amplitudes[h] * (double) amplitudes[h];
  return power;
}

static void
add_envelope (CtNoteSoundMeter *self, const float *amplitudes, int n_frames, double hop_s, double loudest)
{
  for (int f = 0; f < n_frames; f++)
    {
      double power = seen_power (amplitudes + f * CT_NOTE_SOUND_PARTIALS);
      int step = (int) (f * hop_s / CT_NOTE_SOUND_STEP_S + 0.5);

      if (power <= 1e-9 * loudest || step >= CT_NOTE_SOUND_STEPS)
        continue;
      self->envelope_db[step] += 10.0 * log10 (power / loudest);
      self->envelope_weight[step] += 1.0;
    }
}

void
ct_note_sound_meter_add (CtNoteSoundMeter *self,
                         const CtNote *note,
                         const float *amplitudes,
                         int n_frames,
                         double hop_s)
{
  double *power = self->power[register_of (note->midi)], *weight = self->weight[register_of (note->midi)], loudest = 0;

  for (int f = 0; f < n_frames; f++)
    {
      const float *frame = amplitudes + f * CT_NOTE_SOUND_PARTIALS;
      double sum = seen_power (frame);

      loudest = sum > loudest ? sum : loudest;
      for (int h = 0; h < CT_NOTE_SOUND_PARTIALS; h++)
        if (frame[h] >= 0)
          {
            power[h] += (double) frame[h] * (double) frame[h];
            weight[h] += sum;
          }
    }
  if (loudest <= 1e-12)
    return;
  add_envelope (self, amplitudes, n_frames, hop_s, loudest);
  self->level += sqrt (loudest) / pow (note->velocity / 100.0, VELOCITY_POWER);
  self->n_notes++;
}

/* Gives every register the partials of the nearest one that was measured. */
static bool
fill_registers (const CtNoteSoundMeter *self, CtNoteSound *sound)
{
  bool measured[CT_NOTE_SOUND_REGISTERS], any = false;

  for (int r = 0; r < CT_NOTE_SOUND_REGISTERS; r++)
    {
      double sum = 0;

      for (int h = 0; h < CT_NOTE_SOUND_PARTIALS; h++)
        sum += self->power[r][h];
      measured[r] = sum > 0;
      any = any || measured[r];
      for (int h = 0; h < CT_NOTE_SOUND_PARTIALS && measured[r]; h++)
        sound->partials[r][h] = self->weight[r][h] > 0 ? (float) sqrt (self->power[r][h] / self->weight[r][h]) : 0;
      if (measured[r])
        normalise (sound->partials[r]);
    }
  for (int r = 0; r < CT_NOTE_SOUND_REGISTERS && any; r++)
    for (int distance = 1; distance < CT_NOTE_SOUND_REGISTERS && !measured[r]; distance++)
      for (int side = -1; side <= 1; side += 2)
        {
          int from = r + side * distance;

          if (from < 0 || from >= CT_NOTE_SOUND_REGISTERS || !measured[from] || measured[r])
            continue;
          memcpy (sound->partials[r], sound->partials[from], sizeof sound->partials[r]);
          distance = CT_NOTE_SOUND_REGISTERS;
        }
  return any;
}

/* The slope of the mean envelope after its peak in dB per second, by least squares; 0: too short to tell. */
static double
fall_after (const CtNoteSoundMeter *self, int loudest)
{
  double n = 0, t_sum = 0, db_sum = 0, tt = 0, tdb = 0;

  for (int i = loudest + 2; i < CT_NOTE_SOUND_STEPS; i++)
    {
      double t = i * CT_NOTE_SOUND_STEP_S, weight = self->envelope_weight[i];

      if (weight <= 0)
        continue;
      n += weight;
      t_sum += weight * t;
      db_sum += self->envelope_db[i];
      tt += weight * t * t;
      tdb += t * self->envelope_db[i];
    }
  return n * tt - t_sum * t_sum > 1e-9 ? (n * tdb - t_sum * db_sum) / (n * tt - t_sum * t_sum) : 0;
}

static void
fit_envelope (const CtNoteSoundMeter *self, CtNoteSound *sound)
{
  int loudest = -1;
  double best = -1e9, slope;

  for (int i = 0; i < CT_NOTE_SOUND_STEPS / 2; i++)
    if (self->envelope_weight[i] > 0 && self->envelope_db[i] / self->envelope_weight[i] > best)
      {
        loudest = i;
        best = self->envelope_db[i] / self->envelope_weight[i];
      }
  if (loudest < 0)
    return;
  slope = fall_after (self, loudest);
  sound->attack_s = (float) fmin (fmax (loudest * CT_NOTE_SOUND_STEP_S - SMEAR_S, 0.004), 0.3);
  sound->sustain = slope > -SUSTAINED_DB_PER_S ? 1.0f : 0.0f;
  if (sound->sustain > 0)
    sound->release_s = 0.06f;
  else
    {
      /* a slow attack of a plucked note is its neighbours' doing */
      sound->attack_s = fminf (sound->attack_s, 0.01f);
      sound->decay_s = (float) fmin (fmax (-20.0 / M_LN10 / slope, 0.05), 5.0);
      sound->release_s = 0.1f;
    }
}

bool
ct_note_sound_meter_finish (const CtNoteSoundMeter *self, CtNoteSound *sound)
{
  if (self->n_notes < MIN_NOTES || !fill_registers (self, sound))
    return false;
  fit_envelope (self, sound);
  sound->level = (float) fmin (fmax (self->level / self->n_notes, 0.001), 1.0);
  sound->measured = true;
  return true;
}
