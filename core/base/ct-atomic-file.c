/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-atomic-file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/ct-temporary-file.h"
#include "core/base/ct-write-status.h"

#define BUFFER_BYTES 65536
#define MAX_LINKS 40

struct _CtAtomicFile
{
  int fd;
  int folder;
  CtStatus status;  /* of what was written so far */
  char *target;     /* where links lead; NULL: written to directly */
  const char *name; /* of the target in its folder */
  char temporary[CT_TEMPORARY_NAME_SIZE];
  size_t n_waiting;
  char *waiting; /* [BUFFER_BYTES], goes into the file next: some writers have a byte or two at a time */
};

static void
free_file (CtAtomicFile *self)
{
  if (self->folder >= 0)
    close (self->folder);
  free (self->target);
  free (self->waiting);
  free (self);
}

/* The path of @name as seen from beside @link; NULL: no memory. */
static char *
beside (const char *link, const char *name)
{
  const char *slash = *name == '/' ? NULL : strrchr (link, '/');
  size_t n = slash ? (size_t) (slash + 1 - link) : 0, length = strlen (name);
  char *path = malloc (n + length + 1);

  if (path)
    {
      memcpy (path, link, n);
      memcpy (path + n, name, length + 1);
    }
  return path;
}

/* Where @path leads whose last link leads to nothing that is there yet. Returns NULL with errno set. */
static char *
follow (const char *path)
{
  char *at = strdup (path), name[PATH_MAX];

  for (int i = 0; at && i < MAX_LINKS; i++)
    {
      ssize_t n = readlink (at, name, sizeof name - 1);
      char *next;

      if (n < 0)
        return at;
      name[n] = '\0';
      next = beside (at, name);
      free (at);
      at = next;
    }
  errno = at ? ELOOP : ENOMEM;
  free (at);
  return NULL;
}

