/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/rhythm/ct-beat-path-private.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/base/ct-status.h"

/* Of so many frames the one where most begins is a point that a beat may lie on. */
#define HOP 4
/* How many points a beat may lie before the next, and how many strides that makes. */
#define STRIDE_MIN (CT_PERIOD_MIN / HOP)
#define STRIDE_MAX (CT_PERIOD_MAX / HOP)
#define N_STRIDES (STRIDE_MAX - STRIDE_MIN + 1)
/* Beats that are kept to be gone back to. */
#define N_KEPT (STRIDE_MAX + 1)

/* What a beat is worth, for each frame of its period: its strength, the salience of its period times this, less what
 * a row of beats in noise would reach. */
#define TEMPO_WEIGHT 4.0f
#define COST 0.8f
/* What a beat that is passed over costs, for each frame of the period; this near to its ends nothing is passed over. */
#define SKIP_COST 2.0f
#define SKIP_REACH 6
/* How likely a beat is, all the frames around it together. */
#define BEAT_MASS 5.4f
/* What a change of tempo costs, by frame, times the square of octaves, and at most, as a jump. */
#define DRIFT_COST 40.0
#define JUMP_COST 1000.0
/* What a downbeat counts, for each frame of the usual period, the third of four beats beside it, and what it costs to
 * cut a bar short. */
#define DOWNBEAT_WEIGHT 2.0
#define MIDDLE_WEIGHT 0.25
#define BREAK_COST 20.0
/* Where bars are known, no period is longer or shorter than usual by more than this, unless beats are fixed, wherever
 * they lie. */
#define USUAL 1.9

/* What came before a beat: its number times this, and the stride that led to it, or none. */
#define BACK_NUMBER 64
#define NO_STRIDE (BACK_NUMBER - 1)
_Static_assert(N_STRIDES <= NO_STRIDE && CT_BAR_MAX * BACK_NUMBER <= UINT8_MAX + 1, "a way back fits into a byte");
#define NEVER (INT32_MIN / 2)
/* Scores are whole numbers, which compare faster: steps of 1 / 64, or what the length of the recording allows where
 * each frame may be worth this much. */
#define MAX_STEPS 64.0
#define MAX_WORTH 80.0

/* A number for each number of a beat in its bar: GCC and Clang compare all of them at once. */
typedef int32_t Numbers __attribute__ ((vector_size (CT_BAR_MAX * sizeof (int32_t))));

/* For each number of a beat in its bar the best score of a row of beats, and the stride that it ends with. */
typedef struct
{
  Numbers scores;
  Numbers strides;
} Lanes;

/* A beat at a point. */
typedef struct
{
  size_t frame;
  size_t periods[N_STRIDES]; /* how long each stride that ends there is, in frames; any where there is none */
  Numbers scores[N_STRIDES]; /* after each stride, by number; NEVER where there is none */
  Lanes best;                /* of all strides */
  Numbers worths;            /* what its number counts */
  int32_t break_cost;
  size_t shortest, longest; /* periods that may end there */
} Beat;

typedef struct
{
  const CtBeatEvidence *evidence;
  size_t bar_beats;
  size_t n_points;
  double steps;                       /* of a score to 1 */
  float *passed;                      /* [n_frames + 1]: how many beats are heard before each frame */
  int32_t (*costs)[CT_N_PERIODS];     /* [CT_N_PERIODS]: of a period after another */
  size_t first_strides[CT_N_PERIODS]; /* the shortest before each period that is no jump */
  size_t end_strides[CT_N_PERIODS];   /* and the first that is longer than the longest */
  Beat *beats;                        /* [N_KEPT]: that at point i stands at i % N_KEPT */
  size_t *frames;                     /* [n_points] */
  uint8_t *backs;                     /* [n_points][N_STRIDES][CT_BAR_MAX]: what came before */
  int32_t best_score;
  size_t best_point;
  size_t best_stride;
  size_t best_number;
} Search;

/* The stride of a period of so many frames, or the nearest that there is. */
static size_t
stride_of (double period)
{
  long stride = lrint (floor (period / HOP)) - STRIDE_MIN;

  return stride < 0 ? 0 : stride < N_STRIDES ? (size_t) stride : N_STRIDES - 1;
}

static void
prepare_costs (Search *self)
{
  for (size_t i = 0; i < CT_N_PERIODS; i++)
    {
      double period = (double) (CT_PERIOD_MIN + i), reach = exp2 (sqrt (JUMP_COST / (DRIFT_COST * period)));

      for (size_t k = 0; k < CT_N_PERIODS; k++)
        {
          double octaves = log2 (period / (double) (CT_PERIOD_MIN + k));

          self->costs[i][k] = (int32_t) lrint (self->steps * DRIFT_COST * period * octaves * octaves);
        }
      self->first_strides[i] = stride_of (period / reach - (HOP - 1));
      self->end_strides[i] = stride_of (period * reach + (HOP - 1)) + 1;
    }
}

