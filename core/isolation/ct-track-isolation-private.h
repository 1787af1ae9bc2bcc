/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_TRACK_ISOLATION_PRIVATE_H
#define CT_TRACK_ISOLATION_PRIVATE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/audio/ct-sound-reader.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/base/ct-workers.h"
#include "core/isolation/ct-isolation-drums-private.h"
#include "core/isolation/ct-isolation-private.h"
#include "core/isolation/ct-track-isolation.h"
#include "core/transform/ct-stft-private.h"

#define CT_ISOLATION_BLOCK_HOPS 128
#define CT_ISOLATION_SETTLE_HOPS 2 /* frames of the neighbouring blocks that reach into a block */

/* The notes that sound in a block, and their measurements. */
typedef struct
{
  uint32_t *notes; /* [n] indices of notes, ascending */
  size_t n;
  uint64_t hash; /* of these notes' times and pitches */
  bool measured;
  CtNoteProfile *profiles; /* [n] */
  size_t n_hits;           /* of the notes */
  CtDrumProfile *drums;    /* [n_hits] */
} CtIsolationBlock;

/* The output of one job and the buffers it needs. */
typedef struct
{
  CtIsolatedBlock result;
  float *stems[CT_ISOLATION_MAX_STEMS]; /* [margin + block + margin][channels], allocated when first needed */
} CtIsolationSlot;

typedef struct
{
  CtIsolationFrame frame;
  float *samples; /* [margin + block + margin][channels] */
  float *scratch;
  float *spectra[2];
  float *masked;
  float *masks; /* [masks_capacity][n_bins] */
  size_t masks_capacity;
  CtNoteModel *models;
  size_t models_capacity;
  CtDrumModel *drums; /* [CT_ISOLATION_MAX_STEMS]: of each stem that is of drums */
} CtIsolationWork;

struct _CtTrackIsolation
{
  CtSoundCursor *cursor;
  pthread_mutex_t reading; /* guards the cursor */
  size_t channels;
  int64_t frames;
  CtStft stft;
  size_t block_frames, n_blocks, margin; /* in frames of the recording */
  CtWorkers *workers;
  size_t n_threads;
  CtIsolationWork *works; /* [n_threads] */
  CtIsolationSlot *slots; /* [n_threads] */

  CtNote *notes; /* [n_notes], sorted */
  size_t n_notes;
  CtIsolationBlock *blocks; /* [n_blocks] */
  CtNoteModel first_model;
};

/* The time of frame @frame of the transform, in seconds. */
static inline double
ct_isolation_frame_time (const CtTrackIsolation *self, int64_t frame)
{
  return (double) frame * (double) self->stft.hop / self->stft.rate_hz;
}

/* The first and the last block within @reach of @block. */
static inline size_t
ct_isolation_first_near (size_t block, size_t reach)
{
  return block > reach ? block - reach : 0;
}

static inline size_t
ct_isolation_last_near (const CtTrackIsolation *self, size_t block, size_t reach)
{
  return block + reach < self->n_blocks ? block + reach : self->n_blocks - 1;
}

/* -- ct-isolation-block.c */
/* Reads @n frames from @first on into the work's samples. */
CtStatus ct_isolation_read (CtTrackIsolation *self, CtIsolationWork *work, int64_t first, size_t n) CT_MUST_USE;
/* Sets the level of the frame whose window begins at frame @at of the work's samples, to measure notes in it: that of
 * the mean of the channels and, as where notes are heard, of the side where the mean loses what sounds. */
void ct_isolation_measure_level (const CtTrackIsolation *self, CtIsolationWork *work, size_t at);
/* Measures the notes of a block. */
CtStatus ct_isolation_measure_block (CtTrackIsolation *self, size_t number, CtIsolationWork *work) CT_MUST_USE;
/* Makes the stems of a block; it and those near it must be measured. */
CtStatus ct_isolation_isolate_block (CtTrackIsolation *self, size_t block, CtIsolationWork *work, CtIsolationSlot *slot)
    CT_MUST_USE;

#endif
