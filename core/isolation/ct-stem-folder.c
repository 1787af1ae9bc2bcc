/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/isolation/ct-stem-folder-private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/base/ct-temporary-file.h"

#define NAME_SIZE 192

void
ct_stem_folder_make (char *folder)
{
  for (char *at = folder + 1; *at; at++)
    if (*at == '/')
      {
        *at = '\0';
        mkdir (folder, 0700);
        *at = '/';
      }
  mkdir (folder, 0700);
}

typedef struct
{
  char name[NAME_SIZE];
  uint64_t bytes;
  struct timespec used;
} Found;

static int
compare_found (const void *a, const void *b)
{
  const Found *x = a, *y = b;

  if (x->used.tv_sec != y->used.tv_sec)
    return x->used.tv_sec < y->used.tv_sec ? -1 : 1;
  return x->used.tv_nsec < y->used.tv_nsec ? -1 : x->used.tv_nsec > y->used.tv_nsec;
}

static bool
ends_in (const char *name, const char *ending)
{
  size_t length = strlen (name), ending_length = strlen (ending);

  return length > ending_length && strcmp (name + length - ending_length, ending) == 0;
}

/* Lists the cache's files in @dir. The caller frees *@out. */
static void
list_files (DIR *dir, Found **out, size_t *n)
{
  size_t capacity = 0;

  *out = NULL;
  *n = 0;
  /* cppcheck-suppress readdirCalled ; no other thread reads this stream */
  for (struct dirent *entry; (entry = readdir (dir));) // NOLINT(concurrency-mt-unsafe): nor does one here
    {
      struct stat info;

      if (strlen (entry->d_name) >= sizeof (*out)->name || !ends_in (entry->d_name, CT_STEM_ENDING)
          || fstatat (dirfd (dir), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG (info.st_mode))
        continue;
      if (*n == capacity)
        {
          Found *more = realloc (*out, (capacity = 2 * capacity + 64) * sizeof *more);

          if (!more)
            break;
          *out = more;
        }
      snprintf ((*out)[*n].name, sizeof (*out)->name, "%s", entry->d_name);
      (*out)[*n].bytes = (uint64_t) info.st_size;
      (*out)[(*n)++].used = info.st_mtim;
    }
}

/* Where the files [@n], sorted, whose names begin with @prefix take more than @limit bytes, deletes the least recently
 * used of them until they take @aim. */
static void
thin_out (DIR *dir, Found *found, size_t n, const char *prefix, uint64_t limit, uint64_t aim)
{
  size_t length = strlen (prefix);
  uint64_t bytes = 0;

  for (size_t i = 0; i < n; i++)
    bytes += strncmp (found[i].name, prefix, length) == 0 ? found[i].bytes : 0;
  if (bytes <= limit)
    return;
  for (size_t i = 0; i < n && bytes > aim; i++)
    if (strncmp (found[i].name, prefix, length) == 0
        && (unlinkat (dirfd (dir), found[i].name, 0) == 0 || errno == ENOENT))
      {
        bytes -= found[i].bytes;
        found[i].bytes = 0; /* it does not count again */
      }
}

void
ct_stem_folder_tidy (const char *folder, const CtStemKey *recording, uint64_t need, uint64_t max_bytes)
{
  DIR *dir = opendir (folder);
  char own[2 * 16 + 1];
  Found *found;
  size_t n;

  if (!dir)
    return;
  ct_temporary_file_clean (dirfd (dir));
  list_files (dir, &found, &n);
  if (n > 0)
    qsort (found, n, sizeof *found, compare_found);
  snprintf (own, sizeof own, "%016llx%016llx", (unsigned long long) recording->words[0],
            (unsigned long long) recording->words[1]);
  if (need > 0)
    thin_out (dir, found, n, own, 2 * need, 2 * need);
  thin_out (dir, found, n, "", max_bytes, max_bytes - max_bytes / 16);
  free (found);
  closedir (dir);
}