static void
count_passed (Search *self)
{
  const CtBeatEvidence *evidence = self->evidence;

  self->passed[0] = 0;
  for (size_t t = 0; t < evidence->n_frames; t++)
    self->passed[t + 1] = self->passed[t] + (evidence->beats ? evidence->beats[t] / BEAT_MASS : 0);
}

static void
choose_points (Search *self)
{
  const float *strength = self->evidence->strength;

  for (size_t i = 0; i < self->n_points; i++)
    {
      size_t best = i * HOP;

      for (size_t t = best; t < (i + 1) * HOP && t < self->evidence->n_frames; t++)
        best = strength[t] > strength[best] ? t : best;
      self->frames[i] = best;
    }
}

/* How many beats a period from one frame to another passes over. */
static float
passed_over (const Search *self, size_t from, size_t to)
{
  return self->passed[to - SKIP_REACH] - self->passed[from + SKIP_REACH];
}

/* Takes what is better of @score and @stride. */
static inline void
take_better (Lanes *lanes, Numbers score, int32_t stride)
{
  Numbers better = score > lanes->scores; /* all bits, or none */

  lanes->scores = (score & better) | (lanes->scores & ~better);
  lanes->strides = (stride & better) | (lanes->strides & ~better);
}

/* For each number of @beat the best score of a row of beats that ends there and goes on for @period: it is the first,
 * or the tempo drifts, or jumps. */
static Lanes
look_back (const Search *self, const Beat *beat, size_t period)
{
  const int32_t *costs = self->costs[period - CT_PERIOD_MIN], jump_cost = (int32_t) (self->steps * JUMP_COST);
  size_t end = self->end_strides[period - CT_PERIOD_MIN];
  Lanes lanes = { .scores = beat->best.scores - jump_cost, .strides = beat->best.strides };

  for (size_t k = 0; k < CT_BAR_MAX; k++)
    {
      int32_t none = k < self->bar_beats ? 0 : NEVER;

      if (lanes.scores[k] <= none)
        {
          lanes.scores[k] = none;
          lanes.strides[k] = NO_STRIDE;
        }
    }
  for (size_t stride = self->first_strides[period - CT_PERIOD_MIN]; stride < end; stride++)
    take_better (&lanes, beat->scores[stride] - costs[beat->periods[stride] - CT_PERIOD_MIN], (int32_t) stride);
  return lanes;
}

/* The number of the beat before one of @number: that before it in the bar, or any where the bar is cut short. */
static size_t
number_before (const Search *self, const Lanes *before, size_t number, int32_t break_cost, int32_t *score)
{
  size_t best = (number + self->bar_beats - 1) % self->bar_beats;

  *score = before->scores[best];
  for (size_t k = 0; number == 0 && k + 1 < self->bar_beats; k++)
    if (before->scores[k] - break_cost > *score)
      {
        *score = before->scores[k] - break_cost;
        best = k;
      }
  return best;
}

/* The scores of @beat, at point @i, after the stride from @before. @worth: that of the beat, by frame of the stride. */
static void
stride_to (Search *self, size_t i, size_t stride, const Beat *before, float worth, Beat *beat)
{
  int32_t own = (int32_t) (self->steps * (double) beat->periods[stride] * (double) worth);
  uint8_t *backs = self->backs + (i * N_STRIDES + stride) * CT_BAR_MAX;
  Lanes lanes = look_back (self, before, beat->periods[stride]);

  for (size_t k = 0; k < self->bar_beats; k++)
    {
      int32_t score;
      size_t number = number_before (self, &lanes, k, beat->break_cost, &score);

      score += own + beat->worths[k];
      backs[k] = (uint8_t) (number * BACK_NUMBER + (size_t) lanes.strides[number]);
      beat->scores[stride][k] = score;
      if (score > self->best_score)
        {
          self->best_score = score;
          self->best_point = i;
          self->best_stride = stride;
          self->best_number = k;
        }
    }
  take_better (&beat->best, beat->scores[stride], (int32_t) stride);
}

/* A beat at @frame that no other comes before. */
static void
begin (const Search *self, size_t frame, Beat *beat)
{
  const CtBeatEvidence *evidence = self->evidence;

  *beat = (Beat){ .frame = frame, .shortest = CT_PERIOD_MIN, .longest = CT_PERIOD_MAX };
  if (self->bar_beats > 1)
    {
      double usual = (double) evidence->usual[frame];
      double worth = self->steps * usual * DOWNBEAT_WEIGHT * (double) evidence->downbeats[frame];

      if (evidence->n_fixed == 0)
        {
          beat->shortest = (size_t) fmax (ceil (usual / USUAL), CT_PERIOD_MIN);
          beat->longest = (size_t) fmin (floor (usual * USUAL), CT_PERIOD_MAX);
        }
      beat->break_cost = (int32_t) (self->steps * usual * BREAK_COST);
      beat->worths[0] = (int32_t) worth;
      if (self->bar_beats == 4)
        beat->worths[2] = (int32_t) (MIDDLE_WEIGHT * worth);
    }
  beat->best.scores += NEVER;
  for (size_t stride = 0; stride < N_STRIDES; stride++)
    {
      beat->periods[stride] = CT_PERIOD_MIN;
      beat->scores[stride] = beat->best.scores;
    }
}

