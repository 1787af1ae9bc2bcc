/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/timbre/ct-known-timbres-private.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-k-means-private.h"
#include "core/base/ct-plain-name.h"
#include "core/base/ct-program.h"

#define MIDDLE_MIDI 60.0
#define OCTAVE 12.0
#define REGISTER_WEIGHT 0.5 /* of an octave, where a distance of 1 is 60 degrees of timbre */
#define DIMENSIONS (CT_EMBEDDING_SIZE + 1)
#define NO_MORE_THAN 512 /* notes of a track are listened to */

/* ---- the collection ---- */

CtStatus
ct_known_timbres_new (CtKnownTimbres **out)
{
  CtKnownTimbres *self = calloc (1, sizeof *self);

  if (!self)
    return CT_STATUS_NO_MEMORY;
  *out = self;
  return CT_STATUS_OK;
}

CtStatus
ct_known_timbres_reserve (CtKnownTimbres *self, size_t n)
{
  size_t capacity = n + n / 2;
  CtKnownTimbre *timbres;

  if (n > CT_KNOWN_TIMBRES_MAX)
    return CT_STATUS_TOO_LARGE;
  if (n <= self->capacity)
    return CT_STATUS_OK;
  timbres = realloc (self->timbres, capacity * sizeof *timbres);
  if (!timbres)
    return CT_STATUS_NO_MEMORY;
  self->timbres = timbres;
  self->capacity = capacity;
  return CT_STATUS_OK;
}

CtStatus
ct_known_timbres_copy (const CtKnownTimbres *self, CtKnownTimbres **out)
{
  CtKnownTimbres *copy;
  CtStatus status = ct_known_timbres_new (&copy);

  if (status == CT_STATUS_OK && self->n > 0)
    {
      status = ct_known_timbres_reserve (copy, self->n);
      if (status != CT_STATUS_OK)
        {
          ct_known_timbres_free (copy);
          return status;
        }
      memcpy (copy->timbres, self->timbres, self->n * sizeof *self->timbres);
      copy->n = self->n;
    }
  if (status == CT_STATUS_OK)
    *out = copy;
  return status;
}

void
ct_known_timbres_free (CtKnownTimbres *self)
{
  if (!self)
    return;
  free (self->timbres);
  free (self);
}

size_t
ct_known_timbres_n (const CtKnownTimbres *self)
{
  return self->n;
}

const CtKnownTimbre *
ct_known_timbres_get (const CtKnownTimbres *self, size_t place)
{
  return &self->timbres[place];
}

int
ct_known_timbres_find (const CtKnownTimbres *self, const char *name)
{
  char plain[CT_TRACK_NAME_SIZE];

  ct_plain_name_copy (name, plain, sizeof plain);
  for (size_t i = 0; i < self->n; i++)
    if (strcmp (self->timbres[i].name, plain) == 0)
      return (int) i;
  return -1;
}

/* ---- songs and prototypes ---- */

static bool
has_song (const CtKnownTimbre *timbre, uint64_t song)
{
  for (size_t i = 0; i < CT_KNOWN_TIMBRE_SONGS; i++)
    if (song != 0 && timbre->songs[i] == song)
      return true;
  return false;
}

/* Puts @song before the others. */
static void
add_song (CtKnownTimbre *timbre, uint64_t song)
{
  size_t n = 0;

  while (n < CT_KNOWN_TIMBRE_SONGS - 1 && timbre->songs[n] != song && timbre->songs[n] != 0)
    n++;
  memmove (&timbre->songs[1], &timbre->songs[0], n * sizeof timbre->songs[0]);
  timbre->songs[0] = song;
}

static void
drop_prototypes (CtKnownTimbre *timbre, uint64_t song)
{
  size_t n = 0;

  for (size_t i = 0; i < timbre->n_prototypes; i++)
    if (timbre->prototypes[i].song != song)
      timbre->prototypes[n++] = timbre->prototypes[i];
  timbre->n_prototypes = n;
}

/* Puts prototypes before the others; the last of those go where there are too many. */
static void
add_prototypes (CtKnownTimbre *timbre, const CtTimbrePrototype *prototypes, size_t n)
{
  size_t n_kept = timbre->n_prototypes;

  if (n_kept > CT_KNOWN_TIMBRE_PROTOTYPES - n)
    n_kept = CT_KNOWN_TIMBRE_PROTOTYPES - n;
  memmove (&timbre->prototypes[n], &timbre->prototypes[0], n_kept * sizeof *prototypes);
  memcpy (&timbre->prototypes[0], prototypes, n * sizeof *prototypes);
  timbre->n_prototypes = n + n_kept;
}

/* ---- learning ---- */

static bool
counts (const CtNote *note, const float *embedding, int track)
{
  float square = 0;

  if (note->track != track || note->uncertain)
    return false;
  for (size_t d = 0; d < CT_EMBEDDING_SIZE; d++)
    square += embedding[d] * embedding[d];
  return square > 0 && isfinite (square);
}

