/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/audio/ct-sound-links-private.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/ct-status.h"

#define OGG_HEADER 27
#define OGG_MAX_SEGMENTS 255
#define OGG_BEGINS 2 /* a flag */

#define MP3_HEADER 4
#define ID3_HEADER 10
#define ID3_FOOTER_FLAG 0x10
#define ID3V1_SIZE 128
/* From the start of a frame to the end of the number of bytes that its encoder left there. */
#define XING_REACH 52
#define XING_HAS_FRAMES 1
#define XING_HAS_BYTES 2

typedef struct
{
  int fd;
  int64_t n_bytes;
  CtSoundLink *links;
  size_t n, size;
} Finder;

static bool
read_at (const Finder *self, int64_t at, unsigned char *bytes, size_t n)
{
  return at >= 0 && at + (int64_t) n <= self->n_bytes && pread (self->fd, bytes, n, at) == (ssize_t) n;
}

static uint32_t
big_endian (const unsigned char *bytes)
{
  return (uint32_t) bytes[0] << 24 | (uint32_t) bytes[1] << 16 | (uint32_t) bytes[2] << 8 | bytes[3];
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
  if (self->n > 0)
    self->links[self->n - 1].end = at;
  self->links[self->n++] = (CtSoundLink){ at, self->n_bytes };
  return true;
}

/* The length of the page at @at; 0: there is none. */
static int64_t
read_page (const Finder *self, int64_t at, bool *begins)
{
  unsigned char header[OGG_HEADER], segments[OGG_MAX_SEGMENTS];
  int64_t length;

  if (!read_at (self, at, header, sizeof header) || memcmp (header, "OggS", 4) != 0
      || !read_at (self, at + OGG_HEADER, segments, header[26]))
    return 0;
  length = OGG_HEADER + header[26];
  for (int i = 0; i < header[26]; i++)
    length += segments[i];
  *begins = (header[5] & OGG_BEGINS) != 0;
  return length;
}

/* Streams that begin together are one link. */
static bool
find_ogg (Finder *self)
{
  bool begins = false, began = true;

  for (int64_t at = 0, length; (length = read_page (self, at, &begins)) > 0; at += length)
    {
      if (begins && !began && !begin_link (self, at))
        return false;
      began = begins;
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

/* The bytes of the MP3 stream whose first frame lies at @at, by the note its encoder left there; 0: there is none. */
static int64_t
read_xing (const Finder *self, int64_t at)
{
  unsigned char frame[XING_REACH];
  bool mpeg1, mono;
  const unsigned char *xing;
  uint32_t flags;

  if (!read_at (self, at, frame, sizeof frame) || frame[0] != 0xFF || (frame[1] & 0xE6) != 0xE2)
    return 0;
  mpeg1 = (frame[1] & 0x08) != 0;
  mono = frame[3] >> 6 == 3;
  xing = frame + MP3_HEADER + (mpeg1 ? mono ? 17 : 32 : mono ? 9 : 17);
  if (memcmp (xing, "Xing", 4) != 0 && memcmp (xing, "Info", 4) != 0)
    return 0;
  flags = big_endian (xing + 4);
  return (flags & XING_HAS_FRAMES) && (flags & XING_HAS_BYTES) ? big_endian (xing + 12) : 0;
}

static bool
find_mp3 (Finder *self)
{
  int64_t at = skip_tags (self, 0), length = read_xing (self, at);

  while (length > 0 && at + length < self->n_bytes)
    {
      int64_t next = at + length;

      at = skip_tags (self, next);
      length = read_xing (self, at);
      if (length > 0 && !begin_link (self, next))
        return false;
    }
  return true;
}

CtStatus
ct_sound_links_find (int fd, int64_t n_bytes, CtSoundLink **links, size_t *n)
{
  Finder self = { .fd = fd, .n_bytes = n_bytes };

  if (!begin_link (&self, 0) || !find_ogg (&self) || !find_mp3 (&self))
    {
      free (self.links);
      return CT_STATUS_NO_MEMORY;
    }
  *links = self.links;
  *n = self.n;
  return CT_STATUS_OK;
}
