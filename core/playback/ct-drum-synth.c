/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/playback/ct-drum-synth-private.h"

#include <math.h>

#include "core/base/ct-drum.h"

#define LEVEL 0.5f
#define STRENGTH_POWER 1.5f
#define SILENT 1e-4f
#define FADE_S 0.002
#define HIGHEST_SHARE 0.45

/* How a drum sounds: a tone that begins at first_hz and falls to hz, and noise above noise_hz. */
typedef struct
{
  int last_key; /* of those that sound like this */
  float first_hz, hz, fall_s, tone, tone_s;
  float noise, noise_s, noise_hz;
} Sound;

static const Sound sounds[] = {
  { 36, 160, 52, 0.03f, 1.0f, 0.12f, 0.10f, 0.006f, 2000 },     /* bass drums */
  { 37, 1700, 1700, 0.01f, 0.4f, 0.012f, 0.4f, 0.008f, 2500 },  /* side stick */
  { 38, 260, 185, 0.02f, 0.45f, 0.07f, 0.7f, 0.09f, 1500 },     /* snare */
  { 39, 1, 1, 0.01f, 0, 0.01f, 0.9f, 0.05f, 1000 },             /* hand clap */
  { 40, 280, 210, 0.02f, 0.35f, 0.06f, 0.8f, 0.11f, 2000 },     /* electric snare */
  { 41, 130, 80, 0.05f, 0.9f, 0.2f, 0.08f, 0.01f, 1500 },       /* toms, from low to high, with the hi-hats between */
  { 42, 1, 1, 0.01f, 0, 0.01f, 0.5f, 0.025f, 7000 },            /* closed hi-hat */
  { 43, 150, 95, 0.05f, 0.9f, 0.2f, 0.08f, 0.01f, 1500 },       /* */
  { 44, 1, 1, 0.01f, 0, 0.01f, 0.4f, 0.035f, 6000 },            /* pedal hi-hat */
  { 45, 175, 115, 0.05f, 0.9f, 0.18f, 0.08f, 0.01f, 1500 },     /* */
  { 46, 1, 1, 0.01f, 0, 0.01f, 0.5f, 0.22f, 6500 },             /* open hi-hat */
  { 48, 220, 150, 0.05f, 0.9f, 0.16f, 0.08f, 0.01f, 1500 },     /* */
  { 49, 1, 1, 0.01f, 0, 0.01f, 0.7f, 0.7f, 3500 },              /* crash */
  { 50, 290, 205, 0.05f, 0.9f, 0.14f, 0.08f, 0.01f, 1500 },     /* */
  { 51, 3300, 3300, 0.01f, 0.08f, 0.3f, 0.3f, 0.35f, 5000 },    /* ride */
  { 53, 2600, 2600, 0.01f, 0.25f, 0.3f, 0.3f, 0.4f, 4000 },     /* Chinese cymbal, ride bell */
  { 54, 1, 1, 0.01f, 0, 0.01f, 0.5f, 0.08f, 6000 },             /* tambourine */
  { 55, 1, 1, 0.01f, 0, 0.01f, 0.6f, 0.3f, 4500 },              /* splash */
  { 56, 810, 810, 0.01f, 0.6f, 0.09f, 0.05f, 0.01f, 2000 },     /* cowbell */
  { 59, 3300, 3300, 0.01f, 0.05f, 0.3f, 0.6f, 0.5f, 4000 },     /* cymbals */
  { 61, 420, 330, 0.02f, 0.7f, 0.07f, 0.1f, 0.01f, 2000 },      /* bongos */
  { 64, 300, 230, 0.02f, 0.8f, 0.12f, 0.08f, 0.01f, 1500 },     /* congas */
  { 66, 380, 290, 0.02f, 0.7f, 0.13f, 0.15f, 0.02f, 2000 },     /* timbales */
  { 68, 900, 900, 0.01f, 0.5f, 0.12f, 0.02f, 0.01f, 2000 },     /* agogos */
  { 70, 1, 1, 0.01f, 0, 0.01f, 0.5f, 0.04f, 6000 },             /* cabasa, maracas */
  { 72, 2100, 2100, 0.01f, 0.4f, 0.12f, 0.05f, 0.1f, 4000 },    /* whistles */
  { 74, 1, 1, 0.01f, 0, 0.01f, 0.5f, 0.08f, 2500 },             /* guiros */
  { 77, 1300, 1300, 0.01f, 0.6f, 0.025f, 0.05f, 0.005f, 3000 }, /* claves, wood blocks */
  { 79, 500, 350, 0.05f, 0.6f, 0.1f, 0.05f, 0.02f, 2000 },      /* cuicas */
  { CT_DRUM_HIGH, 4200, 4200, 0.01f, 0.4f, 0.3f, 0.05f, 0.05f, 6000 }, /* triangles */
};

