/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/playback/ct-note-synth.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"

#define LANES 4 /* floats of a vector */
#define VECTORS (CT_NOTE_SOUND_PARTIALS / LANES)
#define FADE_S 0.005
#define SILENT 1e-5f /* -100 dB, where a voice ends */
#define HIGHEST_SHARE 0.45
#define VELOCITY_POWER 1.5

typedef float Vec4 __attribute__ ((vector_size (16)));

typedef struct
{
  bool sounds;
  CtVoiceId id;
  int lane;
  size_t delay;
  double left_s; /* seconds until it is released automatically */
  bool released;
  /* each partial is a rotating phasor, and its rotation per sample */
  Vec4 re[VECTORS], im[VECTORS], turn_re[VECTORS], turn_im[VECTORS];
  int n_vectors;
  float attack, attack_step; /* 0 to 1 */
  float decay, decay_factor; /* of what is above the sustain */
  float sustain;
  float release, release_factor;
  float level; /* of the envelope at the last sample, to find the softest voice */
} Voice;

struct _CtNoteSynth
{
  int rate_hz;
  size_t n_voices;
  Voice *voices; /* [n_voices] */
  float now[CT_NOTE_SYNTH_LANES][2], target[CT_NOTE_SYNTH_LANES][2];
};

CtStatus
ct_note_synth_new (int rate_hz, size_t n_voices, CtNoteSynth **out)
{
  CtNoteSynth *self = calloc (1, sizeof *self);

  *out = NULL;
  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->rate_hz = rate_hz;
  self->n_voices = n_voices;
  self->voices = aligned_alloc (_Alignof(Voice), n_voices * sizeof *self->voices);
  if (!self->voices)
    {
      free (self);
      return CT_STATUS_NO_MEMORY;
    }
  memset (self->voices, 0, n_voices * sizeof *self->voices);
  for (int lane = 0; lane < CT_NOTE_SYNTH_LANES; lane++)
    for (int c = 0; c < 2; c++)
      self->now[lane][c] = self->target[lane][c] = 1.0f;
  *out = self;
  return CT_STATUS_OK;
}

void
ct_note_synth_free (CtNoteSynth *self)
{
  if (!self)
    return;
  free (self->voices);
  free (self);
}

void
ct_note_synth_set_lane (CtNoteSynth *self, int lane, float left, float right)
{
  self->target[lane][0] = left;
  self->target[lane][1] = right;
}

static Voice *
find_place (CtNoteSynth *self)
{
  Voice *softest = &self->voices[0];

  for (size_t i = 0; i < self->n_voices; i++)
    {
      Voice *voice = &self->voices[i];

      if (!voice->sounds)
        return voice;
      if (voice->released != softest->released ? voice->released : voice->level < softest->level)
        softest = voice;
    }
  return softest;
}

/* The factor per sample of an exponential decay with time constant @time_s. */
static float
factor_of (const CtNoteSynth *self, double time_s)
{
  return (float) exp (-1.0 / (time_s * self->rate_hz));
}

/* Sets the partials of a note, interpolated between two registers of its sound. */
static void
set_partials (CtNoteSynth *self, Voice *voice, const CtSynthNote *note)
{
  const CtNoteSound *sound = note->sound;
  /* the level is that of a sine of the same power; the partials' powers add up to 1 */
  float level = sound->level * (float) pow (note->velocity / 100.0, VELOCITY_POWER);
  double hz = 440.0 * exp2 ((note->midi - 69) / 12.0), place = (note->midi - CT_MIDI_LOW - 5.5) / 12.0;
  int lower, upper, n = 0;
  float share;

  place = fmin (fmax (place, 0), CT_NOTE_SOUND_REGISTERS - 1);
  lower = (int) place;
  upper = lower + 1 < CT_NOTE_SOUND_REGISTERS ? lower + 1 : lower;
  share = (float) (place - lower);
  memset (voice->re, 0, sizeof voice->re);
  memset (voice->im, 0, sizeof voice->im);
  for (int h = 0; h < CT_NOTE_SOUND_PARTIALS && (h + 1) * hz < HIGHEST_SHARE * self->rate_hz; h++, n++)
    {
      double turn = 2.0 * M_PI * (h + 1) * hz / self->rate_hz;
      /* spread phases keep the peak low (Schroeder 1970) */
      double phase = M_PI * h * h / CT_NOTE_SOUND_PARTIALS;
      float amplitude = level * ((1.0f - share) * sound->partials[lower][h] + share * sound->partials[upper][h]);

      voice->re[h / LANES][h % LANES] = amplitude * (float) cos (phase);
      voice->im[h / LANES][h % LANES] = amplitude * (float) sin (phase);
      voice->turn_re[h / LANES][h % LANES] = (float) cos (turn);
      voice->turn_im[h / LANES][h % LANES] = (float) sin (turn);
    }
  voice->n_vectors = (n + LANES - 1) / LANES;
}

