/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/transform/ct-transform-stream.h"

#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/transform/ct-side-private.h"

#define BLOCK_FRAMES CT_SPECTROGRAM_BLOCK_FRAMES
#define BLOCK_HOP ((size_t) BLOCK_FRAMES * CT_CQT_HOP)
#define BLOCK_SAMPLES ((BLOCK_FRAMES - 1) * CT_CQT_HOP + 2 * CT_CQT_REACH)
#define CARRIED (BLOCK_SAMPLES - BLOCK_HOP) /* samples that a block shares with the next one */

/* A block of samples on its way from the decoder to the transform. */
typedef struct
{
  size_t number;
  size_t n_frames;
  bool done;      /* transformed and stored */
  bool has_side;  /* in which something sounds */
  float *samples; /* [BLOCK_SAMPLES] */
  float *side;    /* [BLOCK_SAMPLES]; NULL: the recording has one channel */
} Slot;

typedef struct
{
  CtCqtWork *work;
  float *transform; /* [BLOCK_FRAMES][CT_CQT_BINS][2] */
  float *side;      /* as transform; NULL: the recording has one channel */
} Buffers;

typedef struct
{
  CtResampler *resampler;
  bool stereo;
  const CtStreamHooks *hooks;
  size_t n_workers;
  Buffers *buffers; /* [n_workers] */

  pthread_mutex_t mutex;
  pthread_cond_t changed;
  Slot *slots; /* [n_slots], a ring */
  size_t n_slots;
  size_t n_filled, n_taken, n_done; /* blocks so far */
  bool ended;                       /* no further block will be filled */
  bool stopped;                     /* no further block will be taken */
  CtStatus status;

  /* the decoding thread's */
  float *carried, *carried_side; /* [CARRIED] */
  float *pairs;                  /* [BLOCK_SAMPLES][2]; NULL: the recording has one channel */
  size_t n_read;
  bool at_end;

  CtSpectrogram *spectrogram; /* under the mutex */
} Stream;

static bool
is_silent (const float *samples, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (samples[i] != 0)
      return false;
  return true;
}

/* Begins a block with the @kept samples that it shares with the one before. */
static void
begin_block (size_t number, size_t kept, const float *carried, float *samples)
{
  if (number == 0)
    memset (samples, 0, kept * sizeof *samples);
  else
    memcpy (samples, carried, kept * sizeof *samples);
}

/* Ends a block of which @n samples are there, with zeros, and keeps what it shares with the next. */
static void
end_block (size_t n, float *carried, float *samples)
{
  memset (samples + n, 0, (BLOCK_SAMPLES - n) * sizeof *samples);
  memcpy (carried, samples + BLOCK_HOP, CARRIED * sizeof *samples);
}

/* Reads @n new samples into the block from @at. */
static CtStatus
read_block (Stream *self, Slot *slot, size_t at, size_t n, size_t *got)
{
  CtStatus status;

  if (!self->stereo)
    return ct_resampler_read (self->resampler, slot->samples + at, n, got);
  status = ct_resampler_read (self->resampler, self->pairs, n, got);
  for (size_t i = 0; i < *got; i++)
    {
      slot->samples[at + i] = self->pairs[2 * i];
      slot->side[at + i] = self->pairs[2 * i + 1];
    }
  return status;
}

/* Fills a block: what it shares with the one before, then new samples, zeros after the end. */
static CtStatus
fill_block (Stream *self, size_t number, Slot *slot)
{
  size_t kept = number == 0 ? CT_CQT_REACH : CARRIED, got = 0;
  CtStatus status = CT_STATUS_OK;

  begin_block (number, kept, self->carried, slot->samples);
  if (self->stereo)
    begin_block (number, kept, self->carried_side, slot->side);
  if (!self->at_end)
    status = read_block (self, slot, kept, BLOCK_SAMPLES - kept, &got);
  self->at_end = kept + got < BLOCK_SAMPLES;
  self->n_read += got;
  end_block (kept + got, self->carried, slot->samples);
  if (self->stereo)
    end_block (kept + got, self->carried_side, slot->side);
  slot->has_side = self->stereo && !is_silent (slot->side, BLOCK_SAMPLES);
  return status;
}

/* Frames of block @number, as far as is known by now. */
static size_t
frames_in_block (const Stream *self, size_t number)
{
  size_t n_frames = self->n_read / CT_CQT_HOP + 1, first = number * BLOCK_FRAMES;

  if (!self->at_end || n_frames >= first + BLOCK_FRAMES)
    return BLOCK_FRAMES;
  return n_frames > first ? n_frames - first : 0;
}

