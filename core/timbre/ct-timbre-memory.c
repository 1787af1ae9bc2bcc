/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/timbre/ct-timbre-memory-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-vector-exp-private.h"

#define LANES 4
#define CHUNK (4 * LANES)              /* patterns that loops take at a time */
#define STRIDE CT_TIMBRE_MEMORY_PADDED /* no power of two: the rows must not fall on the same cache lines */
#define MIN_WEIGHT 0.05f
#define MAX_STEPS 40
#define SAME_STEP 1e-4f       /* a step that moves less, as a distance, is the last */
#define REACHED_COSINE 0.995f /* what comes this near to an attractor (6 degrees) falls into it */
#define SAME_COSINE 0.82f     /* attractors nearer than this (35 degrees) are one timbre's */

struct _CtTimbreMemory
{
  size_t width; /* of the vectors */
  size_t n;
  size_t n_padded;                           /* to whole chunks; what lies beyond n weighs nothing */
  float patterns[CT_EMBEDDING_SIZE][STRIDE]; /* [width] of them */
  float weights[STRIDE];
};

CtStatus
ct_timbre_memory_new (const float *embeddings,
                      size_t width,
                      const CtNote *notes,
                      const CtTimbrePatterns *patterns,
                      CtTimbreMemory **out)
{
  CtTimbreMemory *self = calloc (1, sizeof *self);

  *out = NULL;
  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->width = width;
  self->n = patterns->n;
  self->n_padded = (self->n + CHUNK - 1) / CHUNK * CHUNK;
  for (size_t i = 0; i < self->n; i++)
    {
      size_t note = patterns->notes[i];

      for (size_t j = 0; j < width; j++)
        self->patterns[j][i] = embeddings[note * width + j];
      self->weights[i] = fmaxf (notes[note].confidence, MIN_WEIGHT);
    }
  *out = self;
  return CT_STATUS_OK;
}

void
ct_timbre_memory_free (CtTimbreMemory *self)
{
  free (self);
}

float
ct_timbre_memory_weight (const CtTimbreMemory *self, size_t pattern)
{
  return self->weights[pattern];
}

void
ct_timbre_memory_compare (const CtTimbreMemory *self, const float *query, float *similarities)
{
  for (size_t i = 0; i < self->n_padded; i += CHUNK)
    {
      CtVec4 sums[CHUNK / LANES] = { 0 };

      for (size_t j = 0; j < self->width; j++)
        {
          const CtVec4 *row = (const CtVec4 *) &self->patterns[j][i];
          CtVec4 at = { query[j], query[j], query[j], query[j] };

          sums[0] += at * row[0];
          sums[1] += at * row[1];
          sums[2] += at * row[2];
          sums[3] += at * row[3];
        }
      memcpy (similarities + i, sums, sizeof sums);
    }
}

static float
highest_of (const float *values, size_t n)
{
  CtVec4 highest = { -INFINITY, -INFINITY, -INFINITY, -INFINITY };

  for (size_t i = 0; i < n; i += LANES)
    {
      CtVec4 x = *(const CtVec4 *) &values[i];

      highest = ct_vec4_choose (x > highest, x, highest);
    }
  return fmaxf (fmaxf (highest[0], highest[1]), fmaxf (highest[2], highest[3]));
}

/* Turns @exponents ([CT_TIMBRE_MEMORY_PADDED]) into the patterns' shares of a recall, w_j exp (exponent_j) times a
 * common factor that keeps them in range; 0 after the last pattern. Returns their sum. */