/* @least: the frame that no period may begin before. What a fixed beat is worth does not grow with the period, or the
 * longest one would lead up to it. */
static void
step (Search *self, size_t i, bool is_fixed, size_t least)
{
  Beat *beat = &self->beats[i % N_KEPT];
  size_t frame = self->frames[i];
  float salience[CT_N_PERIODS];

  begin (self, frame, beat);
  ct_tempo_curve_at (self->evidence->curve, frame, salience);
  for (size_t stride = 0; stride < N_STRIDES && stride + STRIDE_MIN <= i; stride++)
    {
      const Beat *before = &self->beats[(i - STRIDE_MIN - stride) % N_KEPT];
      size_t period = frame - before->frame;
      float share = is_fixed ? (float) CT_PERIOD_MIN / (float) period : 1;

      if (period < beat->shortest || period > beat->longest || before->frame < least)
        continue;
      beat->periods[stride] = period;
      stride_to (self, i, stride, before,
                 share * self->evidence->strength[frame] + TEMPO_WEIGHT * salience[period - CT_PERIOD_MIN] - COST
                     - SKIP_COST * passed_over (self, before->frame, frame),
                 beat);
    }
}

/* Follows the best score back and writes the frames of its beats from the last on; they are counted where @frames is
 * NULL. */
static size_t
walk_back (const Search *self, size_t *frames)
{
  size_t i = self->best_point, stride = self->best_stride, number = self->best_number, n = 0;

  while (stride != NO_STRIDE)
    {
      size_t back = self->backs[(i * N_STRIDES + stride) * CT_BAR_MAX + number];

      if (frames)
        frames[n] = self->frames[i];
      n++;
      i -= STRIDE_MIN + stride;
      stride = back % BACK_NUMBER;
      number = back / BACK_NUMBER;
    }
  if (frames)
    frames[n] = self->frames[i];
  return n + 1;
}

static CtStatus
collect (const Search *self, CtBeatPath *out)
{
  size_t n = walk_back (self, NULL);
  size_t *frames = malloc (n * sizeof *frames);

  if (!frames)
    return CT_STATUS_NO_MEMORY;
  walk_back (self, frames);
  for (size_t i = 0; i < n / 2; i++)
    {
      size_t frame = frames[i];

      frames[i] = frames[n - 1 - i];
      frames[n - 1 - i] = frame;
    }
  *out = (CtBeatPath){ frames, n, (double) self->best_score / self->steps / (double) (frames[n - 1] - frames[0] + 1) };
  return CT_STATUS_OK;
}

static CtStatus
search_all (Search *self, CtBeatPath *out)
{
  const CtBeatEvidence *evidence = self->evidence;
  size_t next = 0, last = 0;

  prepare_costs (self);
  count_passed (self);
  choose_points (self);
  for (size_t i = 0; i < self->n_points; i++)
    {
      for (; next < evidence->n_fixed && evidence->fixed[next] < self->frames[i]; next++)
        last = evidence->fixed[next];
      step (self, i, next < evidence->n_fixed && evidence->fixed[next] == self->frames[i], last);
    }
  return self->best_score > 0 ? collect (self, out) : CT_STATUS_OK;
}

CtStatus
ct_beat_path_find (const CtBeatEvidence *evidence, size_t bar_beats, CtBeatPath *out)
{
  size_t n = evidence->n_frames, n_points = (n + HOP - 1) / HOP;
  Search search = { .evidence = evidence, .bar_beats = bar_beats, .n_points = n_points };
  CtStatus status = CT_STATUS_NO_MEMORY;

  *out = (CtBeatPath){ 0 };
  search.steps = fmin (MAX_STEPS, INT32_MAX / 4 / (MAX_WORTH * (double) (n + 1)));
  search.passed = malloc ((n + 1) * sizeof *search.passed);
  search.costs = malloc (CT_N_PERIODS * sizeof *search.costs);
  search.beats = malloc (N_KEPT * sizeof *search.beats);
  search.frames = malloc ((n_points + 1) * sizeof *search.frames);
  search.backs = malloc (n_points * N_STRIDES * CT_BAR_MAX + 1);
  if (search.passed && search.costs && search.beats && search.frames && search.backs)
    status = search_all (&search, out);
  free (search.passed);
  free (search.costs);
  free (search.beats);
  free (search.frames);
  free (search.backs);
  return status;
}
