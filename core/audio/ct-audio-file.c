/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/audio/ct-audio-file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/audio/ct-audio-file-private.h"
#include "core/audio/ct-bytes-private.h"
#include "core/audio/ct-caf-film-private.h"
#include "core/audio/ct-ogg-private.h"
#include "core/base/ct-atomic-bool.h"
#include "core/base/ct-regular-file.h"
#include "core/base/ct-scratch-file.h"

/* No format stores more frames in a byte (silence in Opus comes nearest): a header that promises more is forged, and no
 * room is made for it. */
#define MAX_FRAMES_PER_BYTE 8192

/* A sample of this size is 240 dB above full scale: no sound, and its powers would overflow further down. */
#define MAX_SAMPLE 1.0995116e12f /* 2^40 */

#define SKIP_FRAMES 1024
#define WAV_HEAD 22 /* bytes, to the codec */

struct _CtAudioFile
{
  int fd;
  CtScratchFile *film; /* what is decoded in place of the file, or NULL */
  CtAudioDecoder *decoder;
  int64_t position; /* frames */
};

/* The codec of a WAV file, if it is one of those that libsndfile does not know; else 0. */
static uint64_t
find_unknown_codec (int fd)
{
  static const uint64_t known[] = { 0x01, 0x02, 0x03, 0x06, 0x07, 0x11, 0x31, 0x38, 0x40, 0xfffe };
  unsigned char head[WAV_HEAD];
  uint64_t codec;

  if (pread (fd, head, sizeof head, 0) != sizeof head || memcmp (head, "RIFF", 4) != 0
      || memcmp (head + 8, "WAVEfmt ", 8) != 0)
    return 0;
  codec = ct_bytes_get (head + WAV_HEAD - 2, 2, false);
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (codec == known[i])
      return 0;
  return codec;
}

#ifdef CT_HAVE_GSTREAMER
static bool
is_ogg (int fd)
{
  char magic[4];

  return pread (fd, magic, sizeof magic, 0) == sizeof magic && memcmp (magic, "OggS", sizeof magic) == 0;
}

/* A file that libsndfile recognises as damaged is not tried again: GStreamer is less strict and takes pieces of it for
 * something else. The exceptions are Ogg, where libsndfile calls everything damaged but Vorbis, Opus and FLAC, and WAV
 * with what can be told apart without it: MPEG, AC-3 and DTS. */
static bool
has_second_chance (int fd, CtStatus status)
{
  static const uint64_t framed[] = { 0x50, 0x55, 0x2000, 0x2001 };
  uint64_t codec = find_unknown_codec (fd);

  for (size_t i = 0; i < sizeof framed / sizeof *framed; i++)
    if (codec == framed[i])
      return status == CT_STATUS_NO_DECODER;
  return status == CT_STATUS_UNKNOWN_FORMAT || (status == CT_STATUS_DAMAGED && is_ogg (fd));
}

/* Opens the film that a CAF file is made into, if it is one; else @status stays. */
static CtStatus
open_film (CtAudioFile *self, int64_t n_bytes, int stream, const atomic_bool *cancelled, CtStatus status)
{
  CtStatus made = ct_caf_film_make (self->fd, n_bytes, &self->film);
  int fd;

  if (made != CT_STATUS_OK || !self->film)
    return made != CT_STATUS_OK ? made : status;
  fd = ct_scratch_file_share (self->film);
  return fd < 0 ? CT_STATUS_NO_SPACE : ct_audio_gstreamer_open (fd, stream, cancelled, &self->decoder);
}

/* Lets GStreamer try what libsndfile gave up with @status. */
static CtStatus
open_again (CtAudioFile *self, int64_t n_bytes, int stream, const atomic_bool *cancelled, CtStatus status)
{
  CtStatus second = open_film (self, n_bytes, stream, cancelled, status);

  if (second != status || self->film)
    return second;
  if (!has_second_chance (self->fd, status))
    return status;
  second = ct_audio_gstreamer_open (self->fd, stream, cancelled, &self->decoder);
  return second == CT_STATUS_UNKNOWN_FORMAT ? status : second;
}
#endif

static CtStatus
open_decoder (CtAudioFile *self, int64_t n_bytes, int stream, const atomic_bool *cancelled)
{
  CtAudioDecoder **out = &self->decoder;
  int fd = self->fd;
  CtStatus status;

#ifdef CT_HAVE_GSTREAMER
  /* of several streams, libsndfile knows the first */
  if (ct_ogg_count_sounds (fd) > 1)
    {
      status = ct_audio_gstreamer_open (fd, stream, cancelled, out);
      if (status == CT_STATUS_OK || status == CT_STATUS_NO_STREAM || status == CT_STATUS_CANCELLED)
        return status;
    }
#endif
  status = ct_audio_sndfile_open (fd, out);
  if (status == CT_STATUS_OK)
    {
      (*out)->stream = (*out)->n_streams = 1;
      return stream > 1 ? CT_STATUS_NO_STREAM : CT_STATUS_OK;
    }
  if (status == CT_STATUS_DAMAGED && find_unknown_codec (fd) > 0)
    status = CT_STATUS_NO_DECODER;
#ifdef CT_HAVE_GSTREAMER
  status = open_again (self, n_bytes, stream, cancelled, status);
#endif
  return status;
}

static CtStatus
check_info (CtAudioInfo *info, int64_t n_bytes)
{
  if (info->channels < 1 || info->channels > CT_AUDIO_MAX_CHANNELS || info->rate_hz < CT_AUDIO_MIN_RATE_HZ
      || info->rate_hz > CT_AUDIO_MAX_RATE_HZ)
    return CT_STATUS_UNSUPPORTED_AUDIO;
  if (info->frames == 0)
    return CT_STATUS_EMPTY;
  if (info->frames < 0 || info->frames / MAX_FRAMES_PER_BYTE > n_bytes)
    info->frames = -1;
  return CT_STATUS_OK;
}

