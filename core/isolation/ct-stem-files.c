/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/isolation/ct-stem-files.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/audio/ct-sound-reader.h"
#include "core/audio/ct-sound-writer.h"
#include "core/base/ct-file-name.h"
#include "core/base/ct-note.h"
#include "core/base/ct-scratch-file.h"
#include "core/base/ct-temporary-file.h"
#include "core/base/ct-workers.h"
#include "core/base/ct-write-status.h"
#include "core/isolation/ct-stem-set-private.h"
#include "core/isolation/ct-track-isolation.h"

#define MAX_NAME_BYTES 96 /* of a file, with its number and extension */
#define MAX_BATCH 16
#define PART_SAMPLES 2048

/* ---- names ---- */

void
ct_stem_file_name (size_t number, size_t n, const char *name, CtStemFormat format, char *out)
{
  const char *ending = format == CT_STEM_WAV ? ".wav" : ".flac";
  int digits = n > 999 ? 4 : n > 99 ? 3 : 2;
  size_t length = (size_t) snprintf (out, CT_STEM_NAME_SIZE, "%0*zu ", digits, number % 10000);
  size_t most = MAX_NAME_BYTES - strlen (ending) - length;

  length += ct_file_name_clean (name, strlen (name), CT_FILE_NAME_PORTABLE, most, out + length);
  while (out[length - 1] == ' ')
    length--;
  snprintf (out + length, CT_STEM_NAME_SIZE - length, "%s", ending);
}

/* ---- files ---- */

typedef struct
{
  CtStemSetFile set;
  int fd; /* locked while it is open */
  CtSoundWriter *file;
  float peak; /* of what belongs into it */
  CtStatus status;
} StemFile;

typedef struct
{
  const CtScore *score;
  const CtStemFilesOptions *options;
  CtSoundReader *reader;
  CtSoundCursor *cursor;
  CtTrackIsolation *isolation;
  CtWorkers *workers;
  int folder;
  StemFile *files; /* [n_files]: the tracks, the drums if there are hits, the rest */
  size_t n_files;
  size_t channels;
  CtIsolatedBlock batch[MAX_BATCH];
  size_t n_batch;
  bool has_drums;
  float gain;     /* of all files */
  float *rest;    /* [MAX_BATCH][block frames][channels] */
  float *drums;   /* the same */
  float *silence; /* [block frames][channels] */
} Run;

static CtStatus
open_folder (Run *run, const char *path)
{
  if (mkdir (path, 0777) != 0 && errno != EEXIST)
    return ct_write_status (errno);
  run->folder = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (run->folder < 0)
    return errno == ENOTDIR ? CT_STATUS_NOT_A_FILE : ct_write_status (errno);
  ct_temporary_file_clean (run->folder);
  return CT_STATUS_OK;
}

/* Whether the file called @name in the folder is the recording, or another that stays as it is. */
static bool
is_kept (void *data, const char *name)
{
  const Run *run = data;
  const CtStemFilesOptions *options = run->options;
  struct stat a, b;

  if (fstatat (run->folder, name, &a, 0) != 0)
    return false;
  for (size_t i = 0; i <= options->n_kept; i++)
    if (stat (i < options->n_kept ? options->kept[i] : ct_sound_reader_path (run->reader), &b) == 0
        && a.st_dev == b.st_dev && a.st_ino == b.st_ino)
      return true;
  return false;
}

static const char *
name_of (const Run *run, size_t i)
{
  const CtStemFilesOptions *options = run->options;

  if (i < run->score->n_tracks)
    return run->score->tracks[i].name;
  if (i + 1 < run->n_files)
    return options->drums_name ? options->drums_name : "percussion";
  return options->rest_name ? options->rest_name : "rest";
}

static CtStatus
begin_file (Run *run, StemFile *file)
{
  return ct_sound_writer_new (file->fd, run->options->format == CT_STEM_FLAC, ct_sound_reader_rate_hz (run->reader),
                              (int) run->channels, &file->file);
}

static CtStatus
open_file (Run *run, size_t i)
{
  StemFile *file = &run->files[i];

  ct_stem_file_name (i + 1, run->n_files, name_of (run, i), run->options->format, file->set.name);
  if (is_kept (run, file->set.name))
    return CT_STATUS_EXISTS;
  file->fd = ct_temporary_file_open (run->folder, file->set.temporary);
  if (file->fd < 0)
    return ct_write_status (errno);
  return begin_file (run, file);
}