static float
share_out (const CtTimbreMemory *self, float *exponents)
{
  CtVec4 sum = { 0 };
  float highest;

  for (size_t i = self->n; i < self->n_padded; i++)
    exponents[i] = -INFINITY;
  highest = highest_of (exponents, self->n_padded);
  for (size_t i = 0; i < self->n_padded; i += LANES)
    {
      CtVec4 x = ct_vec4_exp (*(const CtVec4 *) &exponents[i] - highest) * *(const CtVec4 *) &self->weights[i];

      sum += x;
      *(CtVec4 *) &exponents[i] = x;
    }
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

int
ct_timbre_memory_vote (const CtTimbreMemory *self, const float *query, const int *labels, size_t n_labels, float *votes)
{
  float shares[STRIDE] = { 0 };
  size_t best = 0;

  ct_timbre_memory_compare (self, query, shares);
  for (size_t i = 0; i < self->n; i++)
    shares[i] = labels[i] >= 0 ? CT_TIMBRE_RECALL_BETA * shares[i] : -INFINITY;
  share_out (self, shares);
  memset (votes, 0, n_labels * sizeof *votes);
  for (size_t i = 0; i < self->n; i++)
    if (labels[i] >= 0)
      votes[labels[i]] += shares[i];
  for (size_t i = 1; i < n_labels; i++)
    if (votes[i] > votes[best])
      best = i;
  return (int) best;
}

/* Scales @vector ([width]) to unit length; one without a direction becomes @otherwise. */
static void
normalise (float *vector, const float *otherwise, size_t width)
{
  float square = 0, scale;

  for (size_t i = 0; i < width; i++)
    square += vector[i] * vector[i];
  if (!(square > 1e-20f))
    {
      memmove (vector, otherwise, width * sizeof *vector);
      return;
    }
  scale = 1 / sqrtf (square);
  for (size_t i = 0; i < width; i++)
    vector[i] *= scale;
}

void
ct_timbre_memory_recall (const CtTimbreMemory *self, float beta, const float *query, float *recalled)
{
  float shares[STRIDE];
  float sums[CT_EMBEDDING_SIZE];

  if (self->n == 0)
    {
      memmove (recalled, query, self->width * sizeof *query);
      return;
    }
  ct_timbre_memory_compare (self, query, shares);
  for (size_t i = 0; i < self->n_padded; i++)
    shares[i] *= beta;
  share_out (self, shares);
  for (size_t i = 0; i < self->width; i++)
    {
      CtVec4 sum[CHUNK / LANES] = { 0 };

      for (size_t j = 0; j < self->n_padded; j += CHUNK)
        {
          const CtVec4 *share = (const CtVec4 *) &shares[j], *row = (const CtVec4 *) &self->patterns[i][j];

          sum[0] += share[0] * row[0];
          sum[1] += share[1] * row[1];
          sum[2] += share[2] * row[2];
          sum[3] += share[3] * row[3];
        }
      sum[0] = (sum[0] + sum[1]) + (sum[2] + sum[3]);
      sums[i] = (sum[0][0] + sum[0][1]) + (sum[0][2] + sum[0][3]);
    }
  normalise (sums, query, self->width);
  memcpy (recalled, sums, self->width * sizeof *sums);
}

size_t
ct_timbre_memory_nearest (const CtTimbreMemory *self, const float *query)
{
  float similarities[STRIDE];
  size_t nearest = 0;

  ct_timbre_memory_compare (self, query, similarities);
  for (size_t i = 1; i < self->n; i++)
    if (similarities[i] > similarities[nearest])
      nearest = i;
  return nearest;
}

static float
dot (const float *a, const float *b, size_t width)
{
  float sum = 0;

  for (size_t i = 0; i < width; i++)
    sum += a[i] * b[i];
  return sum;
}

/* Lets @pattern fall: recalls again and again what was recalled, until nothing changes any more or an attractor already
 * @found ([n]) is reached. Returns its number, @n if it is a new one, which is left in @found. */
static size_t
fall (const CtTimbreMemory *self, float beta, size_t pattern, float (*found)[CT_EMBEDDING_SIZE], size_t n)
{
  float *at = found[n];
  float square = 1;
  size_t number;

  for (size_t i = 0; i < self->width; i++)
    at[i] = self->patterns[i][pattern];
  for (int step = 0; step < MAX_STEPS && !(square < SAME_STEP * SAME_STEP); step++)
    {
      float next[CT_EMBEDDING_SIZE];

      ct_timbre_memory_recall (self, beta, at, next);
      square = 0;
      for (size_t i = 0; i < self->width; i++)
        square += (next[i] - at[i]) * (next[i] - at[i]);
      memcpy (at, next, self->width * sizeof *at);
      for (number = 0; number < n; number++)
        if (dot (found[number], at, self->width) > REACHED_COSINE)
          return number;
    }
  for (number = 0; number < n; number++)
    if (dot (found[number], at, self->width) > SAME_COSINE)
      return number;
  return n;
}

/* Renumbers @attractor by decreasing weight; of equal ones the first pattern's comes first. */
static void
sort_by_weight (const CtTimbreMemory *self, int *attractor, size_t n_attractors)
{
  double weights[CT_TIMBRE_PATTERNS] = { 0 };
  int rank[CT_TIMBRE_PATTERNS] = { 0 };

  for (size_t i = 0; i < self->n; i++)
    weights[attractor[i]] += (double) self->weights[i];
  for (size_t i = 0; i < n_attractors; i++)
    {
      for (size_t j = 0; j < n_attractors; j++)
        rank[i] += weights[j] > weights[i] || (j < i && weights[j] == weights[i]);
    }
  for (size_t i = 0; i < self->n; i++)
    attractor[i] = rank[attractor[i]];
}

CtStatus
ct_timbre_memory_attractors (const CtTimbreMemory *self, float beta, int *attractor, size_t *n_attractors)
{
  float (*found)[CT_EMBEDDING_SIZE]; /* the first pattern's place in each attractor */
  size_t n = 0;

  *n_attractors = 0;
  if (!(beta > 0) || !isfinite (beta))
    return CT_STATUS_BAD_ARGUMENT;
  found = malloc ((self->n + 1) * sizeof *found);
  if (!found)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < self->n; i++)
    {
      size_t number = fall (self, beta, i, found, n);

      attractor[i] = (int) number;
      n += number == n;
    }
  sort_by_weight (self, attractor, n);
  free (found);
  *n_attractors = n;
  return CT_STATUS_OK;
}
