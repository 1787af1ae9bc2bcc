/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/isolation/ct-stem-cache.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/ct-temporary-file.h"
#include "core/base/ct-write-status.h"
#include "core/isolation/ct-stem-folder-private.h"
#include "core/isolation/ct-stem-hash-private.h"

#define MAGIC "CTSTEM1\n"
#define MEMORY_BYTES (UINT64_C (64) << 20)
#define MEMORY_BYTES_ALONE (UINT64_C (256) << 20) /* where there is no folder */
#define MAX_IN_MEMORY 512
#define TIDY_BYTES (UINT64_C (64) << 20) /* bytes written between checks of the folder */

typedef struct
{
  char magic[8];
  uint32_t order; /* 1, in the byte order of the writer */
  uint32_t n_frames, channels, n_stems;
  CtStemKey recording, key, checksum; /* of the scales and samples */
  float scales[CT_ISOLATION_MAX_STEMS];
} Header;

/* A block and its reference count. */
typedef struct
{
  atomic_uint references;
  CtStemBlock block;
} Counted;

struct _CtStemCache
{
  char *folder; /* NULL: none */
  uint64_t max_bytes, memory_bytes;
  CtStemKey recording;
  pthread_mutex_t mutex;              /* guards what follows */
  CtStemBlock *blocks[MAX_IN_MEMORY]; /* [n_blocks], the most recently used last */
  size_t n_blocks;
  uint64_t bytes_in_memory;
  uint64_t bytes_written; /* since the folder was last checked */
  uint64_t need;          /* bytes of the blocks that the recording needs now; 0: not known */
};

static size_t
n_samples (const CtStemBlock *block)
{
  return (size_t) block->n_stems * block->n_frames * block->channels;
}

static size_t
n_bytes (const CtStemBlock *block)
{
  return sizeof (Counted) + n_samples (block) * sizeof (int16_t);
}

static Counted *
counted (CtStemBlock *block)
{
  return (Counted *) (void *) ((char *) block - offsetof (Counted, block));
}

static CtStemBlock *
block_new (size_t n)
{
  Counted *self = malloc (sizeof *self + n * sizeof (int16_t));

  if (!self)
    return NULL;
  memset (self, 0, sizeof *self);
  atomic_init (&self->references, 1);
  return &self->block;
}

static CtStemBlock *
block_ref (CtStemBlock *block)
{
  atomic_fetch_add_explicit (&counted (block)->references, 1, memory_order_relaxed);
  return block;
}

void
ct_stem_block_unref (CtStemBlock *block)
{
  /* release: this owner's reads are done; acquire: all owners' are, before the memory is freed */
  if (block && atomic_fetch_sub_explicit (&counted (block)->references, 1, memory_order_acq_rel) == 1)
    free (counted (block));
}

/* Makes room in the folder. */
static void
tidy (CtStemCache *self)
{
  uint64_t need;

  pthread_mutex_lock (&self->mutex);
  need = self->need;
  pthread_mutex_unlock (&self->mutex);
  ct_stem_folder_tidy (self->folder, &self->recording, need, self->max_bytes);
}

CtStatus
ct_stem_cache_new (const char *folder, uint64_t max_bytes, const CtStemKey *recording, CtStemCache **out)
{
  CtStemCache *self = calloc (1, sizeof *self);

  *out = NULL;
  if (!self)
    return CT_STATUS_NO_MEMORY;
  pthread_mutex_init (&self->mutex, NULL);
  self->max_bytes = max_bytes ? max_bytes : CT_STEM_CACHE_BYTES;
  self->memory_bytes = folder ? MEMORY_BYTES : MEMORY_BYTES_ALONE;
  self->recording = *recording;
  if (folder && *folder)
    {
      self->folder = strdup (folder);
      if (!self->folder)
        {
          ct_stem_cache_free (self);
          return CT_STATUS_NO_MEMORY;
        }
      ct_stem_folder_make (self->folder);
      tidy (self);
    }
  *out = self;
  return CT_STATUS_OK;
}

void
ct_stem_cache_free (CtStemCache *self)
{
  if (!self)
    return;
  for (size_t i = 0; i < self->n_blocks; i++)
    ct_stem_block_unref (self->blocks[i]);
  pthread_mutex_destroy (&self->mutex);
  free (self->folder);
  free (self);
}

void
ct_stem_cache_set_need (CtStemCache *self, uint64_t bytes)
{
  pthread_mutex_lock (&self->mutex);
  self->need = bytes;
  pthread_mutex_unlock (&self->mutex);
}

uint64_t
ct_stem_cache_memory_bytes (const CtStemCache *self)
{
  return self->memory_bytes;
}

uint64_t
ct_stem_cache_folder_bytes (const CtStemCache *self)
{
  return self->folder ? self->max_bytes : 0;
}

/* ---- memory ---- */

static bool
same_key (const CtStemKey *a, const CtStemKey *b)
{
  return a->words[0] == b->words[0] && a->words[1] == b->words[1];
}

