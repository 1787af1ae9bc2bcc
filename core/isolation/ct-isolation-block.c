/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/isolation/ct-track-isolation-private.h"

#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/audio/ct-sound-reader.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/isolation/ct-isolation-labels-private.h"
#include "core/isolation/ct-isolation-private.h"
#include "core/isolation/ct-track-isolation.h"
#include "core/transform/ct-side-private.h"
#include "core/transform/ct-stft-private.h"

#define MODEL_REACH 2     /* blocks on either side in which a note's model is measured */
#define REGISTER_WIDTH 7. /* semitones within which notes of a track sound alike */

/* ---- measuring ---- */

static CtStatus
read_samples (CtTrackIsolation *self, int64_t first, size_t n, float *samples)
{
  CtStatus status;

  pthread_mutex_lock (&self->reading);
  status = ct_sound_cursor_read (self->cursor, first, n, samples, NULL);
  pthread_mutex_unlock (&self->reading);
  return status;
}

CtStatus
ct_isolation_read (CtTrackIsolation *self, CtIsolationWork *work, int64_t first, size_t n)
{
  return read_samples (self, first, n, work->samples);
}

/* The amplitudes of a spectrum. */
static void
set_level (const CtStft *stft, const float *restrict spectrum, float *restrict level)
{
  float scale = stft->amplitude;

  for (size_t k = 0; k < stft->n_bins; k++)
    {
      float re = scale * spectrum[2 * k], im = scale * spectrum[2 * k + 1];

      level[k] = sqrtf (re * re + im * im);
    }
}

/* The spectra of the channels in one frame. */
static void
transform_channels (const CtTrackIsolation *self, CtIsolationWork *work, size_t at)
{
  for (size_t c = 0; c < self->channels; c++)
    ct_stft_forward (&self->stft, work->samples + at * self->channels + c, self->channels, work->scratch,
                     work->spectra[c]);
}

void
ct_isolation_measure_level (const CtTrackIsolation *self, CtIsolationWork *work, size_t at)
{
  const float *restrict a = work->spectra[0], *restrict b = work->spectra[1];
  float *restrict level = work->frame.level, scale = 0.25f * self->stft.amplitude * self->stft.amplitude;

  transform_channels (self, work, at);
  if (self->channels == 1)
    set_level (&self->stft, a, level);
  else
    for (size_t k = 0; k < self->stft.n_bins; k++)
      {
        float re = a[2 * k] + b[2 * k], im = a[2 * k + 1] + b[2 * k + 1];
        float side_re = a[2 * k] - b[2 * k], side_im = a[2 * k + 1] - b[2 * k + 1];

        level[k] = sqrtf (scale * ct_side_power (re * re + im * im, side_re * side_re + side_im * side_im));
      }
}

/* Adds the hits of a block that sound at @time_s. @models: NULL, or those of the stems that @labels name. */
static void
add_strikes (const CtTrackIsolation *self,
             CtIsolationWork *work,
             const CtIsolationBlock *block,
             const CtDrumModel *models,
             const CtIsolationLabels *labels,
             double time_s)
{
  size_t hit = 0;

  for (size_t n = 0; n < block->n && block->n_hits > 0; n++)
    {
      const CtNote *note = &self->notes[block->notes[n]];
      int stem = labels ? ct_isolation_find_label (labels, note->track) : 0;

      if (!ct_isolation_is_hit (note))
        continue;
      if (stem >= 0)
        ct_drum_frame_add (&work->frame.drums, note, models ? &models[stem] : NULL, hit, stem, time_s);
      hit++;
    }
}

static CtStatus
make_profiles (CtIsolationBlock *block)
{
  block->profiles = calloc (block->n + 1, sizeof *block->profiles);
  block->drums = calloc (block->n_hits + 1, sizeof *block->drums);
  return block->profiles && block->drums ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
}

static void
drop_profiles (CtIsolationBlock *block)
{
  free (block->profiles);
  free (block->drums);
  block->profiles = NULL;
  block->drums = NULL;
}

/* Measures the notes of a block in every other frame. */
CtStatus
ct_isolation_measure_block (CtTrackIsolation *self, size_t number, CtIsolationWork *work)
{
  CtIsolationBlock *block = &self->blocks[number];
  int64_t first = (int64_t) number * CT_ISOLATION_BLOCK_HOPS,
          at = first * (int64_t) self->stft.hop - (int64_t) self->stft.size / 2;
  CtStatus status = make_profiles (block);

  if (status == CT_STATUS_OK)
    status = block->n ? ct_isolation_read (self, work, at, self->block_frames + self->stft.size) : CT_STATUS_OK;
  if (status != CT_STATUS_OK)
    {
      drop_profiles (block);
      return status;
    }
  ct_drum_frame_restart (&work->frame.drums);
  for (int64_t i = 0; i < CT_ISOLATION_BLOCK_HOPS && block->n; i += 2)
    {
      ct_isolation_frame_begin (&work->frame);
      for (size_t n = 0; n < block->n; n++)
        ct_isolation_frame_add (&work->frame, &self->notes[block->notes[n]], &self->first_model, n, 0,
                                ct_isolation_frame_time (self, first + i));
      add_strikes (self, work, block, NULL, NULL, ct_isolation_frame_time (self, first + i));
      if (work->frame.n_voices == 0 && block->n_hits == 0)
        continue;
      ct_isolation_measure_level (self, work, (size_t) i * self->stft.hop);
      if (block->n_hits > 0)
        ct_drum_frame_measure (&work->frame.drums, work->frame.level, block->drums);
      ct_isolation_frame_locate (&work->frame, &self->stft);
      ct_isolation_frame_measure (&work->frame, &self->stft, block->profiles);
    }
  block->measured = true;
  return CT_STATUS_OK;
}