/* Waits for a free slot; NULL once no further block is wanted. */
static Slot *
wait_for_slot (Stream *self)
{
  Slot *slot = NULL;

  pthread_mutex_lock (&self->mutex);
  while (!self->stopped && self->n_filled - self->n_done >= self->n_slots)
    pthread_cond_wait (&self->changed, &self->mutex);
  if (!self->stopped)
    slot = &self->slots[self->n_filled % self->n_slots];
  pthread_mutex_unlock (&self->mutex);
  return slot;
}

static void *
decode_main (void *data)
{
  Stream *self = data;
  CtStatus status = CT_STATUS_OK;
  Slot *slot;

  for (size_t number = 0; status == CT_STATUS_OK && (slot = wait_for_slot (self)); number++)
    {
      status = fill_block (self, number, slot);
      slot->number = number;
      slot->n_frames = frames_in_block (self, number);
      slot->done = false;
      if (status != CT_STATUS_OK || slot->n_frames == 0)
        break;
      pthread_mutex_lock (&self->mutex);
      self->n_filled++;
      pthread_cond_broadcast (&self->changed);
      pthread_mutex_unlock (&self->mutex);
    }
  pthread_mutex_lock (&self->mutex);
  if (self->status == CT_STATUS_OK)
    self->status = status;
  self->ended = true;
  pthread_cond_broadcast (&self->changed);
  pthread_mutex_unlock (&self->mutex);
  return NULL;
}

static CtStatus
store (Stream *self, const Slot *slot, const float *transform)
{
  CtStatus status = ct_spectrogram_reserve (self->spectrogram, slot->number);

  if (status == CT_STATUS_OK)
    ct_spectrogram_store (self->spectrogram, slot->number, transform, slot->n_frames);
  return status;
}

/* Takes the next block that is filled; NULL at the end. Under the mutex. */
static Slot *
take_slot (Stream *self)
{
  while (!self->stopped && self->n_taken == self->n_filled && !self->ended)
    pthread_cond_wait (&self->changed, &self->mutex);
  if (self->stopped || self->n_taken == self->n_filled)
    return NULL;
  return &self->slots[self->n_taken++ % self->n_slots];
}

/* Frees the slots of finished blocks and passes on their levels. Under the mutex, so that the table of blocks does not
 * grow meanwhile. */
static void
finish_blocks (Stream *self)
{
  const CtStreamHooks *hooks = self->hooks;

  while (self->n_done < self->n_taken && self->slots[self->n_done % self->n_slots].done)
    {
      const Slot *slot = &self->slots[self->n_done % self->n_slots];
      size_t first = slot->number * BLOCK_FRAMES;

      if (hooks->levels)
        hooks->levels (ct_spectrogram_frame (self->spectrogram, first), first, slot->n_frames, hooks->levels_data);
      self->n_done++;
    }
}

/* Puts the side where the mean has lost what sounds there. */
static void
add_side (const float *restrict side, float *restrict transform, size_t n)
{
  for (size_t i = 0; i < n; i++)
    {
      float re = transform[2 * i], im = transform[2 * i + 1], mean = re * re + im * im;
      float power = ct_side_power (mean, side[2 * i] * side[2 * i] + side[2 * i + 1] * side[2 * i + 1]);
      bool lost = power > mean;

      transform[2 * i] = lost ? sqrtf (power) : re;
      transform[2 * i + 1] = lost ? 0 : im;
    }
}

static void
transform_block (const Slot *slot, Buffers *buffers)
{
  ct_cqt_execute (buffers->work, slot->samples, slot->n_frames, buffers->transform);
  if (!slot->has_side)
    return;
  ct_cqt_execute (buffers->work, slot->side, slot->n_frames, buffers->side);
  add_side (buffers->side, buffers->transform, slot->n_frames * CT_CQT_BINS);
}

/* One worker's share: transforms blocks until there are no more. A slot becomes free for new samples only once it and
 * all before it are done; as all blocks are equally long, this costs nothing. */
static CtStatus
transform_blocks (void *data, size_t job, size_t worker)
{
  Stream *self = data;
  Buffers *buffers = &self->buffers[worker];
  CtStatus status = CT_STATUS_OK;
  Slot *slot;

  pthread_mutex_lock (&self->mutex);
  while (status == CT_STATUS_OK && (slot = take_slot (self)))
    {
      pthread_mutex_unlock (&self->mutex);
      transform_block (slot, buffers);
      if (worker == 0 && self->hooks->progress)
        self->hooks->progress ((double) slot->number * BLOCK_HOP, self->hooks->progress_data);
      pthread_mutex_lock (&self->mutex);
      status = store (self, slot, buffers->transform);
      if (self->hooks->cancelled && atomic_load (self->hooks->cancelled))
        status = CT_STATUS_CANCELLED;
      slot->done = status == CT_STATUS_OK;
      finish_blocks (self);
      pthread_cond_broadcast (&self->changed);
    }
  if (status != CT_STATUS_OK)
    {
      self->stopped = true;
      pthread_cond_broadcast (&self->changed);
    }
  pthread_mutex_unlock (&self->mutex);
  return status;
}

