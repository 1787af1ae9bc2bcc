/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/audio/ct-caf-film-private.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/audio/ct-audio-file.h"
#include "core/audio/ct-bytes-private.h"
#include "core/audio/ct-caf-private.h"

#define MAX_BYTES (INT64_C (1) << 31)
#define MAX_PACKETS (1 << 22)
#define MAX_DEPTH 8
#define BOX_HEADER 8
#define DESCRIPTOR 3 /* begins a description of an elementary stream */
#define LOSSLESS_CONFIG 24
#define COPIED 65536

/* The boxes before the packets. */
typedef struct
{
  unsigned char *bytes; /* [size] */
  size_t n, size;
  size_t open[MAX_DEPTH]; /* where the boxes begin that are not yet complete */
  int depth;
  bool failed; /* no memory */
} Boxes;

/* What there is to say of the packets. */
typedef struct
{
  CtCaf caf;
  const char *entry; /* four letters: how MP4 calls the kind */
  uint32_t *sizes;   /* [n] */
  size_t n, room;
  int64_t begin; /* of the first packet in the file; they follow each other */
  int64_t n_bytes;
} Packets;

/* How MP4 calls a kind of CAF; NULL: it is none that is read so. */
static const char *
find_entry (const char *kind)
{
  static const char *const entries[][2] = { { "aac ", "mp4a" },
                                            { "aach", "mp4a" },
                                            { "aacp", "mp4a" },
                                            { "alac", "alac" },
                                            { ".mp3", ".mp3" } };

  for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
    if (strcmp (kind, entries[i][0]) == 0)
      return entries[i][1];
  return NULL;
}

/* Adds @n bytes to be filled; NULL: no memory, now or before. */
static unsigned char *
add_bytes (Boxes *self, size_t n)
{
  if (self->size - self->n < n && !self->failed)
    {
      size_t larger = 2 * self->size + n;
      unsigned char *bytes = realloc (self->bytes, larger);

      if (bytes)
        {
          self->bytes = bytes;
          self->size = larger;
        }
      else
        self->failed = true;
    }
  if (self->failed)
    return NULL;
  self->n += n;
  return self->bytes + self->n - n;
}

static void
add_number (Boxes *self, int n_bytes, uint64_t value)
{
  unsigned char *at = add_bytes (self, (size_t) n_bytes);

  if (at)
    ct_bytes_put (at, n_bytes, true, value);
}

static void
add_numbers (Boxes *self, const uint32_t *values, size_t n)
{
  for (size_t i = 0; i < n; i++)
    add_number (self, 4, values[i]);
}

static void
add_text (Boxes *self, const char *text)
{
  unsigned char *at = add_bytes (self, strlen (text));

  if (at)
    ct_bytes_put_text (at, text);
}

static void
add_data (Boxes *self, const unsigned char *data, size_t n)
{
  unsigned char *at = add_bytes (self, n);

  if (at)
    memcpy (at, data, n);
}

static void
begin_box (Boxes *self, const char *type)
{
  self->open[self->depth++] = self->n;
  add_number (self, 4, 0);
  add_text (self, type);
}

/* Of one with a version and flags, both 0. */
static void
begin_full_box (Boxes *self, const char *type)
{
  begin_box (self, type);
  add_number (self, 4, 0);
}

static void
end_box (Boxes *self)
{
  size_t begin = self->open[--self->depth];

  if (!self->failed)
    ct_bytes_put (self->bytes + begin, 4, true, self->n - begin);
}

static uint32_t
rate_of (const Packets *packets)
{
  return (uint32_t) lrint (packets->caf.rate_hz);
}

static uint32_t
frames_of (const Packets *packets)
{
  return (uint32_t) (packets->n * packets->caf.packet_frames);
}

/* Frames that are heard, if that is known. */
static uint32_t
heard_of (const Packets *packets)
{
  return packets->caf.valid > 0 && packets->caf.valid < UINT32_MAX ? (uint32_t) packets->caf.valid
                                                                   : frames_of (packets);
}

static void
add_identity (Boxes *self)
{
  static const uint32_t matrix[] = { 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000 };

  add_numbers (self, matrix, sizeof matrix / sizeof *matrix);
}

/* What a decoder must know of AAC: a description of an elementary stream, which may have its version and flags. */
static void
add_stream_description (Boxes *self, const CtCaf *caf)
{
  begin_box (self, "esds");
  if (caf->cookie[0] == DESCRIPTOR)
    add_number (self, 4, 0);
  add_data (self, caf->cookie, caf->n_cookie);
  end_box (self);
}

