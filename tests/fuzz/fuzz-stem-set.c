/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manifest in a folder of stems: whatever it says, nothing is removed but stems that it names. */
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/ct-status.h"
#include "core/base/ct-temporary-file.h"
#include "core/isolation/ct-stem-set-private.h"
#include "tests/fuzz/fuzz-folder.h"
#include "tests/fuzz/fuzz-target.h"

#define NEW "1 Flute.wav"
#define OLD "2 Oboe.flac"
#define OTHER "notes.txt"
#define TIME_S 1000000000 /* of the files that are there already */

static bool
keeps_none (void *data, const char *name)
{
  return false;
}

static void
put_file (int folder, const char *name)
{
  const struct timespec times[] = { { .tv_sec = TIME_S }, { .tv_sec = TIME_S } };

  fuzz_folder_write (name, name, strlen (name));
  FUZZ_REQUIRE (utimensat (folder, name, times, 0) == 0);
}

static bool
exists (int folder, const char *name)
{
  return faccessat (folder, name, F_OK, 0) == 0;
}

/* The manifest then names the new file alone. */
static void
check_manifest (void)
{
  size_t size;
  char *text = fuzz_folder_read (CT_STEM_MANIFEST, &size);
  char expected[80];

  snprintf (expected, sizeof expected, "Coloratura stems 1\n5 %d " NEW "\n", TIME_S);
  FUZZ_REQUIRE (strcmp (text, expected) == 0);
  free (text);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  int folder = open (fuzz_folder (), O_RDONLY | O_DIRECTORY | O_CLOEXEC), fd;
  CtStemSetFile file = { .name = NEW, .size = 5, .time_s = TIME_S }, *files[] = { &file };
  size_t failed;

  FUZZ_REQUIRE (folder >= 0);
  put_file (folder, OTHER);
  put_file (folder, NEW);
  put_file (folder, OLD);
  fuzz_folder_write (CT_STEM_MANIFEST, data, size);
  fd = ct_temporary_file_open (folder, file.temporary);
  FUZZ_REQUIRE (fd >= 0 && write (fd, "sound", 5) == 5);
  close (fd);

  FUZZ_REQUIRE (ct_stem_set_put (folder, fuzz_folder (), files, 1, keeps_none, NULL, &failed) == CT_STATUS_OK);
  FUZZ_REQUIRE (exists (folder, OTHER) && exists (folder, NEW));
  FUZZ_REQUIRE (exists (folder, OLD) || memmem (data, size, OLD, strlen (OLD)));
  check_manifest ();
  fuzz_folder_empty ();
  close (folder);
  return 0;
}
