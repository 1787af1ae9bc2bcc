/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/audio/ct-long-aiff-private.h"

#include <math.h>
#include <string.h>

#include "core/audio/ct-bytes-private.h"

#define FIRST_CHUNK 12
#define CHUNK_HEAD 8
#define COMM_BYTES 18
#define COMM_PACKED_BYTES 22 /* of AIFF-C, which names how the samples are stored */
#define EXPONENT_BIAS 16383
#define MANTISSA_BITS 63
#define MAX_CHANNELS 1024

#define IS_FLOAT 1
#define IS_LITTLE_ENDIAN 2

/* How AIFF-C stores samples, and what CAF calls it. */
typedef struct
{
  const char *aiff, *caf;
  uint32_t flags;
  int bits; /* 0: as COMM says */
} Coding;

static const Coding codings[] = {
  { "NONE", "lpcm", 0, 0 },
  { "twos", "lpcm", 0, 0 },
  { "in24", "lpcm", 0, 24 },
  { "in32", "lpcm", 0, 32 },
  { "sowt", "lpcm", IS_LITTLE_ENDIAN, 0 },
  { "fl32", "lpcm", IS_FLOAT, 32 },
  { "FL32", "lpcm", IS_FLOAT, 32 },
  { "fl64", "lpcm", IS_FLOAT, 64 },
  { "FL64", "lpcm", IS_FLOAT, 64 },
  { "ulaw", "ulaw", 0, 8 },
  { "ULAW", "ulaw", 0, 8 },
  { "alaw", "alaw", 0, 8 },
  { "ALAW", "alaw", 0, 8 },
};

/* What is in the chunk that says how the samples are stored. */
static const unsigned char *
find_comm (const unsigned char *aiff, size_t n, size_t *size)
{
  size_t at = FIRST_CHUNK;

  while (at + CHUNK_HEAD <= n)
    {
      *size = (size_t) ct_bytes_get (aiff + at + 4, 4, true);
      if (*size > n - at - CHUNK_HEAD)
        break;
      if (memcmp (aiff + at, "COMM", 4) == 0)
        return aiff + at + CHUNK_HEAD;
      at += CHUNK_HEAD + *size + *size % 2;
    }
  return NULL;
}

static const Coding *
find_coding (const unsigned char *aiff, const unsigned char *comm, size_t size)
{
  if (memcmp (aiff + 8, "AIFC", 4) != 0)
    return &codings[0];
  for (size_t i = 0; size >= COMM_PACKED_BYTES && i < sizeof codings / sizeof *codings; i++)
    if (memcmp (comm + COMM_BYTES, codings[i].aiff, 4) == 0)
      return &codings[i];
  return NULL;
}

/* A number of 80 bits, as that of 64 has it. */
static uint64_t
convert_rate (const unsigned char *bytes)
{
  int exponent = (int) ct_bytes_get (bytes, 2, true) - EXPONENT_BIAS - MANTISSA_BITS;
  double rate_hz = ldexp ((double) ct_bytes_get (bytes + 2, 8, true), exponent);
  uint64_t bits;

  memcpy (&bits, &rate_hz, sizeof bits);
  return bits;
}

bool
ct_long_aiff_make_caf (const unsigned char *aiff, size_t n, int64_t n_bytes, unsigned char caf[CT_LONG_AIFF_HEAD])
{
  size_t size;
  const unsigned char *comm = find_comm (aiff, n, &size);
  const Coding *coding;
  uint64_t channels, sample_bytes;

  if (!comm || size < COMM_BYTES)
    return false;
  coding = find_coding (aiff, comm, size);
  channels = ct_bytes_get (comm, 2, true);
  if (!coding || channels == 0 || channels > MAX_CHANNELS)
    return false;
  /* samples of odd sizes are followed by zeros */
  sample_bytes = ((coding->bits ? (uint64_t) coding->bits : ct_bytes_get (comm + 6, 2, true)) + 7) / 8;
  if (sample_bytes == 0 || sample_bytes > 8)
    return false;
  memset (caf, 0, CT_LONG_AIFF_HEAD);
  ct_bytes_put_text (caf, "caff");
  ct_bytes_put (caf + 4, 2, true, 1); /* version */
  ct_bytes_put_text (caf + 8, "desc");
  ct_bytes_put (caf + 12, 8, true, 32);
  ct_bytes_put (caf + 20, 8, true, convert_rate (comm + 8));
  memcpy (caf + 28, coding->caf, 4);
  ct_bytes_put (caf + 32, 4, true, coding->flags);
  ct_bytes_put (caf + 36, 4, true, sample_bytes * channels);
  ct_bytes_put (caf + 40, 4, true, 1);
  ct_bytes_put (caf + 44, 4, true, channels);
  ct_bytes_put (caf + 48, 4, true, sample_bytes * 8);
  ct_bytes_put_text (caf + 52, "data");
  ct_bytes_put (caf + 56, 8, true, (uint64_t) n_bytes + 4); /* what follows it: a number of edits */
  return true;
}
