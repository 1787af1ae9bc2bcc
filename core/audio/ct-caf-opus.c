/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/audio/ct-caf-opus-private.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/audio/ct-bytes-private.h"
#include "core/audio/ct-ogg-private.h"

#define FILE_HEADER 8
#define CHUNK_HEADER 12
#define MAX_CHUNKS 1000
#define DESCRIPTION 32
#define TABLE_HEADER 24
#define EDIT_COUNT 4 /* precedes the samples */
#define MAX_BYTES (INT64_C (256) << 20)

#define OPUS_RATE_HZ 48000 /* in which Ogg counts, whatever the rate of the recording */
#define MAX_PACKET_FRAMES 5760
#define OPUS_HEAD 19
#define OPUS_TAGS 16 /* with no vendor and no tags */
#define SERIAL 1
#define MAX_PACKET (255 * 255 - 1)
#define PAGE_HEADER 27
#define PAGE_BEGINS 2
#define PAGE_ENDS 4

typedef struct
{
  int64_t begin;
  uint64_t size; /* as it is given */
} Chunk;

/* The file, read as a whole but for what is no packet. */
typedef struct
{
  int fd;
  int64_t n_bytes;
  unsigned char description[DESCRIPTION];
  unsigned char *table; /* [n_table]: the sizes of packets, or NULL */
  size_t n_table, table_at;
  int64_t valid, priming; /* frames at the rate of the file; valid: 0 if that is not known */
  int64_t packet_at, packets_end;
} Caf;

/* The stream that is made. */
typedef struct
{
  unsigned char *bytes; /* [size] */
  size_t n, size;
  uint32_t sequence;
  int64_t frames; /* so far */
  size_t last;    /* where the last page is */
} Ogg;

static bool
read_at (const Caf *self, int64_t at, void *bytes, size_t n)
{
  return at >= 0 && at <= self->n_bytes - (int64_t) n && pread (self->fd, bytes, n, at) == (ssize_t) n;
}

/* What lies from @begin on that is in the file. */
static int64_t
clip (const Caf *self, const Chunk *chunk)
{
  uint64_t left = (uint64_t) (self->n_bytes - chunk->begin);

  return (int64_t) (chunk->size < left ? chunk->size : left);
}

static CtStatus
read_table (Caf *self, const Chunk *chunk)
{
  unsigned char head[TABLE_HEADER];
  int64_t n = clip (self, chunk) - TABLE_HEADER;

  if (self->table || n < 0 || !read_at (self, chunk->begin, head, sizeof head))
    return CT_STATUS_DAMAGED;
  if (n > MAX_BYTES)
    return CT_STATUS_TOO_LARGE;
  self->valid = (int64_t) ct_bytes_get (head + 8, 8, true);
  self->priming = (int64_t) ct_bytes_get (head + 16, 4, true);
  self->table = malloc ((size_t) n + 1);
  if (!self->table)
    return CT_STATUS_NO_MEMORY;
  self->n_table = (size_t) n;
  return read_at (self, chunk->begin + TABLE_HEADER, self->table, self->n_table) ? CT_STATUS_OK : CT_STATUS_READ_FAILED;
}

/* Finds the packets and their sizes. */
static CtStatus
read_chunks (Caf *self)
{
  unsigned char head[CHUNK_HEADER];
  Chunk chunk = { .begin = FILE_HEADER };
  CtStatus status = CT_STATUS_OK;

  for (int i = 0; i < MAX_CHUNKS && status == CT_STATUS_OK && read_at (self, chunk.begin, head, sizeof head); i++)
    {
      chunk = (Chunk){ chunk.begin + CHUNK_HEADER, ct_bytes_get (head + 4, 8, true) };
      if (memcmp (head, "pakt", 4) == 0)
        status = read_table (self, &chunk);
      else if (memcmp (head, "data", 4) == 0)
        {
          self->packet_at = chunk.begin + EDIT_COUNT;
          self->packets_end = chunk.begin + clip (self, &chunk);
        }
      chunk.begin += clip (self, &chunk);
    }
  return status;
}

