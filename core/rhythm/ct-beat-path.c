/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/rhythm/ct-beat-path-private.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/base/ct-status.h"

/* By how many frames a period may differ from the one before without a jump: as much as in a ritardando, where not all
 * numbers are tried, for the sake of time. */
#define DRIFT 12
static const int drifts[] = { -DRIFT, -8, -5, -3, -2, -1, 0, 1, 2, 3, 5, 8, DRIFT };
#define N_DRIFTS (sizeof drifts / sizeof *drifts)
/* Rows of the memory of scores: from the longest period before the frame to the drift after it. */
#define N_ROWS (CT_PERIOD_MAX + DRIFT + 1)
#define ROW (CT_N_PERIODS + 2 * DRIFT)

/* What a beat is worth, for each frame of its period: its strength, the salience of its period times this, less what
 * a row of beats in noise would reach. */
#define TEMPO_WEIGHT 4.0f
#define COST 0.8f
/* What a beat that is passed over costs, for each frame of the period; this near to its ends nothing is passed over. */
#define SKIP_COST 2.0f
#define SKIP_REACH 6
/* How likely a beat is, all the frames around it together. */
#define BEAT_MASS 5.4f
/* What a change of tempo costs, by frame, times the square of octaves. */
#define DRIFT_COST 30.0f
/* What a jump costs, in all. */
#define JUMP_COST 600.0f

/* What came before a period: the number of a drift, or one of these. */
#define BACK_JUMP 254
#define BACK_START 255
#define NEVER (INT32_MIN / 2)
/* Scores are whole numbers, so that compilers vectorise comparing them: steps of 1 / 64, or what the length of the
 * recording allows where each frame may be worth this much. */
#define MAX_STEPS 64.0
#define MAX_WORTH 40.0

typedef struct
{
  const float *strength;
  float *passed; /* [n_frames + 1]: how many beats are heard before each frame */
  const CtTempoCurve *curve;
  int32_t (*scores)[ROW]; /* [N_ROWS]: the score of a beat at frame t after period p stands in row (t + p) % N_ROWS */
  int32_t (*costs)[CT_N_PERIODS]; /* [N_DRIFTS]: of a drift from the period before */
  int32_t *jumps;                 /* [N_ROWS]: the best score of a beat at frame t % N_ROWS after any period */
  uint8_t *backs;                 /* [n_frames][CT_N_PERIODS]: what came before */
  uint8_t *bests;                 /* [n_frames]: the best period of a beat there */
  float steps;                    /* of a score to 1 */
  int32_t best_score;
  size_t best_frame;
  size_t best_period;
} Search;

static void
prepare (Search *self)
{
  for (size_t row = 0; row < N_ROWS; row++)
    {
      for (size_t i = 0; i < ROW; i++)
        self->scores[row][i] = NEVER;
      self->jumps[row] = NEVER;
    }
  for (size_t k = 0; k < N_DRIFTS; k++)
    for (size_t i = 0; i < CT_N_PERIODS; i++)
      {
        double period = (double) (CT_PERIOD_MIN + i), octaves = log2 ((period + drifts[k]) / period);

        self->costs[k][i] = (int32_t) lrint ((double) self->steps * DRIFT_COST * period * octaves * octaves);
      }
  self->best_score = 0;
}

/* For every period that ends at @t the best score before it, and what that was. Where the compiler knows each drift,
 * this takes two thirds of the time. */
static void
look_back (const Search *self, size_t t, int32_t *restrict before, int32_t *restrict backs)
{
  const int32_t jump_cost = (int32_t) (self->steps * JUMP_COST);

  for (size_t i = 0; i < CT_N_PERIODS; i++)
    {
      before[i] = 0;
      backs[i] = BACK_START;
    }
#pragma GCC unroll 13
  for (int k = 0; k < (int) N_DRIFTS; k++)
    {
      int d = drifts[k];
      const int32_t *row = self->scores[(t + N_ROWS + (size_t) (d + N_ROWS)) % N_ROWS] + DRIFT + d;
      const int32_t *costs = self->costs[k];

      for (size_t i = 0; i < CT_N_PERIODS; i++)
        {
          int32_t score = row[i] - costs[i];

          backs[i] = score > before[i] ? k : backs[i];
          before[i] = score > before[i] ? score : before[i];
        }
    }
  for (size_t i = 0; i < CT_N_PERIODS && CT_PERIOD_MIN + i <= t; i++)
    {
      int32_t score = self->jumps[(t - CT_PERIOD_MIN - i) % N_ROWS] - jump_cost;

      if (score > before[i])
        {
          before[i] = score;
          backs[i] = BACK_JUMP;
        }
    }
}

/* How many beats a period of @period frames that ends at @t passes over. */
static float
passed_over (const Search *self, size_t t, size_t period)
{
  size_t begin = t + SKIP_REACH > period ? t + SKIP_REACH - period : 0, end = t > SKIP_REACH ? t - SKIP_REACH : 0;

  return end > begin ? self->passed[end] - self->passed[begin] : 0;
}

