/* SPDX-License-Identifier: GPL-3.0-or-later */
/* its checks are inline functions of the same names, and it gives two functions one name */
#undef _FORTIFY_SOURCE
#undef _FILE_OFFSET_BITS
#include "tests/support/failing-calls.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define SHORT (-1) /* in the place of an error */

static const char *const calls[FAILING_N_CALLS] = { "open",     "write",  "sync",   "close",
                                                    "truncate", "rename", "thread", "read" };
static const struct
{
  const char *name;
  int error;
} errors[] = { { "EACCES", EACCES }, { "EAGAIN", EAGAIN }, { "EINTR", EINTR }, { "EINVAL", EINVAL },
               { "EIO", EIO },       { "ENOSPC", ENOSPC }, { "short", SHORT } };

static atomic_int counts[FAILING_N_CALLS];
static int failing_call = -1, failing_number, failing_error;
static bool for_ever, ended;

void
failing_calls_set (const char *what)
{
  char call[16], how[16];
  size_t length;

  failing_call = -1;
  ended = false;
  for (int i = 0; i < FAILING_N_CALLS; i++)
    atomic_store (&counts[i], 0);
  if (!what || sscanf (what, "%15[^:]:%d:%15s", call, &failing_number, how) != 3)
    return;
  length = strlen (how);
  for_ever = how[length - 1] == '+';
  if (for_ever)
    how[length - 1] = '\0';
  for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
    if (strcmp (errors[i].name, how) == 0)
      failing_error = errors[i].error;
  for (int i = 0; i < FAILING_N_CALLS; i++)
    if (strcmp (calls[i], call) == 0)
      failing_call = i;
}

void
failing_calls_end (void)
{
  ended = true;
}

int
failing_calls_count (FailingCall call)
{
  return atomic_load (&counts[call]);
}

__attribute__ ((constructor)) static void
begin (void)
{
  failing_calls_set (getenv ("FAILING_CALLS"));
}

__attribute__ ((destructor)) static void
end (void)
{
  const char *path = getenv ("FAILING_CALLS_COUNTS");
  int fd = path ? (int) syscall (SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) : -1;

  for (int i = 0; fd >= 0 && i < FAILING_N_CALLS; i++)
    {
      char line[40];
      int n = snprintf (line, sizeof line, "%s %d\n", calls[i], counts[i]);

      (void) !syscall (SYS_write, fd, line, n);
    }
  if (fd >= 0)
    syscall (SYS_close, fd);
}

/* Counts a call. Returns 0, or the error with which it fails. */
static int
count (FailingCall call)
{
  int number = ended ? -1 : atomic_fetch_add (&counts[call], 1);
  bool fails = !ended && (int) call == failing_call && (for_ever ? number >= failing_number : number == failing_number);

  return fails ? failing_error : 0;
}

/* Whether a call fails: then errno says why. */
static bool
fails (FailingCall call)
{
  int error = count (call);

  if (error != 0)
    errno = error;
  return error != 0;
}

static bool
is_written (int fd)
{
  int old = errno, flags = fcntl (fd, F_GETFL);
  struct stat info;
  bool written = flags >= 0 && (flags & O_ACCMODE) != O_RDONLY && fstat (fd, &info) == 0 && S_ISREG (info.st_mode);

  errno = old;
  return written;
}

static void *
next (const char *name)
{
  return dlsym (RTLD_NEXT, name);
}

/* ---- writing ---- */

/* How many of @n bytes are to be written; -1: none, with errno set. */
static ssize_t
limit (int fd, size_t n)
{
  int error = is_written (fd) ? count (FAILING_WRITE) : 0;

  if (error == 0)
    return (ssize_t) n;
  if (error == SHORT)
    return (ssize_t) (n > 1 ? n / 2 : n);
  errno = error;
  return -1;
}

ssize_t
write (int fd, const void *data, size_t n)
{
  ssize_t (*real) (int, const void *, size_t) = next ("write");
  ssize_t most = limit (fd, n);

  return most < 0 ? -1 : real (fd, data, (size_t) most);
}

ssize_t
pwrite (int fd, const void *data, size_t n, off_t at)
{
  ssize_t (*real) (int, const void *, size_t, off_t) = next ("pwrite");
  ssize_t most = limit (fd, n);

  return most < 0 ? -1 : real (fd, data, (size_t) most, at);
}

ssize_t
pwrite64 (int fd, const void *data, size_t n, off64_t at)
{
  ssize_t (*real) (int, const void *, size_t, off64_t) = next ("pwrite64");
  ssize_t most = limit (fd, n);

  return most < 0 ? -1 : real (fd, data, (size_t) most, at);
}

ssize_t
writev (int fd, const struct iovec *parts, int n)
{
  ssize_t (*real) (int, const struct iovec *, int) = next ("writev");
  ssize_t most = limit (fd, (size_t) n);

  return most < 0 ? -1 : real (fd, parts, (int) most);
}

int
fsync (int fd)
{
  int (*real) (int) = next ("fsync");

  return is_written (fd) && fails (FAILING_SYNC) ? -1 : real (fd);
}

