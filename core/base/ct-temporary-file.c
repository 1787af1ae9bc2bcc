/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-temporary-file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MAX_TRIES 100
#define PREFIX ".coloratura-"
#define SUFFIX ".tmp"
#define LEFT_S 3600
#define MAX_LOOKED_AT 10000 /* files of a folder */

/* Locks a file that was just created; false: somebody took it for one that was left, and removes it. */
static bool
hold (int fd)
{
  struct stat info;

  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    return errno != EWOULDBLOCK; /* not every file system has locks */
  return fstat (fd, &info) == 0 && info.st_nlink > 0;
}

int
ct_temporary_file_open (int folder, char *name)
{
  for (unsigned i = 0; i < MAX_TRIES; i++)
    {
      unsigned number = 0;
      int fd;

      if (getrandom (&number, sizeof number, GRND_NONBLOCK) != sizeof number)
        number = i;
      snprintf (name, CT_TEMPORARY_NAME_SIZE, PREFIX "%lx-%x" SUFFIX, (long) getpid (), number);
      fd = openat (folder, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
      if (fd < 0 && errno != EEXIST)
        break;
      if (fd < 0)
        continue;
      if (hold (fd))
        return fd;
      close (fd);
      errno = EEXIST;
    }
  *name = '\0';
  return -1;
}

static bool
is_temporary (const char *name)
{
  size_t length = strlen (name);

  return length > strlen (PREFIX SUFFIX) && strncmp (name, PREFIX, strlen (PREFIX)) == 0
         && strcmp (name + length - strlen (SUFFIX), SUFFIX) == 0;
}

/* Removes a file unless somebody holds it: the lock is kept until it is gone. */
static void
remove_left (int folder, const char *name, bool is_old)
{
  int fd = openat (folder, name, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  bool is_left = is_old;

  if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0)
    is_left = true;
  else if (fd >= 0 && errno == EWOULDBLOCK)
    is_left = false;
  if (is_left)
    unlinkat (folder, name, 0);
  if (fd >= 0)
    close (fd);
}

void
ct_temporary_file_clean (int folder)
{
  /* a descriptor of its own, since the stream closes it */
  int fd = openat (folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *dir = fd >= 0 ? fdopendir (fd) : NULL;
  time_t now = time (NULL);
  struct dirent *entry;

  if (!dir)
    {
      if (fd >= 0)
        close (fd);
      return;
    }
  /* cppcheck-suppress readdirCalled ; no other thread reads this stream */
  for (int n = 0; n < MAX_LOOKED_AT && (entry = readdir (dir)); n++) // NOLINT(concurrency-mt-unsafe): the same
    {
      struct stat info;

      if (is_temporary (entry->d_name) && fstatat (fd, entry->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0
          && S_ISREG (info.st_mode) && info.st_uid == geteuid ())
        remove_left (fd, entry->d_name, info.st_mtime < now - LEFT_S);
    }
  closedir (dir);
}