/* A number in groups of seven bits, the first of which come first. */
static bool
take_number (Caf *self, uint64_t *value)
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

/* Takes the size of the next packet; false: there is none. */
static bool
take_packet (Caf *self, size_t *size)
{
  uint64_t n = ct_bytes_get (self->description + 16, 4, true), frames;

  if (n == 0 && !take_number (self, &n))
    return false;
  if (ct_bytes_get (self->description + 20, 4, true) == 0 && self->table && !take_number (self, &frames))
    return false;
  if (n > MAX_PACKET || (int64_t) n > self->packets_end - self->packet_at)
    return false;
  *size = (size_t) n;
  return true;
}

/* How long a packet lasts, in frames of OPUS_RATE_HZ (RFC 6716, 3.1). */
static int
packet_frames (const unsigned char *packet, size_t size)
{
  int config = packet[0] >> 3, count = packet[0] & 3, frames;

  if (config < 12)
    frames = config % 4 == 3 ? 2880 : 480 << (config % 4);
  else if (config < 16)
    frames = 480 << (config % 2);
  else
    frames = 120 << (config % 4);
  count = count == 0 ? 1 : count < 3 ? 2 : size > 1 ? packet[1] & 0x3F : 0;
  return frames * count <= MAX_PACKET_FRAMES ? frames * count : 0;
}

static void
end_page (Ogg *self, int flags, int64_t frames)
{
  unsigned char *page = self->bytes + self->last;

  page[5] = (unsigned char) flags;
  ct_bytes_put (page + 6, 8, false, (uint64_t) frames);
  ct_bytes_put (page + 22, 4, false, 0);
  ct_bytes_put (page + 22, 4, false, ct_ogg_checksum (page, self->n - self->last));
}

/* Adds a page with room for one packet of @size bytes, which the caller fills before end_page(). NULL: no memory. */
static unsigned char *
add_page (Ogg *self, size_t size)
{
  size_t n_segments = size / 255 + 1, n = PAGE_HEADER + n_segments + size;
  unsigned char *page;

  if (self->size - self->n < n)
    {
      size_t larger = 2 * self->size + n;
      unsigned char *bytes = realloc (self->bytes, larger);

      if (!bytes)
        return NULL;
      self->bytes = bytes;
      self->size = larger;
    }
  page = self->bytes + self->n;
  self->last = self->n;
  self->n += n;
  memset (page, 0, PAGE_HEADER);
  ct_bytes_put_text (page, "OggS");
  ct_bytes_put (page + 14, 4, false, SERIAL);
  ct_bytes_put (page + 18, 4, false, self->sequence++);
  page[26] = (unsigned char) n_segments;
  memset (page + PAGE_HEADER, 255, n_segments);
  page[PAGE_HEADER + n_segments - 1] = (unsigned char) (size % 255);
  return page + PAGE_HEADER + n_segments;
}

/* The two packets that precede the sound (RFC 7845, 5). */
static CtStatus
add_headers (Ogg *self, int channels, int64_t skip)
{
  unsigned char *packet = add_page (self, OPUS_HEAD);

  if (!packet)
    return CT_STATUS_NO_MEMORY;
  memset (packet, 0, OPUS_HEAD);
  ct_bytes_put_text (packet, "OpusHead");
  packet[8] = 1; /* version */
  packet[9] = (unsigned char) channels;
  ct_bytes_put (packet + 10, 2, false, (uint64_t) skip);
  ct_bytes_put (packet + 12, 4, false, OPUS_RATE_HZ);
  end_page (self, PAGE_BEGINS, 0);
  packet = add_page (self, OPUS_TAGS);
  if (!packet)
    return CT_STATUS_NO_MEMORY;
  memset (packet, 0, OPUS_TAGS);
  ct_bytes_put_text (packet, "OpusTags");
  end_page (self, 0, 0);
  return CT_STATUS_OK;
}

