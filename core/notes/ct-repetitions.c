/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/notes/ct-repetitions.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "core/base/ct-note.h"
#include "core/notes/ct-note-peaks-private.h"
#include "core/transform/ct-cqt.h"

#define PEAK_LEVEL 16      /* posteriors, in steps of 1/255: what may be an onset, 0.06 */
#define SURE_LEVEL 77      /* what is one, 0.3 */
#define FRAME_LEVEL 115    /* what sounds, 0.45 */
#define BODY_FRAMES 12     /* how long what follows is looked at */
#define TOGETHER_FRAMES 3  /* onsets so close begin together */
#define AROUND_FRAMES 861  /* 10 s */
#define OWN_FRAMES 517     /* 6 s, at the same pitch */
#define MOST_NEW 4.0f      /* new notes of the same pitch that count */
#define FEW 2.0f           /* added to what shares are of, which so begin at 0 */
#define LOGIT_MARGIN 1e-3f /* keeps the logarithm of odds finite */

/* How many there are of all peaks before this one. */
typedef struct
{
  uint32_t sounding; /* their pitch sounds already */
  uint32_t sure;
  uint32_t sure_sounding;
  uint32_t sure_together; /* these, where a note begins at another pitch */
} Counts;

struct CtRepetitions
{
  const CtPosteriorgram *posteriors;
  CtNotePeaks peaks;
  bool *sounding;                  /* [peaks.n] */
  Counts *counts;                  /* [peaks.n + 1] */
  uint32_t *by_pitch;              /* [peaks.n], in order of time for each pitch */
  uint32_t *places;                /* [peaks.n], of each in by_pitch */
  uint32_t *found;                 /* [n] */
  size_t firsts[CT_N_PITCHES + 1]; /* of each pitch in by_pitch */
  size_t n;
};

static uint8_t
frame_at (const CtRepetitions *self, size_t frame, int pitch)
{
  return self->posteriors->frame[frame * CT_N_PITCHES + (size_t) pitch];
}

static uint8_t
onset_at (const CtRepetitions *self, size_t frame, int pitch)
{
  return self->posteriors->onset[frame * CT_N_PITCHES + (size_t) pitch];
}

static int
compare_peaks (const void *a, const void *b)
{
  const CtNotePeak *x = a, *y = b;

  if (x->frame != y->frame)
    return x->frame < y->frame ? -1 : 1;
  return x->pitch - y->pitch;
}

static bool
is_new (const CtRepetitions *self, size_t i)
{
  return !self->sounding[i] && self->peaks.peaks[i].onset >= SURE_LEVEL;
}

