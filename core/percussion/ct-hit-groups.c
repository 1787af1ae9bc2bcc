/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/percussion/ct-hit-groups.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/ct-drum.h"
#include "core/base/ct-k-means-private.h"
#include "core/base/ct-percussion.h"

/* A group more must lessen the spread by this, and by this for each hit; the spread within a drum is about 1 in every
 * dimension. */
#define GROUP_COST 10.0
static const double hit_cost[CT_N_HIT_KINDS] = { 0.5, 0.8 };
/* Fewer hits, or a smaller share of all, are strays. */
#define LEAST_HITS 2
#define LEAST_SHARE 0.03
/* Clusters are found among so many hits, evenly spread; the others join the nearest. */
#define MAX_PATTERNS 512

typedef struct
{
  const CtHitTimbres *timbres;
  const float *features; /* [n][CT_HIT_FEATURES] */
  size_t n;
  size_t most;
  double *points;   /* [n][n_dimensions] */
  double *patterns; /* [n_patterns][n_dimensions] */
  int *fixed;       /* [n_patterns]: none are */
  int *labels;      /* [n_patterns], then [n] */
  int *best;        /* [n_patterns] */
  size_t n_patterns;
  double centres[CT_MAX_HIT_GROUPS][CT_HIT_MAX_DIMENSIONS];
  size_t sizes[CT_MAX_HIT_GROUPS];
  size_t n_groups;
} Groups;

CtStatus
ct_hit_timbres_init (CtHitTimbres *self, const CtWeights *weights, CtHitKind kind)
{
  static const char *const kinds[CT_N_HIT_KINDS] = { "skin", "metal" };
  static const char *const parts[] = { "mean", "projection", "drums", "weight", "bias" };
  char names[5][32];
  size_t features = CT_HIT_FEATURES;

  for (int i = 0; i < 5; i++)
    snprintf (names[i], sizeof names[i], "hits.%s.%s", kinds[kind], parts[i]);
  *self = (CtHitTimbres){ .n_drums = ct_weights_length (weights, names[2]), .kind = kind };
  while (self->n_dimensions < CT_HIT_MAX_DIMENSIONS && !self->projection)
    self->projection = ct_weights_get (weights, names[1], 2, (size_t[]){ features, ++self->n_dimensions });
  self->mean = ct_weights_get (weights, names[0], 1, &features);
  self->drums = ct_weights_get (weights, names[2], 1, &self->n_drums);
  self->drum_weights = ct_weights_get (weights, names[3], 2, (size_t[]){ self->n_drums, features });
  self->drum_biases = ct_weights_get (weights, names[4], 1, &self->n_drums);
  if (!self->mean || !self->projection || !self->drums || !self->drum_weights || !self->drum_biases)
    return CT_STATUS_BAD_WEIGHTS;
  for (size_t i = 0; i < self->n_drums; i++)
    if (!(self->drums[i] >= CT_DRUM_LOW && self->drums[i] <= CT_DRUM_HIGH))
      return CT_STATUS_BAD_WEIGHTS;
  return CT_STATUS_OK;
}

static void
project (const CtHitTimbres *self, const float *features, double *point)
{
  for (size_t k = 0; k < self->n_dimensions; k++)
    point[k] = 0;
  for (size_t i = 0; i < CT_HIT_FEATURES; i++)
    for (size_t k = 0; k < self->n_dimensions; k++)
      point[k] += (double) ((features[i] - self->mean[i]) * self->projection[i * self->n_dimensions + k]);
}

