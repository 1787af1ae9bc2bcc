/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/timbre/ct-timbre-projection.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/timbre/ct-timbre-count-private.h"
#include "core/timbre/ct-timbre-memory-private.h"
#include "core/timbre/ct-timbre-memory.h"
#include "core/timbre/ct-timbre-patterns.h"

#define SIZE CT_EMBEDDING_SIZE /* the widest vectors; of narrower ones the rest is 0 */
#define MAX_ITERATIONS 1000
#define SAME_DIRECTION 1e-10 /* an iteration that turns an axis less (1 - cosine) is the last */
#define NO_SPREAD 1e-8       /* variance under which there is no direction */
#define FOLLOWS_PITCH 0.05   /* correlation above which pitch decides which end of an axis is the positive one */

typedef struct
{
  double points[CT_TIMBRE_PATTERNS][SIZE]; /* what each pattern recalls */
  double weights[CT_TIMBRE_PATTERNS];      /* 0: not finite */
  double pitches[CT_TIMBRE_PATTERNS];
  int attractor[CT_TIMBRE_PATTERNS];
  size_t n_attractors;
  size_t n;
  double weight; /* of all */
  double mean[SIZE];
  double covariance[SIZE][SIZE];
  double axes[2][SIZE];
} Fit;

static bool
is_finite (const float *timbre, size_t width)
{
  for (size_t i = 0; i < width; i++)
    if (!isfinite (timbre[i]))
      return false;
  return true;
}

static double
dot (const double *a, const double *b)
{
  double sum = 0;

  for (int i = 0; i < SIZE; i++)
    sum += a[i] * b[i];
  return sum;
}

static void
recall_patterns (Fit *self,
                 const CtTimbreMemory *memory,
                 const CtTimbrePatterns *patterns,
                 const float *timbres,
                 size_t width,
                 const CtNote *notes,
                 float beta)
{
  for (size_t i = 0; i < self->n; i++)
    {
      size_t note = patterns->notes[i];
      float recalled[SIZE];

      ct_timbre_memory_recall (memory, beta, timbres + note * width, recalled);
      self->weights[i] = is_finite (recalled, width) ? (double) ct_timbre_memory_weight (memory, i) : 0;
      self->pitches[i] = notes[note].midi;
      for (size_t j = 0; j < width && self->weights[i] > 0; j++)
        self->points[i][j] = (double) recalled[j];
      self->weight += self->weights[i];
    }
}

static void
measure_spread (Fit *self)
{
  for (size_t i = 0; i < self->n; i++)
    for (int j = 0; j < SIZE; j++)
      self->mean[j] += self->weights[i] / self->weight * self->points[i][j];
  for (size_t i = 0; i < self->n; i++)
    for (int j = 0; j < SIZE; j++)
      for (int k = 0; k < SIZE; k++)
        self->covariance[j][k] += self->weights[i] / self->weight * (self->points[i][j] - self->mean[j])
                                  * (self->points[i][k] - self->mean[k]);
}

/* Axis @number: the direction of the greatest variance by power iteration, at right angles to the axis before it. Zero
 * without any. */
static void
find_axis (Fit *self, int number)
{
  double *axis = self->axes[number], next[SIZE], turned = 1;

  for (int i = 0; i < SIZE; i++)
    axis[i] = 1 / sqrt (SIZE + 3.0 * i); /* along no symmetry */
  for (int iteration = 0; iteration < MAX_ITERATIONS && turned > SAME_DIRECTION; iteration++)
    {
      double length, share;

      for (int i = 0; i < SIZE; i++)
        next[i] = dot (self->covariance[i], axis);
      share = number > 0 ? dot (next, self->axes[0]) : 0;
      for (int i = 0; i < SIZE; i++)
        next[i] -= share * self->axes[0][i];
      length = sqrt (dot (next, next));
      if (!(length > NO_SPREAD))
        {
          memset (axis, 0, SIZE * sizeof *axis);
          return;
        }
      for (int i = 0; i < SIZE; i++)
        next[i] /= length;
      turned = iteration == 0 ? 1 : 1 - dot (next, axis);
      memcpy (axis, next, sizeof next);
    }
}

static double
place_on (const Fit *self, const double *axis, const double *point)
{
  return dot (axis, point) - dot (axis, self->mean);
}

/* Chooses the positive end of @axis: where the higher pitches are, else where its largest component is positive. */
static void
orient_axis (const Fit *self, double *axis)
{
  double pitch = 0, along = 0, pitch_variance = 0, variance = 0, largest = 0, sign;

  for (size_t i = 0; i < self->n; i++)
    pitch += self->weights[i] / self->weight * self->pitches[i];
  for (size_t i = 0; i < self->n; i++)
    {
      double place = place_on (self, axis, self->points[i]), above = self->pitches[i] - pitch;

      along += self->weights[i] * place * above;
      pitch_variance += self->weights[i] * above * above;
      variance += self->weights[i] * place * place;
    }
  for (int i = 0; i < SIZE; i++)
    if (fabs (axis[i]) > fabs (largest))
      largest = axis[i];
  sign = fabs (along) > FOLLOWS_PITCH * sqrt (pitch_variance * variance) ? along : largest;
  for (int i = 0; i < SIZE; i++)
    axis[i] = sign < 0 ? -axis[i] : axis[i];
}

