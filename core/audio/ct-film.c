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

#define MAX_FIELDS 12
#define MAX_TRACKS 1000
#define MAX_EDITS 10000
#define MAX_UNITS_PER_S 1000000000

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

typedef struct
{
  int64_t begin, end; /* of what is in it, in bytes of the file */
} Box;

/* The first box of a type in another one. */
static bool
find_box (int fd, Box in, const char *type, Box *out)
{
  unsigned char header[MAX_HEADER];
  int64_t at = in.begin;

  for (int i = 0; i < MAX_BOXES && at < in.end && read_header (fd, at, header); i++)
    {
      int64_t end = end_of_box (header, at);

      if (end <= at || end > in.end)
        return false;
      *out = (Box){ at + BOX_HEADER, end };
      if (memcmp (header + BOX_TYPE, type, 4) == 0)
        return true;
      at = end;
    }
  return false;
}

/* The fields of the box that is found in @in on the path @types, of four letters each: behind its version and @skip
 * numbers of the size that the version gives them. */
static bool
read_fields (int fd, Box in, const char *types, int skip, unsigned char fields[MAX_FIELDS], int *n_bytes, Box *box)
{
  unsigned char version;

  *box = in;
  for (; *types; types += 4)
    if (!find_box (fd, *box, types, box))
      return false;
  if (pread (fd, &version, 1, box->begin) != 1)
    return false;
  *n_bytes = version == 1 ? 8 : 4;
  box->begin += 4 + skip * *n_bytes;
  return box->end - box->begin >= MAX_FIELDS && pread (fd, fields, MAX_FIELDS, box->begin) == MAX_FIELDS;
}

/* How many units its edits leave out at the beginning of a track (ISO/IEC 14496-12, 8.4.2 and 8.6.6). */
static uint64_t
find_skipped (int fd, Box track, uint64_t units_per_s)
{
  unsigned char fields[MAX_FIELDS];
  uint64_t most = 0, rate, n_edits;
  int64_t at;
  Box box;
  int n;

  if (!read_fields (fd, track, "mdiamdhd", 2, fields, &n, &box))
    return 0;
  rate = ct_bytes_get (fields, 4, true);
  if (rate == 0 || !read_fields (fd, track, "edtselst", 0, fields, &n, &box))
    return 0;
  n_edits = ct_bytes_get (fields, 4, true);
  at = box.begin + 4 + n;
  for (uint64_t i = 0; i < n_edits && i < MAX_EDITS && at + n <= box.end; i++, at += 2 * n + 4)
    {
      /* minus one: nothing sounds for a while */
      if (pread (fd, fields, (size_t) n, at) == n && !(fields[0] & 0x80) && ct_bytes_get (fields, n, true) > most)
        most = ct_bytes_get (fields, n, true);
    }
  return most < UINT64_MAX / MAX_UNITS_PER_S ? most * units_per_s / rate + 1 : 0;
}

/* ISO/IEC 14496-12, 8.2.2 */
bool
ct_film_find_length (int fd, int64_t n_bytes, CtFilmLength *out)
{
  Box all = { 0, n_bytes }, movie, box;
  unsigned char fields[MAX_FIELDS];
  int n;

  if (!find_box (fd, all, "moov", &movie) || !read_fields (fd, movie, "mvhd", 2, fields, &n, &box))
    return false;
  *out = (CtFilmLength){
    .at = box.begin + 4,
    .n_bytes = n,
    .units_per_s = ct_bytes_get (fields, 4, true),
    .units = ct_bytes_get (fields + 4, n, true),
  };
  if (out->units == 0 || out->units == UINT64_MAX >> (64 - 8 * n) || out->units_per_s == 0
      || out->units_per_s > MAX_UNITS_PER_S)
    return false;
  for (int i = 0; i < MAX_TRACKS && find_box (fd, movie, "trak", &box); i++, movie.begin = box.end)
    {
      uint64_t skipped = find_skipped (fd, box, out->units_per_s);

      out->skipped = skipped > out->skipped ? skipped : out->skipped;
    }
  return true;
}

/* Where the boxes of a description of sound begin, by its version (QuickTime File Format Specification, Sound Sample
 * Descriptions). */
#define DESCRIPTION_KIND 4
#define DESCRIPTION_VERSION 16
#define DESCRIPTION_HEAD 18

/* Whether the first description of how a track's sound is coded says so. */
static bool
has_lowest_byte_first (int fd, Box track)
{
  static const int lengths[] = { 36, 52, 72 };
  unsigned char head[DESCRIPTION_HEAD], value[2];
  uint64_t version;
  Box box;

  for (const char *type = "mdiaminfstblstsd"; *type; type += 4)
    if (!find_box (fd, track, type, &track))
      return false;
  track.begin += 8; /* version, flags, and how many descriptions there are */
  if (pread (fd, head, sizeof head, track.begin) != sizeof head)
    return false;
  version = ct_bytes_get (head + DESCRIPTION_VERSION, 2, true);
  if (version > 2
      || (memcmp (head + DESCRIPTION_KIND, "in32", 4) != 0 && memcmp (head + DESCRIPTION_KIND, "fl32", 4) != 0
          && memcmp (head + DESCRIPTION_KIND, "fl64", 4) != 0))
    return false;
  box = (Box){ track.begin + lengths[version], track.end };
  return find_box (fd, box, "wave", &box) && find_box (fd, box, "enda", &box)
         && pread (fd, value, sizeof value, box.begin) == sizeof value && ct_bytes_get (value, 2, true) == 1;
}

bool
ct_film_is_little_endian (int fd, int64_t n_bytes)
{
  Box all = { 0, n_bytes }, movie, track;

  if (!find_box (fd, all, "moov", &movie))
    return false;
  for (int i = 0; i < MAX_TRACKS && find_box (fd, movie, "trak", &track); i++, movie.begin = track.end)
    if (has_lowest_byte_first (fd, track))
      return true;
  return false;
}