/* What a decoder must know of Apple Lossless: its configuration, which may lie in boxes of its own, a "frma" of 12
 * bytes and an "alac" whose header and version have 12. False: it is not there. */
static bool
add_lossless_config (Boxes *self, const CtCaf *caf)
{
  size_t at = caf->n_cookie >= 12 && memcmp (caf->cookie + 4, "frma", 4) == 0 ? 24 : 0;

  if (caf->n_cookie < at + LOSSLESS_CONFIG)
    return false;
  begin_full_box (self, "alac");
  add_data (self, caf->cookie + at, LOSSLESS_CONFIG);
  end_box (self);
  return true;
}

/* False: what a decoder must know is missing. */
static bool
add_description (Boxes *self, const Packets *packets)
{
  const CtCaf *caf = &packets->caf;
  bool complete = true;

  begin_full_box (self, "stsd");
  add_number (self, 4, 1);
  begin_box (self, packets->entry);
  add_numbers (self, (uint32_t[]){ 0, 1, 0, 0 }, 4); /* its reference, the version */
  add_number (self, 2, caf->channels);
  add_number (self, 2, 16);
  add_number (self, 4, 0);
  add_number (self, 2, rate_of (packets) < UINT16_MAX ? rate_of (packets) : 0);
  add_number (self, 2, 0);
  if (strcmp (packets->entry, "mp4a") == 0 && caf->n_cookie > 4)
    add_stream_description (self, caf);
  else if (strcmp (packets->entry, "alac") == 0)
    complete = add_lossless_config (self, caf);
  else
    complete = strcmp (packets->entry, ".mp3") == 0;
  end_box (self);
  end_box (self);
  return complete;
}

/* Where the packets lie: all of them in one chunk, at @begin. */
static bool
add_table (Boxes *self, const Packets *packets, size_t *begin)
{
  bool complete;

  begin_box (self, "stbl");
  complete = add_description (self, packets);
  begin_full_box (self, "stts");
  add_numbers (self, (uint32_t[]){ 1, (uint32_t) packets->n, (uint32_t) packets->caf.packet_frames }, 3);
  end_box (self);
  begin_full_box (self, "stsc");
  add_numbers (self, (uint32_t[]){ 1, 1, (uint32_t) packets->n, 1 }, 4);
  end_box (self);
  begin_full_box (self, "stsz");
  add_numbers (self, (uint32_t[]){ 0, (uint32_t) packets->n }, 2);
  add_numbers (self, packets->sizes, packets->n);
  end_box (self);
  begin_full_box (self, "stco");
  add_number (self, 4, 1);
  *begin = self->n;
  add_number (self, 4, 0);
  end_box (self);
  end_box (self);
  return complete;
}

static bool
add_media (Boxes *self, const Packets *packets, size_t *begin)
{
  bool complete;

  begin_box (self, "mdia");
  begin_full_box (self, "mdhd");
  add_numbers (self, (uint32_t[]){ 0, 0, rate_of (packets), frames_of (packets), 0 }, 5);
  end_box (self);
  begin_full_box (self, "hdlr");
  add_number (self, 4, 0);
  add_text (self, "soun");
  add_numbers (self, (uint32_t[]){ 0, 0, 0 }, 3);
  add_number (self, 1, 0); /* no name */
  end_box (self);
  begin_box (self, "minf");
  begin_full_box (self, "smhd");
  add_number (self, 4, 0);
  end_box (self);
  complete = add_table (self, packets, begin);
  end_box (self);
  end_box (self);
  return complete;
}

