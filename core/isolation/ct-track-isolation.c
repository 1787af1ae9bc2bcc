/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/isolation/ct-track-isolation.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-compare-private.h"
#include "core/base/ct-workers.h"
#include "core/isolation/ct-isolation-labels-private.h"
#include "core/isolation/ct-isolation-private.h"
#include "core/isolation/ct-stem-hash-private.h"
#include "core/isolation/ct-track-isolation-private.h"
#include "core/transform/ct-stft-private.h"

#define REACH 3   /* blocks on either side on which a block depends */
#define VERSION 3 /* of the algorithm: part of every key */

/* ---- making and freeing ---- */

static void
clear_work (CtIsolationWork *work)
{
  ct_isolation_frame_clear (&work->frame);
  free (work->samples);
  free (work->scratch);
  free (work->spectra[0]);
  free (work->spectra[1]);
  free (work->masked);
  free (work->masks);
  free (work->models);
  free (work->drums);
}

static CtStatus
init_work (const CtTrackIsolation *self, CtIsolationWork *work)
{
  size_t n = self->block_frames + 2 * self->margin;

  if (ct_isolation_frame_init (&work->frame, &self->stft) != CT_STATUS_OK)
    return CT_STATUS_NO_MEMORY;
  work->samples = malloc (n * self->channels * sizeof *work->samples);
  work->scratch = ct_stft_alloc_real (&self->stft);
  work->spectra[0] = ct_stft_alloc_complex (&self->stft);
  work->spectra[1] = ct_stft_alloc_complex (&self->stft);
  work->masked = ct_stft_alloc_complex (&self->stft);
  work->drums = calloc (CT_ISOLATION_MAX_STEMS, sizeof *work->drums);
  return work->samples && work->scratch && work->spectra[0] && work->spectra[1] && work->masked && work->drums
             ? CT_STATUS_OK
             : CT_STATUS_NO_MEMORY;
}

static void
free_blocks (CtIsolationBlock *blocks, size_t n)
{
  for (size_t b = 0; blocks && b < n; b++)
    {
      free (blocks[b].notes);
      free (blocks[b].profiles);
      free (blocks[b].drums);
    }
  free (blocks);
}

void
ct_track_isolation_free (CtTrackIsolation *self)
{
  if (!self)
    return;
  for (size_t i = 0; self->works && i < self->n_threads; i++)
    clear_work (&self->works[i]);
  for (size_t i = 0; self->slots && i < self->n_threads; i++)
    for (size_t s = 0; s < CT_ISOLATION_MAX_STEMS; s++)
      free (self->slots[i].stems[s]);
  free (self->works);
  free (self->slots);
  free (self->notes);
  free_blocks (self->blocks, self->n_blocks);
  ct_workers_free (self->workers);
  ct_stft_clear (&self->stft);
  ct_sound_cursor_free (self->cursor);
  pthread_mutex_destroy (&self->reading);
  free (self);
}

static CtStatus
set_up (CtTrackIsolation *self, CtSoundReader *reader)
{
  CtStatus status = ct_sound_cursor_new (reader, &self->cursor);

  if (status == CT_STATUS_OK)
    status = ct_sound_cursor_measure (self->cursor, &self->frames);
  if (status == CT_STATUS_OK)
    status = ct_stft_init (&self->stft, ct_sound_reader_rate_hz (reader));
  if (status != CT_STATUS_OK)
    return status;
  self->channels = (size_t) ct_sound_reader_channels (reader);
  self->block_frames = CT_ISOLATION_BLOCK_HOPS * self->stft.hop;
  self->margin = CT_ISOLATION_SETTLE_HOPS * self->stft.hop + self->stft.size / 2;
  self->n_blocks = (size_t) ((self->frames + (int64_t) self->block_frames - 1) / (int64_t) self->block_frames);
  self->blocks = calloc (self->n_blocks + 1, sizeof *self->blocks);
  self->works = calloc (self->n_threads, sizeof *self->works);
  self->slots = calloc (self->n_threads, sizeof *self->slots);
  if (!self->blocks || !self->works || !self->slots)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; status == CT_STATUS_OK && i < self->n_threads; i++)
    status = init_work (self, &self->works[i]);
  if (status == CT_STATUS_OK)
    status = ct_workers_new (self->n_threads, &self->workers);
  return status;
}

CtStatus
ct_track_isolation_new (CtSoundReader *reader, size_t n_threads, CtTrackIsolation **out)
{
  CtTrackIsolation *self = calloc (1, sizeof *self);
  CtStatus status;

  *out = NULL;
  if (!self)
    return CT_STATUS_NO_MEMORY;
  pthread_mutex_init (&self->reading, NULL);
  self->n_threads = n_threads ? n_threads : ct_workers_default_threads ();
  ct_note_model_init (&self->first_model);
  status = set_up (self, reader);
  if (status != CT_STATUS_OK)
    {
      ct_track_isolation_free (self);
      return status;
    }
  *out = self;
  return CT_STATUS_OK;
}