static CtStatus
groups_init (Groups *self)
{
  size_t d = self->timbres->n_dimensions;

  self->n_patterns = self->n < MAX_PATTERNS ? self->n : MAX_PATTERNS;
  self->points = malloc (self->n * d * sizeof *self->points);
  self->patterns = malloc (self->n_patterns * d * sizeof *self->patterns);
  self->fixed = malloc (self->n_patterns * sizeof *self->fixed);
  self->labels = malloc (self->n * sizeof *self->labels);
  self->best = malloc (self->n_patterns * sizeof *self->best);
  if (!self->points || !self->patterns || !self->fixed || !self->labels || !self->best)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < self->n; i++)
    project (self->timbres, self->features + i * CT_HIT_FEATURES, self->points + i * d);
  for (size_t i = 0; i < self->n_patterns; i++)
    {
      const double *point = self->points + i * self->n / self->n_patterns * d;

      self->fixed[i] = -1;
      for (size_t k = 0; k < d; k++)
        self->patterns[i * d + k] = point[k];
    }
  return CT_STATUS_OK;
}

static void
groups_clear (Groups *self)
{
  free (self->points);
  free (self->patterns);
  free (self->fixed);
  free (self->labels);
  free (self->best);
}

/* The means of @points by @labels. */
static void
find_centres (Groups *self, const double *points, const int *labels, size_t n, size_t k)
{
  size_t d = self->timbres->n_dimensions;

  self->n_groups = k;
  for (size_t group = 0; group < k; group++)
    {
      self->sizes[group] = 0;
      for (size_t i = 0; i < d; i++)
        self->centres[group][i] = 0;
    }
  for (size_t i = 0; i < n; i++)
    {
      self->sizes[labels[i]]++;
      for (size_t j = 0; j < d; j++)
        self->centres[labels[i]][j] += points[i * d + j];
    }
  for (size_t group = 0; group < k; group++)
    for (size_t i = 0; i < d && self->sizes[group]; i++)
      self->centres[group][i] /= (double) self->sizes[group];
}

