/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/rhythm/ct-beat-tracker.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-compare-private.h"
#include "core/rhythm/ct-bars-private.h"
#include "core/rhythm/ct-beat-path-private.h"
#include "core/rhythm/ct-downbeat-curve-private.h"
#include "core/rhythm/ct-onset-strength.h"
#include "core/rhythm/ct-strength-near-private.h"
#include "core/rhythm/ct-tempo-curve-private.h"
#include "core/transform/ct-cqt.h"

#define MIN_BEATS 4
/* What beats are sought in, beside onsets: what the network says, above all. */
#define NETWORK_WEIGHT 40.0f
#define KNOWN_WEIGHT 3.0f /* where a hand says how fast to count */
#define ACCENT_WEIGHT 0.3f
#define BASS_WEIGHT 0.3f
#define CHORD_WEIGHT 0.15f
/* Beats are sought in the strength over this many frames to both sides. */
#define SMOOTH_FRAMES 4
#define SMOOTH_DEVIATION 1.7
/* The strength is compared with its mean and deviation over this many frames to both sides: 3 s. */
#define LOCAL_FRAMES 258
/* Its deviation counts as at least this part of that of the whole recording. */
#define MIN_DEVIATION 0.3
/* A beat lies where most begins, this far from where the network hears it at most; what its opinion weighs there. */
#define REFINE_FRAMES 3
#define REFINE_WEIGHT 2.0f
/* Fixed beats are worth more than whatever there is to hear. */
#define FIXED_WORTH 100.0f
/* And whether they are downbeats, in deviations. */
#define FIXED_DOWNBEAT 10.0f
/* The period that is usual at a beat is the median of those of so many beats before and after it. */
#define USUAL_REACH 4
/* There is a rhythm where how sure the network is of bars and this much of what the path is worth, which counts half
 * where it covers so many seconds, come to more than this together. */
#define PATH_WEIGHT 0.15
#define HALF_WORTH_S 8.0
#define MIN_RHYTHM 0.36
/* Where of every other beat this part has less than that part of the onsets of its neighbours, and all of them together
 * have less than the last part of those of all others, the music goes half as fast. */
#define MIN_EMPTY 0.8
#define EMPTY_SHARE 0.25
#define ALL_EMPTY_SHARE 0.2
/* Where the network is this sure of the beats on average, they are beyond doubt. */
#define CERTAIN 0.7
/* Beats at the ends where this part of their mean strength begins are silence. */
#define SILENT_SHARE 0.1

/* Beats, each of which may lie between two frames. */
typedef struct
{
  double *frames; /* [n] */
  size_t n;
} Row;

typedef struct
{
  const CtOnsetStrength *strength;
  const CtBeatActivation *activation;
  double start_s;
  const CtBeatOptions *options;
  CtTempoCurve *curve;
  float *values;                  /* [n_frames]: what beats are sought in */
  size_t *fixed;                  /* [options->n_fixed]: the frames of those */
  Row row;                        /* the beats that were numbered last */
  CtDownbeatCurve downbeat_curve; /* and which of them are downbeats */
  /* for all frames, from the beats that were found at first: */
  float *downbeats; /* [n_frames] */
  float *usual;     /* [n_frames]: the period, in frames */
} Search;

/* @in and @out ([n]) do not overlap. */
static void
smooth (const float *in, size_t n, float *out)
{
  float weights[2 * SMOOTH_FRAMES + 1], sum = 0;

  for (int i = -SMOOTH_FRAMES; i <= SMOOTH_FRAMES; i++)
    sum += weights[i + SMOOTH_FRAMES] = (float) exp (-0.5 * i * i / (SMOOTH_DEVIATION * SMOOTH_DEVIATION));
  for (size_t t = 0; t < n; t++)
    {
      float value = 0;

      for (int i = -SMOOTH_FRAMES; i <= SMOOTH_FRAMES; i++)
        if ((i >= 0 || t >= (size_t) -i) && t + (size_t) i < n)
          value += weights[i + SMOOTH_FRAMES] * in[t + (size_t) i];
      out[t] = value / sum;
    }
}

