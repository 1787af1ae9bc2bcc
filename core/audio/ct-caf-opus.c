/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/audio/ct-caf-opus-private.h"

#include <stdlib.h>
#include <string.h>

#include "core/audio/ct-bytes-private.h"
#include "core/audio/ct-caf-private.h"
#include "core/audio/ct-ogg-private.h"

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

/* The stream that is made. */
typedef struct
{
  unsigned char *bytes; /* [size] */
  size_t n, size;
  uint32_t sequence;
  int64_t frames; /* so far */
  size_t last;    /* where the last page is */
} Ogg;

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
add_packets (Ogg *self, CtCaf *caf)
{
  unsigned char first = 0;
  int64_t at;
  size_t size;

  while (ct_caf_take_packet (caf, &at, &size) && size <= MAX_PACKET)
    {
      unsigned char *packet = add_page (self, size ? size : 1);

      if (!packet)
        return CT_STATUS_NO_MEMORY;
      packet[0] = first & 0xFC;
      if (size > 0 && !ct_caf_read (caf, at, packet, size))
        return CT_STATUS_READ_FAILED;
      first = packet[0];
      self->frames += packet_frames (packet, size);
      end_page (self, 0, self->frames);
    }
  return CT_STATUS_OK;
}

/* @frames of the file at the rate of Opus. */
static int64_t
to_opus (const CtCaf *caf, int64_t frames)
{
  return (int64_t) ((double) frames * OPUS_RATE_HZ / caf->rate_hz + 0.5);
}

/* The last page says where the sound ends. */
static void
set_end (Ogg *self, const CtCaf *caf, int64_t skip)
{
  int64_t end = skip + to_opus (caf, caf->valid);

  end_page (self, PAGE_ENDS, caf->valid > 0 && end < self->frames ? end : self->frames);
}

static CtStatus
wrap (CtCaf *caf, CtSoundHead *out)
{
  CtStatus status;
  Ogg ogg = { 0 };
  int64_t skip;

  if (caf->channels < 1 || caf->channels > 2 || !(caf->rate_hz >= 8000 && caf->rate_hz <= OPUS_RATE_HZ))
    return CT_STATUS_UNSUPPORTED_AUDIO;
  status = ct_caf_find_packets (caf);
  if (status != CT_STATUS_OK)
    return status;
  if (caf->packets_end - caf->packet_at > MAX_BYTES)
    return CT_STATUS_TOO_LARGE;
  skip = to_opus (caf, caf->priming);
  skip = skip < UINT16_MAX ? skip : UINT16_MAX;
  status = add_headers (&ogg, (int) caf->channels, skip);
  if (status == CT_STATUS_OK)
    status = add_packets (&ogg, caf);
  if (status == CT_STATUS_OK && ogg.frames == 0)
    status = CT_STATUS_DAMAGED;
  if (status != CT_STATUS_OK)
    {
      free (ogg.bytes);
      return status;
    }
  set_end (&ogg, caf, skip);
  *out = (CtSoundHead){ ogg.bytes, ogg.n, caf->n_bytes, ct_caf_ends_early (caf) };
  return CT_STATUS_OK;
}

CtStatus
ct_caf_opus_wrap (int fd, int64_t n_bytes, CtSoundHead *out)
{
  CtStatus status = CT_STATUS_OK;
  CtCaf caf;

  *out = (CtSoundHead){ 0 };
  ct_caf_open (&caf, fd, n_bytes);
  if (strcmp (caf.kind, "opus") == 0)
    status = wrap (&caf, out);
  ct_caf_clear (&caf);
  return status;
}
