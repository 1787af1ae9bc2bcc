/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_AUDIO_FILE_PRIVATE_H
#define CT_AUDIO_FILE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/audio/ct-audio-file.h"
#include "core/base/ct-atomic-bool.h"
#include "core/base/ct-status.h"

/* An open file of a back end, which embeds this as its first member and fills it in. */
typedef struct _CtAudioDecoder CtAudioDecoder;

typedef struct
{
  /* As ct_audio_file_read(), without checking the samples. */
  CtStatus (*read) (CtAudioDecoder *self, float *samples, size_t n_frames, size_t *n_read);
  /* Moves to frame @frame of the file; false, with nothing moved, where that cannot be done exactly. May be NULL. */
  bool (*seek) (CtAudioDecoder *self, int64_t frame);
  void (*free) (CtAudioDecoder *self);
} CtAudioDecoderFuncs;

struct _CtAudioDecoder
{
  const CtAudioDecoderFuncs *funcs;
  CtAudioInfo info;
  int stream, n_streams; /* the one that is read, from 1, and how many there are */
  bool longest;          /* info.frames is the length of the longest stream, perhaps one of pictures */
  unsigned warnings;     /* CtAudioWarning, so far */
};

/* Both read @fd, a regular file at its start, which must stay open as long as the decoder. libsndfile finds one stream
 * only; @stream and @cancelled are as for ct_audio_file_open_stream(). */
CtStatus ct_audio_sndfile_open (int fd, CtAudioDecoder **out) CT_MUST_USE;
#ifdef CT_HAVE_GSTREAMER
CtStatus ct_audio_gstreamer_open (int fd, int stream, const atomic_bool *cancelled, CtAudioDecoder **out) CT_MUST_USE;
#endif

#endif