/* ---- models ---- */

/* The model of note @note for frames of @block. */
static void
make_model (const CtTrackIsolation *self, size_t block, uint32_t note, CtNoteModel *model)
{
  const CtNote *it = &self->notes[note];
  CtNoteProfile own = { 0 }, others = { 0 };

  for (size_t b = ct_isolation_first_near (block, MODEL_REACH); b <= ct_isolation_last_near (self, block, MODEL_REACH);
       b++)
    for (size_t i = 0; i < self->blocks[b].n; i++)
      {
        const CtNote *other = &self->notes[self->blocks[b].notes[i]];
        double distance = (other->midi - it->midi) / REGISTER_WIDTH;

        if (self->blocks[b].notes[i] == note)
          ct_note_profile_add (&own, &self->blocks[b].profiles[i], 1);
        else if (other->track == it->track)
          ct_note_profile_add (&others, &self->blocks[b].profiles[i], (float) exp (-distance * distance));
      }
  ct_note_model_set (model, &own, &others);
}

/* Makes the models of all notes of the blocks @first to @last, in their order: [sum of their n]. */
static CtStatus
make_models (const CtTrackIsolation *self, size_t first, size_t last, CtIsolationWork *work)
{
  size_t n = 0;

  for (size_t b = first; b <= last; b++)
    n += self->blocks[b].n;
  if (n > work->models_capacity)
    {
      CtNoteModel *models = realloc (work->models, n * sizeof *models);

      if (!models)
        return CT_STATUS_NO_MEMORY;
      work->models = models;
      work->models_capacity = n;
    }
  n = 0;
  for (size_t b = first; b <= last; b++)
    for (size_t i = 0; i < self->blocks[b].n; i++)
      make_model (self, b, self->blocks[b].notes[i], &work->models[n++]);
  return CT_STATUS_OK;
}

/* The models of the drums that @labels name, for frames near @block. */
static void
make_drums (const CtTrackIsolation *self, size_t block, const CtIsolationLabels *labels, CtIsolationWork *work)
{
  for (size_t s = 0; s < labels->n; s++)
    {
      CtDrumProfile sum = { 0 };

      for (size_t b = ct_isolation_first_near (block, MODEL_REACH);
           b <= ct_isolation_last_near (self, block, MODEL_REACH); b++)
        for (size_t i = 0, hit = 0; i < self->blocks[b].n && hit < self->blocks[b].n_hits; i++)
          {
            const CtNote *note = &self->notes[self->blocks[b].notes[i]];

            if (!ct_isolation_is_hit (note))
              continue;
            if (note->track == labels->tracks[s])
              ct_drum_profile_add (&sum, &self->blocks[b].drums[hit]);
            hit++;
          }
      ct_drum_model_set (&work->drums[s], &sum);
    }
}

/* ---- masking ---- */

static CtStatus
make_room (const CtTrackIsolation *self, CtIsolationWork *work, CtIsolationSlot *slot, size_t n_stems)
{
  size_t n = (self->block_frames + 2 * self->margin) * self->channels;

  if (n_stems > work->masks_capacity)
    {
      free (work->masks);
      work->masks = malloc (n_stems * self->stft.n_bins * sizeof *work->masks);
      work->masks_capacity = work->masks ? n_stems : 0;
      if (!work->masks)
        return CT_STATUS_NO_MEMORY;
    }
  for (size_t s = 0; s < n_stems; s++)
    {
      if (!slot->stems[s])
        slot->stems[s] = malloc (n * sizeof *slot->stems[s]);
      if (!slot->stems[s])
        return CT_STATUS_NO_MEMORY;
      memset (slot->stems[s], 0, n * sizeof *slot->stems[s]);
    }
  return CT_STATUS_OK;
}

/* Adds the notes of block @owner that sound at @time_s, with their @models. */
static void
add_voices (const CtTrackIsolation *self,
            CtIsolationWork *work,
            size_t owner,
            const CtNoteModel *models,
            const CtIsolationLabels *labels,
            double time_s)
{
  const CtIsolationBlock *block = &self->blocks[owner];

  ct_isolation_frame_begin (&work->frame);
  for (size_t i = 0; i < block->n; i++)
    {
      const CtNote *note = &self->notes[block->notes[i]];
      int stem = ct_isolation_find_label (labels, note->track);

      if (stem >= 0)
        ct_isolation_frame_add (&work->frame, note, &models[i], i, stem, time_s);
    }
  add_strikes (self, work, block, work->drums, labels, time_s);
}

