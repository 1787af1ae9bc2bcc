/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-blocks.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/base/ct-scratch-file.h"

#define EXTENT_BLOCKS 32 /* mapped at once: the number of mappings of a process is limited */
#define MIN_RECENT 8

typedef struct
{
  unsigned char *bytes;
  bool mapped;
  atomic_bool recent; /* among the mapped blocks that stay in memory */
} Block;

struct _CtBlocks
{
  size_t block_bytes; /* whole pages */
  size_t n_in_memory;
  Block *blocks; /* [n] */
  size_t n;
  unsigned char **extents; /* [n_extents]; NULL: its blocks lie in memory */
  size_t n_extents;

  pthread_mutex_t mutex; /* guards the ring */
  size_t *ring;          /* [n_ring]: the mapped blocks that stay in memory */
  size_t n_ring, n_used; /* n_used: how many blocks ever entered it */
};

static size_t
round_up (size_t n, size_t unit)
{
  return (n + unit - 1) / unit * unit;
}

CtStatus
ct_blocks_new (size_t block_bytes, size_t bytes_in_memory, CtBlocks **out)
{
  CtBlocks *self = calloc (1, sizeof *self);

  *out = NULL;
  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->block_bytes = round_up (block_bytes, (size_t) sysconf (_SC_PAGESIZE));
  self->n_in_memory = bytes_in_memory / self->block_bytes;
  self->n_ring = self->n_in_memory / 2;
  if (self->n_ring < MIN_RECENT)
    self->n_ring = MIN_RECENT;
  self->ring = calloc (self->n_ring, sizeof *self->ring);
  if (!self->ring)
    {
      free (self);
      return CT_STATUS_NO_MEMORY;
    }
  pthread_mutex_init (&self->mutex, NULL);
  *out = self;
  return CT_STATUS_OK;
}

void
ct_blocks_free (CtBlocks *self)
{
  if (!self)
    return;
  for (size_t i = 0; i < self->n; i++)
    if (!self->blocks[i].mapped)
      free (self->blocks[i].bytes);
  for (size_t i = 0; i < self->n_extents; i++)
    if (self->extents[i])
      munmap (self->extents[i], EXTENT_BLOCKS * self->block_bytes);
  pthread_mutex_destroy (&self->mutex);
  free (self->extents);
  free (self->blocks);
  free (self->ring);
  free (self);
}

/* The room is taken at once: a page that is written to a full disk later would end the program. */
static unsigned char *
map_extent (size_t n_bytes)
{
  const char *chosen = getenv ("TMPDIR"); // NOLINT(concurrency-mt-unsafe): nothing here sets it
  /* where systems keep small temporary files is often memory itself */
  CtScratchPlaces places = { { chosen && *chosen ? NULL : "/var/tmp" } };
  CtScratchFile *file;
  void *bytes = MAP_FAILED;
  int fd;

  if (ct_scratch_file_open (&places, (int64_t) n_bytes, &file) != CT_STATUS_OK)
    return NULL;
  fd = ct_scratch_file_share (file);
  if (fd >= 0 && posix_fallocate (fd, 0, (off_t) n_bytes) == 0)
    bytes = mmap (NULL, n_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  ct_scratch_file_close (file);
  return bytes == MAP_FAILED ? NULL : bytes;
}

static bool
add_extent (CtBlocks *self)
{
  unsigned char **extents = realloc (self->extents, (self->n_extents + 1) * sizeof *extents);

  if (!extents)
    return false;
  self->extents = extents;
  extents[self->n_extents++] = map_extent (EXTENT_BLOCKS * self->block_bytes);
  return true;
}

static CtStatus
add_block (CtBlocks *self)
{
  Block *block = &self->blocks[self->n];
  unsigned char *extent = NULL;
  size_t in_extents = 0;

  if (self->n >= self->n_in_memory)
    {
      in_extents = self->n - self->n_in_memory;
      if (in_extents / EXTENT_BLOCKS == self->n_extents && !add_extent (self))
        return CT_STATUS_NO_MEMORY;
      extent = self->extents[in_extents / EXTENT_BLOCKS];
    }
  block->mapped = extent != NULL;
  atomic_init (&block->recent, false);
  block->bytes = extent ? extent + in_extents % EXTENT_BLOCKS * self->block_bytes : calloc (1, self->block_bytes);
  if (!block->bytes)
    return CT_STATUS_NO_MEMORY;
  self->n++;
  return CT_STATUS_OK;
}

CtStatus
ct_blocks_reserve (CtBlocks *self, size_t block)
{
  CtStatus status = CT_STATUS_OK;
  Block *blocks;

  if (block < self->n)
    return CT_STATUS_OK;
  blocks = realloc (self->blocks, (block + 1) * sizeof *blocks);
  if (!blocks)
    return CT_STATUS_NO_MEMORY;
  self->blocks = blocks;
  while (status == CT_STATUS_OK && self->n <= block)
    status = add_block (self);
  return status;
}

/* Lets the block that came first go in favour of @block. What is let go stays in the file, and a thread that still
 * reads there gets it from the file. */
static void
keep (CtBlocks *self, size_t block)
{
  size_t *place;

  pthread_mutex_lock (&self->mutex);
  if (!atomic_load_explicit (&self->blocks[block].recent, memory_order_relaxed))
    {
      place = &self->ring[self->n_used % self->n_ring];
      if (self->n_used++ >= self->n_ring)
        {
          Block *oldest = &self->blocks[*place];

          atomic_store_explicit (&oldest->recent, false, memory_order_relaxed);
          madvise (oldest->bytes, self->block_bytes, MADV_DONTNEED);
        }
      *place = block;
      atomic_store_explicit (&self->blocks[block].recent, true, memory_order_relaxed);
    }
  pthread_mutex_unlock (&self->mutex);
}

void *
ct_blocks_at (CtBlocks *self, size_t block)
{
  Block *at = &self->blocks[block];

  if (at->mapped && !atomic_load_explicit (&at->recent, memory_order_relaxed))
    keep (self, block);
  return at->bytes;
}
