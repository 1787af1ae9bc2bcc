/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/audio/ct-caf-private.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/audio/ct-bytes-private.h"

#define FILE_HEADER 8
#define CHUNK_HEADER 12
#define MAX_CHUNKS 1000
#define DESCRIPTION 32
#define TABLE_HEADER 24
#define EDIT_COUNT 4 /* precedes the packets */
#define MAX_TABLE (INT64_C (256) << 20)
#define MAX_COOKIE (INT64_C (1) << 16)
#define MAX_PACKET (INT64_C (1) << 20)
#define MAX_VALID (INT64_C (1) << 40)

typedef struct
{
  int64_t begin;
  int64_t size; /* of what is in the file */
} Chunk;

bool
ct_caf_read (const CtCaf *self, int64_t at, void *bytes, size_t n)
{
  return at >= 0 && at <= self->n_bytes - (int64_t) n && pread (self->fd, bytes, n, at) == (ssize_t) n;
}

void
ct_caf_open (CtCaf *self, int fd, int64_t n_bytes)
{
  unsigned char start[FILE_HEADER + CHUNK_HEADER], description[DESCRIPTION];
  uint64_t bits;

  *self = (CtCaf){ .fd = fd, .n_bytes = n_bytes };
  /* what the packets are like comes first */
  if (!ct_caf_read (self, 0, start, sizeof start) || memcmp (start, "caff", 4) != 0
      || memcmp (start + FILE_HEADER, "desc", 4) != 0
      || !ct_caf_read (self, sizeof start, description, sizeof description))
    return;
  bits = ct_bytes_get (description, 8, true);
  memcpy (&self->rate_hz, &bits, sizeof bits);
  memcpy (self->kind, description + 8, 4);
  self->packet_bytes = ct_bytes_get (description + 16, 4, true);
  self->packet_frames = ct_bytes_get (description + 20, 4, true);
  self->channels = ct_bytes_get (description + 24, 4, true);
}

/* Reads @n bytes from @at on into *@bytes, a new array. */
static CtStatus
read_all (const CtCaf *self, int64_t at, int64_t n, unsigned char **bytes)
{
  *bytes = malloc ((size_t) n + 1);
  if (!*bytes)
    return CT_STATUS_NO_MEMORY;
  return ct_caf_read (self, at, *bytes, (size_t) n) ? CT_STATUS_OK : CT_STATUS_READ_FAILED;
}

static CtStatus
read_table (CtCaf *self, const Chunk *chunk)
{
  unsigned char head[TABLE_HEADER];
  int64_t n = chunk->size - TABLE_HEADER;

  if (self->table || n < 0 || !ct_caf_read (self, chunk->begin, head, sizeof head))
    return CT_STATUS_DAMAGED;
  if (n > MAX_TABLE)
    return CT_STATUS_TOO_LARGE;
  self->valid = (int64_t) ct_bytes_get (head + 8, 8, true);
  if (self->valid < 0 || self->valid > MAX_VALID)
    self->valid = 0;
  self->priming = (int64_t) ct_bytes_get (head + 16, 4, true);
  self->n_table = (size_t) n;
  return read_all (self, chunk->begin + TABLE_HEADER, n, &self->table);
}

static CtStatus
read_cookie (CtCaf *self, const Chunk *chunk)
{
  if (self->cookie || chunk->size > MAX_COOKIE)
    return CT_STATUS_DAMAGED;
  self->n_cookie = (size_t) chunk->size;
  return read_all (self, chunk->begin, chunk->size, &self->cookie);
}

CtStatus
ct_caf_find_packets (CtCaf *self)
{
  unsigned char head[CHUNK_HEADER];
  Chunk chunk = { FILE_HEADER, 0 };
  CtStatus status = CT_STATUS_OK;

  for (int i = 0; i < MAX_CHUNKS && status == CT_STATUS_OK && ct_caf_read (self, chunk.begin, head, sizeof head); i++)
    {
      uint64_t size = ct_bytes_get (head + 4, 8, true), left;

      chunk.begin += CHUNK_HEADER;
      left = (uint64_t) (self->n_bytes - chunk.begin);
      chunk.size = (int64_t) (size < left ? size : left);
      if (memcmp (head, "pakt", 4) == 0)
        status = read_table (self, &chunk);
      else if (memcmp (head, "kuki", 4) == 0)
        status = read_cookie (self, &chunk);
      else if (memcmp (head, "data", 4) == 0)
        {
          self->packet_at = chunk.begin + EDIT_COUNT;
          self->packets_end = chunk.begin + chunk.size;
        }
      chunk.begin += chunk.size;
    }
  return status;
}

/* A number in groups of seven bits, the highest of which come first. */
static bool
take_number (CtCaf *self, uint64_t *value)
{
  *value = 0;
  for (int i = 0; i < 5 && self->table_at < self->n_table; i++)
    {
      unsigned char byte = self->table[self->table_at++];

      *value = *value << 7 | (byte & 0x7F);
      if (!(byte & 0x80))
        return true;
    }
  return false;
}

bool
ct_caf_take_packet (CtCaf *self, int64_t *at, size_t *size)
{
  uint64_t n = self->packet_bytes, frames;

  if (n == 0 && !take_number (self, &n))
    return false;
  if (self->packet_frames == 0 && self->table && !take_number (self, &frames))
    return false;
  if (n > MAX_PACKET || (int64_t) n > self->packets_end - self->packet_at)
    return false;
  *at = self->packet_at;
  *size = (size_t) n;
  self->packet_at += (int64_t) n;
  return true;
}

bool
ct_caf_ends_early (const CtCaf *self)
{
  return self->table_at < self->n_table;
}

void
ct_caf_clear (CtCaf *self)
{
  free (self->table);
  free (self->cookie);
  self->table = self->cookie = NULL;
}
