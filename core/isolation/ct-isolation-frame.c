/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/isolation/ct-isolation-private.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/transform/ct-stft-private.h"

#define N_ITERATIONS 5
#define HIGHEST_SHARE 0.47 /* highest partial, as a share of the sample rate */
#define NEAR_BINS 2        /* partials this close mask each other */
#define TUNING_PARTIALS 10 /* lowest partials, from which the pitch in a frame is read */
#define FADE_S 0.1         /* time constant of the expected decay after the end of a note */
#define OWN_WEIGHT 0.3f    /* weight of a note's own partials against those of its track */
#define MIN_FACTOR 0.3f    /* how far a partial may deviate from the model in one frame */
#define MAX_FACTOR 1.4f
#define STIFFNESS 0.2f           /* how far the deviation of one partial predicts that of the next */
#define BETWEEN 0.15f            /* level between the partials, as a share of theirs, */
#define BETWEEN_FALL 0.8f        /* and its decay from bin to bin */
#define REST_WEIGHT 0.03f        /* of the unexplained power against the notes': the smaller, the fuller the notes */
#define LOBE_POWER 1.5f          /* sum of squares of the lobe's bins */
#define CENTS_PER_UNIT 1731.234f /* 1200 / ln 2 */

void
ct_note_model_init (CtNoteModel *self)
{
  self->cents = 0;
  for (int h = 0; h < CT_ISOLATION_PARTIALS; h++)
    self->partials[h] = 1.0f / (float) (h + 1);
}

void
ct_note_profile_add (CtNoteProfile *self, const CtNoteProfile *other, float weight)
{
  for (int h = 0; h < CT_ISOLATION_PARTIALS; h++)
    {
      self->amplitude[h] += weight * other->amplitude[h];
      self->reference[h] += weight * other->reference[h];
    }
  self->cents += weight * other->cents;
  self->cents_weight += weight * other->cents_weight;
}

static float
sum_of (const float *values)
{
  float sum = 0;

  for (int h = 0; h < CT_ISOLATION_PARTIALS; h++)
    sum += values[h];
  return sum;
}

/* Three sources, each for what the ones before it lack: the note itself, its track, and a slope of -6 dB per octave. */
void
ct_note_model_set (CtNoteModel *self, const CtNoteProfile *own, const CtNoteProfile *others)
{
  float own_sum = sum_of (own->reference), others_sum = sum_of (others->reference);
  float own_scale = own_sum > 0 ? OWN_WEIGHT / own_sum : 0, others_scale = others_sum > 0 ? 1.0f / others_sum : 0;
  const float trust = 0.02f / CT_ISOLATION_PARTIALS;

  ct_note_model_init (self);
  for (int h = 0; h < CT_ISOLATION_PARTIALS; h++)
    {
      float amplitude = own_scale * own->amplitude[h] + others_scale * others->amplitude[h];
      float reference = own_scale * own->reference[h] + others_scale * others->reference[h];

      self->partials[h] = (amplitude + trust * self->partials[h]) / (reference + trust);
    }
  if (own->cents_weight > 0)
    self->cents = own->cents / own->cents_weight;
}

CtStatus
ct_isolation_frame_init (CtIsolationFrame *self, const CtStft *stft)
{
  *self = (CtIsolationFrame){ .n_bins = stft->n_bins };
  self->level = calloc (stft->n_bins, sizeof *self->level);
  self->sum = calloc (stft->n_bins, sizeof *self->sum);
  self->occupied = calloc (stft->n_bins, sizeof *self->occupied);
  self->struck = calloc (stft->n_bins, sizeof *self->struck);
  ct_drum_frame_init (&self->drums, stft->n_bins);
  return self->level && self->sum && self->occupied && self->struck ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
}

void
ct_isolation_frame_clear (CtIsolationFrame *self)
{
  free (self->level);
  free (self->sum);
  free (self->occupied);
  free (self->struck);
  *self = (CtIsolationFrame){ 0 };
}

void
ct_isolation_frame_begin (CtIsolationFrame *self)
{
  self->n_voices = 0;
  self->drums.n_strikes = 0;
}

bool
ct_isolation_frame_add (CtIsolationFrame *self,
                        const CtNote *note,
                        const CtNoteModel *model,
                        size_t number,
                        int stem,
                        double time_s)
{
  CtVoice *voice;

  if (ct_isolation_is_hit (note))
    return true;
  if (time_s < note->onset_s - CT_ISOLATION_BEFORE_S || time_s > note->offset_s + CT_ISOLATION_AFTER_S)
    return true;
  if (self->n_voices == CT_ISOLATION_MAX_VOICES)
    return false;
  voice = &self->voices[self->n_voices++];
  voice->model = model;
  voice->note = number;
  voice->stem = stem;
  voice->hz = 440.0 * exp2 ((note->midi - 69) / 12.0);
  voice->weight = time_s > note->offset_s  ? (float) exp ((note->offset_s - time_s) / FADE_S)
                  : time_s < note->onset_s ? 0.5f
                                           : 1.0f;
  return true;
}

