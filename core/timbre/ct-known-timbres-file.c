/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/timbre/ct-known-timbres-file.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>

#include "core/base/ct-atomic-file.h"
#include "core/base/ct-note.h"
#include "core/base/ct-plain-name.h"
#include "core/base/ct-program.h"
#include "core/base/ct-regular-file.h"
#include "core/base/ct-score.h"
#include "core/timbre/ct-known-timbres-private.h"

#define MAGIC "CTTIMBRE"
#define VERSION 1
#define HEADER_SIZE 24
#define EMPTY_HASH 0xcbf29ce484222325u
#define TIMBRE_SIZE (CT_TRACK_NAME_SIZE + 32)
#define SONG_SIZE 8
#define PROTOTYPE_SIZE (4 * (CT_EMBEDDING_SIZE + 2) + 8)
#define MAX_MIDI 127
#define MAX_WEIGHT 1e6f
#define UNIT_TOLERANCE 1e-3f

static uint64_t
hash_of (const uint8_t *data, size_t size)
{
  uint64_t hash = EMPTY_HASH;

  for (size_t i = 0; i < size; i++)
    hash = (hash ^ data[i]) * 0x100000001b3u;
  return hash;
}

/* ---- reading ---- */

typedef struct
{
  const uint8_t *at;
  size_t left;
} Reader;

/* The next @size bytes; NULL: there are not so many. */
static const uint8_t *
take (Reader *reader, size_t size)
{
  const uint8_t *at = reader->at;

  if (reader->left < size)
    return NULL;
  reader->at += size;
  reader->left -= size;
  return at;
}

static uint32_t
get_u32 (const uint8_t *at)
{
  return at[0] | (uint32_t) at[1] << 8 | (uint32_t) at[2] << 16 | (uint32_t) at[3] << 24;
}

static uint64_t
get_u64 (const uint8_t *at)
{
  return get_u32 (at) | (uint64_t) get_u32 (at + 4) << 32;
}