/* The film but for its packets. False: what a decoder must know is missing. */
static bool
add_film (Boxes *self, const Packets *packets)
{
  size_t begin = 0;
  bool complete;

  begin_box (self, "ftyp");
  add_text (self, "M4A ");
  add_number (self, 4, 0);
  add_text (self, "M4A mp42isom");
  end_box (self);
  begin_box (self, "moov");
  begin_full_box (self, "mvhd");
  add_numbers (self, (uint32_t[]){ 0, 0, rate_of (packets), heard_of (packets), 0x10000, 0x1000000, 0, 0 }, 8);
  add_identity (self);
  add_numbers (self, (uint32_t[]){ 0, 0, 0, 0, 0, 0, 2 }, 7);
  end_box (self);
  begin_box (self, "trak");
  begin_full_box (self, "tkhd");
  add_numbers (self, (uint32_t[]){ 0, 0, 1, 0, heard_of (packets), 0, 0, 0, 0x1000000 }, 9);
  add_identity (self);
  add_numbers (self, (uint32_t[]){ 0, 0 }, 2);
  end_box (self);
  begin_box (self, "edts");
  begin_full_box (self, "elst");
  add_numbers (self, (uint32_t[]){ 1, heard_of (packets), (uint32_t) packets->caf.priming, 0x10000 }, 4);
  end_box (self);
  end_box (self);
  complete = add_media (self, packets, &begin);
  end_box (self);
  end_box (self);
  add_number (self, 4, (uint64_t) packets->n_bytes + BOX_HEADER);
  add_text (self, "mdat");
  if (!self->failed)
    ct_bytes_put (self->bytes + begin, 4, true, self->n);
  return complete;
}

static CtStatus
list_packets (Packets *self)
{
  int64_t at;
  size_t size;

  self->begin = self->caf.packet_at;
  while (ct_caf_take_packet (&self->caf, &at, &size))
    {
      if (self->n == self->room)
        {
          size_t room = 2 * self->room + 1024;
          uint32_t *sizes = realloc (self->sizes, room * sizeof *sizes);

          if (!sizes)
            return CT_STATUS_NO_MEMORY;
          self->sizes = sizes;
          self->room = room;
        }
      if (self->n == MAX_PACKETS)
        return CT_STATUS_TOO_LARGE;
      self->sizes[self->n++] = (uint32_t) size;
      self->n_bytes += (int64_t) size;
    }
  if (self->n_bytes > MAX_BYTES || self->n * self->caf.packet_frames > UINT32_MAX)
    return CT_STATUS_TOO_LARGE;
  return self->n_bytes > 0 ? CT_STATUS_OK : CT_STATUS_DAMAGED;
}

static CtStatus
copy_packets (const Packets *self, CtScratchFile *film)
{
  unsigned char bytes[COPIED];
  CtStatus status = CT_STATUS_OK;

  for (int64_t done = 0; done < self->n_bytes && status == CT_STATUS_OK; done += COPIED)
    {
      int64_t left = self->n_bytes - done;
      size_t n = left < COPIED ? (size_t) left : COPIED;

      status = ct_caf_read (&self->caf, self->begin + done, bytes, n) ? ct_scratch_file_append (film, bytes, n)
                                                                      : CT_STATUS_READ_FAILED;
    }
  return status;
}

static CtStatus
make_film (const Packets *packets, CtScratchFile **out)
{
  CtScratchFile *film = NULL;
  Boxes boxes = { 0 };
  CtStatus status = add_film (&boxes, packets) ? CT_STATUS_OK : CT_STATUS_DAMAGED;

  if (boxes.failed)
    status = CT_STATUS_NO_MEMORY;
  if (status == CT_STATUS_OK)
    status = ct_scratch_file_open (NULL, (int64_t) boxes.n + packets->n_bytes, &film);
  if (status == CT_STATUS_OK)
    status = ct_scratch_file_append (film, boxes.bytes, boxes.n);
  if (status == CT_STATUS_OK)
    status = copy_packets (packets, film);
  free (boxes.bytes);
  if (status == CT_STATUS_OK)
    *out = film;
  else
    ct_scratch_file_close (film);
  return status;
}

CtStatus
ct_caf_film_make (int fd, int64_t n_bytes, CtScratchFile **out)
{
  Packets packets = { 0 };
  const CtCaf *caf = &packets.caf;
  CtStatus status;

  *out = NULL;
  ct_caf_open (&packets.caf, fd, n_bytes);
  packets.entry = find_entry (caf->kind);
  if (!packets.entry)
    return CT_STATUS_OK;
  if (caf->channels < 1 || caf->channels > CT_AUDIO_MAX_CHANNELS || caf->packet_frames == 0
      || !(caf->rate_hz >= CT_AUDIO_MIN_RATE_HZ && caf->rate_hz <= CT_AUDIO_MAX_RATE_HZ))
    return CT_STATUS_UNSUPPORTED_AUDIO;
  status = ct_caf_find_packets (&packets.caf);
  if (status == CT_STATUS_OK)
    status = list_packets (&packets);
  if (status == CT_STATUS_OK)
    status = make_film (&packets, out);
  free (packets.sizes);
  ct_caf_clear (&packets.caf);
  return status;
}