/* The first peak at @frame or later. */
static size_t
first_from (const CtRepetitions *self, size_t frame)
{
  size_t low = 0, high = self->peaks.n;

  while (low < high)
    {
      size_t middle = (low + high) / 2;

      if (self->peaks.peaks[middle].frame < frame)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static size_t
minus (size_t frame, size_t reach)
{
  return frame > reach ? frame - reach : 0;
}

/* Whether a note begins at another pitch together with peak @i. */
static bool
others_begin (const CtRepetitions *self, size_t i)
{
  const CtNotePeak *peak = &self->peaks.peaks[i];
  size_t end = first_from (self, peak->frame + TOGETHER_FRAMES + 1);

  for (size_t k = first_from (self, minus (peak->frame, TOGETHER_FRAMES)); k < end; k++)
    if (is_new (self, k) && self->peaks.peaks[k].pitch != peak->pitch)
      return true;
  return false;
}

/* Leaves out peaks that are none after all, and puts the others in order. */
static void
sort_peaks (CtRepetitions *self)
{
  size_t n = 0;

  for (size_t i = 0; i < self->peaks.n; i++)
    if (self->peaks.peaks[i].onset > 0)
      self->peaks.peaks[n++] = self->peaks.peaks[i];
  self->peaks.n = n;
  if (n > 1)
    qsort (self->peaks.peaks, n, sizeof *self->peaks.peaks, compare_peaks);
}

static void
sort_by_pitch (CtRepetitions *self)
{
  size_t next[CT_N_PITCHES];

  for (size_t i = 0; i < self->peaks.n; i++)
    self->firsts[self->peaks.peaks[i].pitch + 1]++;
  for (size_t pitch = 0; pitch < CT_N_PITCHES; pitch++)
    {
      self->firsts[pitch + 1] += self->firsts[pitch];
      next[pitch] = self->firsts[pitch];
    }
  for (size_t i = 0; i < self->peaks.n; i++)
    {
      size_t place = next[self->peaks.peaks[i].pitch]++;

      self->by_pitch[place] = (uint32_t) i;
      self->places[i] = (uint32_t) place;
    }
}

static void
count (CtRepetitions *self)
{
  Counts counts = { 0 };

  for (size_t i = 0; i < self->peaks.n; i++)
    self->sounding[i] = ct_note_peak_is_sounding (self->posteriors, &self->peaks.peaks[i], FRAME_LEVEL);
  for (size_t i = 0; i < self->peaks.n; i++)
    {
      bool sure = self->peaks.peaks[i].onset >= SURE_LEVEL;

      self->counts[i] = counts;
      counts.sure += sure;
      if (!self->sounding[i])
        continue;
      self->found[self->n++] = (uint32_t) i;
      counts.sounding++;
      counts.sure_sounding += sure;
      counts.sure_together += sure && others_begin (self, i);
    }
  self->counts[self->peaks.n] = counts;
}

CtStatus
ct_repetitions_new (const CtPosteriorgram *posteriors, CtRepetitions **out)
{
  CtRepetitions *self = calloc (1, sizeof *self);
  size_t n;

  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->posteriors = posteriors;
  if (ct_note_peaks_find (&self->peaks, posteriors, 0, CT_N_PITCHES - 1, PEAK_LEVEL))
    {
      ct_repetitions_free (self);
      return CT_STATUS_NO_MEMORY;
    }
  sort_peaks (self);
  n = self->peaks.n;
  self->sounding = malloc (n + 1);
  self->counts = malloc ((n + 1) * sizeof *self->counts);
  self->by_pitch = malloc ((n + 1) * sizeof *self->by_pitch);
  self->places = malloc ((n + 1) * sizeof *self->places);
  self->found = malloc ((n + 1) * sizeof *self->found);
  if (!self->sounding || !self->counts || !self->by_pitch || !self->places || !self->found)
    {
      ct_repetitions_free (self);
      return CT_STATUS_NO_MEMORY;
    }
  sort_by_pitch (self);
  count (self);
  *out = self;
  return CT_STATUS_OK;
}

void
ct_repetitions_free (CtRepetitions *self)
{
  if (!self)
    return;
  ct_note_peaks_clear (&self->peaks);
  free (self->sounding);
  free (self->counts);
  free (self->by_pitch);
  free (self->places);
  free (self->found);
  free (self);
}

size_t
ct_repetitions_n (const CtRepetitions *self)
{
  return self->n;
}

static float
logit (float probability)
{
  return logf ((probability + LOGIT_MARGIN) / (1 - probability + LOGIT_MARGIN));
}

/* The shape of the posteriors at a peak. */
static float *
describe_shape (const CtRepetitions *self, const CtNotePeak *peak, float *features)
{
  size_t n_frames = self->posteriors->n_frames, frame = peak->frame, end = frame + BODY_FRAMES;
  float onset = peak->onset, sum = 0;

  end = end < n_frames ? end : n_frames;
  for (size_t i = frame; i < end; i++)
    sum += frame_at (self, i, peak->pitch);
  *features++ = logit (onset / 255);
  *features++ = (float) frame_at (self, frame + 4 < n_frames ? frame + 4 : n_frames - 1, peak->pitch) / 255;
  *features++ = sum / (255 * (float) (end - frame));
  *features++ = (float) onset_at (self, frame - 3, peak->pitch) / onset;
  *features++ = (float) onset_at (self, frame + 3 < n_frames ? frame + 3 : n_frames - 1, peak->pitch) / onset;
  return features;
}

/* What is struck again around peak @i, itself left out. */
static float *
describe_others (const CtRepetitions *self, size_t i, float *features)
{
  size_t n_frames = self->posteriors->n_frames, frame = self->peaks.peaks[i].frame;
  size_t first = minus (frame, AROUND_FRAMES), last = frame + AROUND_FRAMES;
  const Counts *before = &self->counts[first_from (self, first)], *after = &self->counts[first_from (self, last + 1)];
  const Counts *own = &self->counts[i], *next = &self->counts[i + 1];
  float sounding = (float) (after->sounding - before->sounding - 1);
  float sure = (float) (after->sure - before->sure - (next->sure - own->sure));
  float sure_sounding = (float) (after->sure_sounding - before->sure_sounding
                                 - (next->sure_sounding - own->sure_sounding));
  float together = (float) (after->sure_together - before->sure_together - (next->sure_together - own->sure_together));
  float span_s = (float) ((double) ((last < n_frames ? last : n_frames) - first) / CT_CQT_FRAME_RATE_HZ);

  *features++ = log1pf (sounding / span_s);
  *features++ = sure_sounding / (sounding + FEW);
  *features++ = sure_sounding / (sure + FEW);
  *features++ = together / (sure_sounding + FEW);
  return features;
}

/* What happens at the same pitch around peak @i, itself left out. */
static void
describe_own_pitch (const CtRepetitions *self, size_t i, float *features)
{
  const CtNotePeak *peak = &self->peaks.peaks[i];
  size_t first = minus (peak->frame, OWN_FRAMES), last = peak->frame + OWN_FRAMES;
  size_t begin = self->places[i], end = begin + 1;
  float sounding = 0, sure = 0, new = 0;

  while (begin > self->firsts[peak->pitch] && self->peaks.peaks[self->by_pitch[begin - 1]].frame >= first)
    begin--;
  while (end < self->firsts[peak->pitch + 1] && self->peaks.peaks[self->by_pitch[end]].frame <= last)
    end++;
  for (size_t place = begin; place < end; place++)
    {
      size_t k = self->by_pitch[place];

      if (k == i)
        continue;
      sounding += self->sounding[k];
      sure += self->sounding[k] && self->peaks.peaks[k].onset >= SURE_LEVEL;
      new += is_new (self, k);
    }
  *features++ = log1pf (sounding);
  *features++ = sure / (sounding + FEW);
  *features = fminf (new, MOST_NEW);
}

void
ct_repetitions_get (const CtRepetitions *self, size_t i, CtRepetition *out)
{
  size_t place = self->found[i];
  const CtNotePeak *peak = &self->peaks.peaks[place];
  float *features = out->features;

  out->frame = peak->frame;
  out->pitch = peak->pitch;
  features = describe_shape (self, peak, features);
  features = describe_others (self, place, features);
  describe_own_pitch (self, place, features);
}

/* ---- the judgement ---- */

/* Whether the posteriors of a pitch go on falling from @frame, a step (1 or -1) away from the peak, and not only to
 * rise again. */
static bool
goes_down (const CtPosteriorgram *posteriors, size_t frame, ptrdiff_t step, int pitch)
{
  const uint8_t *at = posteriors->onset + frame * CT_N_PITCHES + (size_t) pitch;
  ptrdiff_t row = step * CT_N_PITCHES;

  if (step < 0 ? frame < 2 : frame + 2 >= posteriors->n_frames)
    return false;
  return at[row] <= at[0] && at[2 * row] <= at[row];
}

static void
scale (CtPosteriorgram *posteriors, size_t frame, int pitch, float factor)
{
  uint8_t *onset = posteriors->onset + frame * CT_N_PITCHES + (size_t) pitch;

  *onset = (uint8_t) lrintf (fminf ((float) *onset * factor, 255));
}

/* Makes the hump of a peak higher or lower: what is so close that no other note may begin there, and as far beyond as
 * it falls. */
static void
scale_hump (CtPosteriorgram *posteriors, const CtNotePeak *peak, float factor)
{
  size_t first = minus (peak->frame, CT_NOTE_SEPARATION_FRAMES), last = peak->frame + CT_NOTE_SEPARATION_FRAMES;

  last = last < posteriors->n_frames ? last : posteriors->n_frames - 1;
  while (goes_down (posteriors, first, -1, peak->pitch))
    first--;
  while (goes_down (posteriors, last, 1, peak->pitch))
    last++;
  for (size_t frame = first; frame <= last; frame++)
    scale (posteriors, frame, peak->pitch, factor);
}

CtStatus
ct_repetitions_judge (const CtWeights *weights, CtPosteriorgram *posteriors)
{
  const float *weight = ct_weights_get (weights, "repetition.weight", 1, (size_t[]){ CT_N_REPETITION_FEATURES });
  const float *bias = ct_weights_get (weights, "repetition.bias", 1, (size_t[]){ 1 });
  CtRepetitions *self;
  float *factors;

  if (!weight || !bias)
    return CT_STATUS_OK;
  if (ct_repetitions_new (posteriors, &self))
    return CT_STATUS_NO_MEMORY;
  factors = malloc ((self->n + 1) * sizeof *factors);
  for (size_t i = 0; factors && i < self->n; i++)
    {
      CtRepetition one;
      float sum = *bias;

      ct_repetitions_get (self, i, &one);
      for (size_t k = 0; k < CT_N_REPETITION_FEATURES; k++)
        sum += weight[k] * one.features[k];
      factors[i] = 255 / (1 + expf (-sum)) / (float) self->peaks.peaks[self->found[i]].onset;
    }
  /* all are judged by what was heard, so only now is that written anew */
  for (size_t i = 0; factors && i < self->n; i++)
    scale_hump (posteriors, &self->peaks.peaks[self->found[i]], factors[i]);
  free (factors);
  ct_repetitions_free (self);
  return factors ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
}
