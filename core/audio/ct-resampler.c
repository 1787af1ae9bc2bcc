/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/audio/ct-resampler.h"

#include <math.h>
#include <soxr.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_FRAMES 4096

struct _CtResampler
{
  CtAudioFile *file;
  int channels; /* of the file */
  int made;     /* channels of the stream: 1 or 2 */
  int64_t left; /* frames of the span not yet read from the file */
  bool file_ended;
  bool ended;
  soxr_t soxr;                /* NULL: the file has the rate of analysis */
  float *frames;              /* [BLOCK_FRAMES][channels] */
  float *mixed;               /* [BLOCK_FRAMES][made]; the same as @frames where the file has one channel */
  size_t mixed_at, mixed_end; /* what of it is not used up */
};

static int64_t
frame_at (double time_s, int rate_hz)
{
  double frame = time_s * rate_hz;

  return frame < 9e18 ? (int64_t) (frame + 0.5) : INT64_MAX;
}

static CtStatus
make_soxr (CtResampler *self, int rate_hz)
{
  soxr_io_spec_t io = soxr_io_spec (SOXR_FLOAT32_I, SOXR_FLOAT32_I);
  soxr_quality_spec_t quality = soxr_quality_spec (SOXR_HQ, 0);
  soxr_runtime_spec_t runtime = soxr_runtime_spec (1);
  soxr_error_t error = NULL;

  if (rate_hz == CT_ANALYSIS_RATE_HZ)
    return CT_STATUS_OK;
  self->soxr = soxr_create (rate_hz, CT_ANALYSIS_RATE_HZ, (unsigned) self->made, &error, &io, &quality, &runtime);
  return self->soxr ? CT_STATUS_OK : CT_STATUS_NO_MEMORY; /* the rates are known to be good */
}

static CtStatus
make (CtAudioFile *file, const CtTimeSpan *span, bool with_side, CtResampler **out)
{
  const CtAudioInfo *info = ct_audio_file_info (file);
  CtResampler *self;
  CtStatus status = CT_STATUS_NO_MEMORY;
  int64_t start;

  *out = NULL;
  if (!(span->start_s >= 0 && span->end_s >= span->start_s && isfinite (span->start_s)))
    return CT_STATUS_BAD_ARGUMENT;
  self = calloc (1, sizeof *self);
  if (!self)
    return CT_STATUS_NO_MEMORY;
  start = frame_at (span->start_s, info->rate_hz);
  self->file = file;
  self->channels = info->channels;
  self->made = with_side && info->channels > 1 ? 2 : 1;
  self->left = frame_at (span->end_s, info->rate_hz) - start;
  self->frames = malloc (sizeof (float) * BLOCK_FRAMES * (size_t) self->channels);
  self->mixed = self->channels == 1 ? self->frames : malloc (sizeof (float) * BLOCK_FRAMES * (size_t) self->made);
  if (self->frames && self->mixed)
    status = make_soxr (self, info->rate_hz);
  if (status == CT_STATUS_OK)
    status = ct_audio_file_skip_to (file, start);
  if (status != CT_STATUS_OK)
    {
      ct_resampler_free (self);
      return status;
    }
  *out = self;
  return CT_STATUS_OK;
}

CtStatus
ct_resampler_new (CtAudioFile *file, const CtTimeSpan *span, CtResampler **out)
{
  return make (file, span, false, out);
}

CtStatus
ct_resampler_new_with_side (CtAudioFile *file, const CtTimeSpan *span, CtResampler **out)
{
  return make (file, span, true, out);
}

int
ct_resampler_channels (const CtResampler *self)
{
  return self->made;
}

void
ct_resampler_free (CtResampler *self)
{
  if (!self)
    return;
  if (self->mixed != self->frames)
    free (self->mixed);
  free (self->frames);
  soxr_delete (self->soxr);
  free (self);
}

static void
mix_down (const float *frames, int channels, float *mono, size_t n)
{
  float scale = 1.0f / (float) channels;

  if (channels == 2)
    for (size_t i = 0; i < n; i++)
      mono[i] = 0.5f * (frames[2 * i] + frames[2 * i + 1]);
  else
    for (size_t i = 0; i < n; i++)
      {
        float sum = 0.0f;

        for (int c = 0; c < channels; c++)
          sum += frames[i * (size_t) channels + (size_t) c];
        mono[i] = scale * sum;
      }
}

/* [n][2]: the mean and the side */
static void
mix_sides (const float *frames, int channels, float *mixed, size_t n)
{
  float scale = 1.0f / (float) channels;

  if (channels == 2)
    for (size_t i = 0; i < n; i++)
      {
        mixed[2 * i] = 0.5f * (frames[2 * i] + frames[2 * i + 1]);
        mixed[2 * i + 1] = 0.5f * (frames[2 * i] - frames[2 * i + 1]);
      }
  else
    for (size_t i = 0; i < n; i++)
      {
        float sums[2] = { 0 };

        for (int c = 0; c < channels; c++)
          sums[c % 2] += frames[i * (size_t) channels + (size_t) c];
        mixed[2 * i] = scale * (sums[0] + sums[1]);
        mixed[2 * i + 1] = scale * (sums[0] - sums[1]);
      }
}

/* Reads the next block, always as long as the file allows, so that the result does not depend on what is asked for. */
static CtStatus
refill (CtResampler *self)
{
  size_t wanted = self->left < BLOCK_FRAMES ? (size_t) self->left : BLOCK_FRAMES;
  size_t n_read = 0;
  CtStatus status = ct_audio_file_read (self->file, self->frames, wanted, &n_read);

  if (status != CT_STATUS_OK)
    return status;
  if (self->made > 1)
    mix_sides (self->frames, self->channels, self->mixed, n_read);
  else if (self->channels > 1)
    mix_down (self->frames, self->channels, self->mixed, n_read);
  self->left -= (int64_t) n_read;
  self->file_ended = n_read == 0;
  self->mixed_at = 0;
  self->mixed_end = n_read;
  return CT_STATUS_OK;
}

/* Converts what it can of the block; with the file at its end, what the filter still holds. */
static CtStatus
convert (CtResampler *self, float *samples, size_t n, size_t *n_made)
{
  size_t n_in = self->mixed_end - self->mixed_at, made = (size_t) self->made, n_used = 0;
  const float *in = self->mixed + self->mixed_at * made;

  if (self->soxr)
    {
      if (soxr_process (self->soxr, self->file_ended ? NULL : in, n_in, &n_used, samples, n, n_made))
        return CT_STATUS_NO_MEMORY; /* nothing else can fail in it */
    }
  else
    {
      n_used = *n_made = n_in < n ? n_in : n;
      memcpy (samples, in, sizeof *samples * n_used * made);
    }
  self->mixed_at += n_used;
  self->ended = self->file_ended && *n_made < n;
  return CT_STATUS_OK;
}

CtStatus
ct_resampler_read (CtResampler *self, float *samples, size_t n, size_t *n_read)
{
  *n_read = 0;
  while (*n_read < n && !self->ended)
    {
      CtStatus status = CT_STATUS_OK;
      size_t n_made = 0;

      if (self->mixed_at == self->mixed_end && !self->file_ended)
        status = refill (self);
      if (status == CT_STATUS_OK)
        status = convert (self, samples + *n_read * (size_t) self->made, n - *n_read, &n_made);
      if (status != CT_STATUS_OK)
        return status;
      *n_read += n_made;
    }
  return CT_STATUS_OK;
}