/* Finds the peak within @reach of @bin, interpolated between bins; false: there is none. */
static bool
find_peak (const CtIsolationFrame *self, float bin, float reach, float *found)
{
  int first = (int) (bin - reach + 0.5f), last = (int) (bin + reach + 0.5f), peak;
  const float *level = self->level;
  float ratio;

  if (first < 1)
    first = 1;
  if (last > (int) self->n_bins - 2)
    last = (int) self->n_bins - 2;
  if (last < first)
    return false;
  peak = first;
  for (int k = first + 1; k <= last; k++)
    if (level[k] > level[peak])
      peak = k;
  if (level[peak] <= 0 || level[peak] < level[peak - 1] || level[peak] < level[peak + 1])
    return false;
  /* under a Hann window the ratio of two neighbours gives the frequency between them (Grandke 1983) */
  if (level[peak + 1] > level[peak - 1])
    {
      ratio = level[peak + 1] / level[peak];
      *found = (float) peak + (2.0f * ratio - 1.0f) / (1.0f + ratio);
    }
  else
    {
      ratio = level[peak - 1] / level[peak];
      *found = (float) peak - (2.0f * ratio - 1.0f) / (1.0f + ratio);
    }
  return true;
}

static void
place_partials (CtIsolationFrame *self, CtVoice *voice, float first_bin)
{
  voice->n_partials = 0;
  for (int h = 0; h < CT_ISOLATION_PARTIALS; h++)
    {
      float bin = first_bin * (float) (h + 1);

      if (bin > 2.0f * (float) HIGHEST_SHARE * (float) (self->n_bins - 1))
        break;
      voice->bins[h] = bin;
      voice->n_partials = h + 1;
      if (self->occupied[(int) (bin + 0.5f)] < 255)
        self->occupied[(int) (bin + 0.5f)]++;
    }
}

static void
find_clean (CtIsolationFrame *self, CtVoice *voice)
{
  for (int h = 0; h < voice->n_partials; h++)
    {
      int at = (int) (voice->bins[h] + 0.5f), n = 0;
      int first = at > NEAR_BINS ? at - NEAR_BINS : 0;
      int last = at + NEAR_BINS < (int) self->n_bins ? at + NEAR_BINS : (int) self->n_bins - 1;

      for (int k = first; k <= last; k++)
        n += self->occupied[k];
      /* partials of one low note may be close, too */
      for (int own = h - 1; own >= 0 && at - (int) (voice->bins[own] + 0.5f) <= NEAR_BINS; own--)
        n--;
      for (int own = h + 1; own < voice->n_partials && (int) (voice->bins[own] + 0.5f) - at <= NEAR_BINS; own++)
        n--;
      voice->clean[h] = n <= 1;
    }
}

/* Reads the detuning of the note in this frame from its lower partials. */
static void
tune (const CtIsolationFrame *self, CtVoice *voice)
{
  float sum = 0, weights = 0;

  for (int h = 0; h < voice->n_partials && h < TUNING_PARTIALS; h++)
    {
      float reach = 0.025f * voice->bins[h], bin, weight;

      if (!voice->clean[h] || !find_peak (self, voice->bins[h], reach < 1 ? 1 : reach > 3 ? 3 : reach, &bin))
        continue;
      weight = self->level[(int) (bin + 0.5f)] * (float) (h + 1);
      sum += weight * (bin / voice->bins[h] - 1.0f);
      weights += weight;
    }
  voice->cents = weights > 0 ? voice->model->cents + CENTS_PER_UNIT * sum / weights : 0;
  voice->cents_weight = weights;
  if (weights > 0)
    {
      float scale = 1.0f + sum / weights;

      for (int h = 0; h < voice->n_partials; h++)
        voice->bins[h] *= scale;
      if (voice->n_partials && voice->bins[voice->n_partials - 1] > (float) self->n_bins - 8)
        voice->n_partials--;
    }
}

/* Moves each unmasked partial to its peak: the partials of stiff strings are increasingly sharp. */
static void
follow_peaks (const CtIsolationFrame *self, CtVoice *voice)
{
  float stretch = 1.0f;

  for (int h = 0; h < voice->n_partials; h++)
    {
      float expected = voice->bins[h] * stretch, bin;

      if (expected > (float) self->n_bins - 8)
        {
          voice->n_partials = h;
          return;
        }
      if (voice->clean[h] && find_peak (self, expected, 1.0f, &bin) && fabsf (bin - expected) < 1.5f)
        {
          stretch *= 1.0f + STIFFNESS * (bin / expected - 1.0f);
          expected = bin;
        }
      voice->bins[h] = expected;
    }
}

