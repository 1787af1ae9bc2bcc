/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/audio/ct-sound-reader.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "core/audio/ct-audio-file.h"
#include "core/base/ct-scratch-file.h"

#define CHUNK_FRAMES 4096
#define PACKED 24 /* how many bytes a byte of a packed recording becomes */

struct _CtSoundReader
{
  char *path;
  CtAudioInfo info;
  int channels; /* 1 or 2 */
  bool exact;   /* the format can be entered anywhere: every cursor has a file of its own */

  /* the others are decoded by whoever needs more of them, one at a time */
  pthread_mutex_t decoding; /* guards file, chunk and writing to the scratch file */
  CtAudioFile *file;
  float *chunk;
  CtScratchFile *scratch;
  /* what is in the scratch file: stored (release) after it was written there, loaded (acquire) before it is read */
  _Atomic int64_t decoded;
  atomic_bool ended;  /* stored (release) after the last of `decoded` */
  atomic_int failure; /* CtStatus of decoding or of the scratch file */
};

struct _CtSoundCursor
{
  CtSoundReader *reader;
  CtAudioFile *file; /* NULL where the reader decodes */
  int64_t position;  /* frame that the file reads next */
  float *chunk;      /* [CHUNK_FRAMES][channels of the file] */
};

/* In the scratch file. */
static size_t
frame_size (const CtSoundReader *self)
{
  return sizeof (float) * (size_t) self->channels;
}

/* What all of the recording may take in the scratch file; where its length is not known, as if it were packed well. */
static int64_t
need_of (const CtSoundReader *self)
{
  int64_t most = CT_SCRATCH_FILE_MAX_BYTES, each = self->info.frames >= 0 ? (int64_t) frame_size (self) : PACKED, n = 0;
  struct stat info;

  if (self->info.frames >= 0)
    n = self->info.frames;
  else if (stat (self->path, &info) == 0)
    n = info.st_size;
  return n < most / each ? n * each : most;
}

static CtStatus
prepare_decoding (CtSoundReader *self, const CtScratchPlaces *scratch)
{
  self->exact = ct_audio_file_seek (self->file, 0);
  if (self->exact)
    return CT_STATUS_OK;
  self->chunk = malloc (CHUNK_FRAMES * (size_t) self->info.channels * sizeof *self->chunk);
  if (!self->chunk)
    return CT_STATUS_NO_MEMORY;
  return ct_scratch_file_open (scratch, need_of (self), &self->scratch);
}

CtStatus
ct_sound_reader_new (const char *path, int stream, const CtScratchPlaces *scratch, CtSoundReader **out)
{
  CtSoundReader *self = calloc (1, sizeof *self);
  CtStatus status;

  *out = NULL;
  if (!self)
    return CT_STATUS_NO_MEMORY;
  pthread_mutex_init (&self->decoding, NULL);
  self->path = strdup (path);
  status = self->path ? ct_audio_file_open_stream (path, stream, NULL, &self->file) : CT_STATUS_NO_MEMORY;
  if (status == CT_STATUS_OK)
    {
      self->info = *ct_audio_file_info (self->file);
      self->channels = self->info.channels > 1 ? 2 : 1;
      status = prepare_decoding (self, scratch);
    }
  if (status != CT_STATUS_OK)
    {
      ct_sound_reader_free (self);
      return status;
    }
  *out = self;
  return CT_STATUS_OK;
}

void
ct_sound_reader_free (CtSoundReader *self)
{
  if (!self)
    return;
  ct_audio_file_close (self->file);
  ct_scratch_file_close (self->scratch);
  pthread_mutex_destroy (&self->decoding);
  free (self->chunk);
  free (self->path);
  free (self);
}

const char *
ct_sound_reader_path (const CtSoundReader *self)
{
  return self->path;
}

int
ct_sound_reader_rate_hz (const CtSoundReader *self)
{
  return self->info.rate_hz;
}

int
ct_sound_reader_channels (const CtSoundReader *self)
{
  return self->channels;
}

int64_t
ct_sound_reader_frames (const CtSoundReader *self)
{
  if (!self->exact && atomic_load_explicit (&self->ended, memory_order_acquire))
    return atomic_load_explicit (&self->decoded, memory_order_relaxed);
  return self->info.frames;
}

CtStatus
ct_sound_cursor_new (CtSoundReader *reader, CtSoundCursor **out)
{
  CtSoundCursor *self = calloc (1, sizeof *self);
  CtStatus status = CT_STATUS_OK;

  *out = NULL;
  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->reader = reader;
  self->chunk = malloc (CHUNK_FRAMES * (size_t) reader->info.channels * sizeof *self->chunk);
  if (!self->chunk)
    status = CT_STATUS_NO_MEMORY;
  else if (reader->exact)
    status = ct_audio_file_open (reader->path, &self->file);
  /* the file may have become another one since */
  if (status == CT_STATUS_OK && self->file
      && memcmp (ct_audio_file_info (self->file), &reader->info, sizeof reader->info) != 0)
    status = CT_STATUS_DAMAGED;
  if (status != CT_STATUS_OK)
    {
      ct_sound_cursor_free (self);
      return status;
    }
  *out = self;
  return CT_STATUS_OK;
}

void
ct_sound_cursor_free (CtSoundCursor *self)
{
  if (!self)
    return;
  ct_audio_file_close (self->file);
  free (self->chunk);
  free (self);
}