/* The samples of file @i in block number @b of the batch. */
static const float *
samples_of (const Run *run, size_t i, size_t b)
{
  const CtIsolatedBlock *block = &run->batch[b];

  if (i + 1 == run->n_files)
    return run->rest + b * ct_track_isolation_block_frames (run->isolation) * run->channels;
  if (i == run->score->n_tracks)
    return run->drums + b * ct_track_isolation_block_frames (run->isolation) * run->channels;
  for (size_t s = 0; s < block->n_stems; s++)
    if ((size_t) block->tracks[s] == i)
      return block->stems[s];
  return run->silence;
}

/* Appends @n samples, multiplied by the gain. */
static CtStatus
write_part (const Run *run, StemFile *file, const float *samples, size_t n)
{
  float part[PART_SAMPLES];

  for (size_t i = 0; i < n; i++)
    {
      file->peak = fmaxf (file->peak, fabsf (samples[i]));
      part[i] = run->gain * samples[i];
    }
  return ct_sound_writer_write (file->file, part, n / run->channels);
}

/* Appends the batch to one file. */
static CtStatus
write_job (void *data, size_t job, size_t worker)
{
  Run *run = data;
  StemFile *file = &run->files[job];

  for (size_t b = 0; b < run->n_batch; b++)
    {
      const float *samples = samples_of (run, job, b);
      size_t left = run->batch[b].n_frames * run->channels, n;

      for (; left > 0 && file->status == CT_STATUS_OK; left -= n, samples += n)
        {
          n = left < PART_SAMPLES ? left : PART_SAMPLES;
          file->status = write_part (run, file, samples, n);
        }
    }
  return file->status;
}

/* Adds up the drums of block @b, each group of which has a stem. */
static void
add_drums (Run *run, size_t b)
{
  const CtIsolatedBlock *block = &run->batch[b];
  size_t length = ct_track_isolation_block_frames (run->isolation), n = block->n_frames * run->channels;
  float *drums = run->drums + b * length * run->channels;

  memset (drums, 0, n * sizeof *drums);
  for (size_t s = 0; s < block->n_stems; s++)
    for (size_t i = 0; i < n && (size_t) block->tracks[s] >= run->score->n_tracks; i++)
      drums[i] += block->stems[s][i];
}

/* Computes the rest of block @b: the recording minus the tracks and drums. */
static CtStatus
subtract (Run *run, size_t b)
{
  const CtIsolatedBlock *block = &run->batch[b];
  size_t length = ct_track_isolation_block_frames (run->isolation), n = block->n_frames * run->channels;
  float *rest = run->rest + b * length * run->channels;
  CtStatus status = ct_sound_cursor_read (run->cursor, (int64_t) (block->block * length), block->n_frames, rest, NULL);

  for (size_t s = 0; status == CT_STATUS_OK && s < block->n_stems; s++)
    for (size_t i = 0; i < n; i++)
      rest[i] -= block->stems[s][i];
  return status;
}

static CtStatus
write_batch (Run *run, size_t first)
{
  size_t blocks[MAX_BATCH], n_blocks = ct_track_isolation_n_blocks (run->isolation);
  size_t batch = ct_track_isolation_batch (run->isolation);
  CtStatus status;

  batch = batch < MAX_BATCH ? batch : MAX_BATCH;
  for (run->n_batch = 0; run->n_batch < batch && first + run->n_batch < n_blocks; run->n_batch++)
    blocks[run->n_batch] = first + run->n_batch;
  status = ct_track_isolation_make (run->isolation, blocks, run->n_batch, run->options->cancelled, run->batch);
  for (size_t b = 0; status == CT_STATUS_OK && b < run->n_batch; b++)
    {
      if (run->has_drums)
        add_drums (run, b);
      status = subtract (run, b);
    }
  if (status == CT_STATUS_OK)
    status = ct_workers_run (run->workers, run->n_files, write_job, run, run->options->cancelled);
  if (status == CT_STATUS_OK && run->options->progress && run->gain == 1)
    run->options->progress ((double) (first + run->n_batch) / (double) n_blocks, run->options->progress_data);
  return status;
}