static float
get_float (const uint8_t *at)
{
  uint32_t bits = get_u32 (at);
  float value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

static bool
read_prototype (Reader *reader, CtTimbrePrototype *prototype)
{
  const uint8_t *at = take (reader, PROTOTYPE_SIZE);
  float square = 0;

  if (!at)
    return false;
  for (size_t d = 0; d < CT_EMBEDDING_SIZE; d++, at += 4)
    {
      prototype->embedding[d] = get_float (at);
      square += prototype->embedding[d] * prototype->embedding[d];
    }
  prototype->midi = get_float (at);
  prototype->weight = get_float (at + 4);
  prototype->song = get_u64 (at + 8);
  return fabsf (square - 1) < UNIT_TOLERANCE && prototype->midi >= 0 && prototype->midi <= MAX_MIDI
         && prototype->weight > 0 && prototype->weight <= MAX_WEIGHT;
}

static bool
read_songs (Reader *reader, size_t n, CtKnownTimbre *timbre)
{
  const uint8_t *at = take (reader, n * SONG_SIZE);

  for (size_t i = 0; at && i < n; i++)
    {
      timbre->songs[i] = get_u64 (at + i * SONG_SIZE);
      if (timbre->songs[i] == 0)
        return false;
    }
  return at != NULL;
}

static bool
read_timbre (Reader *reader, CtKnownTimbre *timbre)
{
  const uint8_t *at = take (reader, TIMBRE_SIZE), *numbers = at ? at + CT_TRACK_NAME_SIZE : NULL;
  uint32_t program, n_marked;

  memset (timbre, 0, sizeof *timbre);
  if (!at || !at[0] || !ct_plain_name_is_valid ((const char *) at, CT_TRACK_NAME_SIZE))
    return false;
  memcpy (timbre->name, at, CT_TRACK_NAME_SIZE);
  timbre->rgb = get_u32 (numbers);
  program = get_u32 (numbers + 4);
  timbre->encoder = get_u64 (numbers + 8);
  timbre->n_songs = get_u32 (numbers + 16);
  n_marked = get_u32 (numbers + 20);
  timbre->n_prototypes = get_u32 (numbers + 24);
  if (timbre->rgb > 0xffffff || program >= CT_N_PROGRAMS || get_u32 (numbers + 28) != 0)
    return false;
  timbre->program = (uint8_t) program;
  if (n_marked > CT_KNOWN_TIMBRE_SONGS || n_marked > timbre->n_songs || timbre->n_songs < 1 || timbre->n_prototypes < 1
      || timbre->n_prototypes > CT_KNOWN_TIMBRE_PROTOTYPES)
    return false;
  if (!read_songs (reader, n_marked, timbre))
    return false;
  for (size_t i = 0; i < timbre->n_prototypes; i++)
    if (!read_prototype (reader, &timbre->prototypes[i]))
      return false;
  return true;
}

static CtStatus
read_timbres (Reader *reader, size_t n, CtKnownTimbres *self)
{
  CtStatus status = ct_known_timbres_reserve (self, n);

  for (size_t i = 0; i < n && status == CT_STATUS_OK; i++)
    {
      if (!read_timbre (reader, &self->timbres[i]) || ct_known_timbres_find (self, self->timbres[i].name) >= 0)
        return CT_STATUS_DAMAGED;
      self->n++;
    }
  return status == CT_STATUS_OK && reader->left > 0 ? CT_STATUS_DAMAGED : status;
}

CtStatus
ct_known_timbres_decode (const uint8_t *data, size_t size, CtKnownTimbres **out)
{
  CtKnownTimbres *self;
  Reader reader;
  size_t n;
  CtStatus status;

  if (size < HEADER_SIZE || memcmp (data, MAGIC, 8) != 0 || get_u32 (data + 8) != VERSION)
    return CT_STATUS_NOT_TIMBRES;
  reader = (Reader){ data + HEADER_SIZE, size - HEADER_SIZE };
  n = get_u32 (data + 12);
  if (n > CT_KNOWN_TIMBRES_MAX || get_u64 (data + 16) != hash_of (reader.at, reader.left))
    return CT_STATUS_DAMAGED;
  status = ct_known_timbres_new (&self);
  if (status != CT_STATUS_OK)
    return status;
  status = read_timbres (&reader, n, self);
  if (status == CT_STATUS_OK)
    *out = self;
  else
    ct_known_timbres_free (self);
  return status;
}

CtStatus
ct_known_timbres_load (const char *path, CtKnownTimbres **out)
{
  uint8_t *data = NULL;
  size_t size;
  CtStatus status = ct_regular_file_read (path, CT_KNOWN_TIMBRES_MAX_BYTES, &data, &size);

  if (status != CT_STATUS_OK)
    return status;
  status = ct_known_timbres_decode (data, size, out);
  free (data);
  return status;
}

/* ---- writing ---- */

static uint8_t *
put_u32 (uint8_t *at, uint32_t value)
{
  for (int i = 0; i < 4; i++)
    *at++ = (uint8_t) (value >> (8 * i));
  return at;
}

static uint8_t *
put_u64 (uint8_t *at, uint64_t value)
{
  return put_u32 (put_u32 (at, (uint32_t) value), (uint32_t) (value >> 32));
}

static uint8_t *
put_float (uint8_t *at, float value)
{
  uint32_t bits;

  memcpy (&bits, &value, sizeof bits);
  return put_u32 (at, bits);
}

static size_t
n_marked (const CtKnownTimbre *timbre)
{
  size_t n = 0;

  while (n < CT_KNOWN_TIMBRE_SONGS && timbre->songs[n])
    n++;
  return n;
}

static uint8_t *
put_timbre (uint8_t *at, const CtKnownTimbre *timbre)
{
  memcpy (at, timbre->name, CT_TRACK_NAME_SIZE);
  at = put_u32 (at + CT_TRACK_NAME_SIZE, timbre->rgb);
  at = put_u32 (at, timbre->program);
  at = put_u64 (at, timbre->encoder);
  at = put_u32 (at, timbre->n_songs);
  at = put_u32 (at, (uint32_t) n_marked (timbre));
  at = put_u32 (at, (uint32_t) timbre->n_prototypes);
  at = put_u32 (at, 0);
  for (size_t i = 0; i < n_marked (timbre); i++)
    at = put_u64 (at, timbre->songs[i]);
  for (size_t i = 0; i < timbre->n_prototypes; i++)
    {
      for (size_t d = 0; d < CT_EMBEDDING_SIZE; d++)
        at = put_float (at, timbre->prototypes[i].embedding[d]);
      at = put_float (at, timbre->prototypes[i].midi);
      at = put_float (at, timbre->prototypes[i].weight);
      at = put_u64 (at, timbre->prototypes[i].song);
    }
  return at;
}

CtStatus
ct_known_timbres_encode (const CtKnownTimbres *self, uint8_t **data, size_t *size)
{
  uint8_t *bytes, *at;

  *size = HEADER_SIZE;
  for (size_t i = 0; i < self->n; i++)
    *size += TIMBRE_SIZE + n_marked (&self->timbres[i]) * SONG_SIZE + self->timbres[i].n_prototypes * PROTOTYPE_SIZE;
  bytes = malloc (*size);
  if (!bytes)
    return CT_STATUS_NO_MEMORY;
  at = bytes + HEADER_SIZE;
  for (size_t i = 0; i < self->n; i++)
    at = put_timbre (at, &self->timbres[i]);
  memcpy (bytes, MAGIC, 8);
  put_u64 (put_u32 (put_u32 (bytes + 8, VERSION), (uint32_t) self->n),
           hash_of (bytes + HEADER_SIZE, *size - HEADER_SIZE));
  *data = bytes;
  return CT_STATUS_OK;
}

CtStatus
ct_known_timbres_save (const CtKnownTimbres *self, const char *path)
{
  uint8_t *data;
  size_t size;
  CtStatus status = ct_known_timbres_encode (self, &data, &size);

  if (status != CT_STATUS_OK)
    return status;
  status = ct_atomic_file_save (path, data, size);
  if (status == CT_STATUS_OK)
    ct_atomic_file_clean (path);
  free (data);
  return status;
}

/* ---- others ---- */

int
ct_known_timbres_lock (const char *path)
{
  const char *slash = strrchr (path, '/');
  char *folder = slash ? strndup (path, slash > path ? (size_t) (slash - path) : 1) : strdup (".");
  int lock = folder ? open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

  free (folder);
  while (lock >= 0 && flock (lock, LOCK_EX) != 0 && errno == EINTR)
    ;
  return lock;
}