/* [n][n_in] to [n][1 or 2], in place or not: the first two channels are left and right, every other goes to both. */
static void
fold (const float *in, int n_in, float *out, size_t n)
{
  float share = 0.5f, scale = 1.0f / (1.0f + share * (float) (n_in - 2));

  if (n_in <= 2)
    {
      if (in != out)
        memcpy (out, in, n * (size_t) n_in * sizeof *out);
      return;
    }
  for (size_t i = 0; i < n; i++)
    {
      const float *frame = in + i * (size_t) n_in;
      float others = 0, left = frame[0], right = frame[1];

      for (int c = 2; c < n_in; c++)
        others += frame[c];
      out[2 * i] = scale * (left + share * others);
      out[2 * i + 1] = scale * (right + share * others);
    }
}

/* Decodes the next chunk; the caller holds the lock. */
static CtStatus
decode_chunk (CtSoundReader *self)
{
  size_t n_read = 0;
  CtStatus status = ct_audio_file_read (self->file, self->chunk, CHUNK_FRAMES, &n_read);

  if (status == CT_STATUS_OK && n_read > 0)
    {
      fold (self->chunk, self->info.channels, self->chunk, n_read);
      status = ct_scratch_file_append (self->scratch, self->chunk, n_read * frame_size (self));
      if (status == CT_STATUS_OK)
        atomic_fetch_add_explicit (&self->decoded, (int64_t) n_read, memory_order_release);
    }
  if (status != CT_STATUS_OK)
    atomic_store (&self->failure, (int) status);
  else if (n_read == 0)
    atomic_store_explicit (&self->ended, true, memory_order_release);
  return status;
}

/* Sees to it that the frames before @end are decoded, or all of them. Never waits long for another thread: what that
 * one decodes may be what is wanted. */
static CtStatus
decode_to (CtSoundReader *self, int64_t end)
{
  const struct timespec nap = { .tv_nsec = 300000 };

  while (atomic_load_explicit (&self->decoded, memory_order_acquire) < end
         && !atomic_load_explicit (&self->ended, memory_order_acquire))
    {
      CtStatus status = (CtStatus) atomic_load (&self->failure);

      if (status != CT_STATUS_OK)
        return status;
      if (pthread_mutex_trylock (&self->decoding) != 0)
        {
          nanosleep (&nap, NULL);
          continue;
        }
      if (!atomic_load (&self->ended) && atomic_load (&self->failure) == CT_STATUS_OK)
        status = decode_chunk (self);
      pthread_mutex_unlock (&self->decoding);
      if (status != CT_STATUS_OK)
        return status;
    }
  return CT_STATUS_OK;
}

static CtStatus
read_decoded (CtSoundReader *self, int64_t frame, size_t n, float *samples, size_t *n_read)
{
  CtStatus status = decode_to (self, frame + (int64_t) n);
  int64_t decoded = atomic_load_explicit (&self->decoded, memory_order_acquire);

  if (status != CT_STATUS_OK)
    return status;
  *n_read = decoded <= frame ? 0 : decoded - frame < (int64_t) n ? (size_t) (decoded - frame) : n;
  return ct_scratch_file_read (self->scratch, samples, *n_read * frame_size (self),
                               frame * (int64_t) frame_size (self));
}

static CtStatus
read_file (CtSoundCursor *self, int64_t frame, size_t n, float *samples, size_t *n_read)
{
  const CtSoundReader *reader = self->reader;

  *n_read = 0;
  if (frame >= reader->info.frames)
    return CT_STATUS_OK;
  if (frame != self->position && !ct_audio_file_seek (self->file, frame))
    return CT_STATUS_READ_FAILED;
  self->position = frame;
  while (*n_read < n)
    {
      size_t wanted = n - *n_read < CHUNK_FRAMES ? n - *n_read : CHUNK_FRAMES, got;
      CtStatus status = ct_audio_file_read (self->file, self->chunk, wanted, &got);

      if (status != CT_STATUS_OK)
        {
          self->position = -1;
          return status;
        }
      if (got == 0)
        break;
      fold (self->chunk, reader->info.channels, samples + *n_read * (size_t) reader->channels, got);
      *n_read += got;
      self->position += (int64_t) got;
    }
  return CT_STATUS_OK;
}

CtStatus
ct_sound_cursor_read (CtSoundCursor *self, int64_t frame, size_t n, float *samples, size_t *n_read)
{
  size_t channels = (size_t) self->reader->channels, before = 0, got = 0;
  CtStatus status = CT_STATUS_OK;

  if (frame < 0)
    before = -frame < (int64_t) n ? (size_t) -frame : n;
  memset (samples, 0, before * channels * sizeof *samples);
  if (before < n)
    {
      float *to = samples + before * channels;

      status = self->file ? read_file (self, frame + (int64_t) before, n - before, to, &got)
                          : read_decoded (self->reader, frame + (int64_t) before, n - before, to, &got);
    }
  if (status != CT_STATUS_OK)
    got = 0;
  memset (samples + (before + got) * channels, 0, (n - before - got) * channels * sizeof *samples);
  if (n_read)
    *n_read = before + got;
  return status;
}

CtStatus
ct_sound_cursor_measure (CtSoundCursor *self, int64_t *frames)
{
  CtStatus status = self->file ? CT_STATUS_OK : decode_to (self->reader, INT64_MAX);

  *frames = ct_sound_reader_frames (self->reader);
  return status;
}