/* Ends the writing of a file and synchronises it. */
static CtStatus
complete (StemFile *file)
{
  struct stat info = { 0 };

  file->status = ct_sound_writer_close (file->file);
  file->file = NULL;
  if (file->status == CT_STATUS_OK && fsync (file->fd) != 0 && errno != EINVAL && errno != ENOTSUP && errno != ENOSYS)
    file->status = ct_write_status (errno);
  if (file->status == CT_STATUS_OK && fstat (file->fd, &info) != 0)
    file->status = ct_write_status (errno);
  file->set.size = info.st_size;
  file->set.time_s = info.st_mtim.tv_sec;
  return file->status;
}

/* Puts the files in place, now that all are complete. */
static CtStatus
put_in_place (Run *run, const char *path, size_t *at)
{
  CtStemSetFile **files = calloc (run->n_files, sizeof *files);
  CtStatus status = files ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;

  for (size_t i = 0; i < run->n_files && status == CT_STATUS_OK; i++)
    {
      *at = i;
      files[i] = &run->files[i].set;
      status = complete (&run->files[i]);
    }
  if (status == CT_STATUS_OK)
    status = ct_stem_set_put (run->folder, path, files, run->n_files, is_kept, run, at);
  free (files);
  return status;
}

/* The notes of the score and, as further tracks, its groups of hits. */
static CtStatus
set_notes (Run *run)
{
  const CtScore *score = run->score;
  size_t n = score->notes.n, n_hits = score->percussion.n_hits;
  CtNote *notes = malloc ((n + n_hits + 1) * sizeof *notes);
  CtStatus status;

  if (!notes)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < n; i++)
    notes[i] = score->notes.notes[i];
  for (size_t i = 0; i < n_hits; i++)
    notes[n + i] = ct_hit_to_note (&score->percussion.hits[i],
                                   (int) (score->n_tracks + score->percussion.hits[i].group));
  status = ct_track_isolation_set_notes (run->isolation, notes, n + n_hits);
  free (notes);
  return status;
}

static CtStatus
set_up (Run *run, const char *path, const char *folder)
{
  CtScratchPlaces scratch = { { NULL, folder } };
  size_t n_threads = run->options->n_threads ? run->options->n_threads : ct_workers_default_threads (), length;
  CtStatus status = ct_sound_reader_new (path, run->options->stream, &scratch, &run->reader);

  if (status == CT_STATUS_OK)
    status = ct_sound_cursor_new (run->reader, &run->cursor);
  if (status == CT_STATUS_OK)
    status = ct_track_isolation_new (run->reader, n_threads, &run->isolation);
  if (status == CT_STATUS_OK)
    status = set_notes (run);
  if (status == CT_STATUS_OK)
    status = ct_workers_new (n_threads, &run->workers);
  if (status != CT_STATUS_OK)
    return status;
  run->channels = (size_t) ct_sound_reader_channels (run->reader);
  run->has_drums = run->score->percussion.n_hits > 0;
  run->n_files = run->score->n_tracks + run->has_drums + 1;
  length = ct_track_isolation_block_frames (run->isolation) * run->channels;
  run->files = calloc (run->n_files, sizeof *run->files);
  run->rest = malloc (MAX_BATCH * length * sizeof *run->rest);
  run->silence = calloc (length, sizeof *run->silence);
  if (run->has_drums)
    run->drums = malloc (MAX_BATCH * length * sizeof *run->drums);
  if (!run->files || !run->rest || !run->silence || (run->has_drums && !run->drums))
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < run->n_files; i++)
    run->files[i].fd = -1;
  return CT_STATUS_OK;
}

static void
clear (Run *run)
{
  for (size_t i = 0; run->files && i < run->n_files; i++)
    {
      StemFile *file = &run->files[i];

      ct_sound_writer_close (file->file);
      if (file->set.temporary[0])
        unlinkat (run->folder, file->set.temporary, 0);
      if (file->fd >= 0)
        close (file->fd);
    }
  if (run->folder >= 0)
    close (run->folder);
  ct_workers_free (run->workers);
  ct_track_isolation_free (run->isolation);
  ct_sound_cursor_free (run->cursor);
  ct_sound_reader_free (run->reader);
  free (run->files);
  free (run->rest);
  free (run->drums);
  free (run->silence);
}