/* Takes the local mean away and divides by the local deviation. */
static void
whiten (float *values, size_t n, const double *sums, const double *squares)
{
  double mean = sums[n] / (double) n, whole = squares[n] / (double) n - mean * mean;

  for (size_t t = 0; t < n; t++)
    {
      size_t first = t > LOCAL_FRAMES ? t - LOCAL_FRAMES : 0, end = t + LOCAL_FRAMES < n ? t + LOCAL_FRAMES : n;
      double local = (sums[end] - sums[first]) / (double) (end - first);
      double power = (squares[end] - squares[first]) / (double) (end - first) - local * local;
      double least = MIN_DEVIATION * MIN_DEVIATION * whole;

      power = fmax (power, fmax (least, 1e-12));
      values[t] = (float) (((double) values[t] - local) / sqrt (power));
    }
}

/* [n] of what beats are sought in: @weight times what the network says, and all else. */
static float *
mix (const CtOnsetStrength *strength, const CtBeatActivation *activation, float weight)
{
  float *mixed = malloc ((strength->n_frames + 1) * sizeof *mixed);

  for (size_t t = 0; mixed && t < strength->n_frames; t++)
    mixed[t] = weight * activation->beats[t] + strength->onset[t] + ACCENT_WEIGHT * strength->accent[t]
               + BASS_WEIGHT * strength->bass[t] + CHORD_WEIGHT * strength->chord[t];
  return mixed;
}

/* [n] of what the path goes by: @mixed ([n]) smooth, without its local mean. */
static CtStatus
make_salient (const float *mixed, size_t n, float **out)
{
  float *values = malloc ((n + 1) * sizeof *values);
  double *sums = malloc (2 * (n + 1) * sizeof *sums), *squares;

  if (!values || !sums)
    {
      free (values);
      free (sums);
      return CT_STATUS_NO_MEMORY;
    }
  smooth (mixed, n, values);
  squares = sums + n + 1;
  sums[0] = squares[0] = 0;
  for (size_t t = 0; t < n; t++)
    {
      sums[t + 1] = sums[t] + (double) values[t];
      squares[t + 1] = squares[t] + (double) values[t] * (double) values[t];
    }
  whiten (values, n, sums, squares);
  free (sums);
  *out = values;
  return CT_STATUS_OK;
}

static size_t
frame_of (double time_s, double start_s, size_t n_frames)
{
  double frame = round ((time_s - start_s) * CT_CQT_FRAME_RATE_HZ);

  return (size_t) fmin (fmax (frame, 0), (double) n_frames - 1);
}

/* Where between frames the peak at @frame lies. */
static double
peak_of (const float *values, size_t n, size_t frame)
{
  float a, b, c, curve;

  if (frame == 0 || frame + 1 >= n)
    return (double) frame;
  a = values[frame - 1];
  b = values[frame];
  c = values[frame + 1];
  curve = a - 2 * b + c;
  if (!(curve < 0) || b < a || b < c)
    return (double) frame;
  return (double) frame + 0.5 * (double) ((a - c) / curve);
}

/* Where of @n values most lies, within REFINE_FRAMES of @frame. */
static size_t
refine (const float *values, size_t n, size_t frame)
{
  size_t first = frame > REFINE_FRAMES ? frame - REFINE_FRAMES : 0, best = frame;
  size_t end = frame + REFINE_FRAMES < n ? frame + REFINE_FRAMES + 1 : n;

  for (size_t t = first; t < end; t++)
    best = values[t] > values[best] ? t : best;
  return best;
}

/* The beats of @path, each where most begins near it, since the network tells time more coarsely; those that a hand
 * fixed, where @values are highest, stay. */
static CtStatus
make_row (const CtBeatPath *path,
          const CtOnsetStrength *strength,
          const CtBeatActivation *activation,
          const float *values,
          Row *row)
{
  size_t n = strength->n_frames;
  float *mixed = mix (strength, activation, REFINE_WEIGHT), *near = malloc ((n + 1) * sizeof *near);

  row->frames = malloc (path->n * sizeof *row->frames);
  if (row->frames && near && mixed)
    {
      smooth (mixed, n, near);
      row->n = path->n;
    }
  for (size_t i = 0; i < row->n; i++)
    row->frames[i] = values[path->frames[i]] < FIXED_WORTH ? peak_of (near, n, refine (near, n, path->frames[i]))
                                                           : (double) path->frames[i];
  free (near);
  free (mixed);
  return row->n > 0 ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
}