static bool
allocate (Stream *self, const CtCqt *plan)
{
  self->slots = calloc (self->n_slots, sizeof *self->slots);
  self->buffers = calloc (self->n_workers, sizeof *self->buffers);
  self->carried = calloc (CARRIED, sizeof *self->carried);
  if (!self->slots || !self->buffers || !self->carried)
    return false;
  if (self->stereo
      && (!(self->carried_side = calloc (CARRIED, sizeof *self->carried_side))
          || !(self->pairs = malloc (BLOCK_SAMPLES * 2 * sizeof *self->pairs))))
    return false;
  for (size_t i = 0; i < self->n_slots; i++)
    {
      Slot *slot = &self->slots[i];

      slot->samples = malloc (BLOCK_SAMPLES * sizeof *slot->samples);
      slot->side = self->stereo ? malloc (BLOCK_SAMPLES * sizeof *slot->side) : NULL;
      if (!slot->samples || (self->stereo && !slot->side))
        return false;
    }
  for (size_t i = 0; i < self->n_workers; i++)
    {
      Buffers *buffers = &self->buffers[i];

      buffers->transform = malloc ((size_t) BLOCK_FRAMES * CT_CQT_BINS * 2 * sizeof (float));
      buffers->side = self->stereo ? malloc ((size_t) BLOCK_FRAMES * CT_CQT_BINS * 2 * sizeof (float)) : NULL;
      if (!buffers->transform || (self->stereo && !buffers->side)
          || ct_cqt_work_new (plan, BLOCK_FRAMES, &buffers->work) != CT_STATUS_OK)
        return false;
    }
  return true;
}

static void
clear (Stream *self)
{
  for (size_t i = 0; self->slots && i < self->n_slots; i++)
    {
      free (self->slots[i].samples);
      free (self->slots[i].side);
    }
  for (size_t i = 0; self->buffers && i < self->n_workers; i++)
    {
      ct_cqt_work_free (self->buffers[i].work);
      free (self->buffers[i].transform);
      free (self->buffers[i].side);
    }
  free (self->slots);
  free (self->buffers);
  free (self->carried);
  free (self->carried_side);
  free (self->pairs);
}

static CtStatus
run (Stream *self, CtWorkers *workers)
{
  pthread_t decoder;
  CtStatus status;

  pthread_mutex_init (&self->mutex, NULL);
  pthread_cond_init (&self->changed, NULL);
  if (pthread_create (&decoder, NULL, decode_main, self))
    status = CT_STATUS_NO_THREAD;
  else
    {
      status = ct_workers_run (workers, self->n_workers, transform_blocks, self, NULL);
      pthread_mutex_lock (&self->mutex);
      self->stopped = true;
      pthread_cond_broadcast (&self->changed);
      pthread_mutex_unlock (&self->mutex);
      pthread_join (decoder, NULL);
      if (status == CT_STATUS_OK)
        status = self->status;
    }
  pthread_cond_destroy (&self->changed);
  pthread_mutex_destroy (&self->mutex);
  return status;
}

CtStatus
ct_transform_stream_run (const CtCqt *plan,
                         CtWorkers *workers,
                         CtResampler *resampler,
                         const CtStreamHooks *hooks,
                         CtSpectrogram *spectrogram,
                         size_t *n_samples)
{
  size_t n_workers = ct_workers_n_threads (workers);
  Stream self = { .resampler = resampler,
                  .stereo = ct_resampler_channels (resampler) > 1,
                  .hooks = hooks,
                  .n_workers = n_workers,
                  .n_slots = n_workers + 2,
                  .spectrogram = spectrogram };
  CtStatus status = allocate (&self, plan) ? run (&self, workers) : CT_STATUS_NO_MEMORY;

  clear (&self);
  if (status != CT_STATUS_OK)
    return status;
  if (self.n_read == 0)
    return CT_STATUS_EMPTY;
  ct_spectrogram_finish (spectrogram, self.n_read / CT_CQT_HOP + 1);
  *n_samples = self.n_read;
  return CT_STATUS_OK;
}