static float
factor_of (const CtDrumSynth *self, double time_s)
{
  return (float) exp (-1.0 / (time_s * self->rate_hz));
}

static float
turn_of (const CtDrumSynth *self, float hz)
{
  return (float) (2 * M_PI * fmin ((double) hz / self->rate_hz, HIGHEST_SHARE));
}

static CtDrumVoice *
find_place (CtDrumSynth *self)
{
  CtDrumVoice *softest = &self->voices[0];

  for (size_t i = 0; i < CT_DRUM_VOICES; i++)
    {
      CtDrumVoice *voice = &self->voices[i];

      if (!voice->sounds)
        return voice;
      if (voice->tone + voice->noise < softest->tone + softest->noise)
        softest = voice;
    }
  return softest;
}

void
ct_drum_synth_start (CtDrumSynth *self, int key, float strength, size_t delay)
{
  const Sound *sound = sounds;
  float level = LEVEL * powf (strength, STRENGTH_POWER);
  CtDrumVoice *voice = find_place (self);

  while (sound->last_key < key && sound->last_key < CT_DRUM_HIGH)
    sound++;
  *voice = (CtDrumVoice){
    .sounds = true,
    .delay = delay,
    .turn = turn_of (self, sound->first_hz),
    .turn_end = turn_of (self, sound->hz),
    .turn_factor = factor_of (self, (double) sound->fall_s),
    .tone = level * sound->tone,
    .tone_factor = factor_of (self, (double) sound->tone_s),
    .noise = level * sound->noise,
    .noise_factor = factor_of (self, (double) sound->noise_s),
    .smooth_share = 1.0f - expf (-turn_of (self, sound->noise_hz)),
  };
}

void
ct_drum_synth_silence (CtDrumSynth *self)
{
  float factor = factor_of (self, FADE_S);

  for (size_t i = 0; i < CT_DRUM_VOICES; i++)
    {
      self->voices[i].tone_factor = fminf (self->voices[i].tone_factor, factor);
      self->voices[i].noise_factor = fminf (self->voices[i].noise_factor, factor);
    }
}

/* In [-1, 1): the high bits of a linear congruential generator. */
static inline float
next_noise (uint32_t *random)
{
  *random = *random * 1664525u + 1013904223u;
  return (float) (int32_t) *random * 0x1p-31f;
}

static inline float
next_sample (CtDrumVoice *voice, uint32_t *random)
{
  float white = next_noise (random), sample;

  voice->smooth += voice->smooth_share * (white - voice->smooth);
  sample = voice->tone * sinf (voice->phase) + voice->noise * (white - voice->smooth);
  voice->phase += voice->turn;
  if (voice->phase > (float) (2 * M_PI))
    voice->phase -= (float) (2 * M_PI);
  voice->turn = voice->turn_end + (voice->turn - voice->turn_end) * voice->turn_factor;
  voice->tone *= voice->tone_factor;
  voice->noise *= voice->noise_factor;
  return sample;
}

void
ct_drum_synth_render (CtDrumSynth *self, float from, float to, float *out, size_t n)
{
  float step = n > 0 ? (to - from) / (float) n : 0;

  for (size_t v = 0; v < CT_DRUM_VOICES; v++)
    {
      CtDrumVoice *voice = &self->voices[v];
      size_t first = voice->delay < n ? voice->delay : n;

      if (!voice->sounds)
        continue;
      voice->delay -= first;
      for (size_t i = first; i < n; i++)
        {
          float sample = (from + step * (float) i) * next_sample (voice, &self->random);

          out[2 * i] += sample;
          out[2 * i + 1] += sample;
        }
      voice->sounds = voice->tone + voice->noise > SILENT;
    }
}

size_t
ct_drum_synth_n_voices (const CtDrumSynth *self)
{
  size_t n = 0;

  for (size_t i = 0; i < CT_DRUM_VOICES; i++)
    n += self->voices[i].sounds;
  return n;
}
