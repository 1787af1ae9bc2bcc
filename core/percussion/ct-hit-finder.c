/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/percussion/ct-hit-finder.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-compare-private.h"
#include "core/percussion/ct-hit-groups.h"
#include "core/percussion/ct-hit-network.h"
#include "core/percussion/ct-hit-spectrum.h"
#include "core/transform/ct-cqt.h"

/* A hit is a peak of at least this height, and the highest within so many frames. */
#define LEAST_STRIKE 0.4f
#define NEAR_FRAMES 3
/* There is percussion where this share of the hits, and so many of them a second, are sure. */
#define SURE_STRIKE 0.7f
#define SURE_SHARE 0.45
#define SURE_A_SECOND 0.8
#define LEAST_SURE 4
/* A hit this much softer than the loud ones is half as strong. */
#define HALF_DB 18.0f
#define LOUD_SHARE 0.95
#define LEAST_STRENGTH 0.05f

static const size_t most_groups[CT_N_HIT_KINDS] = { 5, 3 };

struct _CtHitFinder
{
  CtHitNetwork *network; /* NULL: there is none in the weights */
  CtHitTimbres timbres[CT_N_HIT_KINDS];
};

/* A hit under way. */
typedef struct
{
  double frame;
  size_t nearest;
  float strike, loud_db;
} Strike;

typedef struct
{
  Strike *strikes; /* [n] */
  size_t n;
  float *features; /* [n][CT_HIT_FEATURES] */
  uint8_t *groups; /* [n] */
  uint8_t drums[CT_MAX_HIT_GROUPS];
  size_t n_groups;
} Kind;

CtStatus
ct_hit_finder_new (const CtWeights *weights, CtSimdLevel level, CtHitFinder **out)
{
  CtHitFinder *self = calloc (1, sizeof *self);
  CtStatus status;

  if (!self)
    return CT_STATUS_NO_MEMORY;
  status = ct_hit_network_new (weights, level, &self->network);
  for (int kind = 0; status == CT_STATUS_OK && self->network && kind < CT_N_HIT_KINDS; kind++)
    status = ct_hit_timbres_init (&self->timbres[kind], weights, (CtHitKind) kind);
  if (status != CT_STATUS_OK)
    {
      ct_hit_finder_free (self);
      return status;
    }
  *out = self;
  return CT_STATUS_OK;
}

void
ct_hit_finder_free (CtHitFinder *self)
{
  if (!self)
    return;
  ct_hit_network_free (self->network);
  free (self);
}

static bool
is_peak (const float *strikes, size_t n, size_t t)
{
  size_t first = t < NEAR_FRAMES ? 0 : t - NEAR_FRAMES, end = t + NEAR_FRAMES + 1 < n ? t + NEAR_FRAMES + 1 : n;

  if (strikes[t] < LEAST_STRIKE)
    return false;
  for (size_t i = first; i < end; i++)
    if (strikes[i] > strikes[t] || (i < t && strikes[i] == strikes[t]))
      return false;
  return true;
}

/* Where between frames a peak lies: that of the parabola through it and its neighbours. */
static double
place_peak (const float *strikes, size_t n, size_t t)
{
  float before, after, bend;

  if (t == 0 || t + 1 >= n)
    return (double) t;
  before = strikes[t - 1];
  after = strikes[t + 1];
  bend = before - 2 * strikes[t] + after;
  return (double) t + (bend < 0 ? (double) (0.5f * (before - after) / bend) : 0);
}

static CtStatus
pick (const float *strikes, size_t n, Kind *out)
{
  size_t count = 0;

  for (size_t t = 0; t < n; t++)
    count += is_peak (strikes, n, t);
  out->strikes = malloc ((count + 1) * sizeof *out->strikes);
  if (!out->strikes)
    return CT_STATUS_NO_MEMORY;
  for (size_t t = 0; t < n; t++)
    if (is_peak (strikes, n, t))
      out->strikes[out->n++] = (Strike){ .frame = place_peak (strikes, n, t), .nearest = t, .strike = strikes[t] };
  return CT_STATUS_OK;
}

/* Whether what was picked tells that there is percussion at all. */
static bool
is_percussion (const Kind *kinds, size_t n_frames)
{
  double seconds = (double) n_frames / CT_CQT_FRAME_RATE_HZ;
  size_t n = 0, sure = 0;

  for (size_t kind = 0; kind < CT_N_HIT_KINDS; kind++)
    for (size_t i = 0; i < kinds[kind].n; i++)
      {
        n++;
        sure += kinds[kind].strikes[i].strike >= SURE_STRIKE;
      }
  return sure >= LEAST_SURE && (double) sure >= SURE_SHARE * (double) n && (double) sure >= SURE_A_SECOND * seconds;
}

static CtStatus
group (const CtHitTimbres *timbres, const CtSpectrogram *spectrogram, size_t most, Kind *self)
{
  self->features = malloc ((self->n * CT_HIT_FEATURES + 1) * sizeof *self->features);
  self->groups = malloc (self->n + 1);
  if (!self->features || !self->groups)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < self->n; i++)
    self->strikes[i].loud_db = ct_hit_spectrum_take (spectrogram, self->strikes[i].nearest,
                                                     self->features + i * CT_HIT_FEATURES);
  return ct_hit_groups_find (timbres, self->features, self->n, most, self->groups, self->drums, &self->n_groups);
}