/* The root mean square of the channels' levels. */
static void
set_level_of_channels (const CtTrackIsolation *self, CtIsolationWork *work)
{
  const float *restrict a = work->spectra[0], *restrict b = work->spectra[1];
  float *restrict level = work->frame.level, scale = 0.5f * self->stft.amplitude * self->stft.amplitude;

  if (self->channels == 1)
    set_level (&self->stft, a, level);
  else
    for (size_t k = 0; k < self->stft.n_bins; k++)
      level[k] = sqrtf (
          scale
          * (a[2 * k] * a[2 * k] + a[2 * k + 1] * a[2 * k + 1] + b[2 * k] * b[2 * k] + b[2 * k + 1] * b[2 * k + 1]));
}

static void
apply_mask (const CtStft *stft, const float *restrict spectrum, const float *restrict mask, float *restrict out)
{
  for (size_t k = 0; k < stft->n_bins; k++)
    {
      out[2 * k] = mask[k] * spectrum[2 * k];
      out[2 * k + 1] = mask[k] * spectrum[2 * k + 1];
    }
}

/* Isolates one frame, whose window begins at frame @at of the work's samples. */
static void
isolate_frame (const CtTrackIsolation *self, CtIsolationWork *work, CtIsolationSlot *slot, size_t n_stems, size_t at)
{
  uint64_t active;

  transform_channels (self, work, at);
  set_level_of_channels (self, work);
  ct_isolation_frame_locate (&work->frame, &self->stft);
  ct_isolation_frame_solve (&work->frame, &self->stft);
  ct_isolation_frame_masks (&work->frame, &self->stft, work->masks, n_stems, &active);
  for (size_t s = 0; s < n_stems; s++)
    for (size_t c = 0; c < self->channels && active >> s & 1; c++)
      {
        apply_mask (&self->stft, work->spectra[c], work->masks + s * self->stft.n_bins, work->masked);
        ct_stft_add_backward (&self->stft, work->masked, work->scratch, slot->stems[s] + at * self->channels + c,
                              self->channels);
      }
}

static void
finish_slot (const CtTrackIsolation *self, size_t block, const CtIsolationLabels *labels, CtIsolationSlot *slot)
{
  int64_t left = self->frames - (int64_t) (block * self->block_frames);

  slot->result.block = block;
  slot->result.n_frames = left < (int64_t) self->block_frames ? (size_t) left : self->block_frames;
  slot->result.n_stems = labels->n;
  memcpy (slot->result.tracks, labels->tracks, sizeof labels->tracks);
  for (size_t s = 0; s < labels->n; s++)
    slot->result.stems[s] = slot->stems[s] + self->margin * self->channels;
}

CtStatus
ct_isolation_isolate_block (CtTrackIsolation *self, size_t block, CtIsolationWork *work, CtIsolationSlot *slot)
{
  size_t first = ct_isolation_first_near (block, 1), last = ct_isolation_last_near (self, block, 1);
  int64_t first_frame = (int64_t) block * CT_ISOLATION_BLOCK_HOPS - CT_ISOLATION_SETTLE_HOPS;
  int64_t at = first_frame * (int64_t) self->stft.hop - (int64_t) self->stft.size / 2;
  CtIsolationLabels labels;
  CtStatus status;

  ct_isolation_find_labels (self, block, &labels);
  finish_slot (self, block, &labels, slot);
  if (labels.n == 0)
    return CT_STATUS_OK;
  status = make_room (self, work, slot, labels.n);
  finish_slot (self, block, &labels, slot);
  if (status == CT_STATUS_OK)
    status = make_models (self, first, last, work);
  if (status == CT_STATUS_OK)
    make_drums (self, block, &labels, work);
  if (status == CT_STATUS_OK)
    status = read_samples (self, at, self->block_frames + 2 * self->margin, work->samples);
  for (int64_t i = 0; status == CT_STATUS_OK && i < CT_ISOLATION_BLOCK_HOPS + 2 * CT_ISOLATION_SETTLE_HOPS; i++)
    {
      int64_t frame = first_frame + i;
      size_t owner, models = 0;

      if (frame < 0 || (size_t) frame / CT_ISOLATION_BLOCK_HOPS > last)
        continue;
      owner = (size_t) frame / CT_ISOLATION_BLOCK_HOPS;
      for (size_t b = first; b < owner; b++)
        models += self->blocks[b].n;
      add_voices (self, work, owner, work->models + models, &labels, ct_isolation_frame_time (self, frame));
      if (work->frame.n_voices > 0 || work->frame.drums.n_strikes > 0)
        isolate_frame (self, work, slot, labels.n, (size_t) i * self->stft.hop);
    }
  return status;
}
