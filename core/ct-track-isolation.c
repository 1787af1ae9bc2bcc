/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ct-track-isolation.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "ct-isolation-private.h"
#include "ct-stem-hash-private.h"
#include "ct-workers.h"

#define BLOCK_HOPS 128
#define REACH 3           /* blocks on either side that a block depends on */
#define MODEL_REACH 2     /* blocks on either side that a note's model is measured in */
#define SETTLE_HOPS 2     /* frames of the neighbours that reach into a block */
#define REGISTER_WIDTH 7. /* semitones over which a track's notes are alike */
#define VERSION 1         /* of the algorithm: part of every key */

/* The notes that sound in frames of one block, and what was measured there. */
typedef struct
{
  uint32_t *notes; /* [n] indices of notes, ascending */
  size_t n;
  uint64_t hash;          /* of these notes' times and pitches */
  bool measured;
  CtNoteProfile *profiles; /* [n] */
} Block;

/* The output of one job and the buffers it needs. */
typedef struct
{
  CtIsolatedBlock result;
  float *stems[CT_ISOLATION_MAX_STEMS]; /* [margin + block + margin][channels], made when first needed */
} Slot;

typedef struct
{
  CtIsolationFrame frame;
  float *samples;    /* [margin + block + margin][channels] */
  float *mono;       /* the same of one channel */
  float *scratch;
  float *spectra[2];
  float *masked;
  float *masks; /* [masks_capacity][n_bins] */
  size_t masks_capacity;
  CtNoteModel *models;
  size_t models_capacity;
} Work;

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
  Work *works; /* [n_threads] */
  Slot *slots; /* [n_threads] */

  CtNote *notes; /* [n_notes], sorted */
  size_t n_notes;
  Block *blocks; /* [n_blocks] */
  CtNoteModel first_model;
};

static double
frame_time (const CtTrackIsolation *self, int64_t frame)
{
  return (double) frame * (double) self->stft.hop / self->stft.rate_hz;
}

/* -------------------------------------------------------------------------------------------------- making and freeing */

static void
clear_work (Work *work)
{
  ct_isolation_frame_clear (&work->frame);
  free (work->samples);
  free (work->mono);
  free (work->scratch);
  free (work->spectra[0]);
  free (work->spectra[1]);
  free (work->masked);
  free (work->masks);
  free (work->models);
}

static CtStatus
init_work (const CtTrackIsolation *self, Work *work)
{
  size_t n = self->block_frames + 2 * self->margin;

  if (ct_isolation_frame_init (&work->frame, &self->stft) != CT_STATUS_OK)
    return CT_STATUS_NO_MEMORY;
  work->samples = malloc (n * self->channels * sizeof *work->samples);
  work->mono = malloc (n * sizeof *work->mono);
  work->scratch = ct_stft_alloc_real (&self->stft);
  work->spectra[0] = ct_stft_alloc_complex (&self->stft);
  work->spectra[1] = ct_stft_alloc_complex (&self->stft);
  work->masked = ct_stft_alloc_complex (&self->stft);
  return work->samples && work->mono && work->scratch && work->spectra[0] && work->spectra[1] && work->masked
             ? CT_STATUS_OK
             : CT_STATUS_NO_MEMORY;
}