/* Says which file failed; n_files: the one that names them. */
static void
blame (const Run *run, size_t file, CtStemFailure *failure)
{
  failure->what = CT_STEM_FAILED_FILE;
  strcpy (failure->name, file < run->n_files ? run->files[file].set.name : CT_STEM_MANIFEST);
}

/* Computes and writes all that the files hold. */
static CtStatus
write_batches (Run *run, CtStemFailure *failure)
{
  CtStatus status = CT_STATUS_OK;

  for (size_t b = 0; b < ct_track_isolation_n_blocks (run->isolation) && status == CT_STATUS_OK; b += run->n_batch)
    status = write_batch (run, b);
  for (size_t i = 0; i < run->n_files; i++)
    if (run->files[i].status != CT_STATUS_OK)
      blame (run, i, failure);
  return status;
}

/* Begins all files anew, with the gain at which the loudest sample of all fits into them. */
static CtStatus
begin_softer (Run *run, float peak, CtStemFailure *failure)
{
  CtStatus status = CT_STATUS_OK;

  run->gain = 1 / peak;
  for (size_t i = 0; i < run->n_files && status == CT_STATUS_OK; i++)
    {
      StemFile *file = &run->files[i];

      ct_sound_writer_close (file->file);
      file->file = NULL;
      status = ftruncate (file->fd, 0) == 0 ? begin_file (run, file) : ct_write_status (errno);
      if (status != CT_STATUS_OK)
        blame (run, i, failure);
    }
  return status;
}

/* Where something is above full scale, which the files cannot hold, all are written again, softer: what they add up to
 * is still the recording. */
static CtStatus
write_samples (Run *run, CtStemFailure *failure)
{
  CtStatus status = write_batches (run, failure);
  float peak = 1;

  for (size_t i = 0; i < run->n_files; i++)
    peak = fmaxf (peak, run->files[i].peak);
  if (status == CT_STATUS_OK && peak > 1)
    {
      status = begin_softer (run, peak, failure);
      if (status == CT_STATUS_OK)
        status = write_batches (run, failure);
    }
  if (run->options->gain)
    *run->options->gain = run->gain;
  return status;
}

static CtStatus
write_files (Run *run, const char *path, CtStemFailure *failure)
{
  CtStatus status = open_folder (run, path);
  size_t at = 0;

  failure->what = CT_STEM_FAILED_FOLDER;
  for (size_t i = 0; i < run->n_files && status == CT_STATUS_OK; i++)
    {
      status = open_file (run, i);
      if (status != CT_STATUS_OK)
        blame (run, i, failure);
    }
  if (status != CT_STATUS_OK)
    return status;
  failure->what = CT_STEM_FAILED_RECORDING;
  status = write_samples (run, failure);
  if (status != CT_STATUS_OK)
    return status;
  status = put_in_place (run, path, &at);
  if (status != CT_STATUS_OK)
    blame (run, at, failure);
  return status;
}

/* Nothing but a scratch file is written while the recording is read. */
static void
blame_scratch (const Run *run, CtStemFailure *failure)
{
  int64_t frames = run->reader ? ct_sound_reader_frames (run->reader) : 0;

  failure->what = CT_STEM_FAILED_SCRATCH;
  if (frames > 0)
    failure->scratch_bytes = frames * ct_sound_reader_channels (run->reader) * (int64_t) sizeof (float);
}

CtStatus
ct_stem_files_write (const char *path,
                     const CtScore *score,
                     const char *folder,
                     const CtStemFilesOptions *options,
                     CtStemFailure *failure)
{
  static const CtStemFilesOptions defaults;
  Run run = { .score = score, .options = options ? options : &defaults, .folder = -1, .gain = 1 };
  CtStemFailure unwanted = { 0 };
  CtStatus status = set_up (&run, path, folder);

  failure = failure ? failure : &unwanted;
  *failure = (CtStemFailure){ .what = CT_STEM_FAILED_RECORDING };
  if (status == CT_STATUS_OK)
    status = write_files (&run, folder, failure);
  if (status == CT_STATUS_NO_SPACE && failure->what == CT_STEM_FAILED_RECORDING)
    blame_scratch (&run, failure);
  clear (&run);
  return status;
}