/* Makes block @i the most recently used. */
static void
move_last (CtStemCache *self, size_t i)
{
  CtStemBlock *block = self->blocks[i];

  memmove (&self->blocks[i], &self->blocks[i + 1], (self->n_blocks - i - 1) * sizeof *self->blocks);
  self->blocks[self->n_blocks - 1] = block;
}

CtStemBlock *
ct_stem_cache_peek (CtStemCache *self, const CtStemKey *key)
{
  CtStemBlock *found = NULL;

  pthread_mutex_lock (&self->mutex);
  for (size_t i = self->n_blocks; i-- > 0 && !found;)
    if (same_key (&self->blocks[i]->key, key))
      {
        found = block_ref (self->blocks[i]);
        move_last (self, i);
      }
  pthread_mutex_unlock (&self->mutex);
  return found;
}

/* Adds @block and drops the least recently used ones. */
static void
remember (CtStemCache *self, CtStemBlock *block)
{
  pthread_mutex_lock (&self->mutex);
  for (size_t i = 0; i < self->n_blocks; i++)
    if (same_key (&self->blocks[i]->key, &block->key))
      {
        move_last (self, i);
        pthread_mutex_unlock (&self->mutex);
        return;
      }
  while (self->n_blocks > 0
         && (self->n_blocks == MAX_IN_MEMORY || self->bytes_in_memory + n_bytes (block) > self->memory_bytes))
    {
      self->bytes_in_memory -= n_bytes (self->blocks[0]);
      ct_stem_block_unref (self->blocks[0]);
      self->n_blocks--;
      memmove (self->blocks, self->blocks + 1, self->n_blocks * sizeof *self->blocks);
    }
  self->blocks[self->n_blocks++] = block_ref (block);
  self->bytes_in_memory += n_bytes (block);
  pthread_mutex_unlock (&self->mutex);
}

/* ---- files ---- */

/* The path of a block's file. NULL: no memory. */
static char *
path_of (const CtStemCache *self, const CtStemKey *key)
{
  char *path;

  if (asprintf (&path, "%s/%016llx%016llx%016llx%016llx" CT_STEM_ENDING, self->folder,
                (unsigned long long) self->recording.words[0], (unsigned long long) self->recording.words[1],
                (unsigned long long) key->words[0], (unsigned long long) key->words[1])
      < 0)
    return NULL;
  return path;
}

static CtStemKey
checksum (const float *scales, const int16_t *samples, size_t n)
{
  CtStemHash hash;

  ct_stem_hash_init (&hash, n);
  ct_stem_hash_bytes (&hash, scales, CT_ISOLATION_MAX_STEMS * sizeof *scales);
  ct_stem_hash_bytes (&hash, samples, n * sizeof *samples);
  return ct_stem_hash_end (&hash);
}

static bool
read_fully (int fd, void *data, size_t n)
{
  char *at = data;

  while (n > 0)
    {
      ssize_t n_read = read (fd, at, n);

      if (n_read < 0 && errno == EINTR)
        continue;
      if (n_read <= 0)
        return false;
      at += n_read;
      n -= (size_t) n_read;
    }
  return true;
}

static bool
header_fits (const CtStemCache *self, const Header *header, const CtStemKey *key, int64_t file_bytes)
{
  uint64_t samples = (uint64_t) header->n_stems * header->n_frames;

  if (memcmp (header->magic, MAGIC, sizeof header->magic) != 0 || header->order != 1
      || !same_key (&header->recording, &self->recording) || !same_key (&header->key, key) || header->channels < 1
      || header->channels > 2 || header->n_stems > CT_ISOLATION_MAX_STEMS || header->n_frames > UINT32_C (1) << 24)
    return false;
  for (int i = 0; i < CT_ISOLATION_MAX_STEMS; i++)
    if (!isfinite (header->scales[i]) || fabsf (header->scales[i]) > 1e6f)
      return false;
  return file_bytes == (int64_t) (sizeof *header + samples * header->channels * sizeof (int16_t));
}

/* Reads the block from an open file; NULL where anything in it is not as it should be. */
static CtStemBlock *
read_block (const CtStemCache *self, int fd, const CtStemKey *key)
{
  Header header;
  struct stat info;
  CtStemBlock *block;
  CtStemKey sum;
  size_t n;

  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode) || !read_fully (fd, &header, sizeof header)
      || !header_fits (self, &header, key, info.st_size))
    return NULL;
  n = (size_t) header.n_stems * header.n_frames * header.channels;
  block = block_new (n);
  if (!block)
    return NULL;
  block->key = *key;
  block->n_frames = header.n_frames;
  block->channels = header.channels;
  block->n_stems = header.n_stems;
  memcpy (block->scales, header.scales, sizeof header.scales);
  if (read_fully (fd, block->samples, n * sizeof *block->samples))
    {
      sum = checksum (block->scales, block->samples, n);
      if (same_key (&sum, &header.checksum))
        return block;
    }
  ct_stem_block_unref (block);
  return NULL;
}