/* How loud the loud hits are, all but the few loudest. */
static CtStatus
find_loud (const Kind *kinds, size_t n, float *out)
{
  float *values = malloc (n * sizeof *values);
  size_t k = 0;

  if (!values)
    return CT_STATUS_NO_MEMORY;
  for (size_t kind = 0; kind < CT_N_HIT_KINDS; kind++)
    for (size_t i = 0; i < kinds[kind].n; i++)
      values[k++] = kinds[kind].strikes[i].loud_db;
  qsort (values, n, sizeof *values, ct_compare_floats);
  *out = values[(size_t) (LOUD_SHARE * (double) (n - 1))];
  free (values);
  return CT_STATUS_OK;
}

static void
append (CtPercussion *out, const Kind *kind, size_t first_group, float loud_db, double start_s)
{
  for (size_t i = 0; i < kind->n; i++)
    {
      const Strike *strike = &kind->strikes[i];
      float strength = exp2f ((strike->loud_db - loud_db) / HALF_DB);

      out->hits[out->n_hits++] = (CtHit){
        .time_s = start_s + strike->frame / CT_CQT_FRAME_RATE_HZ,
        .strength = fminf (fmaxf (strength, LEAST_STRENGTH), 1),
        .group = (uint8_t) (first_group + kind->groups[i]),
      };
    }
}

/* Sorts the groups by their drums. */
static void
order_groups (CtPercussion *self)
{
  uint8_t order[CT_MAX_HIT_GROUPS], place[CT_MAX_HIT_GROUPS] = { 0 };
  CtHitGroup groups[CT_MAX_HIT_GROUPS];

  for (size_t i = 0; i < self->n_groups; i++)
    {
      size_t k = i;

      for (; k > 0 && self->groups[order[k - 1]].drum > self->groups[i].drum; k--)
        order[k] = order[k - 1];
      order[k] = (uint8_t) i;
    }
  memcpy (groups, self->groups, sizeof groups);
  for (size_t i = 0; i < self->n_groups; i++)
    {
      self->groups[i] = groups[order[i]];
      place[order[i]] = (uint8_t) i;
    }
  for (size_t i = 0; i < self->n_hits; i++)
    self->hits[i].group = place[self->hits[i].group];
  qsort (self->hits, self->n_hits, sizeof *self->hits, ct_hit_compare);
}

/* Makes hits of what was picked. */
static CtStatus
collect (const Kind *kinds, double start_s, CtPercussion *out)
{
  CtPercussion made = { 0 };
  size_t n = 0;
  float loud_db;
  CtStatus status;

  for (size_t kind = 0; kind < CT_N_HIT_KINDS; kind++)
    n += kinds[kind].n;
  made.hits = malloc (n * sizeof *made.hits);
  status = made.hits ? find_loud (kinds, n, &loud_db) : CT_STATUS_NO_MEMORY;
  if (status != CT_STATUS_OK)
    {
      free (made.hits);
      return status;
    }
  for (size_t kind = 0; kind < CT_N_HIT_KINDS; kind++)
    {
      append (&made, &kinds[kind], made.n_groups, loud_db, start_s);
      for (size_t i = 0; i < kinds[kind].n_groups; i++)
        made.groups[made.n_groups++].drum = kinds[kind].drums[i];
    }
  order_groups (&made);
  *out = made;
  return CT_STATUS_OK;
}

CtStatus
ct_hit_finder_find (const CtHitFinder *self,
                    const CtSpectrogram *spectrogram,
                    const CtPosteriorgram *posteriors,
                    double start_s,
                    CtPercussion *out)
{
  CtHitActivation activation = { 0 };
  Kind kinds[CT_N_HIT_KINDS] = { 0 };
  CtStatus status;

  *out = (CtPercussion){ 0 };
  if (!self->network || ct_spectrogram_is_inaudible (spectrogram))
    return CT_STATUS_OK;
  status = ct_hit_network_run (self->network, spectrogram, posteriors, &activation);
  for (size_t kind = 0; status == CT_STATUS_OK && kind < CT_N_HIT_KINDS; kind++)
    status = pick (activation.strikes[kind], activation.n_frames, &kinds[kind]);
  if (status == CT_STATUS_OK && is_percussion (kinds, activation.n_frames))
    {
      for (size_t kind = 0; status == CT_STATUS_OK && kind < CT_N_HIT_KINDS; kind++)
        status = group (&self->timbres[kind], spectrogram, most_groups[kind], &kinds[kind]);
      if (status == CT_STATUS_OK)
        status = collect (kinds, start_s, out);
    }
  for (size_t kind = 0; kind < CT_N_HIT_KINDS; kind++)
    {
      free (kinds[kind].strikes);
      free (kinds[kind].features);
      free (kinds[kind].groups);
    }
  ct_hit_activation_clear (&activation);
  return status;
}
