/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way of a recording into the engine, with libsndfile alone: GStreamer has fuzzers of its own, and threads. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/audio/ct-audio-file.h"
#include "core/audio/ct-resampler.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "tests/fuzz/fuzz-target.h"

#define MAX_SIZE 65536
#define MAX_SAMPLES (5 * CT_ANALYSIS_RATE_HZ) /* a forged header may promise hours of silence */
#define PIECE 1000

static void
read_samples (CtAudioFile *file, const CtTimeSpan *span)
{
  float samples[PIECE];
  CtResampler *resampler;
  CtStatus status = ct_resampler_new (file, span, &resampler);
  size_t n = PIECE;

  if (status != CT_STATUS_OK)
    return;
  for (size_t done = 0; done < MAX_SAMPLES && n == PIECE && status == CT_STATUS_OK; done += n)
    {
      status = ct_resampler_read (resampler, samples, PIECE, &n);
      FUZZ_REQUIRE (n <= PIECE);
      for (size_t i = 0; i < n; i++)
        FUZZ_REQUIRE (isfinite (samples[i]));
    }
  ct_resampler_free (resampler);
}

static void
read_path (const char *path, const CtTimeSpan *span)
{
  CtAudioFile *file;
  const CtAudioInfo *info;

  if (ct_audio_file_open (path, &file) != CT_STATUS_OK)
    {
      FUZZ_REQUIRE (!file);
      return;
    }
  info = ct_audio_file_info (file);
  FUZZ_REQUIRE (info->channels >= 1 && info->channels <= CT_AUDIO_MAX_CHANNELS);
  FUZZ_REQUIRE (info->rate_hz >= CT_AUDIO_MIN_RATE_HZ && info->rate_hz <= CT_AUDIO_MAX_RATE_HZ);
  FUZZ_REQUIRE (info->frames >= -1 && info->frames != 0);
  read_samples (file, span);
  ct_audio_file_close (file);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  int fd = memfd_create ("recording", MFD_CLOEXEC);
  char path[64];

  FUZZ_REQUIRE (fd >= 0);
  if (size > 0 && size <= MAX_SIZE && write (fd, data, size) == (ssize_t) size)
    {
      snprintf (path, sizeof path, "/proc/self/fd/%d", fd);
      read_path (path, &(CtTimeSpan){ 0, INFINITY });
      read_path (path, &(CtTimeSpan){ 0.02, 0.05 });
    }
  close (fd);
  return 0;
}