/* Turns, and mirrors if need be, the plane so that its axes come nearest to those of @before (orthogonal Procrustes
 * problem, P. Schoenemann 1966; in two dimensions an angle solves it). */
static void
follow (Fit *self, const CtTimbreProjection *before)
{
  double m[2][2], angle, c, s;
  bool mirrored;

  for (int i = 0; i < 2; i++)
    for (int j = 0; j < 2; j++)
      {
        m[i][j] = 0;
        for (int k = 0; k < SIZE; k++)
          m[i][j] += (double) before->axes[i][k] * self->axes[j][k];
      }
  mirrored = m[0][0] * m[1][1] - m[0][1] * m[1][0] < 0;
  angle = mirrored ? atan2 (m[1][0] + m[0][1], m[0][0] - m[1][1]) : atan2 (m[1][0] - m[0][1], m[0][0] + m[1][1]);
  c = cos (angle);
  s = sin (angle);
  for (int k = 0; k < SIZE; k++)
    {
      double x = self->axes[0][k], y = mirrored ? -self->axes[1][k] : self->axes[1][k];

      self->axes[0][k] = c * x - s * y;
      self->axes[1][k] = s * x + c * y;
    }
}

/* Those that hold less than the least timbre that is counted are none. */
static void
write_attractors (const Fit *self, CtTimbreProjection *out)
{
  double sums[CT_TIMBRE_PROJECTION_ATTRACTORS][3] = { 0 };

  out->n_attractors = self->n_attractors;
  if (out->n_attractors > CT_TIMBRE_PROJECTION_ATTRACTORS)
    out->n_attractors = CT_TIMBRE_PROJECTION_ATTRACTORS;
  for (size_t i = 0; i < self->n; i++)
    if (self->attractor[i] < (int) out->n_attractors)
      {
        double *sum = sums[self->attractor[i]];

        sum[0] += self->weights[i];
        sum[1] += self->weights[i] * place_on (self, self->axes[0], self->points[i]);
        sum[2] += self->weights[i] * place_on (self, self->axes[1], self->points[i]);
      }
  for (size_t i = 0; i < out->n_attractors; i++)
    {
      double weight = fmax (sums[i][0], 1e-9);

      out->attractors[i] = (CtTimbreAttractor){ .x = (float) (sums[i][1] / weight),
                                                .y = (float) (sums[i][2] / weight),
                                                .share = (float) (sums[i][0] / self->weight) };
    }
  while (out->n_attractors > 1 && out->attractors[out->n_attractors - 1].share < (float) CT_TIMBRE_COUNT_CLEAR)
    out->n_attractors--;
}

static void
write_projection (const Fit *self, size_t width, CtTimbreProjection *out)
{
  memset (out, 0, sizeof *out);
  out->width = width;
  for (int i = 0; i < SIZE; i++)
    {
      out->mean[i] = (float) self->mean[i];
      out->axes[0][i] = (float) self->axes[0][i];
      out->axes[1][i] = (float) self->axes[1][i];
    }
  if (self->weight > 0)
    write_attractors (self, out);
}

static CtStatus
fit (Fit *self,
     const float *timbres,
     size_t width,
     const CtNote *notes,
     size_t n,
     float beta,
     const CtTimbreProjection *before)
{
  CtTimbrePatterns patterns;
  CtTimbreMemory *memory = NULL;
  CtStatus status = ct_timbre_patterns_choose (notes, NULL, n, &patterns);

  if (status == CT_STATUS_OK)
    status = ct_timbre_memory_new (timbres, width, notes, &patterns, &memory);
  if (status == CT_STATUS_OK)
    {
      self->n = patterns.n;
      status = ct_timbre_memory_attractors (memory, beta, self->attractor, &self->n_attractors);
    }
  if (status == CT_STATUS_OK)
    recall_patterns (self, memory, &patterns, timbres, width, notes, beta);
  ct_timbre_memory_free (memory);
  if (status != CT_STATUS_OK || !(self->weight > 0))
    return status;
  measure_spread (self);
  for (int i = 0; i < 2; i++)
    {
      find_axis (self, i);
      orient_axis (self, self->axes[i]);
    }
  if (before && before->width == width)
    follow (self, before);
  return CT_STATUS_OK;
}

CtStatus
ct_timbre_projection_fit (const float *timbres,
                          size_t width,
                          const CtNote *notes,
                          size_t n,
                          float beta,
                          const CtTimbreProjection *before,
                          CtTimbreProjection *out)
{
  Fit *self = calloc (1, sizeof *self);
  CtStatus status;

  if (!self)
    return CT_STATUS_NO_MEMORY;
  status = fit (self, timbres, width, notes, n, beta, before);
  if (status == CT_STATUS_OK)
    write_projection (self, width, out);
  free (self);
  return status;
}

void
ct_timbre_projection_apply (const CtTimbreProjection *self, const float *timbre, float *x, float *y)
{
  *x = *y = 0;
  if (!is_finite (timbre, self->width))
    return;
  for (size_t i = 0; i < self->width; i++)
    {
      *x += self->axes[0][i] * (timbre[i] - self->mean[i]);
      *y += self->axes[1][i] * (timbre[i] - self->mean[i]);
    }
}