/* Fills @points ([NO_MORE_THAN][DIMENSIONS]) with timbre and register of the track's notes; returns how many. */
static size_t
gather (const float *embeddings, const CtNote *notes, size_t n, int track, double *points)
{
  size_t n_notes = 0, n_points = 0, met = 0, step;

  for (size_t i = 0; i < n; i++)
    n_notes += counts (&notes[i], embeddings + i * CT_EMBEDDING_SIZE, track);
  step = (n_notes + NO_MORE_THAN - 1) / NO_MORE_THAN;
  for (size_t i = 0; i < n; i++)
    {
      const float *embedding = embeddings + i * CT_EMBEDDING_SIZE;
      double *point = points + n_points * DIMENSIONS;

      if (!counts (&notes[i], embedding, track) || met++ % step > 0)
        continue;
      for (size_t d = 0; d < CT_EMBEDDING_SIZE; d++)
        point[d] = (double) embedding[d];
      point[CT_EMBEDDING_SIZE] = REGISTER_WEIGHT * (notes[i].midi - MIDDLE_MIDI) / OCTAVE;
      n_points++;
    }
  return n_points;
}

/* The prototype of the points with one label; false: there are none, or they cancel each other out. */
static bool
make_prototype (const double *points, const int *labels, size_t n, int label, CtTimbrePrototype *prototype)
{
  double sums[DIMENSIONS] = { 0 }, square = 0;
  size_t n_points = 0;

  for (size_t i = 0; i < n; i++)
    if (labels[i] == label)
      {
        for (size_t d = 0; d < DIMENSIONS; d++)
          sums[d] += points[i * DIMENSIONS + d];
        n_points++;
      }
  for (size_t d = 0; d < CT_EMBEDDING_SIZE; d++)
    square += sums[d] * sums[d];
  if (!(square > 1e-12))
    return false;
  for (size_t d = 0; d < CT_EMBEDDING_SIZE; d++)
    prototype->embedding[d] = (float) (sums[d] / sqrt (square));
  prototype->midi = (float) (sums[CT_EMBEDDING_SIZE] / (double) n_points / REGISTER_WEIGHT * OCTAVE + MIDDLE_MIDI);
  prototype->weight = (float) n_points;
  return true;
}

/* Fills @prototypes ([CT_KNOWN_TIMBRE_PROTOTYPES_A_SONG]) from @points ([n]); *@n_made of them. */
static CtStatus
make_prototypes (const double *points, size_t n, uint64_t song, CtTimbrePrototype *prototypes, size_t *n_made)
{
  size_t k = n < CT_KNOWN_TIMBRE_PROTOTYPES_A_SONG ? n : CT_KNOWN_TIMBRE_PROTOTYPES_A_SONG;
  int labels[NO_MORE_THAN], fixed[NO_MORE_THAN];
  CtStatus status;

  *n_made = 0;
  if (n == 0)
    return CT_STATUS_EMPTY;
  for (size_t i = 0; i < n; i++)
    fixed[i] = -1;
  status = ct_k_means (points, n, DIMENSIONS, k, fixed, labels);
  for (int label = 0; status == CT_STATUS_OK && label < (int) k; label++)
    if (make_prototype (points, labels, n, label, &prototypes[*n_made]))
      prototypes[(*n_made)++].song = song;
  return status == CT_STATUS_OK && *n_made == 0 ? CT_STATUS_EMPTY : status;
}

CtStatus
ct_known_timbres_listen (const float *embeddings,
                         const CtNote *notes,
                         size_t n,
                         int track,
                         uint64_t song,
                         CtTimbrePrototype *prototypes,
                         size_t *n_made)
{
  double *points = malloc (NO_MORE_THAN * DIMENSIONS * sizeof *points);
  CtStatus status;

  if (!points)
    return CT_STATUS_NO_MEMORY;
  status = make_prototypes (points, gather (embeddings, notes, n, track, points), song, prototypes, n_made);
  free (points);
  return status;
}

/* The timbre with the name of the lesson, or a new one at the end, which has room. */
static CtKnownTimbre *
take_timbre (CtKnownTimbres *self, const char *name)
{
  int place = ct_known_timbres_find (self, name);
  CtKnownTimbre *timbre = &self->timbres[place < 0 ? (int) self->n : place];

  if (place < 0)
    {
      memset (timbre, 0, sizeof *timbre);
      memcpy (timbre->name, name, sizeof timbre->name);
      self->n++;
    }
  return timbre;
}