static double
square_distance (const double *a, const double *b, size_t n)
{
  double sum = 0;

  for (size_t i = 0; i < n; i++)
    sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

/* Clusters the patterns, into as many as cost the least. */
static CtStatus
cluster (Groups *self)
{
  size_t d = self->timbres->n_dimensions, n = self->n_patterns, best_k = 0;
  double cost = GROUP_COST + hit_cost[self->timbres->kind] * (double) n, least = INFINITY;

  for (size_t k = 1; k <= self->most && k <= n; k++)
    {
      double sum = cost * (double) k;
      CtStatus status = ct_k_means (self->patterns, n, d, k, self->fixed, self->labels);

      if (status != CT_STATUS_OK)
        return status;
      find_centres (self, self->patterns, self->labels, n, k);
      for (size_t i = 0; i < n; i++)
        sum += square_distance (self->patterns + i * d, self->centres[self->labels[i]], d);
      if (sum >= least)
        continue;
      least = sum;
      best_k = k;
      for (size_t i = 0; i < n; i++)
        self->best[i] = self->labels[i];
    }
  find_centres (self, self->patterns, self->best, n, best_k);
  return CT_STATUS_OK;
}

static void
remove_group (Groups *self, size_t group)
{
  self->n_groups--;
  self->sizes[group] = self->sizes[self->n_groups];
  for (size_t i = 0; i < self->timbres->n_dimensions; i++)
    self->centres[group][i] = self->centres[self->n_groups][i];
}

/* Lets groups of strays go, the smallest first. */
static void
drop_strays (Groups *self)
{
  while (self->n_groups > 1)
    {
      size_t smallest = 0;

      for (size_t group = 1; group < self->n_groups; group++)
        if (self->sizes[group] < self->sizes[smallest])
          smallest = group;
      if (self->sizes[smallest] >= LEAST_HITS
          && (double) self->sizes[smallest] >= LEAST_SHARE * (double) self->n_patterns)
        break;
      remove_group (self, smallest);
    }
}

/* Puts each hit into the nearest group, and leaves no group empty. */
static void
label (Groups *self)
{
  size_t d = self->timbres->n_dimensions;
  bool empty = true;

  while (empty)
    {
      size_t sizes[CT_MAX_HIT_GROUPS] = { 0 };

      for (size_t i = 0; i < self->n; i++)
        {
          double least = INFINITY;

          for (size_t group = 0; group < self->n_groups; group++)
            {
              double distance = square_distance (self->points + i * d, self->centres[group], d);

              if (distance < least)
                {
                  least = distance;
                  self->labels[i] = (int) group;
                }
            }
          sizes[self->labels[i]]++;
        }
      empty = false;
      for (size_t group = self->n_groups; group-- > 0;)
        if (sizes[group] == 0)
          {
            remove_group (self, group);
            empty = true;
          }
    }
}

/* The drum that the mean of a group's spectra is most like. */
static uint8_t
guess_drum (const Groups *self, size_t group)
{
  const CtHitTimbres *timbres = self->timbres;
  double mean[CT_HIT_FEATURES] = { 0 }, most = -INFINITY;
  size_t n = 0, best = 0;

  for (size_t i = 0; i < self->n; i++)
    if (self->labels[i] == (int) group)
      {
        n++;
        for (size_t k = 0; k < CT_HIT_FEATURES; k++)
          mean[k] += (double) self->features[i * CT_HIT_FEATURES + k];
      }
  for (size_t drum = 0; drum < timbres->n_drums; drum++)
    {
      double score = (double) timbres->drum_biases[drum];

      for (size_t k = 0; k < CT_HIT_FEATURES; k++)
        score += (double) timbres->drum_weights[drum * CT_HIT_FEATURES + k] * mean[k] / (double) n;
      if (score > most)
        {
          most = score;
          best = drum;
        }
    }
  return (uint8_t) timbres->drums[best];
}

/* Hands out what was found. */
static void
take_out (const Groups *self, uint8_t *groups, uint8_t *drums, size_t *n_groups)
{
  for (size_t i = 0; i < self->n; i++)
    groups[i] = (uint8_t) self->labels[i];
  for (size_t group = 0; group < self->n_groups; group++)
    drums[group] = guess_drum (self, group);
  *n_groups = self->n_groups;
}

CtStatus
ct_hit_groups_find (const CtHitTimbres *self,
                    const float *features,
                    size_t n,
                    size_t most,
                    uint8_t *groups,
                    uint8_t *drums,
                    size_t *n_groups)
{
  Groups made = { .timbres = self, .features = features, .n = n, .most = most };
  CtStatus status;

  *n_groups = 0;
  if (n == 0)
    return CT_STATUS_OK;
  status = groups_init (&made);
  if (status == CT_STATUS_OK)
    status = cluster (&made);
  if (status == CT_STATUS_OK)
    {
      drop_strays (&made);
      label (&made);
      take_out (&made, groups, drums, n_groups);
    }
  groups_clear (&made);
  return status;
}

/* Puts the larger of two groups first. */
static void
order_by_size (Groups *self)
{
  size_t seconds = 0;

  for (size_t i = 0; i < self->n; i++)
    seconds += self->labels[i] == 1;
  if (2 * seconds <= self->n)
    return;
  for (size_t i = 0; i < self->n; i++)
    self->labels[i] = 1 - self->labels[i];
}

CtStatus
ct_hit_groups_split (const CtHitTimbres *self,
                     const float *features,
                     size_t n,
                     uint8_t *groups,
                     uint8_t *drums,
                     size_t *n_groups)
{
  Groups made = { .timbres = self, .features = features, .n = n, .most = 2 };
  CtStatus status = groups_init (&made);

  if (status == CT_STATUS_OK)
    status = ct_k_means (made.patterns, made.n_patterns, self->n_dimensions, 2, made.fixed, made.labels);
  if (status == CT_STATUS_OK)
    {
      find_centres (&made, made.patterns, made.labels, made.n_patterns, 2);
      label (&made);
      if (made.n_groups == 2)
        order_by_size (&made);
      take_out (&made, groups, drums, n_groups);
    }
  groups_clear (&made);
  return status;
}
