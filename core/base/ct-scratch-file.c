/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-scratch-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define N_PLACES (sizeof (CtScratchPlaces) / sizeof (const char *))

struct _CtScratchFile
{
  int fd;
  int64_t size; /* with zeros at the end that are not in the file */
};

const char *
ct_scratch_file_system_folder (void)
{
  const char *folder = getenv ("TMPDIR"); // NOLINT(concurrency-mt-unsafe): nothing here sets it

  return folder && *folder ? folder : "/tmp";
}

static int
open_in (const char *folder)
{
  int fd = open (folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  char *name;

  if (fd >= 0)
    return fd;
  /* not every file system has files without names */
  if (asprintf (&name, "%s/coloratura-XXXXXX", folder) < 0)
    return -1;
  fd = mkostemp (name, O_CLOEXEC);
  if (fd >= 0)
    unlink (name);
  free (name);
  return fd;
}

/* The room on the file system of an open file. */
static int64_t
room_of (int fd)
{
  struct statvfs info;

  return fstatvfs (fd, &info) == 0 ? (int64_t) (info.f_bavail * info.f_frsize) : 0;
}

/* Opens the file in the best of the places; -1: in none. */
static int
open_best (const CtScratchPlaces *places, int64_t need)
{
  int best = -1;
  int64_t best_room = 0;

  for (size_t i = 0; i < N_PLACES && (best < 0 || best_room < need); i++)
    {
      const char *folder = places->folders[i] ? places->folders[i] : ct_scratch_file_system_folder ();
      int fd = open_in (folder);
      int64_t room = fd >= 0 ? room_of (fd) : 0;

      if (fd >= 0 && (best < 0 || room > best_room))
        {
          if (best >= 0)
            close (best);
          best = fd;
          best_room = room;
        }
      else if (fd >= 0)
        close (fd);
    }
  return best;
}

CtStatus
ct_scratch_file_open (const CtScratchPlaces *places, int64_t need, CtScratchFile **out)
{
  static const CtScratchPlaces anywhere;
  CtScratchFile *self = calloc (1, sizeof *self);

  *out = NULL;
  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->fd = open_best (places ? places : &anywhere, need);
  if (self->fd < 0)
    {
      free (self);
      return CT_STATUS_NO_SPACE;
    }
  *out = self;
  return CT_STATUS_OK;
}

void
ct_scratch_file_close (CtScratchFile *self)
{
  if (!self)
    return;
  close (self->fd);
  free (self);
}

static bool
is_zero (const char *data, size_t n)
{
  return n == 0 || (data[0] == 0 && memcmp (data, data + 1, n - 1) == 0);
}

CtStatus
ct_scratch_file_patch (CtScratchFile *self, const void *data, size_t n, int64_t at)
{
  const char *from = data;

  while (n > 0)
    {
      ssize_t n_written = pwrite (self->fd, from, n, at);

      if (n_written < 0 && errno == EINTR)
        continue;
      if (n_written <= 0)
        return CT_STATUS_NO_SPACE;
      from += n_written;
      at += n_written;
      n -= (size_t) n_written;
    }
  return CT_STATUS_OK;
}

CtStatus
ct_scratch_file_append (CtScratchFile *self, const void *data, size_t n)
{
  CtStatus status = CT_STATUS_OK;

  if ((int64_t) n > CT_SCRATCH_FILE_MAX_BYTES - self->size)
    return CT_STATUS_NO_SPACE;
  if (!is_zero (data, n))
    status = ct_scratch_file_patch (self, data, n, self->size);
  if (status == CT_STATUS_OK)
    self->size += (int64_t) n;
  return status;
}

CtStatus
ct_scratch_file_read (const CtScratchFile *self, void *data, size_t n, int64_t at)
{
  char *to = data;

  for (size_t done = 0; done < n;)
    {
      ssize_t n_read = pread (self->fd, to + done, n - done, at + (int64_t) done);

      if (n_read < 0 && errno == EINTR)
        continue;
      if (n_read < 0)
        return CT_STATUS_READ_FAILED;
      /* zeros at the end are not in the file */
      if (n_read == 0)
        {
          memset (to + done, 0, n - done);
          break;
        }
      done += (size_t) n_read;
    }
  return CT_STATUS_OK;
}

int
ct_scratch_file_share (CtScratchFile *self)
{
  return ftruncate (self->fd, self->size) == 0 ? self->fd : -1;
}