static void
free_blocks (Block *blocks, size_t n)
{
  for (size_t b = 0; blocks && b < n; b++)
    {
      free (blocks[b].notes);
      free (blocks[b].profiles);
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
  self->block_frames = BLOCK_HOPS * self->stft.hop;
  self->margin = SETTLE_HOPS * self->stft.hop + self->stft.size / 2;
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

/* ----------------------------------------------------------------------------------------------------------------- notes */

static int
compare_notes (const void *a, const void *b)
{
  const CtNote *x = a, *y = b;

  if (x->onset_s != y->onset_s)
    return x->onset_s < y->onset_s ? -1 : 1;
  if (x->midi != y->midi)
    return x->midi < y->midi ? -1 : 1;
  if (x->offset_s != y->offset_s)
    return x->offset_s < y->offset_s ? -1 : 1;
  return x->track - y->track;
}

static bool
is_usable (const CtNote *note)
{
  return !note->ghost && note->track >= 0 && isfinite (note->onset_s) && isfinite (note->offset_s)
         && note->offset_s > note->onset_s && note->midi < 128;
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
hash_block (const CtTrackIsolation *self, const Block *block)
{
  CtStemHash hash;

  ct_stem_hash_init (&hash, VERSION);
  for (size_t i = 0; i < block->n; i++)
    {
      const CtNote *note = &self->notes[block->notes[i]];

      ct_stem_hash_double (&hash, note->onset_s);
      ct_stem_hash_double (&hash, note->offset_s);
      ct_stem_hash_word (&hash, note->midi);
    }
  return ct_stem_hash_end (&hash).words[0];
}

/* Lists every block's notes. */
static CtStatus
fill_blocks (CtTrackIsolation *self, Block *blocks)
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
        blocks[b].notes[blocks[b].n++] = (uint32_t) i;
  for (size_t b = 0; b < self->n_blocks; b++)
    blocks[b].hash = hash_block (self, &blocks[b]);
  return CT_STATUS_OK;
}

CtStatus
ct_track_isolation_set_notes (CtTrackIsolation *self, const CtNote *notes, size_t n)
{
  Block *blocks = calloc (self->n_blocks + 1, sizeof *blocks);
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
      qsort (copy, self->n_notes, sizeof *copy, compare_notes);
      status = fill_blocks (self, blocks);
    }
  if (status != CT_STATUS_OK)
    {
      free_blocks (blocks, self->n_blocks);
      for (size_t b = 0; b < self->n_blocks; b++)
        self->blocks[b].n = 0;
      self->n_notes = 0;
      return status;
    }
  for (size_t b = 0; b < self->n_blocks; b++)
    if (self->blocks[b].measured && self->blocks[b].hash == blocks[b].hash && self->blocks[b].n == blocks[b].n)
      {
        blocks[b].measured = true;
        blocks[b].profiles = self->blocks[b].profiles;
        self->blocks[b].profiles = NULL;
      }
  free_blocks (self->blocks, self->n_blocks);
  self->blocks = blocks;
  return CT_STATUS_OK;
}

static size_t
first_near (size_t block, size_t reach)
{
  return block > reach ? block - reach : 0;
}

static size_t
last_near (const CtTrackIsolation *self, size_t block, size_t reach)
{
  return block + reach < self->n_blocks ? block + reach : self->n_blocks - 1;
}

/* Tracks by the order in which they first sound near a block: what is cached does not depend on how they are numbered. */
typedef struct
{
  int16_t tracks[CT_ISOLATION_MAX_STEMS];
  size_t n;
} Labels;

static int
find_label (const Labels *labels, int track)
{
  for (size_t i = 0; i < labels->n; i++)
    if (labels->tracks[i] == track)
      return (int) i;
  return -1;
}

static int
label (Labels *labels, int track)
{
  int found = find_label (labels, track);

  if (found >= 0 || labels->n == CT_ISOLATION_MAX_STEMS)
    return found;
  labels->tracks[labels->n] = (int16_t) track;
  return (int) labels->n++;
}

CtStemKey
ct_track_isolation_key (const CtTrackIsolation *self, size_t block)
{
  Labels labels = { .n = 0 };
  CtStemHash hash;

  ct_stem_hash_init (&hash, VERSION);
  ct_stem_hash_word (&hash, block);
  for (size_t b = first_near (block, REACH); b <= last_near (self, block, REACH); b++)
    {
      ct_stem_hash_word (&hash, b);
      for (size_t i = 0; i < self->blocks[b].n; i++)
        {
          const CtNote *note = &self->notes[self->blocks[b].notes[i]];

          ct_stem_hash_double (&hash, note->onset_s);
          ct_stem_hash_double (&hash, note->offset_s);
          ct_stem_hash_word (&hash, (uint64_t) note->midi << 32 | (uint32_t) label (&labels, note->track));
        }
    }
  return ct_stem_hash_end (&hash);
}

/* The tracks with notes in the block's frames or in those of its neighbours that reach into it. */
static void
find_labels (const CtTrackIsolation *self, size_t block, Labels *labels)
{
  double from = frame_time (self, (int64_t) block * BLOCK_HOPS - SETTLE_HOPS);
  double to = frame_time (self, (int64_t) (block + 1) * BLOCK_HOPS + SETTLE_HOPS);

  labels->n = 0;
  for (size_t b = first_near (block, 1); b <= last_near (self, block, 1); b++)
    for (size_t i = 0; i < self->blocks[b].n; i++)
      {
        const CtNote *note = &self->notes[self->blocks[b].notes[i]];

        if (note->onset_s - CT_ISOLATION_BEFORE_S <= to && note->offset_s + CT_ISOLATION_AFTER_S >= from)
          label (labels, note->track);
      }
}

size_t
ct_track_isolation_tracks (const CtTrackIsolation *self, size_t block, int16_t *tracks)
{
  Labels labels;

  find_labels (self, block, &labels);
  memcpy (tracks, labels.tracks, labels.n * sizeof *tracks);
  return labels.n;
}

/* ------------------------------------------------------------------------------------------------------------- measuring */

static CtStatus
read_samples (CtTrackIsolation *self, int64_t first, size_t n, float *samples)
{
  CtStatus status;

  pthread_mutex_lock (&self->reading);
  status = ct_sound_cursor_read (self->cursor, first, n, samples, NULL);
  pthread_mutex_unlock (&self->reading);
  return status;
}

/* Reads @n frames from @first on and averages the channels. */
static CtStatus
read_mono (CtTrackIsolation *self, Work *work, int64_t first, size_t n)
{
  CtStatus status = read_samples (self, first, n, work->samples);

  if (self->channels == 1)
    memcpy (work->mono, work->samples, n * sizeof *work->mono);
  else
    for (size_t i = 0; i < n; i++)
      work->mono[i] = 0.5f * (work->samples[2 * i] + work->samples[2 * i + 1]);
  return status;
}

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

/* Measures the notes of a block in every other of its frames. */
static CtStatus
measure_block (CtTrackIsolation *self, size_t number, Work *work)
{
  Block *block = &self->blocks[number];
  int64_t first = (int64_t) number * BLOCK_HOPS, at = first * (int64_t) self->stft.hop - (int64_t) self->stft.size / 2;
  CtStatus status;

  block->profiles = calloc (block->n + 1, sizeof *block->profiles);
  if (!block->profiles)
    return CT_STATUS_NO_MEMORY;
  status = block->n ? read_mono (self, work, at, self->block_frames + self->stft.size) : CT_STATUS_OK;
  if (status != CT_STATUS_OK)
    {
      free (block->profiles);
      block->profiles = NULL;
      return status;
    }
  for (int64_t i = 0; i < BLOCK_HOPS && block->n; i += 2)
    {
      ct_isolation_frame_begin (&work->frame);
      for (size_t n = 0; n < block->n; n++)
        ct_isolation_frame_add (&work->frame, &self->notes[block->notes[n]], &self->first_model, n, 0,
                                frame_time (self, first + i));
      if (work->frame.n_voices == 0)
        continue;
      ct_stft_forward (&self->stft, work->mono + (size_t) i * self->stft.hop, 1, work->scratch, work->spectra[0]);
      set_level (&self->stft, work->spectra[0], work->frame.level);
      ct_isolation_frame_locate (&work->frame, &self->stft);
      ct_isolation_frame_measure (&work->frame, &self->stft, block->profiles);
    }
  block->measured = true;
  return CT_STATUS_OK;
}

/* ---------------------------------------------------------------------------------------------------------------- models */

/* The model of note @note for frames of @block. */
static void
make_model (const CtTrackIsolation *self, size_t block, uint32_t note, CtNoteModel *model)
{
  const CtNote *it = &self->notes[note];
  CtNoteProfile own = { 0 }, others = { 0 };

  for (size_t b = first_near (block, MODEL_REACH); b <= last_near (self, block, MODEL_REACH); b++)
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

/* Makes the models of the notes of the blocks @first to @last one after another: [sum of their n]. */
static CtStatus
make_models (const CtTrackIsolation *self, size_t first, size_t last, Work *work)
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

/* --------------------------------------------------------------------------------------------------------------- masking */

static CtStatus
make_room (const CtTrackIsolation *self, Work *work, Slot *slot, size_t n_stems)
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

/* Adds the notes of block @owner that sound at @time_s; @models are theirs. */
static void
add_voices (const CtTrackIsolation *self, Work *work, size_t owner, const CtNoteModel *models, const Labels *labels, double time_s)
{
  const Block *block = &self->blocks[owner];

  ct_isolation_frame_begin (&work->frame);
  for (size_t i = 0; i < block->n; i++)
    {
      const CtNote *note = &self->notes[block->notes[i]];
      int stem = find_label (labels, note->track);

      if (stem >= 0)
        ct_isolation_frame_add (&work->frame, note, &models[i], i, stem, time_s);
    }
}

/* The level of both channels together. */
static void
set_level_of_channels (const CtTrackIsolation *self, Work *work)
{
  const float *restrict a = work->spectra[0], *restrict b = work->spectra[1];
  float *restrict level = work->frame.level, scale = 0.5f * self->stft.amplitude * self->stft.amplitude;

  if (self->channels == 1)
    set_level (&self->stft, a, level);
  else
    for (size_t k = 0; k < self->stft.n_bins; k++)
      level[k] = sqrtf (scale
                        * (a[2 * k] * a[2 * k] + a[2 * k + 1] * a[2 * k + 1] + b[2 * k] * b[2 * k]
                           + b[2 * k + 1] * b[2 * k + 1]));
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

/* One frame, whose window begins at frame @at of the work's samples. */
static void
isolate_frame (const CtTrackIsolation *self, Work *work, Slot *slot, size_t n_stems, size_t at)
{
  uint64_t active;

  for (size_t c = 0; c < self->channels; c++)
    ct_stft_forward (&self->stft, work->samples + at * self->channels + c, self->channels, work->scratch,
                     work->spectra[c]);
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
finish_slot (const CtTrackIsolation *self, size_t block, const Labels *labels, Slot *slot)
{
  int64_t left = self->frames - (int64_t) (block * self->block_frames);

  slot->result.block = block;
  slot->result.n_frames = left < (int64_t) self->block_frames ? (size_t) left : self->block_frames;
  slot->result.n_stems = labels->n;
  memcpy (slot->result.tracks, labels->tracks, sizeof labels->tracks);
  for (size_t s = 0; s < labels->n; s++)
    slot->result.stems[s] = slot->stems[s] + self->margin * self->channels;
}

static CtStatus
isolate_block (CtTrackIsolation *self, size_t block, Work *work, Slot *slot)
{
  size_t first = first_near (block, 1), last = last_near (self, block, 1);
  int64_t first_frame = (int64_t) block * BLOCK_HOPS - SETTLE_HOPS;
  int64_t at = first_frame * (int64_t) self->stft.hop - (int64_t) self->stft.size / 2;
  Labels labels;
  CtStatus status;

  find_labels (self, block, &labels);
  finish_slot (self, block, &labels, slot);
  if (labels.n == 0)
    return CT_STATUS_OK;
  status = make_room (self, work, slot, labels.n);
  finish_slot (self, block, &labels, slot);
  if (status == CT_STATUS_OK)
    status = make_models (self, first, last, work);
  if (status == CT_STATUS_OK)
    status = read_samples (self, at, self->block_frames + 2 * self->margin, work->samples);
  for (int64_t i = 0; status == CT_STATUS_OK && i < BLOCK_HOPS + 2 * SETTLE_HOPS; i++)
    {
      int64_t frame = first_frame + i;
      size_t owner, models = 0;

      if (frame < 0 || (size_t) frame / BLOCK_HOPS > last)
        continue;
      owner = (size_t) frame / BLOCK_HOPS;
      for (size_t b = first; b < owner; b++)
        models += self->blocks[b].n;
      add_voices (self, work, owner, work->models + models, &labels, frame_time (self, frame));
      if (work->frame.n_voices > 0)
        isolate_frame (self, work, slot, labels.n, (size_t) i * self->stft.hop);
    }
  return status;
}

/* ------------------------------------------------------------------------------------------------------------------ runs */

typedef struct
{
  CtTrackIsolation *isolation;
  const size_t *blocks;
} Run;

static CtStatus
measure_job (void *data, size_t job, size_t worker)
{
  Run *run = data;

  return measure_block (run->isolation, run->blocks[job], &run->isolation->works[worker]);
}

static CtStatus
isolate_job (void *data, size_t job, size_t worker)
{
  Run *run = data;

  return isolate_block (run->isolation, run->blocks[job], &run->isolation->works[worker], &run->isolation->slots[job]);
}

static int
compare_sizes (const void *a, const void *b)
{
  size_t x = *(const size_t *) a, y = *(const size_t *) b;

  return x < y ? -1 : x > y;
}

/* Measures what the blocks depend on and is not known yet. */
static CtStatus
measure_near (CtTrackIsolation *self, const size_t *blocks, size_t n, const atomic_bool *cancelled)
{
  size_t *wanted = malloc (n * (2 * REACH + 1) * sizeof *wanted), n_wanted = 0, n_different = 0;
  CtStatus status;

  if (!wanted)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < n; i++)
    for (size_t b = first_near (blocks[i], REACH); b <= last_near (self, blocks[i], REACH); b++)
      if (!self->blocks[b].measured)
        wanted[n_wanted++] = b;
  qsort (wanted, n_wanted, sizeof *wanted, compare_sizes);
  for (size_t i = 0; i < n_wanted; i++)
    if (i == 0 || wanted[i] != wanted[i - 1])
      wanted[n_different++] = wanted[i];
  status = ct_workers_run (self->workers, n_different, measure_job, &(Run){ self, wanted }, cancelled);
  free (wanted);
  return status;
}

CtStatus
ct_track_isolation_make (
    CtTrackIsolation *self, const size_t *blocks, size_t n, const atomic_bool *cancelled, CtIsolatedBlock *out)
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

/* ---------------------------------------------------------------------------------------------------------------- sounds */

#define SOUND_FRAMES 48 /* of a note: about a second */

static int
compare_lengths (const void *a, const void *b)
{
  const CtNote *const *x = a, *const *y = b;
  double x_s = (*x)->offset_s - (*x)->onset_s, y_s = (*y)->offset_s - (*y)->onset_s;

  if (x_s != y_s)
    return x_s > y_s ? -1 : 1;
  return *x < *y ? -1 : *x > *y;
}

/* The notes of @track, the longest first. The caller frees *@out. */
static CtStatus
longest_notes (const CtTrackIsolation *self, int track, const CtNote ***out, size_t *n)
{
  const CtNote **notes = malloc ((self->n_notes + 1) * sizeof *notes);

  *out = notes;
  *n = 0;
  if (!notes)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < self->n_notes; i++)
    if (self->notes[i].track == track)
      notes[(*n)++] = &self->notes[i];
  qsort (notes, *n, sizeof *notes, compare_lengths);
  return CT_STATUS_OK;
}

/* The amplitudes of the partials of the voice called 0 of the work's frame; negative where another hides them. */
static void
see_partials (const CtIsolationFrame *frame, float *amplitudes)
{
  for (int h = 0; h < CT_NOTE_SOUND_PARTIALS; h++)
    amplitudes[h] = -1.0f;
  for (size_t v = 0; v < frame->n_voices; v++)
    for (int h = 0; h < CT_NOTE_SOUND_PARTIALS && frame->voices[v].note == 0; h++)
      if (h >= frame->voices[v].n_partials)
        amplitudes[h] = 0;
      else if (frame->voices[v].clean[h])
        amplitudes[h] = ct_isolation_lobe_amplitude (frame, frame->voices[v].bins[h]);
}

static CtStatus
meter_note (CtTrackIsolation *self, const CtNote *note, CtNoteSoundMeter *meter)
{
  Work *work = &self->works[0];
  float amplitudes[SOUND_FRAMES][CT_NOTE_SOUND_PARTIALS];
  int64_t onset = (int64_t) (note->onset_s * self->stft.rate_hz);
  double hop_s = (double) self->stft.hop / self->stft.rate_hz;
  double wanted = (note->offset_s - note->onset_s) / hop_s;
  int n = wanted < SOUND_FRAMES ? (int) wanted : SOUND_FRAMES;
  CtStatus status;

  if (n < 2)
    return CT_STATUS_OK;
  status = read_mono (self, work, onset - (int64_t) self->stft.size / 2, (size_t) (n - 1) * self->stft.hop + self->stft.size);
  for (int f = 0; status == CT_STATUS_OK && f < n; f++)
    {
      double time_s = note->onset_s + f * hop_s;

      ct_isolation_frame_begin (&work->frame);
      for (size_t i = 0; i < self->n_notes && self->notes[i].onset_s < time_s + 1; i++)
        ct_isolation_frame_add (&work->frame, &self->notes[i], &self->first_model, &self->notes[i] != note, 0, time_s);
      ct_stft_forward (&self->stft, work->mono + (size_t) f * self->stft.hop, 1, work->scratch, work->spectra[0]);
      set_level (&self->stft, work->spectra[0], work->frame.level);
      ct_isolation_frame_locate (&work->frame, &self->stft);
      see_partials (&work->frame, amplitudes[f]);
    }
  if (status == CT_STATUS_OK)
    ct_note_sound_meter_add (meter, note, amplitudes[0], n, hop_s);
  return status;
}

CtStatus
ct_track_isolation_measure_sound (CtTrackIsolation *self,
                                  int track,
                                  size_t max_notes,
                                  const atomic_bool *cancelled,
                                  CtNoteSound *sound,
                                  bool *measured)
{
  CtNoteSoundMeter meter = { .n_notes = 0 };
  const CtNote **notes;
  size_t n;
  CtStatus status = longest_notes (self, track, &notes, &n);

  *measured = false;
  for (size_t i = 0; status == CT_STATUS_OK && i < n && i < max_notes; i++)
    status = cancelled && atomic_load (cancelled) ? CT_STATUS_CANCELLED : meter_note (self, notes[i], &meter);
  free (notes);
  if (status == CT_STATUS_OK)
    *measured = ct_note_sound_meter_finish (&meter, sound);
  return status;
}
