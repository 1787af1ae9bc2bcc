/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/audio/ct-sound-links-private.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/audio/ct-bytes-private.h"
#include "core/audio/ct-ogg-private.h"
#include "core/base/ct-status.h"

#define OGG_SEARCHED 65536
#define OGG_MAX_TRIED 4096

#define MP3_HEADER 4
#define ID3_HEADER 10
#define ID3_FOOTER_FLAG 0x10
#define ID3V1_SIZE 128
/* From the start of a frame to the end of the number of bytes that its encoder left there. */
#define XING_REACH 52
#define XING_HAS_FRAMES 1
#define XING_HAS_BYTES 2

#define MP3_SEARCHED 65536
#define MP3_RESYNC 1000 /* what libmpg123 finds its way across by itself */

#define FLAC_HEADER 8 /* its mark, and the head of the block that comes first */
#define SEARCHED 1048576

#define WAV_HEADER 12
#define WAV_CHUNK 8
#define WAV_MAX_CHUNKS 100000

typedef struct
{
  int fd;
  int64_t n_bytes;
  CtSoundLink *links;
  size_t n, size;
} Finder;

/* What an encoder of MP3 notes; 0: it does not say. */
typedef struct
{
  int64_t frames, bytes;
} Xing;

static bool
read_at (const Finder *self, int64_t at, unsigned char *bytes, size_t n)
{
  return at >= 0 && at + (int64_t) n <= self->n_bytes && pread (self->fd, bytes, n, at) == (ssize_t) n;
}

/* A link that reaches to the end of the file until another one begins. */
static bool
begin_link (Finder *self, int64_t at)
{
  if (self->n == self->size)
    {
      size_t size = self->size ? 2 * self->size : 4;
      CtSoundLink *links = realloc (self->links, size * sizeof *links);

      if (!links)
        return false;
      self->links = links;
      self->size = size;
    }
  if (self->n > 0 && self->links[self->n - 1].end > at)
    self->links[self->n - 1].end = at;
  self->links[self->n++] = (CtSoundLink){ .begin = at, .end = self->n_bytes };
  return true;
}

static bool
read_page (const Finder *self, int64_t at, CtOggPage *page)
{
  return ct_ogg_read_page (self->fd, at, self->n_bytes, page) && ct_ogg_page_is_sound (self->fd, page);
}

/* The first page from @at on, over something else; false: there is none. */
static bool
find_page (const Finder *self, int64_t at, CtOggPage *page)
{
  unsigned char bytes[OGG_SEARCHED];
  int left = OGG_MAX_TRIED;

  for (ssize_t n; (n = pread (self->fd, bytes, sizeof bytes, at)) >= 4; at += n - 3)
    for (const unsigned char *from = bytes; (from = memmem (from, (size_t) (bytes + n - from), "OggS", 4)); from++)
      if (left-- <= 0)
        return false;
      else if (read_page (self, at + (from - bytes), page))
        return true;
  return false;
}

/* Streams that begin together are one link. What follows damage would come too early: the link ends there. */
static bool
find_ogg (Finder *self)
{
  CtOggPage page = { 0 };
  bool began = true, more = read_page (self, 0, &page);
  int n_open = 0;

  while (more)
    {
      CtSoundLink *link;

      if (page.begins && !began)
        {
          if (!begin_link (self, page.at))
            return false;
          n_open = 0;
        }
      n_open += page.begins - page.ends;
      began = page.begins;
      link = &self->links[self->n - 1];
      link->end = page.end;
      more = read_page (self, page.end, &page);
      link->cut = !more && n_open > 0;
      /* a tag may lie between two recordings */
      if (!more && n_open <= 0 && find_page (self, page.end, &page))
        {
          more = page.begins;
          link->cut = !more;
        }
    }
  return true;
}

/* Past the tags at @at, which players skip. */
static int64_t
skip_tags (const Finder *self, int64_t at)
{
  unsigned char tag[ID3_HEADER];

  while (read_at (self, at, tag, sizeof tag))
    {
      if (memcmp (tag, "ID3", 3) == 0)
        at += ID3_HEADER * (tag[5] & ID3_FOOTER_FLAG ? 2 : 1)
              + ((tag[6] & 0x7F) << 21 | (tag[7] & 0x7F) << 14 | (tag[8] & 0x7F) << 7 | (tag[9] & 0x7F));
      else if (memcmp (tag, "TAG", 3) == 0)
        at += ID3V1_SIZE;
      else
        break;
    }
  return at;
}