/* Adds all packets. An empty one, in which nothing was sent, becomes the shortest that says so. */
static CtStatus
add_packets (Ogg *self, Caf *caf)
{
  unsigned char first = 0;
  size_t size;

  while (take_packet (caf, &size))
    {
      unsigned char *packet = add_page (self, size ? size : 1);

      if (!packet)
        return CT_STATUS_NO_MEMORY;
      packet[0] = first & 0xFC;
      if (size > 0 && !read_at (caf, caf->packet_at, packet, size))
        return CT_STATUS_READ_FAILED;
      caf->packet_at += (int64_t) size;
      first = packet[0];
      self->frames += packet_frames (packet, size);
      end_page (self, 0, self->frames);
    }
  return CT_STATUS_OK;
}

/* @frames at @rate_hz at the rate of Opus. */
static int64_t
to_opus (int64_t frames, double rate_hz)
{
  return (int64_t) ((double) frames * OPUS_RATE_HZ / rate_hz + 0.5);
}

/* The last page says where the sound ends. */
static void
set_end (Ogg *self, const Caf *caf, double rate_hz, int64_t skip)
{
  int64_t end = skip + to_opus (caf->valid, rate_hz);

  end_page (self, PAGE_ENDS, caf->valid > 0 && end < self->frames ? end : self->frames);
}

static CtStatus
wrap (Caf *caf, CtSoundHead *out)
{
  uint64_t bits = ct_bytes_get (caf->description, 8, true), channels = ct_bytes_get (caf->description + 24, 4, true);
  CtStatus status;
  Ogg ogg = { 0 };
  double rate_hz;
  int64_t skip;

  memcpy (&rate_hz, &bits, sizeof rate_hz);
  if (channels < 1 || channels > 2 || !(rate_hz >= 8000 && rate_hz <= OPUS_RATE_HZ))
    return CT_STATUS_UNSUPPORTED_AUDIO;
  status = read_chunks (caf);
  if (status != CT_STATUS_OK)
    return status;
  if (caf->packets_end - caf->packet_at > MAX_BYTES)
    return CT_STATUS_TOO_LARGE;
  if (caf->valid < 0 || caf->valid > INT64_C (1) << 40)
    caf->valid = 0;
  skip = to_opus (caf->priming, rate_hz);
  skip = skip < UINT16_MAX ? skip : UINT16_MAX;
  status = add_headers (&ogg, (int) channels, skip);
  if (status == CT_STATUS_OK)
    status = add_packets (&ogg, caf);
  if (status == CT_STATUS_OK && ogg.frames == 0)
    status = CT_STATUS_DAMAGED;
  if (status != CT_STATUS_OK)
    {
      free (ogg.bytes);
      return status;
    }
  set_end (&ogg, caf, rate_hz, skip);
  *out = (CtSoundHead){ ogg.bytes, ogg.n, caf->n_bytes, caf->table_at < caf->n_table };
  return CT_STATUS_OK;
}

CtStatus
ct_caf_opus_wrap (int fd, int64_t n_bytes, CtSoundHead *out)
{
  Caf caf = { .fd = fd, .n_bytes = n_bytes };
  unsigned char start[FILE_HEADER + CHUNK_HEADER];
  CtStatus status;

  *out = (CtSoundHead){ 0 };
  /* what the samples are like comes first */
  if (!read_at (&caf, 0, start, sizeof start) || memcmp (start, "caff", 4) != 0
      || memcmp (start + FILE_HEADER, "desc", 4) != 0 || !read_at (&caf, sizeof start, caf.description, DESCRIPTION)
      || memcmp (caf.description + 8, "opus", 4) != 0)
    return CT_STATUS_OK;
  status = wrap (&caf, out);
  free (caf.table);
  return status;
}