int
fdatasync (int fd)
{
  int (*real) (int) = next ("fdatasync");

  return is_written (fd) && fails (FAILING_SYNC) ? -1 : real (fd);
}

int
ftruncate (int fd, off_t size)
{
  int (*real) (int, off_t) = next ("ftruncate");

  return is_written (fd) && fails (FAILING_TRUNCATE) ? -1 : real (fd, size);
}

int
ftruncate64 (int fd, off64_t size)
{
  int (*real) (int, off64_t) = next ("ftruncate64");

  return is_written (fd) && fails (FAILING_TRUNCATE) ? -1 : real (fd, size);
}

/* It closes even if it fails, as the system does. */
int
close (int fd)
{
  int (*real) (int) = next ("close");
  int error = is_written (fd) ? count (FAILING_CLOSE) : 0, result = real (fd);

  if (error == 0)
    return result;
  errno = error;
  return -1;
}

/* ---- reading ---- */

static bool
is_sound (int fd)
{
  static const char *const endings[] = { ".wav", ".flac", ".ogg", ".mp4" };
  int old = errno, flags = fcntl (fd, F_GETFL);
  char link[40], path[4096];
  ssize_t n = -1;
  bool found = false;

  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  if (flags >= 0 && (flags & O_ACCMODE) == O_RDONLY)
    n = readlink (link, path, sizeof path - 1);
  path[n > 0 ? n : 0] = '\0';
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
    found = found || (n > (ssize_t) strlen (endings[i]) && strcmp (path + n - strlen (endings[i]), endings[i]) == 0);
  errno = old;
  return found;
}

ssize_t
read (int fd, void *data, size_t n)
{
  ssize_t (*real) (int, void *, size_t) = next ("read");

  return is_sound (fd) && fails (FAILING_READ) ? -1 : real (fd, data, n);
}

ssize_t
pread (int fd, void *data, size_t n, off_t at)
{
  ssize_t (*real) (int, void *, size_t, off_t) = next ("pread");

  return is_sound (fd) && fails (FAILING_READ) ? -1 : real (fd, data, n, at);
}

ssize_t
pread64 (int fd, void *data, size_t n, off64_t at)
{
  ssize_t (*real) (int, void *, size_t, off64_t) = next ("pread64");

  return is_sound (fd) && fails (FAILING_READ) ? -1 : real (fd, data, n, at);
}

/* ---- names ---- */

int
rename (const char *from, const char *to)
{
  int (*real) (const char *, const char *) = next ("rename");

  return fails (FAILING_RENAME) ? -1 : real (from, to);
}

int
renameat (int from_folder, const char *from, int to_folder, const char *to)
{
  int (*real) (int, const char *, int, const char *) = next ("renameat");

  return fails (FAILING_RENAME) ? -1 : real (from_folder, from, to_folder, to);
}

/* Whether an open file of this name is refused. */
static bool
refuses (const char *path, int flags)
{
  if ((flags & O_ACCMODE) == O_RDONLY || (flags & O_PATH) == O_PATH || strncmp (path, "/dev/", 5) == 0
      || strncmp (path, "/proc/", 6) == 0)
    return false;
  return fails (FAILING_OPEN);
}

/* The permissions that follow @flags. */
#define MODE(flags)                                                                                                    \
  mode_t mode = 0;                                                                                                     \
  if ((flags) & (O_CREAT | O_TMPFILE))                                                                                 \
    {                                                                                                                  \
      va_list list;                                                                                                    \
                                                                                                                       \
      va_start (list, flags);                                                                                          \
      mode = va_arg (list, mode_t);                                                                                    \
      va_end (list);                                                                                                   \
    }

int
open (const char *path, int flags, ...)
{
  int (*real) (const char *, int, ...) = next ("open");
  MODE (flags)

  return refuses (path, flags) ? -1 : real (path, flags, mode);
}

int
open64 (const char *path, int flags, ...)
{
  int (*real) (const char *, int, ...) = next ("open64");
  MODE (flags)

  return refuses (path, flags) ? -1 : real (path, flags, mode);
}

int
openat (int folder, const char *path, int flags, ...)
{
  int (*real) (int, const char *, int, ...) = next ("openat");
  MODE (flags)

  return refuses (path, flags) ? -1 : real (folder, path, flags, mode);
}

int
openat64 (int folder, const char *path, int flags, ...)
{
  int (*real) (int, const char *, int, ...) = next ("openat64");
  MODE (flags)

  return refuses (path, flags) ? -1 : real (folder, path, flags, mode);
}

int
mkostemp (char *path, int flags)
{
  int (*real) (char *, int) = next ("mkostemp");

  return fails (FAILING_OPEN) ? -1 : real (path, flags);
}

/* ---- threads ---- */

int
pthread_create (pthread_t *thread, const pthread_attr_t *attributes, void *(*start) (void *), void *data)
{
  int (*real) (pthread_t *, const pthread_attr_t *, void *(*) (void *), void *) = next ("pthread_create");
  int error = count (FAILING_THREAD);

  return error ? error : real (thread, attributes, start, data);
}
