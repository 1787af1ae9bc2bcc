/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SOUND_FORMATS_H
#define SOUND_FORMATS_H

#include <glib.h>
#include <sndfile.h>

#include "core/audio/ct-audio-file.h"
#include "core/base/ct-status.h"
#include "tests/support/test-sound.h"

#define SOUND_N_FORMATS 14

/* By how much frames and samples may differ from what was written. */
typedef struct
{
  const char *name;
  int format; /* libsndfile's */
  int rate_hz;
  gsize slack_frames;
  double error;
} SoundFormat;

static const SoundFormat sound_formats[SOUND_N_FORMATS] = {
  { "u8.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_U8, 44100, 0, 1e-2 },
  { "16.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 44100, 0, 1e-4 },
  { "24.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 96000, 0, 1e-6 },
  { "float.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 48000, 0, 0 },
  { "extensible.wav", SF_FORMAT_WAVEX | SF_FORMAT_PCM_32, 44100, 0, 1e-6 },
  { "big.rf64", SF_FORMAT_RF64 | SF_FORMAT_PCM_16, 44100, 0, 1e-4 },
  { "16.aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_16, 44100, 0, 1e-4 },
  { "16.au", SF_FORMAT_AU | SF_FORMAT_PCM_16, 22050, 0, 1e-4 },
  { "16.caf", SF_FORMAT_CAF | SF_FORMAT_PCM_16, 44100, 0, 1e-4 },
  { "16.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 44100, 0, 1e-4 },
  { "24.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_24, 96000, 0, 1e-6 },
  { "vorbis.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 44100, 0, 0.05 },
  { "tone.opus", SF_FORMAT_OGG | SF_FORMAT_OPUS, 48000, 0, 0.05 },
  { "tone.mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 44100, 1200, 0.05 },
};

/* Writes a second of a stereo tone in format @i, and returns the path. */
static inline char *
sound_format_write (gsize i)
{
  g_autofree float *tone = test_sound_tone (sound_formats[i].rate_hz, 2, (gsize) sound_formats[i].rate_hz, 440, 0.5,
                                            0.25);

  return test_sound_write (sound_formats[i].name, sound_formats[i].format, sound_formats[i].rate_hz, 2, tone,
                           (gsize) sound_formats[i].rate_hz);
}

/* Reads at most @frames frames in pieces of @piece. */
static inline CtStatus
sound_file_read (CtAudioFile *file, float *samples, gsize frames, gsize piece, gsize *n_read)
{
  gsize channels = (gsize) ct_audio_file_info (file)->channels;
  CtStatus status = CT_STATUS_OK;

  *n_read = 0;
  while (*n_read < frames && status == CT_STATUS_OK)
    {
      gsize n;

      status = ct_audio_file_read (file, samples + *n_read * channels, MIN (piece, frames - *n_read), &n);
      if (n == 0)
        break;
      *n_read += n;
    }
  return status;
}

static inline CtAudioFile *
sound_file_open (const char *path)
{
  CtAudioFile *file = NULL;

  g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
  g_assert_nonnull (file);
  return file;
}

static inline void
sound_file_assert_refused (const char *path, CtStatus expected)
{
  CtAudioFile *file = (CtAudioFile *) &file;
  CtStatus status = ct_audio_file_open (path, &file);

  g_assert_cmpstr (ct_status_string (status), ==, ct_status_string (expected));
  g_assert_null (file);
}

#endif
