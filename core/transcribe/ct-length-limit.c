/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/transcribe/ct-length-limit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* Bytes that a second takes, rounded up from what was measured: in memory the posteriors, what the decoder keeps of
 * them and the notes of dense music; in temporary files the transform, and what the canvas shows of it. */
#define MEMORY_BYTES 28000.0
#define MEMORY_BYTES_SHOWN 60000.0 /* a project is put together in memory to save it */
#define FILE_BYTES 52000.0
#define FILE_BYTES_SHOWN 104000.0
/* Others need some too. */
#define MEMORY_SHARE 0.75
#define FILE_SHARE 0.9

#define CGROUPS "/sys/fs/cgroup"
#define MAX_PATH 4096

/* What @key, or the first line where it is "", says in the file @path; INFINITY where it says no number. */
static double
read_number (const char *path, const char *key)
{
  FILE *file = fopen (path, "re");
  double number = INFINITY;
  char line[256];

  while (file && fgets (line, sizeof line, file))
    if (strncmp (line, key, strlen (key)) == 0)
      {
        char *end, *text = line + strlen (key);
        unsigned long long value = strtoull (text, &end, 10);

        if (end != text)
          number = (double) value;
        break;
      }
  if (file)
    fclose (file);
  return number;
}

/* The limit of the control group and of those around it. */
static double
cgroup_bytes (void)
{
  FILE *file = fopen ("/proc/self/cgroup", "re");
  char line[MAX_PATH], path[2 * MAX_PATH];
  double bytes = INFINITY;

  while (file && fgets (line, sizeof line, file))
    if (strncmp (line, "0::/", 4) == 0)
      {
        char *group = line + 3, *end = group + strcspn (group, "\n");

        for (*end = 0;; *end = 0)
          {
            snprintf (path, sizeof path, CGROUPS "%s/memory.max", group);
            bytes = fmin (bytes, read_number (path, ""));
            if (!(end = strrchr (group, '/')))
              break;
          }
      }
  if (file)
    fclose (file);
  return bytes;
}

/* What the process may still take of addresses. */
static double
address_bytes (double page)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
    return INFINITY;
  return fmax (0.0, (double) limit.rlim_cur - page * read_number ("/proc/self/statm", ""));
}

static double
memory_bytes (void)
{
  double page = (double) sysconf (_SC_PAGESIZE);
  double bytes = 1024 * read_number ("/proc/meminfo", "MemAvailable:");

  if (!isfinite (bytes))
    bytes = page * (double) sysconf (_SC_PHYS_PAGES);
  bytes = fmin (bytes, cgroup_bytes ());
  return fmin (bytes, address_bytes (page));
}

/* Where CtBlocks keeps its files. */
static double
file_bytes (void)
{
  const char *chosen = getenv ("TMPDIR"); // NOLINT(concurrency-mt-unsafe): nothing here sets it
  struct statvfs fs;

  if (statvfs (chosen && *chosen ? chosen : "/var/tmp", &fs) != 0)
    return 0;
  return (double) fs.f_bavail * (double) fs.f_frsize;
}

double
ct_length_limit_s (bool shown)
{
  double memory = MEMORY_SHARE * memory_bytes (), file = FILE_SHARE * file_bytes ();
  double memory_a_second = shown ? MEMORY_BYTES_SHOWN : MEMORY_BYTES;
  double file_a_second = shown ? FILE_BYTES_SHOWN : FILE_BYTES;

  /* what finds no room in a file goes to memory */
  return fmin (memory / memory_a_second, (memory + file) / (memory_a_second + file_a_second));
}