/* What the encoder of the MP3 stream whose first frame lies at @at noted there; zeros: nothing. */
static Xing
read_xing (const Finder *self, int64_t at)
{
  unsigned char frame[XING_REACH];
  bool mpeg1, mono;
  const unsigned char *xing;
  uint32_t flags;

  if (!read_at (self, at, frame, sizeof frame) || frame[0] != 0xFF || (frame[1] & 0xE6) != 0xE2)
    return (Xing){ 0 };
  mpeg1 = (frame[1] & 0x08) != 0;
  mono = frame[3] >> 6 == 3;
  xing = frame + MP3_HEADER + (mpeg1 ? mono ? 17 : 32 : mono ? 9 : 17);
  flags = (uint32_t) ct_bytes_get (xing + 4, 4, true);
  if ((memcmp (xing, "Xing", 4) != 0 && memcmp (xing, "Info", 4) != 0) || !(flags & XING_HAS_FRAMES))
    return (Xing){ 0 };
  return (Xing){
    .frames = (int64_t) ct_bytes_get (xing + 8, 4, true),
    .bytes = flags & XING_HAS_BYTES ? (int64_t) ct_bytes_get (xing + 12, 4, true) : 0,
  };
}

static bool
find_mp3 (Finder *self)
{
  int64_t at = skip_tags (self, 0), length = read_xing (self, at).bytes;

  while (length > 0 && at + length < self->n_bytes)
    {
      int64_t next = at + length;

      at = skip_tags (self, next);
      length = read_xing (self, at).bytes;
      if (length > 0 && !begin_link (self, next))
        return false;
    }
  return true;
}

/* The length of the frame of MP3 that @header begins; 0: there is none, or its length is not said. */
static int64_t
frame_length (const unsigned char *header)
{
  static const int rates_hz[] = { 44100, 48000, 32000 };
  static const int kbps[2][15] = {
    { 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160 },     /* MPEG 2 and 2.5 */
    { 0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320 }, /* MPEG 1 */
  };
  int version = header[1] >> 3 & 3, bit_rate = header[2] >> 4, rate = header[2] >> 2 & 3;
  bool mpeg1 = version == 3;

  if (header[0] != 0xFF || (header[1] & 0xE6) != 0xE2 || version == 1 || bit_rate == 0 || bit_rate == 15 || rate == 3)
    return 0;
  return (mpeg1 ? 144000 : 72000) * (int64_t) kbps[mpeg1][bit_rate]
             / (rates_hz[rate]
                / (mpeg1          ? 1
                   : version == 2 ? 2
                                  : 4))
         + (header[2] >> 1 & 1);
}

/* Whether two headers are of one stream. */
static bool
are_like (const unsigned char *header, const unsigned char *other)
{
  return ((header[1] ^ other[1]) & 0xFE) == 0 && ((header[2] ^ other[2]) & 0x0C) == 0;
}

/* The first place from @at on where two frames like @like lie one behind the other; -1: there is none. */
static int64_t
find_frames (const Finder *self, int64_t at, const unsigned char *like)
{
  unsigned char bytes[MP3_SEARCHED + MP3_HEADER], next[MP3_HEADER];

  for (; at + MP3_HEADER < self->n_bytes; at += MP3_SEARCHED)
    {
      int64_t left = self->n_bytes - at;
      size_t n = left < (int64_t) sizeof bytes ? (size_t) left : sizeof bytes;

      if (!read_at (self, at, bytes, n))
        break;
      for (size_t i = 0; i + MP3_HEADER < n; i++)
        {
          int64_t length = frame_length (bytes + i);

          if (length > 0 && are_like (bytes + i, like) && read_at (self, at + (int64_t) i + length, next, sizeof next)
              && frame_length (next) > 0 && are_like (next, like))
            return at + (int64_t) i;
        }
    }
  return -1;
}

/* Where the frames of MP3 break off, they may go on behind something that is too long for the decoder. If that is in
 * the place of frames, what follows would come too early. */
