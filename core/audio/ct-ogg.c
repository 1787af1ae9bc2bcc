/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/audio/ct-ogg-private.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/audio/ct-bytes-private.h"
#include "core/base/ct-status.h"

#define HEADER 27
#define FLAGS_AT 5
#define SERIAL_AT 14
#define CHECKSUM_AT 22
#define SEGMENTS_AT 26
#define MAX_SEGMENTS 255
#define MAX_PAGE (HEADER + MAX_SEGMENTS + 255 * MAX_SEGMENTS)
#define BEGINS 2 /* flags */
#define ENDS 4

#define CHECKSUM_POLYNOMIAL 0x04C11DB7

#define FLAC_MARK                                                                                                      \
  "\x7f"                                                                                                               \
  "FLAC"
#define MARK_BYTES 8
#define MAX_SOUNDS 256
#define FLAC_MARK_BYTES 5
#define FLAC_PRECEDE 9 /* with the version of the mapping and the number of headers */

bool
ct_ogg_read_page (int fd, int64_t at, int64_t end, CtOggPage *page)
{
  unsigned char header[HEADER + MAX_SEGMENTS];
  ssize_t n = at < end ? pread (fd, header, sizeof header, at) : 0;

  if (n < HEADER || memcmp (header, "OggS", 4) != 0 || n < HEADER + header[SEGMENTS_AT])
    return false;
  *page = (CtOggPage){
    .at = at,
    .body = at + HEADER + header[SEGMENTS_AT],
    .serial = (uint32_t) ct_bytes_get (header + SERIAL_AT, 4, false),
    .begins = (header[FLAGS_AT] & BEGINS) != 0,
    .ends = (header[FLAGS_AT] & ENDS) != 0,
  };
  page->end = page->body;
  for (int i = 0; i < header[SEGMENTS_AT]; i++)
    page->end += header[HEADER + i];
  return page->end <= end;
}

uint32_t
ct_ogg_checksum (const unsigned char *page, size_t n)
{
  uint32_t table[256], sum = 0;

  for (uint32_t i = 0; i < 256; i++)
    {
      table[i] = i << 24;
      for (int bit = 0; bit < 8; bit++)
        table[i] = table[i] << 1 ^ (table[i] >> 31 ? CHECKSUM_POLYNOMIAL : 0);
    }
  for (size_t i = 0; i < n; i++)
    sum = sum << 8 ^ table[(sum >> 24 ^ page[i]) & 0xFF];
  return sum;
}

bool
ct_ogg_page_is_sound (int fd, const CtOggPage *page)
{
  unsigned char bytes[MAX_PAGE];
  size_t n = (size_t) (page->end - page->at);
  uint32_t expected;

  if (pread (fd, bytes, n, page->at) != (ssize_t) n)
    return false;
  expected = (uint32_t) ct_bytes_get (bytes + CHECKSUM_AT, 4, false);
  memset (bytes + CHECKSUM_AT, 0, 4);
  return ct_ogg_checksum (bytes, n) == expected;
}

static bool
is_sound (int fd, const CtOggPage *page)
{
  static const char *const marks[] = { FLAC_MARK, "\x01vorbis", "OpusHead", "Speex   " };
  char mark[MARK_BYTES] = { 0 };

  if (pread (fd, mark, sizeof mark, page->body) <= 0)
    return false;
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
    if (memcmp (mark, marks[i], strlen (marks[i])) == 0)
      return true;
  return false;
}

/* The serial numbers of the streams of sound that begin together; returns how many there are. */
static int
list_sounds (int fd, uint32_t serials[MAX_SOUNDS])
{
  CtOggPage page;
  int n = 0;

  for (int64_t at = 0; n < MAX_SOUNDS && ct_ogg_read_page (fd, at, INT64_MAX, &page) && page.begins; at = page.end)
    if (is_sound (fd, &page))
      serials[n++] = page.serial;
  return n;
}

int
ct_ogg_count_sounds (int fd)
{
  uint32_t serials[MAX_SOUNDS];

  return list_sounds (fd, serials);
}

int
ct_ogg_rank_sound (int fd, int stream)
{
  uint32_t serials[MAX_SOUNDS];
  int n = list_sounds (fd, serials), rank = 1;

  if (stream < 1 || stream > n)
    return stream;
  for (int i = 0; i < n; i++)
    rank += serials[i] < serials[stream - 1];
  return rank;
}

static bool
is_flac (int fd, const CtOggPage *page)
{
  char mark[FLAC_MARK_BYTES];

  return page->begins && page->end - page->body > FLAC_PRECEDE
         && pread (fd, mark, sizeof mark, page->body) == sizeof mark && memcmp (mark, FLAC_MARK, sizeof mark) == 0;
}

static bool
add_piece (CtOggFlac *self, size_t *size, int64_t at, int64_t end)
{
  if (self->n == *size)
    {
      size_t larger = *size ? 2 * *size : 256;
      void *pieces = realloc (self->pieces, larger * sizeof *self->pieces);

      if (!pieces)
        return false;
      self->pieces = pieces;
      *size = larger;
    }
  self->pieces[self->n].position = self->length;
  self->pieces[self->n++].at = at;
  self->length += end - at;
  return true;
}

CtStatus
ct_ogg_flac_find (int fd, const CtSoundLink *link, CtOggFlac *out)
{
  CtOggPage first, page;
  size_t size = 0;

  *out = (CtOggFlac){ 0 };
  if (!ct_ogg_read_page (fd, link->begin, link->end, &first) || !is_flac (fd, &first))
    return CT_STATUS_OK;
  for (int64_t at = link->begin; ct_ogg_read_page (fd, at, link->end, &page); at = page.end)
    if (page.serial == first.serial && page.end > page.body
        && !add_piece (out, &size, at == link->begin ? page.body + FLAC_PRECEDE : page.body, page.end))
      {
        free (out->pieces);
        out->pieces = NULL;
        return CT_STATUS_NO_MEMORY;
      }
  return CT_STATUS_OK;
}

int64_t
ct_ogg_flac_place (const CtOggFlac *self, int64_t position, int64_t *n)
{
  size_t low = 0, high = self->n;

  while (high - low > 1)
    {
      size_t middle = low + (high - low) / 2;

      if (self->pieces[middle].position <= position)
        low = middle;
      else
        high = middle;
    }
  *n = (high < self->n ? self->pieces[high].position : self->length) - position;
  return self->pieces[low].at + position - self->pieces[low].position;
}
