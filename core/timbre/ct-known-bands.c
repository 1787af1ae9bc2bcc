/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/timbre/ct-known-bands-private.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-status.h"
#include "core/timbre/ct-known-timbres-private.h"
#include "core/timbre/ct-known-timbres.h"

/* All measured (core/training/MODEL.md). */
#define ODDS_SLOPE 15.5  /* the logarithm of how much likelier a likeness is of the same timbre: of one and more ... */
#define ODDS_EVEN 0.566  /* ... where both are as likely */
#define PLAYS 0.95       /* of a band that plays, a track is one of its timbres */
#define STRAYS 0.02      /* of one that does not */
#define BAND_ODDS (-2.0) /* the logarithm of the odds that the only band known plays; of several each has ... */
#define BANDS_SHARE 0.7  /* ... less by this power of their number */
#define TIMBRE_COSTS 3.0 /* where tracks are counted: of a timbre that no track is left for ... */
#define TRACK_COSTS 1.5  /* ... and of a track that no timbre is left for */

/* A timbre of a song. */
typedef struct
{
  uint64_t song; /* 0: of none */
  uint16_t timbre;
} Member;

/* A run of members. */
typedef struct
{
  const Member *members; /* [n], by timbre */
  size_t n;              /* at least 1 */
  double odds;           /* logarithm of the odds that it plays */
} Band;

/* A track and a timbre of the band at hand. */
typedef struct
{
  float likeness;
  uint16_t timbre;
  size_t track;
} Pair;

typedef struct
{
  const unsigned char *taken; /* [n_timbres], or NULL */
  const float *rows;          /* [n_tracks][n_timbres], likenesses */
  size_t n_timbres;
  size_t n_tracks;
  Member *members;
  size_t n_members;
  Band *bands; /* [n_bands]; room for as many as members */
  size_t n_bands;
  Pair *pairs;                /* room for all tracks and timbres */
  unsigned char *used_track;  /* [n_tracks] */
  unsigned char *used_timbre; /* [n_timbres] */
  double *plays;              /* [n_timbres]: how probable it is that a band of this timbre plays */
} Bands;

/* ---- bands ---- */

static int
compare_members (const void *a, const void *b)
{
  const Member *x = a, *y = b;

  if (x->song != y->song)
    return x->song < y->song ? -1 : 1;
  return (x->timbre > y->timbre) - (x->timbre < y->timbre);
}

static int
compare_bands (const void *a, const void *b)
{
  const Band *x = a, *y = b;

  if (x->n != y->n)
    return x->n < y->n ? -1 : 1;
  for (size_t i = 0; i < x->n; i++)
    if (x->members[i].timbre != y->members[i].timbre)
      return x->members[i].timbre < y->members[i].timbre ? -1 : 1;
  return 0;
}

/* Fills the members, by song, each once; a timbre of no song, as one imported may be, is alone. */
static void
list_members (Bands *self, const CtKnownTimbres *known, uint64_t encoder)
{
  size_t n = 0;

  for (size_t i = 0; i < known->n; i++)
    {
      const CtKnownTimbre *timbre = &known->timbres[i];

      if (timbre->encoder != encoder)
        continue;
      for (size_t s = 0; s < CT_KNOWN_TIMBRE_SONGS && (s == 0 || timbre->songs[s]); s++)
        self->members[self->n_members++] = (Member){ timbre->songs[s], (uint16_t) i };
    }
  if (self->n_members == 0)
    return;
  qsort (self->members, self->n_members, sizeof *self->members, compare_members);
  for (size_t i = 1; i < self->n_members; i++)
    if (compare_members (&self->members[n], &self->members[i]) != 0)
      self->members[++n] = self->members[i];
  self->n_members = n + 1;
}