int64_t
ct_track_isolation_frames (const CtTrackIsolation *self)
{
  return self->frames;
}

size_t
ct_track_isolation_block_frames (const CtTrackIsolation *self)
{
  return self->block_frames;
}

size_t
ct_track_isolation_n_blocks (const CtTrackIsolation *self)
{
  return self->n_blocks;
}

size_t
ct_track_isolation_batch (const CtTrackIsolation *self)
{
  return self->n_threads;
}

/* ---- notes ---- */

/* Uncertain notes sound, too, whether or not they count: what is theirs belongs to their tracks sooner than to others.
 */
static bool
is_usable (const CtNote *note)
{
  return note->track >= 0 && isfinite (note->onset_s) && isfinite (note->offset_s) && note->offset_s > note->onset_s
         && (note->midi < 128 || ct_isolation_is_hit (note));
}

/* A hit sounds until it has died away or its drum is struck again. */
static void
end_hits (CtNote *notes, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (ct_isolation_is_hit (&notes[i]))
      {
        double end_s = notes[i].onset_s + CT_DRUM_RING_S;

        for (size_t k = i + 1; k < n && notes[k].onset_s + CT_DRUM_BEFORE_S < end_s; k++)
          if (ct_isolation_is_hit (&notes[k]) && notes[k].track == notes[i].track)
            end_s = notes[k].onset_s + CT_DRUM_BEFORE_S;
        notes[i].offset_s = end_s;
      }
}

/* What of a note the masks depend on beside its time and its track. */
static uint64_t
mark_of (const CtNote *note)
{
  return ct_isolation_is_hit (note) ? (uint64_t) note->velocity << 8 | note->midi : note->midi;
}

/* The first and last block in whose frames @note sounds; false: in none. */
static bool
blocks_of (const CtTrackIsolation *self, const CtNote *note, size_t *first, size_t *last)
{
  double block_s = (double) self->block_frames / self->stft.rate_hz;
  double from = floor ((note->onset_s - CT_ISOLATION_BEFORE_S) / block_s);
  double to = floor ((note->offset_s + CT_ISOLATION_AFTER_S) / block_s);

  if (to < 0 || from >= (double) self->n_blocks)
    return false;
  *first = from < 0 ? 0 : (size_t) from;
  *last = to >= (double) self->n_blocks ? self->n_blocks - 1 : (size_t) to;
  return true;
}

static uint64_t
hash_block (const CtTrackIsolation *self, const CtIsolationBlock *block)
{
  CtStemHash hash;

  ct_stem_hash_init (&hash, VERSION);
  for (size_t i = 0; i < block->n; i++)
    {
      const CtNote *note = &self->notes[block->notes[i]];

      ct_stem_hash_double (&hash, note->onset_s);
      ct_stem_hash_double (&hash, note->offset_s);
      ct_stem_hash_word (&hash, mark_of (note));
    }
  return ct_stem_hash_end (&hash).words[0];
}

/* Lists every block's notes. */
static CtStatus
fill_blocks (CtTrackIsolation *self, CtIsolationBlock *blocks)
{
  size_t first, last;

  for (size_t i = 0; i < self->n_notes; i++)
    if (blocks_of (self, &self->notes[i], &first, &last))
      for (size_t b = first; b <= last; b++)
        blocks[b].n++;
  for (size_t b = 0; b < self->n_blocks; b++)
    {
      blocks[b].notes = malloc ((blocks[b].n + 1) * sizeof *blocks[b].notes);
      if (!blocks[b].notes)
        return CT_STATUS_NO_MEMORY;
      blocks[b].n = 0;
    }
  for (size_t i = 0; i < self->n_notes; i++)
    if (blocks_of (self, &self->notes[i], &first, &last))
      for (size_t b = first; b <= last; b++)
        {
          blocks[b].notes[blocks[b].n++] = (uint32_t) i;
          blocks[b].n_hits += ct_isolation_is_hit (&self->notes[i]);
        }
  for (size_t b = 0; b < self->n_blocks; b++)
    blocks[b].hash = hash_block (self, &blocks[b]);
  return CT_STATUS_OK;
}

