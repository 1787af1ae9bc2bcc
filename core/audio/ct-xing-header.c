/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/audio/ct-xing-header-private.h"

#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/audio/ct-bytes-private.h"

#define HEADER 4
/* A bit rate that gives the frame room for the header, whatever the sample rate: 128 kbit/s in MPEG 1, 64 in MPEG 2. */
#define RATE_MPEG1 9
#define RATE_MPEG2 8
#define HAS_FRAMES 1

/* The length of a frame of these rates; they are at their highest for MPEG 1 at 32 kHz. */
#define MAX_FRAME 576

static size_t
frame_length (const unsigned char *header)
{
  static const size_t rates_hz[] = { 44100, 48000, 32000, 32000 };
  size_t rate_hz = rates_hz[header[2] >> 2 & 3];
  int version = header[1] >> 3 & 3;

  return version == 3 ? 144 * 128000 / rate_hz : 72 * 64000 / (version == 2 ? rate_hz / 2 : rate_hz / 4);
}

CtStatus
ct_xing_header_add (int fd, const CtSoundLink *link, CtSoundHead *out)
{
  unsigned char header[HEADER], *xing;
  bool mpeg1, mono;
  int at;

  *out = (CtSoundHead){ 0 };
  if (link->n_frames == 0 || link->n_frames > UINT32_MAX || pread (fd, header, HEADER, link->begin) != HEADER)
    return CT_STATUS_OK;
  out->bytes = calloc (1, MAX_FRAME);
  if (!out->bytes)
    return CT_STATUS_NO_MEMORY;
  mpeg1 = (header[1] & 0x08) != 0;
  mono = header[3] >> 6 == 3;
  out->n = frame_length (header);
  out->body = link->begin;
  out->bytes[0] = header[0];
  out->bytes[1] = header[1] | 1; /* without a checksum */
  out->bytes[2] = (unsigned char) ((mpeg1 ? RATE_MPEG1 : RATE_MPEG2) << 4 | (header[2] & 0x0C));
  out->bytes[3] = header[3];
  at = HEADER + (mpeg1 ? mono ? 17 : 32 : mono ? 9 : 17);
  xing = out->bytes + at;
  ct_bytes_put_text (xing, "Xing");
  ct_bytes_put (xing + 4, 4, true, HAS_FRAMES);
  ct_bytes_put (xing + 8, 4, true, (uint64_t) link->n_frames);
  return CT_STATUS_OK;
}