CtStemBlock *
ct_stem_cache_get (CtStemCache *self, const CtStemKey *key)
{
  CtStemBlock *block = ct_stem_cache_peek (self, key);
  char *path;
  int fd;

  if (block || !self->folder)
    return block;
  path = path_of (self, key);
  fd = path ? open (path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC) : -1;
  if (fd >= 0)
    {
      block = read_block (self, fd, key);
      if (block)
        futimens (fd, NULL); /* used just now: others are deleted first */
      else
        unlink (path);
      close (fd);
    }
  free (path);
  if (block)
    remember (self, block);
  return block;
}

bool
ct_stem_cache_has (CtStemCache *self, const CtStemKey *key)
{
  CtStemBlock *block = ct_stem_cache_peek (self, key);
  char *path;
  bool there = block != NULL;

  ct_stem_block_unref (block);
  if (!self->folder)
    return there;
  path = path_of (self, key);
  /* whoever asks needs it: others are deleted first */
  there |= path && (utimensat (AT_FDCWD, path, NULL, AT_SYMLINK_NOFOLLOW) == 0 || access (path, R_OK) == 0);
  free (path);
  return there;
}

static CtStatus
write_fully (int fd, const void *data, size_t n)
{
  const char *at = data;

  while (n > 0)
    {
      ssize_t n_written = write (fd, at, n);

      if (n_written < 0 && errno == EINTR)
        continue;
      if (n_written <= 0)
        return ct_write_status (errno);
      at += n_written;
      n -= (size_t) n_written;
    }
  return CT_STATUS_OK;
}

/* Writes a block under a temporary name and then puts it in place. Not synchronised with the disk: after a power cut
 * the checksum is wrong. */
static CtStatus
write_file (int folder, const Header *header, const CtStemBlock *block, const char *path)
{
  char temporary[CT_TEMPORARY_NAME_SIZE];
  int fd = ct_temporary_file_open (folder, temporary);
  CtStatus status;

  if (fd < 0)
    return ct_write_status (errno);
  status = write_fully (fd, header, sizeof *header);
  if (status == CT_STATUS_OK)
    status = write_fully (fd, block->samples, n_samples (block) * sizeof *block->samples);
  if (status == CT_STATUS_OK && renameat (folder, temporary, AT_FDCWD, path) != 0)
    status = ct_write_status (errno);
  if (status != CT_STATUS_OK)
    unlinkat (folder, temporary, 0);
  close (fd);
  return status;
}

static CtStatus
write_block (const CtStemCache *self, const CtStemBlock *block)
{
  Header header = { .magic = MAGIC,
                    .order = 1,
                    .n_frames = block->n_frames,
                    .channels = block->channels,
                    .n_stems = block->n_stems,
                    .recording = self->recording,
                    .key = block->key };
  char *path = path_of (self, &block->key);
  CtStatus status = CT_STATUS_NO_MEMORY;

  memcpy (header.scales, block->scales, sizeof header.scales);
  header.checksum = checksum (block->scales, block->samples, n_samples (block));
  if (path)
    {
      int folder = open (self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

      status = folder >= 0 ? write_file (folder, &header, block, path) : ct_write_status (errno);
      if (folder >= 0)
        close (folder);
    }
  free (path);
  return status;
}

/* ---- put ---- */

static void
to_16_bits (const float *restrict from, size_t n, int16_t *restrict to, float *scale)
{
  float peak = 1e-9f, factor;

  for (size_t i = 0; i < n; i++)
    {
      float magnitude = fabsf (from[i]);

      peak = magnitude > peak ? magnitude : peak;
    }
  factor = 32767.0f / peak;
  for (size_t i = 0; i < n; i++)
    {
      float value = from[i] * factor;

      to[i] = (int16_t) (value < 0 ? value - 0.5f : value + 0.5f);
    }
  *scale = peak / 32767.0f;
}

CtStatus
ct_stem_cache_put (CtStemCache *self, const CtStemKey *key, const CtIsolatedBlock *isolated, size_t channels)
{
  size_t n = isolated->n_frames * channels;
  CtStemBlock *block = block_new (isolated->n_stems * n);
  CtStatus status = CT_STATUS_OK;
  bool full;

  if (!block)
    return CT_STATUS_NO_MEMORY;
  block->key = *key;
  block->n_frames = (uint32_t) isolated->n_frames;
  block->channels = (uint32_t) channels;
  block->n_stems = (uint32_t) isolated->n_stems;
  for (size_t s = 0; s < isolated->n_stems; s++)
    to_16_bits (isolated->stems[s], n, block->samples + s * n, &block->scales[s]);
  remember (self, block);
  if (self->folder)
    {
      status = write_block (self, block);
      pthread_mutex_lock (&self->mutex);
      self->bytes_written += n_bytes (block);
      full = self->bytes_written > TIDY_BYTES || self->bytes_written > self->max_bytes / 16
             || (self->need > 0 && self->bytes_written > self->need / 4);
      if (full)
        self->bytes_written = 0;
      pthread_mutex_unlock (&self->mutex);
      if (full)
        tidy (self);
    }
  ct_stem_block_unref (block);
  return status;
}
