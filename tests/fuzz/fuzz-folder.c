/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fuzz/fuzz-folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/fuzz/fuzz-target.h"

static char path[4096];

void
fuzz_folder_empty (void)
{
  DIR *dir = opendir (path);

  FUZZ_REQUIRE (dir);
  for (struct dirent *entry; (entry = readdir (dir));)
    if (strcmp (entry->d_name, ".") != 0 && strcmp (entry->d_name, "..") != 0)
      FUZZ_REQUIRE (unlinkat (dirfd (dir), entry->d_name, 0) == 0);
  closedir (dir);
}

static void
remove_folder (void)
{
  fuzz_folder_empty ();
  rmdir (path);
}

const char *
fuzz_folder (void)
{
  const char *parent = getenv ("TMPDIR");

  if (*path)
    return path;
  if (access ("/dev/shm", W_OK) == 0)
    parent = "/dev/shm";
  snprintf (path, sizeof path, "%s/coloratura-fuzz-XXXXXX", parent ? parent : "/tmp");
  FUZZ_REQUIRE (mkdtemp (path));
  atexit (remove_folder);
  return path;
}

static int
open_file (const char *name, int flags)
{
  int folder = open (fuzz_folder (), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int fd = openat (folder, name, flags | O_CLOEXEC, 0600);

  FUZZ_REQUIRE (folder >= 0 && fd >= 0);
  close (folder);
  return fd;
}

void
fuzz_folder_write (const char *name, const void *data, size_t size)
{
  int fd = open_file (name, O_WRONLY | O_CREAT | O_TRUNC);

  FUZZ_REQUIRE (write (fd, data, size) == (ssize_t) size);
  close (fd);
}

char *
fuzz_folder_read (const char *name, size_t *size)
{
  int fd = open_file (name, O_RDONLY);
  struct stat info;
  char *data;

  FUZZ_REQUIRE (fstat (fd, &info) == 0);
  *size = (size_t) info.st_size;
  data = malloc (*size + 1);
  FUZZ_REQUIRE (data && read (fd, data, *size) == (ssize_t) *size);
  data[*size] = '\0';
  close (fd);
  return data;
}