void
ct_note_synth_start (CtNoteSynth *self, const CtSynthNote *note)
{
  Voice *voice = find_place (self);
  const CtNoteSound *sound = note->sound;
  double attack_s = note->age_s > 0 ? FADE_S : fmax ((double) sound->attack_s, 0.001);

  voice->sounds = true;
  voice->id = note->id;
  voice->lane = note->lane;
  voice->delay = note->delay_frames;
  voice->left_s = note->length_s;
  voice->released = false;
  voice->attack = 0;
  voice->attack_step = (float) (1.0 / (attack_s * self->rate_hz));
  voice->decay = (1.0f - sound->sustain) * (float) exp (-note->age_s / (double) sound->decay_s);
  voice->decay_factor = factor_of (self, (double) sound->decay_s);
  voice->sustain = sound->sustain;
  voice->release = 1.0f;
  voice->release_factor = factor_of (self, (double) sound->release_s);
  voice->level = 1.0f;
  set_partials (self, voice, note);
}

void
ct_note_synth_release (CtNoteSynth *self, CtVoiceId id)
{
  for (size_t i = 0; i < self->n_voices; i++)
    if (self->voices[i].sounds && self->voices[i].id == id)
      self->voices[i].released = true;
}

void
ct_note_synth_release_all (CtNoteSynth *self)
{
  for (size_t i = 0; i < self->n_voices; i++)
    self->voices[i].released = true;
}

void
ct_note_synth_silence (CtNoteSynth *self)
{
  for (size_t i = 0; i < self->n_voices; i++)
    {
      self->voices[i].released = true;
      self->voices[i].release_factor = fminf (self->voices[i].release_factor, factor_of (self, FADE_S / 4));
    }
}

/* The voice's partials at the next sample, summed. */
static inline float
turn_partials (Voice *voice)
{
  Vec4 sum = { 0 };

  for (int v = 0; v < voice->n_vectors; v++)
    {
      Vec4 re = voice->re[v] * voice->turn_re[v] - voice->im[v] * voice->turn_im[v];
      Vec4 im = voice->re[v] * voice->turn_im[v] + voice->im[v] * voice->turn_re[v];

      voice->re[v] = re;
      voice->im[v] = im;
      sum += im;
    }
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

static inline float
step_envelope (Voice *voice)
{
  float attack = voice->attack;

  if (attack < 1.0f)
    voice->attack += voice->attack_step;
  else
    {
      attack = 1.0f;
      voice->decay *= voice->decay_factor;
    }
  if (voice->released)
    voice->release *= voice->release_factor;
  /* a smooth rise: 3 x^2 - 2 x^3 */
  return attack * attack * (3.0f - 2.0f * attack) * (voice->sustain + voice->decay) * voice->release;
}

static void
render_voice (CtNoteSynth *self, Voice *voice, float *out, size_t n)
{
  const float *from = self->now[voice->lane], *to = self->target[voice->lane];
  float left = from[0], right = from[1], left_step = (to[0] - left) / (float) n,
        right_step = (to[1] - right) / (float) n;
  size_t first = voice->delay < n ? voice->delay : n, release_at = n;
  double left_frames = voice->left_s * self->rate_hz;

  voice->delay -= first;
  if (!voice->released && left_frames < (double) (n - first))
    release_at = first + (left_frames > 0 ? (size_t) left_frames : 0);
  voice->left_s -= (double) (n - first) / self->rate_hz;
  left += left_step * (float) first;
  right += right_step * (float) first;
  for (size_t i = first; i < n; i++)
    {
      float envelope, sample;

      if (i == release_at)
        voice->released = true;
      envelope = step_envelope (voice);
      sample = envelope * turn_partials (voice);
      left += left_step;
      right += right_step;
      out[2 * i] += left * sample;
      out[2 * i + 1] += right * sample;
      voice->level = envelope;
    }
  if (voice->attack >= 1.0f && voice->level < SILENT)
    voice->sounds = false;
}

void
ct_note_synth_render (CtNoteSynth *self, float *out, size_t n)
{
  for (size_t i = 0; i < self->n_voices && n > 0; i++)
    if (self->voices[i].sounds)
      render_voice (self, &self->voices[i], out, n);
  memcpy (self->now, self->target, sizeof self->now);
}

size_t
ct_note_synth_n_voices (const CtNoteSynth *self)
{
  size_t n = 0;

  for (size_t i = 0; i < self->n_voices; i++)
    n += self->voices[i].sounds;
  return n;
}