/* Leaves out what lies in silence before the first and after the last onset. */
static void
trim (const CtOnsetStrength *strength, Row *row)
{
  double sum = 0, least;
  size_t first = 0;

  for (size_t i = 0; i < row->n; i++)
    sum += ct_strength_near (strength, strength->onset, row->frames[i], SMOOTH_FRAMES);
  least = SILENT_SHARE * sum / (double) row->n;
  while (row->n > 2 && ct_strength_near (strength, strength->onset, row->frames[row->n - 1], SMOOTH_FRAMES) < least)
    row->n--;
  while (row->n - first > 2 && ct_strength_near (strength, strength->onset, row->frames[first], SMOOTH_FRAMES) < least)
    first++;
  row->n -= first;
  memmove (row->frames, row->frames + first, row->n * sizeof *row->frames);
}

static CtStatus
make_beats (const Row *row, double confidence, const float *values, size_t n, double start_s, CtBeats *out)
{
  out->beats = calloc (row->n, sizeof *out->beats);
  if (!out->beats)
    return CT_STATUS_NO_MEMORY;
  out->n = row->n;
  out->confidence = (float) fmin (fmax (confidence, 0), 1);
  for (size_t i = 0; i < row->n; i++)
    {
      float value = values[(size_t) fmin (round (row->frames[i]), (double) n - 1)];

      out->beats[i].time_s = start_s + row->frames[i] / CT_CQT_FRAME_RATE_HZ;
      out->beats[i].confidence = out->confidence * fminf (fmaxf (0.5f + 0.25f * value, 0), 1);
    }
  return CT_STATUS_OK;
}

/* The fixed beats in place of those that were found for them. */
static void
put_fixed (CtBeats *beats, const CtBeatOptions *options)
{
  for (size_t i = 0; i < options->n_fixed; i++)
    for (size_t k = 0; k < beats->n; k++)
      if (fabs (beats->beats[k].time_s - options->fixed[i].time_s) < 2 / CT_CQT_FRAME_RATE_HZ)
        {
          beats->beats[k] = options->fixed[i];
          beats->beats[k].fixed = true;
          break;
        }
}

static bool
options_are_valid (const CtBeatOptions *options)
{
  if (options->bpm != 0 && !(options->bpm >= CT_BEAT_MIN_BPM && options->bpm <= CT_BEAT_MAX_BPM))
    return false;
  for (size_t i = 0; i < options->n_fixed; i++)
    if (!isfinite (options->fixed[i].time_s) || (i > 0 && !(options->fixed[i].time_s > options->fixed[i - 1].time_s)))
      return false;
  return options->bar_beats == 0 || (options->bar_beats >= 2 && options->bar_beats <= 4);
}

/* How sure the network is of the beats, on average. */
static double
sureness_of (const CtOnsetStrength *strength, const CtBeatActivation *activation, const CtBeatPath *path)
{
  double sum = 0;

  for (size_t i = 0; i < path->n; i++)
    sum += ct_strength_near (strength, activation->beats, (double) path->frames[i], CT_NEAR_FRAMES);
  return sum / (double) path->n;
}

/* Whether there is a rhythm at all. Of notes at random times the network takes many for beats, and a path of its own
 * choice finds it sure enough of them; but of downbeats, which it has to tell from those, it is sure nowhere, and the
 * path is worth little or short. */
static bool
is_rhythm (const CtBeatActivation *activation, const CtBeatPath *path)
{
  double span_s = (double) (path->frames[path->n - 1] - path->frames[0]) / CT_CQT_FRAME_RATE_HZ;
  double sum = 1e-9, squares = 0;

  /* the mean where most of them is */
  for (size_t t = 0; t < activation->n_frames; t++)
    {
      sum += (double) activation->downbeats[t];
      squares += (double) activation->downbeats[t] * (double) activation->downbeats[t];
    }
  return squares / sum + PATH_WEIGHT * path->score * span_s / (span_s + HALF_WORTH_S) > MIN_RHYTHM;
}

/* Whether next to nothing begins on every other beat; *@first: the first that is none of those. */
static bool
every_other_is_empty (const CtOnsetStrength *strength, const CtBeatPath *path, size_t *first)
{
  double sums[2] = { 0 }, before = 0, now = 0, after = 0;
  size_t n_empty[2] = { 0 }, n[2] = { 0 };

  for (size_t i = 0; i <= path->n; i++, before = now, now = after)
    {
      after = i < path->n ? ct_strength_near (strength, strength->onset, (double) path->frames[i], CT_NEAR_FRAMES) : 0;
      sums[i % 2] += after;
      if (i < 2 || i == path->n)
        continue;
      n[(i - 1) % 2]++;
      n_empty[(i - 1) % 2] += now < EMPTY_SHARE * 0.5 * (before + after);
    }
  *first = sums[0] > sums[1] ? 0 : 1;
  return sums[1 - *first] < ALL_EMPTY_SHARE * sums[*first]
         && (double) n_empty[1 - *first] >= MIN_EMPTY * (double) n[1 - *first];
}

