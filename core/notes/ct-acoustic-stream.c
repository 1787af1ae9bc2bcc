/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/notes/ct-acoustic-stream.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include "core/notes/ct-acoustic-state-private.h"
#include "core/notes/ct-acoustic-work-private.h"

#define BLOCK_FRAMES 512

typedef struct
{
  const CtSpectrogram *spectrogram;
  const CtAcousticHooks *hooks;
  CtPosteriorgram *posteriors;
  size_t n_workers, n_blocks;
  CtAcousticWork **works; /* [n_workers] */

  pthread_mutex_t mutex;
  pthread_cond_t changed;
  size_t turn;  /* the block that recurs next */
  bool stopped; /* none does any more */

  CtAcousticState *state; /* of the block whose turn it is */
} Stream;

/* Waits until @block may recur; false once it need not. */
static bool
begin_turn (Stream *self, size_t block)
{
  bool begins;

  pthread_mutex_lock (&self->mutex);
  while (!self->stopped && self->turn != block)
    pthread_cond_wait (&self->changed, &self->mutex);
  begins = !self->stopped;
  pthread_mutex_unlock (&self->mutex);
  return begins;
}

static void
end_turn (Stream *self)
{
  pthread_mutex_lock (&self->mutex);
  self->turn++;
  pthread_cond_broadcast (&self->changed);
  pthread_mutex_unlock (&self->mutex);
}

static void
stop (Stream *self)
{
  pthread_mutex_lock (&self->mutex);
  self->stopped = true;
  pthread_cond_broadcast (&self->changed);
  pthread_mutex_unlock (&self->mutex);
}

/* Blocks are begun in their order, and each that is begun ends its turn or stops the stream: none waits for ever. */
static CtStatus
run_block (void *data, size_t block, size_t worker)
{
  Stream *self = data;
  CtAcousticWork *work = self->works[worker];
  size_t first = block * BLOCK_FRAMES, n_left = self->posteriors->n_frames - first;

  if (self->hooks->cancelled && atomic_load (self->hooks->cancelled))
    {
      stop (self);
      return CT_STATUS_CANCELLED;
    }
  ct_acoustic_work_convolve (work, self->spectrogram, first, n_left < BLOCK_FRAMES ? n_left : BLOCK_FRAMES);
  if (!begin_turn (self, block))
    return CT_STATUS_CANCELLED;
  ct_acoustic_work_recur (work, self->state);
  end_turn (self);
  ct_acoustic_work_output (work, self->posteriors);
  if (worker == 0 && self->hooks->progress)
    self->hooks->progress ((double) (block + 1) / (double) self->n_blocks, self->hooks->progress_data);
  return CT_STATUS_OK;
}

static CtStatus
allocate (Stream *self, const CtAcousticModel *model)
{
  size_t n_frames = ct_spectrogram_n_frames (self->spectrogram);
  CtStatus status = ct_posteriorgram_new (n_frames, &self->posteriors);

  if (status == CT_STATUS_OK)
    status = ct_acoustic_state_new (model, &self->state);
  if (status == CT_STATUS_OK && !(self->works = calloc (self->n_workers, sizeof *self->works)))
    status = CT_STATUS_NO_MEMORY;
  for (size_t i = 0; status == CT_STATUS_OK && i < self->n_workers; i++)
    status = ct_acoustic_work_new (model, n_frames < BLOCK_FRAMES ? n_frames : BLOCK_FRAMES, &self->works[i]);
  return status;
}

/* All but the posteriors. */
static void
clear (Stream *self)
{
  for (size_t i = 0; self->works && i < self->n_workers; i++)
    ct_acoustic_work_free (self->works[i]);
  free (self->works);
  ct_acoustic_state_free (self->state);
}

CtStatus
ct_acoustic_stream_run (const CtAcousticModel *model,
                        CtWorkers *workers,
                        const CtSpectrogram *spectrogram,
                        const CtAcousticHooks *hooks,
                        CtPosteriorgram **out)
{
  Stream self = { .spectrogram = spectrogram,
                  .hooks = hooks,
                  .n_workers = ct_workers_n_threads (workers),
                  .n_blocks = (ct_spectrogram_n_frames (spectrogram) + BLOCK_FRAMES - 1) / BLOCK_FRAMES };
  CtStatus status = allocate (&self, model);

  pthread_mutex_init (&self.mutex, NULL);
  pthread_cond_init (&self.changed, NULL);
  if (status == CT_STATUS_OK) /* a block that is begun must see for itself whether it is cancelled */
    status = ct_workers_run (workers, self.n_blocks, run_block, &self, NULL);
  pthread_cond_destroy (&self.changed);
  pthread_mutex_destroy (&self.mutex);
  clear (&self);
  if (status != CT_STATUS_OK)
    {
      ct_posteriorgram_free (self.posteriors);
      return status;
    }
  *out = self.posteriors;
  return CT_STATUS_OK;
}
