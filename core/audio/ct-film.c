/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/audio/ct-film-private.h"

#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "core/audio/ct-bytes-private.h"

#define MAX_BOXES 1000000
#define BOX_HEADER 8
#define BOX_TYPE 4
#define MAX_HEADER 16

#define EBML_HEADER 0x1A45DFA3
#define EBML_SEGMENT 0x18538067
#define EBML_ID_BYTES 4

/* Reads as much of a header as there is, and zeros behind it. */
static bool
read_header (int fd, int64_t at, unsigned char *header)
{
  memset (header, 0, MAX_HEADER);
  return pread (fd, header, MAX_HEADER, at) > 0;
}

/* Whether it is one of the boxes that make up MP4 and QuickTime files: what is put behind them is none. */
static bool
is_box (const unsigned char *header)
{
  static const char *const boxes[] = { "ftyp", "styp", "moov", "moof", "mdat", "mfra", "sidx",
                                       "meta", "uuid", "free", "skip", "wide", "pnot" };

  for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++)
    if (memcmp (header + BOX_TYPE, boxes[i], 4) == 0)
      return true;
  return false;
}

/* Where the box at @at ends, in MP4 and QuickTime; 0: it does not say. */
static int64_t
end_of_box (const unsigned char *header, int64_t at)
{
  uint64_t size = ct_bytes_get (header, 4, true);

  if (size == 1)
    size = ct_bytes_get (header + BOX_HEADER, 8, true);
  return size < BOX_HEADER || size > (uint64_t) (INT64_MAX - at) ? 0 : at + (int64_t) size;
}

/* Where the element at @at ends, in Matroska; 0: it does not say. */
static int64_t
end_of_element (const unsigned char *header, int64_t at)
{
  const unsigned char *size = header + EBML_ID_BYTES;
  int n = 1;
  uint64_t value, mask;

  while (n < 8 && !(size[0] & 0x80 >> (n - 1)))
    n++;
  mask = (UINT64_C (1) << (7 * n)) - 1;
  value = ct_bytes_get (size, n, true) & mask;
  /* all bits set: the size was not known when it was written */
  return value == mask ? 0 : at + EBML_ID_BYTES + n + (int64_t) value;
}

static int64_t
end_of_riff (const unsigned char *header, int64_t at)
{
  return at + BOX_HEADER + (int64_t) ct_bytes_get (header + 4, 4, false);
}

/* Where the part of the file ends that begins at @at with @header; 0: it is none, or does not say. */
static int64_t
end_of_part (const unsigned char *header, int64_t at)
{
  uint64_t id = ct_bytes_get (header, EBML_ID_BYTES, true);

  if (is_box (header))
    return end_of_box (header, at);
  if (id == EBML_HEADER || id == EBML_SEGMENT)
    return end_of_element (header, at);
  return memcmp (header, "RIFF", 4) == 0 && memcmp (header + BOX_HEADER, "AVI", 3) == 0 ? end_of_riff (header, at) : 0;
}

bool
ct_film_is_cut (int fd, int64_t n_bytes)
{
  unsigned char header[MAX_HEADER];
  int64_t at = 0;

  for (int i = 0; i < MAX_BOXES && at < n_bytes && read_header (fd, at, header); i++)
    {
      int64_t end = end_of_part (header, at);

      if (end <= at)
        return false;
      at = end;
    }
  return at > n_bytes;
}