/* Slow notes one by one tempt the network and the prior of tempos to count between them: leaves those beats out, and
 * says whether there were any. */
static bool
drop_empty (const CtOnsetStrength *strength, CtBeatPath *path)
{
  double period = (double) (path->frames[path->n - 1] - path->frames[0]) / (double) (path->n - 1);
  size_t first, n = 0;

  if (path->n < 2 * MIN_BEATS || 2 * period * CT_BEAT_MIN_BPM > 60 * CT_CQT_FRAME_RATE_HZ
      || !every_other_is_empty (strength, path, &first))
    return false;
  for (size_t i = first; i < path->n; i += 2)
    path->frames[n++] = path->frames[i];
  path->n = n;
  return true;
}

static void
clear_search (Search *self)
{
  ct_tempo_curve_free (self->curve);
  free (self->values);
  free (self->fixed);
  free (self->row.frames);
  free (self->downbeats);
  free (self->usual);
}

static void
fill_downbeats (Search *self)
{
  for (size_t t = 0; t < self->strength->n_frames; t++)
    self->downbeats[t] = ct_downbeat_curve_at (&self->downbeat_curve, t);
  /* where a hand says what is a downbeat and what is none */
  for (size_t i = 0; i < self->options->n_fixed; i++)
    self->downbeats[self->fixed[i]] = self->options->fixed[i].number == 0 ? FIXED_DOWNBEAT : -FIXED_DOWNBEAT;
}

/* Everything but downbeats, which are told by the beats. */
static CtStatus
prepare (Search *self)
{
  const CtBeatOptions *options = self->options;
  size_t n = self->strength->n_frames;
  float *mixed = mix (self->strength, self->activation, options->bpm > 0 ? KNOWN_WEIGHT : NETWORK_WEIGHT);
  double period = options->bpm > 0 ? 60 * CT_CQT_FRAME_RATE_HZ / options->bpm : 0;
  CtStatus status = mixed ? make_salient (mixed, n, &self->values) : CT_STATUS_NO_MEMORY;

  if (status == CT_STATUS_OK)
    status = ct_tempo_curve_new (mixed, n, period, &self->curve);
  free (mixed);
  self->downbeats = malloc ((n + 1) * sizeof *self->downbeats);
  self->usual = malloc ((n + 1) * sizeof *self->usual);
  self->fixed = malloc ((options->n_fixed + 1) * sizeof *self->fixed);
  if (status != CT_STATUS_OK || !self->downbeats || !self->usual || !self->fixed)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < options->n_fixed; i++)
    {
      self->fixed[i] = frame_of (options->fixed[i].time_s, self->start_s, n);
      self->values[self->fixed[i]] = FIXED_WORTH;
    }
  return CT_STATUS_OK;
}

/* @bar_beats: 1 where bars are not known. */
static CtStatus
find_path (const Search *self, size_t bar_beats, CtBeatPath *out)
{
  CtBeatEvidence evidence = { .strength = self->values,
                              .beats = self->options->bpm > 0 ? NULL : self->activation->beats,
                              .downbeats = self->downbeats,
                              .usual = self->usual,
                              .n_frames = self->strength->n_frames,
                              .curve = self->curve,
                              .fixed = self->fixed,
                              .n_fixed = self->options->n_fixed };

  return ct_beat_path_find (&evidence, bar_beats, out);
}

/* The median period around beat @i. */
static double
period_around (const Row *row, size_t i)
{
  size_t first = i > USUAL_REACH ? i - USUAL_REACH : 0, end = i + USUAL_REACH < row->n ? i + USUAL_REACH : row->n - 1;
  double periods[2 * USUAL_REACH] = { 0 };

  for (size_t k = first; k < end; k++)
    periods[k - first] = row->frames[k + 1] - row->frames[k];
  qsort (periods, end - first, sizeof *periods, ct_compare_doubles);
  return periods[(end - first) / 2];
}