CtStatus
ct_audio_file_open_stream (const char *path, int stream, const atomic_bool *cancelled, CtAudioFile **out)
{
  CtAudioFile *self;
  int64_t n_bytes = 0;
  CtStatus status;

  *out = NULL;
  if (stream < 0)
    return CT_STATUS_BAD_ARGUMENT;
  self = calloc (1, sizeof *self);
  if (!self)
    return CT_STATUS_NO_MEMORY;
  status = ct_regular_file_open (path, &self->fd, &n_bytes);
  if (status == CT_STATUS_OK && n_bytes == 0)
    status = CT_STATUS_EMPTY;
  if (status == CT_STATUS_OK)
    status = open_decoder (self, n_bytes, stream, cancelled);
  if (status == CT_STATUS_OK)
    status = check_info (&self->decoder->info, n_bytes);
  if (status != CT_STATUS_OK)
    {
      ct_audio_file_close (self);
      return status;
    }
  *out = self;
  return CT_STATUS_OK;
}

CtStatus
ct_audio_file_open (const char *path, CtAudioFile **out)
{
  return ct_audio_file_open_stream (path, 0, NULL, out);
}

int
ct_audio_file_stream (const CtAudioFile *self)
{
  return self->decoder->stream;
}

int
ct_audio_file_n_streams (const CtAudioFile *self)
{
  return self->decoder->n_streams;
}

void
ct_audio_file_close (CtAudioFile *self)
{
  if (!self)
    return;
  if (self->decoder)
    self->decoder->funcs->free (self->decoder);
  ct_scratch_file_close (self->film);
  if (self->fd >= 0)
    close (self->fd);
  free (self);
}

const CtAudioInfo *
ct_audio_file_info (const CtAudioFile *self)
{
  return &self->decoder->info;
}

unsigned
ct_audio_file_warnings (const CtAudioFile *self)
{
  return self->decoder->warnings;
}

const char *
ct_audio_warning_string (CtAudioWarning warning)
{
  switch (warning)
    {
    case CT_AUDIO_STOPPED:
      return "reading stopped before its end";
    case CT_AUDIO_MENDED:
    default:
      return "its header gives a wrong length; read to the end of the file";
    }
}

/* Whether there was less to decode than the file says, by more than what encoders add or estimate. */
static bool
ends_early (const CtAudioFile *self)
{
  const CtAudioInfo *info = &self->decoder->info;

  return info->frames > 0 && !self->decoder->longest
         && self->position + info->rate_hz / 2 + info->frames / 50 < info->frames;
}

/* Compares bit patterns, which order as the magnitudes do and put NaN at the top: compilers make SIMD of it. */
static CtStatus
check_samples (const float *samples, size_t n)
{
  const float limits[2] = { MAX_SAMPLE, (float) __builtin_inff () };
  uint32_t largest = 0, limit_bits[2];

  for (size_t i = 0; i < n; i++)
    {
      uint32_t bits;

      memcpy (&bits, &samples[i], sizeof bits);
      bits &= UINT32_C (0x7fffffff);
      largest = bits > largest ? bits : largest;
    }
  memcpy (limit_bits, limits, sizeof limits);
  if (largest >= limit_bits[1])
    return CT_STATUS_NOT_FINITE;
  return largest > limit_bits[0] ? CT_STATUS_DAMAGED : CT_STATUS_OK;
}

CtStatus
ct_audio_file_read (CtAudioFile *self, float *samples, size_t n_frames, size_t *n_read)
{
  CtAudioDecoder *decoder = self->decoder;
  CtStatus status;

  *n_read = 0;
  if (n_frames == 0)
    return CT_STATUS_OK;
  status = decoder->funcs->read (decoder, samples, n_frames, n_read);
  if (status == CT_STATUS_OK)
    status = check_samples (samples, *n_read * (size_t) decoder->info.channels);
  if (status == CT_STATUS_OK && *n_read == 0 && self->position == 0)
    status = CT_STATUS_DAMAGED; /* a file without any frame was refused when it was opened */
  if (status == CT_STATUS_OK && *n_read == 0 && ends_early (self))
    decoder->warnings |= CT_AUDIO_STOPPED;
  if (status != CT_STATUS_OK)
    *n_read = 0;
  self->position += (int64_t) *n_read;
  return status;
}

bool
ct_audio_file_seek (CtAudioFile *self, int64_t frame)
{
  CtAudioDecoder *decoder = self->decoder;

  if (frame < 0 || frame >= decoder->info.frames || !decoder->funcs->seek || !decoder->funcs->seek (decoder, frame))
    return false;
  self->position = frame;
  return true;
}

CtStatus
ct_audio_file_skip_to (CtAudioFile *self, int64_t frame)
{
  float samples[SKIP_FRAMES * CT_AUDIO_MAX_CHANNELS];

  if (frame < self->position)
    return CT_STATUS_BAD_ARGUMENT;
  /* beyond the end there is nothing to seek to */
  if (frame > self->position)
    ct_audio_file_seek (self, frame);
  while (self->position < frame)
    {
      int64_t left = frame - self->position;
      size_t n_read;
      CtStatus status = ct_audio_file_read (self, samples, left < SKIP_FRAMES ? (size_t) left : SKIP_FRAMES, &n_read);

      if (status != CT_STATUS_OK)
        return status;
      if (n_read == 0)
        break;
    }
  return CT_STATUS_OK;
}