void
ct_isolation_frame_locate (CtIsolationFrame *self, const CtStft *stft)
{
  memset (self->occupied, 0, self->n_bins);
  for (size_t v = 0; v < self->n_voices; v++)
    {
      CtVoice *voice = &self->voices[v];

      place_partials (self, voice,
                      (float) (voice->hz / stft->hz_per_bin) * (1.0f + voice->model->cents / CENTS_PER_UNIT));
    }
  for (size_t v = 0; v < self->n_voices; v++)
    {
      find_clean (self, &self->voices[v]);
      tune (self, &self->voices[v]);
      follow_peaks (self, &self->voices[v]);
    }
}

float
ct_isolation_lobe_amplitude (const CtIsolationFrame *self, float bin)
{
  int at = (int) (bin + 0.5f), first = at > 2 ? at - 2 : 0;
  int last = at + 2 < (int) self->n_bins ? at + 2 : (int) self->n_bins - 1;
  float power = 0;

  for (int k = first; k <= last; k++)
    power += self->level[k] * self->level[k];
  return sqrtf (power / LOBE_POWER);
}

/* The factor that fits the model to the unmasked partials; negative: all are masked. */
static float
clean_gain (const CtIsolationFrame *self, const CtVoice *voice)
{
  float seen = 0, expected = 0;

  for (int h = 0; h < voice->n_partials; h++)
    if (voice->clean[h])
      {
        seen += ct_isolation_lobe_amplitude (self, voice->bins[h]);
        expected += voice->model->partials[h];
      }
  return expected > 0 ? seen / expected : -1.0f;
}

void
ct_isolation_frame_measure (const CtIsolationFrame *self, const CtStft *stft, CtNoteProfile *profiles)
{
  for (size_t v = 0; v < self->n_voices; v++)
    {
      const CtVoice *voice = &self->voices[v];
      CtNoteProfile *profile = &profiles[voice->note];
      float gain = clean_gain (self, voice);

      if (gain <= 0 || voice->weight < 1)
        continue;
      for (int h = 0; h < voice->n_partials; h++)
        if (voice->clean[h])
          {
            profile->amplitude[h] += ct_isolation_lobe_amplitude (self, voice->bins[h]);
            profile->reference[h] += gain;
          }
      profile->cents += voice->cents * voice->cents_weight;
      profile->cents_weight += voice->cents_weight;
    }
}

/* Adds a partial's lobe to @sum. */
static void
add_lobe (const CtStft *stft, float *sum, float bin, float amplitude)
{
  int at = (int) (bin + 0.5f);

  for (int k = at - CT_STFT_LOBE_REACH; k <= at + CT_STFT_LOBE_REACH; k++)
    if (k >= 0)
      sum[k] += amplitude * ct_stft_lobe (stft, (float) k - bin);
}

/* The ratio of the spectrum under a partial's lobe to what all voices explain of it. */
static float
lobe_ratio (const CtIsolationFrame *self, const CtStft *stft, float bin, float *weights)
{
  int at = (int) (bin + 0.5f);
  float ratio = 0, weight_sum = 0;

  for (int k = at - CT_STFT_LOBE_REACH; k <= at + CT_STFT_LOBE_REACH; k++)
    if (k >= 0)
      {
        float weight = ct_stft_lobe (stft, (float) k - bin);

        ratio += weight * self->level[k] / (self->sum[k] + 1e-9f);
        weight_sum += weight;
      }
  *weights = weight_sum;
  return ratio;
}

static void
sum_voices (CtIsolationFrame *self, const CtStft *stft)
{
  memset (self->sum, 0, self->n_bins * sizeof *self->sum);
  for (size_t v = 0; v < self->n_voices; v++)
    for (int h = 0; h < self->voices[v].n_partials; h++)
      add_lobe (stft, self->sum, self->voices[v].bins[h], self->voices[v].amplitudes[h]);
}

static void
apply_gain (CtVoice *voice)
{
  for (int h = 0; h < voice->n_partials; h++)
    voice->amplitudes[h] = voice->gain * voice->model->partials[h];
}

/* The gains of the voices by multiplicative updates (Lee and Seung 2001, Kullback-Leibler divergence of amplitudes),
 * then one such update for every partial alone: where notes share a partial, each gets what is expected of it. */
/* A first guess, from partials that nothing else covers if there are any. */
static void
guess_gain (const CtIsolationFrame *self, CtVoice *voice)
{
  voice->gain = clean_gain (self, voice);
  if (voice->gain < 0)
    voice->gain = voice->n_partials
                      ? 0.5f * ct_isolation_lobe_amplitude (self, voice->bins[0]) / voice->model->partials[0]
                      : 0;
  voice->gain *= voice->weight;
  apply_gain (voice);
}