static void
fill_usual (Search *self)
{
  const Row *row = &self->row;
  size_t t = 0, n = self->strength->n_frames;

  for (size_t i = 0; i < row->n; i++)
    {
      double period = period_around (row, i), end = i + 1 < row->n ? row->frames[i + 1] : (double) n;

      for (; t < n && (double) t < end; t++)
        self->usual[t] = (float) period;
    }
}

/* The beats of @path, in bars: those of @bar_beats, or 0. */
static CtStatus
number_path (Search *self, const CtBeatPath *path, int bar_beats, CtBeats *out)
{
  const CtBeatOptions *options = self->options;
  double sureness = sureness_of (self->strength, self->activation, path);
  Row *row = &self->row;
  CtStatus status;

  free (row->frames);
  *row = (Row){ 0 };
  status = make_row (path, self->strength, self->activation, self->values, row);
  if (status == CT_STATUS_OK && options->n_fixed == 0)
    trim (self->strength, row);
  if (status == CT_STATUS_OK)
    status = make_beats (row, sureness / CERTAIN, self->values, self->strength->n_frames, self->start_s, out);
  if (status == CT_STATUS_OK)
    {
      put_fixed (out, options);
      ct_downbeat_curve_init (&self->downbeat_curve, self->strength, self->activation, row->frames, row->n);
      status = ct_bars_find (out, self->strength, &self->downbeat_curve, self->start_s, bar_beats);
    }
  return status;
}

/* Finds the beats once more, now that it is known how many a bar has: where one too many or too few was found, as at
 * the end of a ritardando, downbeats no longer lay on downbeats. */
static CtStatus
find_again (Search *self, CtBeats *beats)
{
  CtBeatPath path;
  CtBeats again = { 0 };
  CtStatus status;

  fill_downbeats (self);
  fill_usual (self);
  status = find_path (self, (size_t) beats->bar_beats, &path);
  if (status == CT_STATUS_OK && path.n >= MIN_BEATS)
    status = number_path (self, &path, beats->bar_beats, &again);
  free (path.frames);
  if (status == CT_STATUS_OK && again.n > 0)
    {
      again.compound = beats->compound;
      again.meter_confidence = beats->meter_confidence;
      ct_beats_clear (beats);
      *beats = again;
    }
  else
    ct_beats_clear (&again);
  return status;
}

static CtStatus
find_beats (Search *self, CtBeats *out)
{
  const CtBeatOptions *options = self->options;
  CtBeatPath path;
  bool is_halved = false, is_known = options->bpm > 0 || options->n_fixed > 0; /* how fast to count */
  CtStatus status = find_path (self, 1, &path);

  if (status == CT_STATUS_OK && path.n >= MIN_BEATS && (options->n_fixed > 0 || is_rhythm (self->activation, &path)))
    {
      if (!is_known)
        is_halved = drop_empty (self->strength, &path);
      status = number_path (self, &path, options->bar_beats, out);
      if (status == CT_STATUS_OK && !is_halved)
        status = find_again (self, out);
    }
  free (path.frames);
  return status;
}

CtStatus
ct_beat_tracker_find (const CtBeatNetwork *network,
                      const CtRhythmEvidence *evidence,
                      const CtBeatOptions *options,
                      CtBeats *out)
{
  static const CtBeatOptions nothing = { 0 };
  CtOnsetStrength *strength = NULL;
  CtBeatActivation activation = { 0 };
  CtBeats beats = { 0 };
  CtStatus status;

  if (!options)
    options = &nothing;
  if (!options_are_valid (options))
    return CT_STATUS_BAD_ARGUMENT;
  *out = beats;
  if (evidence->posteriors->n_frames == 0)
    return CT_STATUS_OK;
  status = ct_onset_strength_new (evidence, &strength);
  if (status == CT_STATUS_OK)
    status = ct_beat_network_run (network, strength, &activation);
  if (status == CT_STATUS_OK)
    {
      Search search = { .strength = strength,
                        .activation = &activation,
                        .start_s = evidence->start_s,
                        .options = options };

      status = prepare (&search);
      if (status == CT_STATUS_OK)
        status = find_beats (&search, &beats);
      clear_search (&search);
    }
  ct_beat_activation_clear (&activation);
  ct_onset_strength_free (strength);
  if (status == CT_STATUS_OK)
    *out = beats;
  else
    ct_beats_clear (&beats);
  return status;
}
