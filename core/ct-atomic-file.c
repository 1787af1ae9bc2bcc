/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ct-atomic-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_TRIES 100

struct _CtAtomicFile
{
  FILE *stream;
  char *target;    /* NULL: written to directly */
  char *temporary; /* in the same folder */
};

static CtStatus
status_from_errno (void)
{
  CtStatus status = ct_status_from_errno (errno);

  return status == CT_STATUS_READ_FAILED || status == CT_STATUS_OK ? CT_STATUS_WRITE_FAILED : status;
}

static void
free_file (CtAtomicFile *self)
{
  free (self->target);
  free (self->temporary);
  free (self);
}

/* The file that @path leads to, of which at least the folder exists. NULL with errno set. */
static char *
resolve (const char *path)
{
  char *resolved = realpath (path, NULL);

  if (resolved || errno != ENOENT)
    return resolved;
  return strdup (path);
}

/* Opens a new file beside the target, under a short name of our own: the target's may already be as long as names get. */
static int
open_temporary (CtAtomicFile *self)
{
  const char *slash = strrchr (self->target, '/');
  int folder_length = slash ? (int) (slash - self->target) + 1 : 0;
  size_t size = (size_t) folder_length + 64;

  self->temporary = malloc (size);
  if (!self->temporary)
    {
      errno = ENOMEM;
      return -1;
    }
  for (unsigned i = 0; i < MAX_TRIES; i++)
    {
      unsigned number = 0;
      int fd;

      if (getrandom (&number, sizeof number, GRND_NONBLOCK) != sizeof number)
        number = i;
      snprintf (self->temporary, size, "%.*s.coloratura-%lx-%x.tmp", folder_length, self->target, (long) getpid (), number);
      fd = open (self->temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
      if (fd >= 0 || errno != EEXIST)
        return fd;
    }
  return -1;
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
  self->target = resolve (path);
  if (!self->target)
    return -1;
  fd = open_temporary (self);
  if (fd < 0)
    {
      free (self->temporary);
      self->temporary = NULL;
    }
  else if (old)
    /* not every file system has permissions: a failure is none of ours */
    (void) !fchmod (fd, old->st_mode & 0777);
  return fd;
}

static int
open_target (CtAtomicFile *self, const char *path)
{
  struct stat old;

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
  int fd;

  if (!self)
    return CT_STATUS_NO_MEMORY;
  fd = open_target (self, path);
  if (fd >= 0)
    self->stream = fdopen (fd, "w");
  if (self->stream)
    {
      *out = self;
      return CT_STATUS_OK;
    }
  status = status_from_errno ();
  if (fd >= 0)
    close (fd);
  if (self->temporary)
    unlink (self->temporary);
  free_file (self);
  return status;
}

FILE *
ct_atomic_file_stream (CtAtomicFile *self)
{
  return self->stream;
}

/* Writes the folder's entry, too, to the disk. The file is whole and in place by now, so that a file system without
 * this is no failure. */
static void
synchronise_folder (char *target)
{
  char *slash = strrchr (target, '/');
  int fd;

  if (slash == target)
    fd = open ("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  else
    {
      if (slash)
        *slash = '\0';
      fd = open (slash ? target : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    }
  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

/* Pipes, devices and some network file systems have no fsync: what they took is written as far as they can say. */
static int
synchronise (FILE *stream)
{
  if (fflush (stream) != 0)
    return -1;
  if (fsync (fileno (stream)) == 0 || errno == EINVAL || errno == ENOTSUP || errno == ENOSYS || errno == EROFS)
    return 0;
  return -1;
}

CtStatus
ct_atomic_file_commit (CtAtomicFile *self)
{
  CtStatus status = CT_STATUS_OK;
  int failed_before = ferror (self->stream);

  errno = 0;
  if (synchronise (self->stream) != 0 || failed_before)
    status = status_from_errno ();
  if (fclose (self->stream) != 0 && status == CT_STATUS_OK)
    status = status_from_errno ();
  self->stream = NULL;
  if (self->temporary && status == CT_STATUS_OK && rename (self->temporary, self->target) != 0)
    status = status_from_errno ();
  if (status != CT_STATUS_OK)
    {
      ct_atomic_file_abandon (self);
      return status;
    }
  if (self->target)
    synchronise_folder (self->target);
  free_file (self);
  return CT_STATUS_OK;
}

void
ct_atomic_file_abandon (CtAtomicFile *self)
{
  if (!self)
    return;
  if (self->stream)
    fclose (self->stream);
  if (self->temporary)
    unlink (self->temporary);
  free_file (self);
}