CtStatus
ct_track_isolation_set_notes (CtTrackIsolation *self, const CtNote *notes, size_t n)
{
  CtIsolationBlock *blocks = calloc (self->n_blocks + 1, sizeof *blocks);
  CtNote *copy = malloc ((n + 1) * sizeof *copy);
  CtStatus status = CT_STATUS_NO_MEMORY;

  free (self->notes);
  self->notes = copy;
  self->n_notes = 0;
  if (blocks && copy && n < UINT32_MAX)
    {
      for (size_t i = 0; i < n; i++)
        if (is_usable (&notes[i]))
          copy[self->n_notes++] = notes[i];
      qsort (copy, self->n_notes, sizeof *copy, ct_note_compare);
      end_hits (copy, self->n_notes);
      status = fill_blocks (self, blocks);
    }
  if (status != CT_STATUS_OK)
    {
      free_blocks (blocks, self->n_blocks);
      for (size_t b = 0; b < self->n_blocks; b++)
        self->blocks[b].n = self->blocks[b].n_hits = 0;
      self->n_notes = 0;
      return status;
    }
  for (size_t b = 0; b < self->n_blocks; b++)
    if (self->blocks[b].measured && self->blocks[b].hash == blocks[b].hash && self->blocks[b].n == blocks[b].n)
      {
        blocks[b].measured = true;
        blocks[b].profiles = self->blocks[b].profiles;
        blocks[b].drums = self->blocks[b].drums;
        self->blocks[b].profiles = NULL;
        self->blocks[b].drums = NULL;
      }
  free_blocks (self->blocks, self->n_blocks);
  self->blocks = blocks;
  return CT_STATUS_OK;
}

CtStemKey
ct_track_isolation_key (const CtTrackIsolation *self, size_t block)
{
  CtIsolationLabels labels = { .n = 0 };
  CtStemHash hash;

  ct_stem_hash_init (&hash, VERSION);
  ct_stem_hash_word (&hash, block);
  for (size_t b = ct_isolation_first_near (block, REACH); b <= ct_isolation_last_near (self, block, REACH); b++)
    {
      ct_stem_hash_word (&hash, b);
      for (size_t i = 0; i < self->blocks[b].n; i++)
        {
          const CtNote *note = &self->notes[self->blocks[b].notes[i]];

          ct_stem_hash_double (&hash, note->onset_s);
          ct_stem_hash_double (&hash, note->offset_s);
          ct_stem_hash_word (&hash, mark_of (note) << 32 | (uint32_t) ct_isolation_label (&labels, note->track));
        }
    }
  return ct_stem_hash_end (&hash);
}

size_t
ct_track_isolation_tracks (const CtTrackIsolation *self, size_t block, int16_t *tracks)
{
  CtIsolationLabels labels;

  ct_isolation_find_labels (self, block, &labels);
  memcpy (tracks, labels.tracks, labels.n * sizeof *tracks);
  return labels.n;
}

/* ---- runs ---- */

typedef struct
{
  CtTrackIsolation *isolation;
  const size_t *blocks;
} Run;

static CtStatus
measure_job (void *data, size_t job, size_t worker)
{
  Run *run = data;

  return ct_isolation_measure_block (run->isolation, run->blocks[job], &run->isolation->works[worker]);
}

static CtStatus
isolate_job (void *data, size_t job, size_t worker)
{
  Run *run = data;

  return ct_isolation_isolate_block (run->isolation, run->blocks[job], &run->isolation->works[worker],
                                     &run->isolation->slots[job]);
}

/* Measures those blocks on which @blocks depend that have not been measured. */
static CtStatus
measure_near (CtTrackIsolation *self, const size_t *blocks, size_t n, const atomic_bool *cancelled)
{
  size_t *wanted = malloc (n * (2 * REACH + 1) * sizeof *wanted), n_wanted = 0, n_different = 0;
  CtStatus status;

  if (!wanted)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < n; i++)
    for (size_t b = ct_isolation_first_near (blocks[i], REACH); b <= ct_isolation_last_near (self, blocks[i], REACH);
         b++)
      if (!self->blocks[b].measured)
        wanted[n_wanted++] = b;
  qsort (wanted, n_wanted, sizeof *wanted, ct_compare_sizes);
  for (size_t i = 0; i < n_wanted; i++)
    if (i == 0 || wanted[i] != wanted[i - 1])
      wanted[n_different++] = wanted[i];
  status = ct_workers_run (self->workers, n_different, measure_job, &(Run){ self, wanted }, cancelled);
  free (wanted);
  return status;
}

CtStatus
ct_track_isolation_make (CtTrackIsolation *self,
                         const size_t *blocks,
                         size_t n,
                         const atomic_bool *cancelled,
                         CtIsolatedBlock *out)
{
  CtStatus status;

  if (n > self->n_threads)
    return CT_STATUS_BAD_ARGUMENT;
  for (size_t i = 0; i < n; i++)
    if (blocks[i] >= self->n_blocks)
      return CT_STATUS_BAD_ARGUMENT;
  status = measure_near (self, blocks, n, cancelled);
  if (status == CT_STATUS_OK)
    status = ct_workers_run (self->workers, n, isolate_job, &(Run){ self, blocks }, cancelled);
  for (size_t i = 0; status == CT_STATUS_OK && i < n; i++)
    out[i] = self->slots[i].result;
  return status;
}