/* Several songs of the same timbres are one band. */
static void
list_bands (Bands *self)
{
  size_t n = 0;

  for (size_t first = 0, next; first < self->n_members; first = next)
    {
      uint64_t song = self->members[first].song;

      next = first + 1;
      while (song && next < self->n_members && self->members[next].song == song)
        next++;
      self->bands[self->n_bands++] = (Band){ self->members + first, next - first, 0 };
    }
  if (self->n_bands == 0)
    return;
  qsort (self->bands, self->n_bands, sizeof *self->bands, compare_bands);
  for (size_t i = 1; i < self->n_bands; i++)
    if (compare_bands (&self->bands[n], &self->bands[i]) != 0)
      self->bands[++n] = self->bands[i];
  self->n_bands = n + 1;
}

/* ---- what the tracks say of them ---- */

/* log (1 - share + share * exp (odds)) */
static double
mix (double share, double odds)
{
  double a = log (1 - share), b = log (share) + odds;

  return fmax (a, b) + log1p (exp (-fabs (a - b)));
}

static double
odds_of (float likeness)
{
  return ODDS_SLOPE * ((double) likeness - ODDS_EVEN);
}

static int
compare_pairs (const void *a, const void *b)
{
  const Pair *x = a, *y = b;

  if (x->likeness != y->likeness)
    return x->likeness > y->likeness ? -1 : 1;
  if (x->track != y->track)
    return x->track < y->track ? -1 : 1;
  return (x->timbre > y->timbre) - (x->timbre < y->timbre);
}

/* All tracks and timbres of a band that can be compared, the likest first; how many they are. */
static size_t
list_pairs (Bands *self, const Band *band)
{
  size_t n = 0;

  for (size_t i = 0; i < band->n; i++)
    for (size_t track = 0; track < self->n_tracks; track++)
      {
        uint16_t timbre = band->members[i].timbre;
        float likeness = self->rows[track * self->n_timbres + timbre];

        if (likeness > -1)
          self->pairs[n++] = (Pair){ likeness, timbre, track };
      }
  if (n > 0)
    qsort (self->pairs, n, sizeof *self->pairs, compare_pairs);
  return n;
}

/* How much likelier the tracks are if this band plays: each by the timbre that it is likest to, one to one. */
static double
hear (Bands *self, const Band *band)
{
  size_t n = list_pairs (self, band);
  double odds = 0;

  memset (self->used_track, 0, self->n_tracks);
  memset (self->used_timbre, 0, self->n_timbres);
  for (size_t i = 0; i < band->n; i++)
    if (self->taken && self->taken[band->members[i].timbre])
      odds += log (PLAYS / STRAYS);
  for (size_t i = 0; i < n; i++)
    {
      const Pair *pair = &self->pairs[i];

      if (self->used_track[pair->track] || self->used_timbre[pair->timbre])
        continue;
      self->used_track[pair->track] = self->used_timbre[pair->timbre] = 1;
      odds += mix (PLAYS, odds_of (pair->likeness)) - mix (STRAYS, odds_of (pair->likeness));
    }
  return odds;
}

/* The logarithm of the odds that this band plays, and no other. */
static double
odds_of_band (Bands *self, const Band *band)
{
  return hear (self, band) + BAND_ODDS - BANDS_SHARE * log ((double) self->n_bands);
}

/* Fills self->plays: the bands are weighed against each other and against none of them. */
static void
weigh_bands (Bands *self)
{
  double highest = 0, sum;

  for (size_t b = 0; b < self->n_bands; b++)
    {
      Band *band = &self->bands[b];

      band->odds = odds_of_band (self, band);
      highest = fmax (highest, band->odds);
    }
  sum = exp (-highest);
  for (size_t b = 0; b < self->n_bands; b++)
    sum += exp (self->bands[b].odds - highest);
  for (size_t b = 0; b < self->n_bands; b++)
    for (size_t i = 0; i < self->bands[b].n; i++)
      self->plays[self->bands[b].members[i].timbre] += exp (self->bands[b].odds - highest) / sum;
}

/* How probable it is that a track so like a timbre is it, a share of tracks being that timbre. */
static double
share_of (double share, float likeness)
{
  double odds = odds_of (likeness);

  return exp (log (share) + odds - mix (share, odds));
}