CtStatus
ct_known_timbres_learn (CtKnownTimbres *self,
                        const CtTimbreLesson *lesson,
                        const float *embeddings,
                        const CtNote *notes,
                        size_t n,
                        int track)
{
  char name[CT_TRACK_NAME_SIZE];
  CtTimbrePrototype prototypes[CT_KNOWN_TIMBRE_PROTOTYPES_A_SONG];
  CtKnownTimbre *timbre;
  size_t n_made;
  CtStatus status;

  ct_plain_name_copy (lesson->name, name, sizeof name);
  if (!name[0] || lesson->program >= CT_N_PROGRAMS || lesson->rgb > 0xffffff || lesson->song == 0)
    return CT_STATUS_BAD_ARGUMENT;
  status = ct_known_timbres_listen (embeddings, notes, n, track, lesson->song, prototypes, &n_made);
  if (status == CT_STATUS_OK && ct_known_timbres_find (self, name) < 0)
    status = ct_known_timbres_reserve (self, self->n + 1);
  if (status != CT_STATUS_OK)
    return status;
  timbre = take_timbre (self, name);
  if (timbre->encoder != lesson->encoder)
    timbre->n_prototypes = 0;
  timbre->encoder = lesson->encoder;
  timbre->rgb = lesson->rgb;
  timbre->program = lesson->program;
  timbre->n_songs += timbre->n_songs < UINT32_MAX && !has_song (timbre, lesson->song);
  drop_prototypes (timbre, lesson->song);
  add_song (timbre, lesson->song);
  add_prototypes (timbre, prototypes, n_made);
  return CT_STATUS_OK;
}

/* ---- keeping order ---- */

CtStatus
ct_known_timbres_rename (CtKnownTimbres *self, size_t place, const char *name)
{
  char plain[CT_TRACK_NAME_SIZE];
  int bearer;

  ct_plain_name_copy (name, plain, sizeof plain);
  if (!plain[0])
    return CT_STATUS_BAD_ARGUMENT;
  bearer = ct_known_timbres_find (self, plain);
  if (bearer >= 0 && bearer != (int) place)
    return CT_STATUS_EXISTS;
  memcpy (self->timbres[place].name, plain, sizeof plain);
  return CT_STATUS_OK;
}

static bool
are_equal (const CtTimbrePrototype *a, const CtTimbrePrototype *b)
{
  for (size_t d = 0; d < CT_EMBEDDING_SIZE; d++)
    if (a->embedding[d] != b->embedding[d])
      return false;
  return a->midi == b->midi && a->weight == b->weight && a->song == b->song;
}

static bool
has_prototype (const CtKnownTimbre *timbre, const CtTimbrePrototype *prototype)
{
  for (size_t i = 0; i < timbre->n_prototypes; i++)
    if (are_equal (&timbre->prototypes[i], prototype))
      return true;
  return false;
}

/* Adds what @other knows to @timbre. */
static void
join (CtKnownTimbre *timbre, const CtKnownTimbre *other)
{
  uint32_t n_shared = 0;

  if (timbre->encoder != other->encoder)
    return;
  for (size_t i = 0; i < CT_KNOWN_TIMBRE_SONGS; i++)
    n_shared += has_song (timbre, other->songs[i]);
  /* behind its own, as far as there is room */
  for (size_t i = 0; i < other->n_prototypes && timbre->n_prototypes < CT_KNOWN_TIMBRE_PROTOTYPES; i++)
    if (!has_prototype (timbre, &other->prototypes[i]))
      timbre->prototypes[timbre->n_prototypes++] = other->prototypes[i];
  for (size_t i = 0, n = 0; i < CT_KNOWN_TIMBRE_SONGS && other->songs[i]; i++)
    if (!has_song (timbre, other->songs[i]))
      {
        while (n < CT_KNOWN_TIMBRE_SONGS && timbre->songs[n])
          n++;
        if (n < CT_KNOWN_TIMBRE_SONGS)
          timbre->songs[n] = other->songs[i];
      }
  if (other->n_songs > n_shared)
    timbre->n_songs += other->n_songs - n_shared < UINT32_MAX - timbre->n_songs ? other->n_songs - n_shared : 0;
}

void
ct_known_timbres_merge (CtKnownTimbres *self, size_t place, size_t other)
{
  join (&self->timbres[place], &self->timbres[other]);
  ct_known_timbres_forget (self, other);
}

void
ct_known_timbres_forget (CtKnownTimbres *self, size_t place)
{
  self->n--;
  memmove (&self->timbres[place], &self->timbres[place + 1], (self->n - place) * sizeof *self->timbres);
}

CtStatus
ct_known_timbres_import (CtKnownTimbres *self, const CtKnownTimbres *other)
{
  size_t n_new = 0;
  CtStatus status;

  for (size_t i = 0; i < other->n; i++)
    n_new += ct_known_timbres_find (self, other->timbres[i].name) < 0;
  status = ct_known_timbres_reserve (self, self->n + n_new);
  for (size_t i = 0; i < other->n && status == CT_STATUS_OK; i++)
    {
      int place = ct_known_timbres_find (self, other->timbres[i].name);

      if (place >= 0)
        join (&self->timbres[place], &other->timbres[i]);
      else
        self->timbres[self->n++] = other->timbres[i];
    }
  return status;
}