/* Changes the gain of a voice by how far its partials are from what is heard. */
static void
correct_gain (const CtIsolationFrame *self, const CtStft *stft, CtVoice *voice)
{
  float up = 0, down = 0, weights;

  for (int h = 0; h < voice->n_partials; h++)
    {
      float ratio = lobe_ratio (self, stft, voice->bins[h], &weights);

      up += voice->model->partials[h] * ratio;
      down += voice->model->partials[h] * weights;
    }
  if (down > 0)
    {
      voice->gain *= up / down;
      apply_gain (voice);
    }
}

/* Lets each partial differ a little from the model. */
static void
correct_partials (const CtIsolationFrame *self, const CtStft *stft, CtVoice *voice)
{
  for (int h = 0; h < voice->n_partials; h++)
    {
      float weights, ratio = lobe_ratio (self, stft, voice->bins[h], &weights), factor = ratio / weights;

      voice->amplitudes[h] *= factor < MIN_FACTOR ? MIN_FACTOR : factor > MAX_FACTOR ? MAX_FACTOR : factor;
    }
}

void
ct_isolation_frame_solve (CtIsolationFrame *self, const CtStft *stft)
{
  for (size_t v = 0; v < self->n_voices; v++)
    guess_gain (self, &self->voices[v]);
  for (int i = 0; i < N_ITERATIONS; i++)
    {
      sum_voices (self, stft);
      for (size_t v = 0; v < self->n_voices; v++)
        correct_gain (self, stft, &self->voices[v]);
    }
  sum_voices (self, stft);
  for (size_t v = 0; v < self->n_voices; v++)
    correct_partials (self, stft, &self->voices[v]);
}

/* A note is not silent between its partials: breath, bow, hammer, and modulation within the window. Each bin gets
 * at least a share of the partials around it, the less the farther they are. */
static void
fill_between (float *mask, size_t n)
{
  const float nothing = 1e-12f; /* denormal numbers would take a hundred times as long */

  for (int backwards = 0; backwards < 2; backwards++)
    {
      float held = nothing;

      for (size_t i = 0; i < n; i++)
        {
          float *bin = mask + (backwards ? n - 1 - i : i);

          held = BETWEEN_FALL * held > nothing ? BETWEEN_FALL * held : nothing;
          held = BETWEEN * *bin > held ? BETWEEN * *bin : held;
          *bin = *bin > held ? *bin : held;
        }
    }
}

static uint64_t
sum_stems (const CtIsolationFrame *self, const CtStft *stft, float *masks, size_t n_stems)
{
  uint64_t active = 0;

  for (size_t v = 0; v < self->n_voices; v++)
    {
      const CtVoice *voice = &self->voices[v];
      float *mask = masks + (size_t) voice->stem * self->n_bins;

      if (!(active >> voice->stem & 1))
        memset (mask, 0, self->n_bins * sizeof *mask);
      active |= UINT64_C (1) << voice->stem;
      for (int h = 0; h < voice->n_partials; h++)
        add_lobe (stft, mask, voice->bins[h], voice->amplitudes[h]);
    }
  return active;
}

/* Wiener filter: each stem's share of the power, of which the unexplained part of the spectrum is one, too. */
void
ct_isolation_frame_masks (CtIsolationFrame *self, const CtStft *stft, float *masks, size_t n_stems, uint64_t *active)
{
  float *restrict sum = self->sum;
  const float *restrict level = self->level;

  *active = sum_stems (self, stft, masks, n_stems);
  for (size_t s = 0; s < n_stems; s++)
    if (*active >> s & 1)
      fill_between (masks + s * self->n_bins, self->n_bins);
  memset (sum, 0, self->n_bins * sizeof *sum);
  for (size_t s = 0; s < n_stems; s++)
    if (*active >> s & 1)
      for (size_t k = 0; k < self->n_bins; k++)
        sum[k] += masks[s * self->n_bins + k];
  if (self->drums.n_strikes > 0)
    ct_drum_frame_fill (&self->drums, level, self->n_bins, sum, self->struck, masks, active);
  for (size_t k = 0; k < self->n_bins; k++)
    {
      float rest = level[k] - sum[k];

      rest = rest > 0 ? rest : 0;
      sum[k] = 1e-18f + REST_WEIGHT * rest * rest;
    }
  for (size_t s = 0; s < n_stems; s++)
    if (*active >> s & 1)
      {
        float *restrict mask = masks + s * self->n_bins;

        for (size_t k = 0; k < self->n_bins; k++)
          sum[k] += mask[k] * mask[k];
      }
  for (size_t s = 0; s < n_stems; s++)
    if (*active >> s & 1)
      {
        float *restrict mask = masks + s * self->n_bins;

        for (size_t k = 0; k < self->n_bins; k++)
          mask[k] = mask[k] * mask[k] / sum[k];
      }
}