static void
fill_probabilities (const Bands *self, float *rows)
{
  for (size_t i = 0; i < self->n_tracks * self->n_timbres; i++)
    {
      double plays = fmin (self->plays[i % self->n_timbres], 1);
      float likeness = rows[i];

      rows[i] = 0;
      if (likeness > -1)
        rows[i] = (float) (plays * share_of (PLAYS, likeness) + (1 - plays) * share_of (STRAYS, likeness));
    }
}

/* ---- how well they fit ---- */

static bool
can_compare (const Bands *self, size_t track)
{
  for (size_t i = 0; i < self->n_timbres; i++)
    if (self->rows[track * self->n_timbres + i] > -1)
      return true;
  return false;
}

/* After hear(): what the timbres of the band and the tracks cost that have no other half. */
static double
cost_of_single (const Bands *self, const Band *band)
{
  double costs = 0;

  for (size_t i = 0; i < band->n; i++)
    if (!self->used_timbre[band->members[i].timbre] && !(self->taken && self->taken[band->members[i].timbre]))
      costs += TIMBRE_COSTS;
  for (size_t track = 0; track < self->n_tracks; track++)
    if (!self->used_track[track] && can_compare (self, track))
      costs += TRACK_COSTS;
  return costs;
}

static double
find_fit (Bands *self)
{
  double best = -INFINITY;

  for (size_t b = 0; b < self->n_bands; b++)
    {
      double odds = odds_of_band (self, &self->bands[b]);

      best = fmax (best, odds - cost_of_single (self, &self->bands[b]));
    }
  return best;
}

/* ---- memory ---- */

static void
clear (Bands *self)
{
  free (self->members);
  free (self->bands);
  free (self->pairs);
  free (self->used_track);
  free (self->used_timbre);
  free (self->plays);
}

static bool
reserve (Bands *self)
{
  size_t n_members = self->n_timbres * CT_KNOWN_TIMBRE_SONGS;

  self->members = malloc (n_members * sizeof *self->members);
  self->bands = malloc (n_members * sizeof *self->bands);
  self->pairs = malloc (self->n_tracks * self->n_timbres * sizeof *self->pairs);
  self->used_track = malloc (self->n_tracks);
  self->used_timbre = malloc (self->n_timbres);
  self->plays = calloc (self->n_timbres, sizeof *self->plays);
  return self->members && self->bands && self->pairs && self->used_track && self->used_timbre && self->plays;
}

/* To be cleared, also where this fails. */
static CtStatus
gather (Bands *self, const CtKnownTimbres *known, uint64_t encoder)
{
  if (!reserve (self))
    return CT_STATUS_NO_MEMORY;
  list_members (self, known, encoder);
  list_bands (self);
  return CT_STATUS_OK;
}

CtStatus
ct_known_bands_judge (const CtKnownTimbres *known, const CtHeardTracks *heard, float *rows)
{
  Bands self = { .taken = heard->taken, .rows = rows, .n_timbres = known->n, .n_tracks = heard->n_tracks };
  CtStatus status;

  if (known->n == 0 || heard->n_tracks == 0)
    return CT_STATUS_OK;
  status = gather (&self, known, heard->encoder);
  if (status == CT_STATUS_OK)
    {
      weigh_bands (&self);
      fill_probabilities (&self, rows);
    }
  clear (&self);
  return status;
}

CtStatus
ct_known_bands_fit (const CtKnownTimbres *known, const CtHeardTracks *heard, const float *rows, double *fit)
{
  Bands self = { .taken = heard->taken, .rows = rows, .n_timbres = known->n, .n_tracks = heard->n_tracks };
  CtStatus status;

  *fit = -INFINITY;
  if (known->n == 0 || heard->n_tracks == 0)
    return CT_STATUS_OK;
  status = gather (&self, known, heard->encoder);
  if (status == CT_STATUS_OK)
    *fit = find_fit (&self);
  clear (&self);
  return status;
}
