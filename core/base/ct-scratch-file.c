/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-scratch-file.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int
ct_scratch_file_open (const char *folder)
{
  const char *system_folder = getenv ("TMPDIR"); // NOLINT(concurrency-mt-unsafe): nothing here sets it
  char *name;
  int fd;

  if (!folder)
    folder = system_folder && *system_folder ? system_folder : "/tmp";
  fd = open (folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
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