/* Finds where the file goes: links are followed, the last of them need not lead anywhere. Returns -1 with errno set. */
static int
open_folder (CtAtomicFile *self, const char *path)
{
  char *slash;

  self->target = realpath (path, NULL);
  if (!self->target)
    {
      if (errno != ENOENT)
        return -1;
      self->target = follow (path);
      if (!self->target)
        return -1;
    }
  slash = strrchr (self->target, '/');
  self->name = slash ? slash + 1 : self->target;
  if (!slash)
    self->folder = open (".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  else
    {
      char first = slash[1]; /* put aside while the text ends with the slash */

      slash[1] = '\0';
      self->folder = open (self->target, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
      /* a folder may be one to write to and not to list */
      if (self->folder < 0 && errno == EACCES)
        self->folder = open (self->target, O_PATH | O_DIRECTORY | O_CLOEXEC);
      slash[1] = first;
    }
  return self->folder;
}

/* Opens a pipe or device. Not blocking, since a named pipe without a reader would block for ever; writing then does
 * block, as it should when the reader is slow. */
static int
open_special (const char *path)
{
  int fd = open (path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

  if (fd >= 0)
    fcntl (fd, F_SETFL, fcntl (fd, F_GETFL) & ~O_NONBLOCK);
  return fd;
}

static int
open_regular (CtAtomicFile *self, const char *path, const struct stat *old)
{
  size_t length = strlen (path);
  int fd;

  if (old && faccessat (AT_FDCWD, path, W_OK, AT_EACCESS) != 0)
    return -1;
  if (!old && length > 0 && path[length - 1] == '/')
    {
      errno = EISDIR;
      return -1;
    }
  if (open_folder (self, path) < 0)
    return -1;
  /* under a short name of our own: the target's may already be as long as names get */
  fd = ct_temporary_file_open (self->folder, self->temporary);
  if (fd >= 0 && old)
    /* not every file system has permissions: a failure is none of ours */
    (void) !fchmod (fd, old->st_mode & 0777);
  return fd;
}

static int
open_target (CtAtomicFile *self, const char *path)
{
  struct stat old;

  if (strcmp (path, "-") == 0)
    return fcntl (STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
  if (stat (path, &old) != 0)
    {
      if (errno != ENOENT || !*path)
        return -1;
      return open_regular (self, path, NULL);
    }
  if (S_ISDIR (old.st_mode))
    {
      errno = EISDIR;
      return -1;
    }
  return S_ISREG (old.st_mode) ? open_regular (self, path, &old) : open_special (path);
}

CtStatus
ct_atomic_file_open (const char *path, CtAtomicFile **out)
{
  CtAtomicFile *self = calloc (1, sizeof *self);
  CtStatus status;

  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->folder = -1;
  self->waiting = malloc (BUFFER_BYTES);
  if (!self->waiting)
    {
      free_file (self);
      return CT_STATUS_NO_MEMORY;
    }
  self->fd = open_target (self, path);
  if (self->fd < 0)
    {
      status = ct_write_status (errno);
      free_file (self);
      return status;
    }
  *out = self;
  return CT_STATUS_OK;
}

static void
write_now (CtAtomicFile *self, const char *at, size_t size)
{
  while (size > 0 && self->status == CT_STATUS_OK)
    {
      ssize_t n = write (self->fd, at, size);

      if (n < 0 && errno != EINTR)
        self->status = ct_write_status (errno);
      if (n > 0)
        {
          at += n;
          size -= (size_t) n;
        }
    }
}

void
ct_atomic_file_write (CtAtomicFile *self, const void *data, size_t size)
{
  if (size > BUFFER_BYTES - self->n_waiting)
    {
      write_now (self, self->waiting, self->n_waiting);
      self->n_waiting = 0;
    }
  if (size >= BUFFER_BYTES)
    {
      write_now (self, data, size);
      return;
    }
  if (size > 0)
    memcpy (self->waiting + self->n_waiting, data, size);
  self->n_waiting += size;
}

/* Pipes, devices and some network file systems have no fsync: what they took is written as far as they can say. */
static CtStatus
synchronise (int fd)
{
  if (fsync (fd) == 0 || errno == EINVAL || errno == ENOTSUP || errno == ENOSYS || errno == EROFS)
    return CT_STATUS_OK;
  return ct_write_status (errno);
}

/* Closes the file. What is left of its descriptor, -1 or what the caller closes, still holds the lock. */
static int
close_written (CtAtomicFile *self)
{
  int lock = self->target ? fcntl (self->fd, F_DUPFD_CLOEXEC, 0) : -1;

  write_now (self, self->waiting, self->n_waiting);
  if (self->status == CT_STATUS_OK)
    self->status = synchronise (self->fd);
  if (close (self->fd) != 0 && self->status == CT_STATUS_OK)
    self->status = ct_write_status (errno);
  self->fd = -1;
  return lock;
}

CtStatus
ct_atomic_file_commit (CtAtomicFile *self)
{
  int lock = close_written (self);
  CtStatus status;

  if (self->status == CT_STATUS_OK && self->target
      && renameat (self->folder, self->temporary, self->folder, self->name) != 0)
    self->status = ct_write_status (errno);
  if (lock >= 0)
    close (lock);
  status = self->status;
  if (status != CT_STATUS_OK)
    {
      ct_atomic_file_abandon (self);
      return status;
    }
  /* the file is whole and in place by now: a file system that does not synchronise folders is no failure */
  if (self->target)
    fsync (self->folder);
  free_file (self);
  return CT_STATUS_OK;
}

void
ct_atomic_file_abandon (CtAtomicFile *self)
{
  if (!self)
    return;
  if (self->target)
    unlinkat (self->folder, self->temporary, 0);
  if (self->fd >= 0)
    close (self->fd);
  free_file (self);
}

CtStatus
ct_atomic_file_save (const char *path, const void *data, size_t size)
{
  CtAtomicFile *file;
  CtStatus status = ct_atomic_file_open (path, &file);

  if (status != CT_STATUS_OK)
    return status;
  ct_atomic_file_write (file, data, size);
  return ct_atomic_file_commit (file);
}

void
ct_atomic_file_clean (const char *path)
{
  CtAtomicFile file = { .fd = -1, .folder = -1 };

  if (strcmp (path, "-") != 0 && open_folder (&file, path) >= 0)
    {
      ct_temporary_file_clean (file.folder);
      close (file.folder);
    }
  free (file.target);
}