/* The score of a beat at @t after each period, given that before it. What a fixed beat is worth does not grow with the
 * period, or the longest one would lead up to it. */
static void
score_periods (const Search *self, size_t t, bool is_fixed, int32_t *scores)
{
  float salience[CT_N_PERIODS];

  ct_tempo_curve_at (self->curve, t, salience);
  for (size_t i = 0; i < CT_N_PERIODS; i++)
    {
      float period = (float) (CT_PERIOD_MIN + i), share = is_fixed ? CT_PERIOD_MIN / period : 1;
      float worth = share * self->strength[t] + TEMPO_WEIGHT * salience[i] - COST
                    - SKIP_COST * passed_over (self, t, CT_PERIOD_MIN + i);

      scores[i] += (int32_t) (self->steps * period * worth);
    }
}

/* @reach: how far back a period may begin. */
static void
step (Search *self, size_t t, bool is_fixed, size_t reach)
{
  int32_t scores[CT_N_PERIODS], backs[CT_N_PERIODS], best = NEVER;
  uint8_t *kept = self->backs + t * CT_N_PERIODS;
  size_t best_i = 0, row = (t + CT_PERIOD_MIN) % N_ROWS;

  look_back (self, t, scores, backs);
  score_periods (self, t, is_fixed, scores);
  for (size_t i = reach < CT_PERIOD_MIN ? 0 : reach - CT_PERIOD_MIN + 1; i < CT_N_PERIODS; i++)
    scores[i] = NEVER;
  for (size_t i = 0; i < CT_N_PERIODS; i++)
    {
      self->scores[row][DRIFT + i] = scores[i];
      row = row + 1 < N_ROWS ? row + 1 : 0;
      kept[i] = (uint8_t) backs[i];
      if (scores[i] > best)
        {
          best = scores[i];
          best_i = i;
        }
    }
  self->jumps[t % N_ROWS] = best;
  self->bests[t] = (uint8_t) best_i;
  if (best > self->best_score)
    {
      self->best_score = best;
      self->best_frame = t;
      self->best_period = best_i;
    }
}

/* Follows the best score back and writes the frames of its beats from the last on; they are counted where @frames is
 * NULL. */
static size_t
walk_back (const Search *self, size_t *frames)
{
  size_t t = self->best_frame, i = self->best_period, n = 0;

  while (true)
    {
      size_t back = self->backs[t * CT_N_PERIODS + i];

      if (frames)
        frames[n] = t;
      n++;
      if (t < CT_PERIOD_MIN + i)
        return n;
      t -= CT_PERIOD_MIN + i;
      if (back == BACK_START)
        break;
      i = back == BACK_JUMP ? self->bests[t] : (size_t) ((int) i + drifts[back]);
    }
  if (frames)
    frames[n] = t;
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
  *out = (CtBeatPath){ frames, n,
                       (double) self->best_score / (double) self->steps / (double) (frames[n - 1] - frames[0] + 1) };
  return CT_STATUS_OK;
}

static void
count_passed (Search *self, const float *beats, size_t n_frames)
{
  self->passed[0] = 0;
  for (size_t t = 0; t < n_frames; t++)
    self->passed[t + 1] = self->passed[t] + (beats ? beats[t] / BEAT_MASS : 0);
}

CtStatus
ct_beat_path_find (const float *strength,
                   const float *beats,
                   size_t n_frames,
                   const CtTempoCurve *curve,
                   const size_t *fixed,
                   size_t n_fixed,
                   CtBeatPath *out)
{
  Search search = { .strength = strength, .curve = curve };
  CtStatus status = CT_STATUS_OK;
  size_t next = 0, last = 0;

  *out = (CtBeatPath){ 0 };
  search.steps = (float) fmin (MAX_STEPS, INT32_MAX / 4 / (MAX_WORTH * (double) (n_frames + 1)));
  search.scores = malloc (N_ROWS * sizeof *search.scores);
  search.costs = malloc (N_DRIFTS * sizeof *search.costs);
  search.jumps = malloc (N_ROWS * sizeof *search.jumps);
  search.passed = malloc ((n_frames + 1) * sizeof *search.passed);
  search.backs = malloc (n_frames * CT_N_PERIODS + 1);
  search.bests = malloc (n_frames + 1);
  if (search.passed && search.scores && search.costs && search.jumps && search.backs && search.bests)
    {
      prepare (&search);
      count_passed (&search, beats, n_frames);
      for (size_t t = 0; t < n_frames; t++)
        {
          for (; next < n_fixed && fixed[next] < t; next++)
            last = fixed[next];
          step (&search, t, next < n_fixed && fixed[next] == t, next > 0 ? t - last : SIZE_MAX);
        }
      if (search.best_score > 0)
        status = collect (&search, out);
    }
  else
    status = CT_STATUS_NO_MEMORY;
  free (search.passed);
  free (search.scores);
  free (search.costs);
  free (search.jumps);
  free (search.backs);
  free (search.bests);
  return status;
}
