/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/isolation/ct-isolation-drums-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-compare-private.h"

/* Bands are this wide at least, and a third of an octave. */
#define LEAST_BINS 4
#define THIRD_OCTAVE 1.26
#define MAX_BAND_BINS 512
/* Strengths of hits halve every 18 dB. */
#define STRENGTH_POWER 6.0
/* A hit that others hide counts this much where its sound is measured. */
#define HIDDEN_WEIGHT 0.02f
/* How much louder than expected a drum can be in one frame, as power. */
#define MOST 2.0f
/* Bins of noise lie between these multiples of what their band has. */
#define LOW 1.0f
#define HIGH 2.0f

/* Where the ages begin, in seconds. */
static const double ages_s[CT_DRUM_AGES] = { -CT_DRUM_BEFORE_S, -0.012, 0.035, 0.08, 0.16, 0.35 };

void
ct_drum_frame_init (CtDrumFrame *self, size_t n_bins)
{
  size_t edge = 1;

  *self = (CtDrumFrame){ .edges = { 1 } };
  while (self->n_bands < CT_DRUM_BANDS && edge < n_bins)
    {
      size_t next = (size_t) ((double) edge * THIRD_OCTAVE);

      next = next < edge + LEAST_BINS ? edge + LEAST_BINS : next;
      /* the last one takes what is left */
      edge = next > n_bins - LEAST_BINS || self->n_bands + 1 == CT_DRUM_BANDS ? n_bins : next;
      self->edges[++self->n_bands] = edge;
    }
}

void
ct_drum_frame_add (CtDrumFrame *self,
                   const CtNote *hit,
                   const CtDrumModel *model,
                   size_t number,
                   int stem,
                   double time_s)
{
  double age_s = time_s - hit->onset_s;
  CtStrike *strike;

  if (age_s < -CT_DRUM_BEFORE_S || time_s > hit->offset_s || self->n_strikes == CT_DRUM_MAX_STRIKES)
    return;
  strike = &self->strikes[self->n_strikes++];
  *strike = (CtStrike){ .model = model, .hit = number, .stem = stem, .track = hit->track };
  while (strike->age + 1 < CT_DRUM_AGES && age_s >= ages_s[strike->age + 1])
    strike->age++;
  strike->power = (float) pow (hit->velocity / 127.0, STRENGTH_POWER);
}

void
ct_drum_frame_restart (CtDrumFrame *self)
{
  memset (self->recent, 0, sizeof self->recent);
  self->n_recent = 0;
}

/* The power of the median of a band, which partials, narrow as they are, hardly move (D. Fitzgerald 2010). */
static float
band_power (const CtDrumFrame *self, size_t band, const float *level)
{
  size_t first = self->edges[band], n = self->edges[band + 1] - first, step = n / MAX_BAND_BINS + 1, k = 1;
  float values[MAX_BAND_BINS + 1];

  values[0] = level[first];
  for (size_t i = step; i < n && k < MAX_BAND_BINS; i += step)
    values[k++] = level[first + i];
  qsort (values, k, sizeof *values, ct_compare_floats);
  return values[k / 2] * values[k / 2];
}

/* Whether another group is struck in the same frame, and not long after the one before it. */
static bool
is_hidden (const CtDrumFrame *self, const CtStrike *strike)
{
  for (size_t i = 0; i < self->n_strikes; i++)
    if (self->strikes[i].track != strike->track && self->strikes[i].age <= strike->age)
      return true;
  return false;
}

void
ct_drum_frame_measure (CtDrumFrame *self, const float *level, CtDrumProfile *profiles)
{
  float power[CT_DRUM_BANDS] = { 0 };

  for (size_t band = 0; band < self->n_bands; band++)
    power[band] = band_power (self, band, level);
  for (size_t i = 0; i < self->n_strikes; i++)
    {
      const CtStrike *strike = &self->strikes[i];
      CtDrumProfile *profile = &profiles[strike->hit];
      float weight;

      if (profile->trust == 0)
        {
          /* without what sounded before it may be anything */
          profile->trust = self->n_recent < 2 ? HIDDEN_WEIGHT : 1;
          memcpy (profile->before, self->recent[0], sizeof profile->before);
        }
      weight = is_hidden (self, strike) ? HIDDEN_WEIGHT : profile->trust;
      profile->weight[strike->age] += weight * strike->power;
      for (size_t band = 0; band < self->n_bands; band++)
        profile->power[strike->age][band] += weight * fmaxf (power[band] - profile->before[band], 0);
    }
  memcpy (self->recent[0], self->recent[1], sizeof self->recent[0]);
  memcpy (self->recent[1], power, sizeof self->recent[1]);
  self->n_recent++;
}

void
ct_drum_profile_add (CtDrumProfile *self, const CtDrumProfile *other)
{
  for (int age = 0; age < CT_DRUM_AGES; age++)
    {
      self->weight[age] += other->weight[age];
      for (int band = 0; band < CT_DRUM_BANDS; band++)
        self->power[age][band] += other->power[age][band];
    }
}

void
ct_drum_model_set (CtDrumModel *self, const CtDrumProfile *sum)
{
  for (int age = 0; age < CT_DRUM_AGES; age++)
    for (int band = 0; band < CT_DRUM_BANDS; band++)
      self->power[age][band] = sum->weight[age] > 0 ? sum->power[age][band] / sum->weight[age] : 0;
}

/* What all hits together are expected to have of a band. */
static float
expected_power (const CtDrumFrame *self, size_t band)
{
  float power = 0;

  for (size_t i = 0; i < self->n_strikes; i++)
    power += self->strikes[i].power * self->strikes[i].model->power[self->strikes[i].age][band];
  return power;
}

static void
fill_band (const CtDrumFrame *self,
           size_t band,
           const float *level,
           size_t n_bins,
           const float *sum,
           float *total,
           float *masks)
{
  float expected = expected_power (self, band), heard = band_power (self, band, level), amplitude;

  if (expected <= 0)
    return;
  amplitude = sqrtf (fminf (heard, MOST * expected));
  for (size_t k = self->edges[band]; k < self->edges[band + 1]; k++)
    total[k] = fminf (fmaxf (level[k] - sum[k], LOW * amplitude), HIGH * amplitude);
  for (size_t i = 0; i < self->n_strikes; i++)
    {
      const CtStrike *strike = &self->strikes[i];
      float share = sqrtf (strike->power * strike->model->power[strike->age][band] / expected);
      float *mask = masks + (size_t) strike->stem * n_bins;

      for (size_t k = self->edges[band]; k < self->edges[band + 1]; k++)
        mask[k] += share * total[k];
    }
}

void
ct_drum_frame_fill (const CtDrumFrame *self,
                    const float *level,
                    size_t n_bins,
                    float *sum,
                    float *total,
                    float *masks,
                    uint64_t *active)
{
  for (size_t i = 0; i < self->n_strikes; i++)
    {
      int stem = self->strikes[i].stem;

      if (!(*active >> stem & 1))
        memset (masks + (size_t) stem * n_bins, 0, n_bins * sizeof *masks);
      *active |= UINT64_C (1) << stem;
    }
  memset (total, 0, n_bins * sizeof *total);
  for (size_t band = 0; band < self->n_bands; band++)
    fill_band (self, band, level, n_bins, sum, total, masks);
  for (size_t k = 0; k < n_bins; k++)
    sum[k] += total[k];
}