static bool
find_broken_mp3 (Finder *self)
{
  unsigned char first[MP3_HEADER], header[MP3_HEADER];
  int64_t at = skip_tags (self, 0), n_frames = 0, broken = -1, begin = at, noted = read_xing (self, at).frames;

  if (!read_at (self, at, first, sizeof first) || frame_length (first) == 0 || find_frames (self, at, first) != at)
    return true;
  while (at >= 0 && read_at (self, at, header, sizeof header))
    {
      int64_t from = at, length = frame_length (header);

      at = length > 0 ? at + length : find_frames (self, at, first);
      n_frames += length > 0;
      if (noted == 0 && self->n == 1)
        self->links[0].n_frames = n_frames;
      if (length == 0 && at >= 0 && broken < 0)
        broken = from;
      if (length > 0 || at - from <= MP3_RESYNC)
        continue;
      if (!begin_link (self, at))
        return false;
      self->links[self->n - 2].end = from;
    }
  if (noted == 0)
    self->links[0].begin = begin;
  /* the frame with the note is not counted in it */
  if (broken >= 0 && n_frames < noted)
    {
      self->links[0].end = broken;
      self->links[0].cut = true;
      self->n = 1;
    }
  return true;
}

static bool
is_flac (const unsigned char *bytes)
{
  return memcmp (bytes, "fLaC", 4) == 0 && (bytes[4] & 0x7F) == 0 && bytes[5] == 0 && bytes[6] == 0 && bytes[7] == 34;
}

/* Begins a link wherever FLAC begins in @bytes, which lie at @at and have @n of which it is to begin in @searched. */
static bool
find_flac_in (Finder *self, const unsigned char *bytes, size_t n, size_t searched, int64_t at)
{
  const unsigned char *from = bytes, *found;

  while ((found = memmem (from, (size_t) (bytes + n - from), "fLaC", 4)) && (size_t) (found - bytes) < searched)
    {
      if (found + FLAC_HEADER <= bytes + n && is_flac (found) && !begin_link (self, at + (found - bytes)))
        return false;
      from = found + 1;
    }
  return true;
}

/* FLAC does not say where it ends: its beginning is looked for. */
static bool
find_flac (Finder *self)
{
  unsigned char header[FLAC_HEADER], *bytes;
  int64_t at = skip_tags (self, 0), left;
  bool found = true;

  if (!read_at (self, at, header, sizeof header) || !is_flac (header))
    return true;
  bytes = malloc (SEARCHED + FLAC_HEADER);
  if (!bytes)
    return false;
  for (at += FLAC_HEADER; found && (left = self->n_bytes - at) > 0; at += SEARCHED)
    {
      size_t n = left < SEARCHED + FLAC_HEADER ? (size_t) left : SEARCHED + FLAC_HEADER;

      if (!read_at (self, at, bytes, n))
        break;
      found = find_flac_in (self, bytes, n, SEARCHED, at);
    }
  free (bytes);
  return found;
}

static bool
is_wav (const Finder *self, int64_t at)
{
  unsigned char header[WAV_HEADER];

  return read_at (self, at, header, sizeof header) && memcmp (header, "RIFF", 4) == 0
         && memcmp (header + 8, "WAVE", 4) == 0;
}

/* Where chunks are of the size that they give, what follows the last one may be another file. */
static bool
find_wav (Finder *self)
{
  unsigned char chunk[WAV_CHUNK];
  int64_t at = WAV_HEADER;

  if (!is_wav (self, 0))
    return true;
  for (int i = 0; i < WAV_MAX_CHUNKS && read_at (self, at, chunk, sizeof chunk); i++)
    {
      uint32_t size = (uint32_t) chunk[7] << 24 | (uint32_t) chunk[6] << 16 | (uint32_t) chunk[5] << 8 | chunk[4];

      at += WAV_CHUNK + (int64_t) size;
      if (size % 2 == 1 && !is_wav (self, at))
        at++;
      if (!is_wav (self, at))
        continue;
      if (!begin_link (self, at))
        return false;
      at += WAV_HEADER;
    }
  return true;
}

CtStatus
ct_sound_links_find (int fd, int64_t n_bytes, CtSoundLink **links, size_t *n)
{
  Finder self = { .fd = fd, .n_bytes = n_bytes };

  if (!begin_link (&self, 0) || !find_ogg (&self) || !find_mp3 (&self) || (self.n == 1 && !find_broken_mp3 (&self))
      || !find_flac (&self) || !find_wav (&self))
    {
      free (self.links);
      return CT_STATUS_NO_MEMORY;
    }
  *links = self.links;
  *n = self.n;
  return CT_STATUS_OK;
}
