/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/isolation/ct-stem-set-private.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/ct-atomic-file.h"
#include "core/base/ct-regular-file.h"
#include "core/base/ct-write-status.h"

#define HEAD "Coloratura stems 1\n"
#define LINE_SIZE (CT_STEM_NAME_SIZE + 48)
#define MAX_MANIFEST_BYTES (1 << 20)
#define CLOCK_S 2 /* as exactly as any file system knows the time */

/* ---- the manifest ---- */

typedef struct
{
  char name[CT_STEM_NAME_SIZE];
  int64_t size, time_s;
} Listed;

typedef struct
{
  Listed *files; /* [n] */
  size_t n;
} List;

static bool
ends_in (const char *name, const char *ending)
{
  size_t length = strlen (name), end = strlen (ending);

  return length > end && strcmp (name + length - end, ending) == 0;
}

/* A manifest may come from anywhere: only what ct_stem_file_name() could have made counts. */
static bool
is_stem_name (const char *name)
{
  return isdigit ((unsigned char) name[0]) && !strchr (name, '/')
         && (ends_in (name, ".wav") || ends_in (name, ".flac"));
}

/* Adds what one line says, if it says something. */
static void
read_line (const char *line, List *list)
{
  Listed *file = &list->files[list->n];
  int length = 0;

  if (sscanf (line, "%" SCNd64 " %" SCNd64 " %n", &file->size, &file->time_s, &length) == 2 && length > 0
      && strlen (line + length) < sizeof file->name && is_stem_name (line + length))
    {
      strcpy (file->name, line + length);
      list->n++;
    }
}

static CtStatus
read_text (char *text, List *list)
{
  size_t n = 0;
  char *rest = NULL;

  for (const char *at = text; *at; at++)
    n += *at == '\n';
  list->files = calloc (n + 1, sizeof *list->files);
  if (!list->files)
    return CT_STATUS_NO_MEMORY;
  for (char *line = strtok_r (text + strlen (HEAD), "\n", &rest); line && list->n < n;
       line = strtok_r (NULL, "\n", &rest))
    read_line (line, list);
  return CT_STATUS_OK;
}

/* Reads what was written there before; nothing, where that cannot be read. */
static CtStatus
read_manifest (const char *path, List *list)
{
  uint8_t *data = NULL;
  size_t size = 0;
  char *text;
  CtStatus status = ct_regular_file_read (path, MAX_MANIFEST_BYTES, &data, &size);

  if (status != CT_STATUS_OK)
    return status == CT_STATUS_NO_MEMORY ? status : CT_STATUS_OK;
  text = malloc (size + 1);
  status = text ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
  if (text)
    {
      memcpy (text, data, size);
      text[size] = '\0';
      if (strncmp (text, HEAD, strlen (HEAD)) == 0)
        status = read_text (text, list);
    }
  free (text);
  free (data);
  return status;
}

static CtStatus
write_manifest (const char *path, const List *old, CtStemSetFile *const *files, size_t n)
{
  size_t size = strlen (HEAD) + (old->n + n) * LINE_SIZE + 1;
  char *text = malloc (size), *at = text;
  CtStatus status;

  if (!text)
    return CT_STATUS_NO_MEMORY;
  at += sprintf (at, HEAD);
  for (size_t i = 0; i < old->n; i++)
    at += snprintf (at, LINE_SIZE, "%" PRId64 " %" PRId64 " %s\n", old->files[i].size, old->files[i].time_s,
                    old->files[i].name);
  for (size_t i = 0; i < n; i++)
    at += snprintf (at, LINE_SIZE, "%" PRId64 " %" PRId64 " %s\n", files[i]->size, files[i]->time_s, files[i]->name);
  status = ct_atomic_file_save (path, text, (size_t) (at - text));
  free (text);
  return status;
}

/* ---- the exchange ---- */

/* An older file that was moved aside. */
typedef struct
{
  char name[CT_STEM_NAME_SIZE];
  char aside[CT_TEMPORARY_NAME_SIZE];
} Moved;

typedef struct
{
  int folder;
  char *manifest; /* its path */
  CtStemSetFile *const *files;
  size_t n;
  size_t n_put; /* of them, in place */
  List old;
  Moved *moved; /* [n_moved] */
  size_t n_moved;
} Exchange;

/* Moves an older file aside, if there is one. */
static CtStatus
move_aside (Exchange *self, const char *name)
{
  Moved *moved = &self->moved[self->n_moved];
  struct stat info;
  CtStatus status = CT_STATUS_OK;
  int fd;

  if (fstatat (self->folder, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
    return errno == ENOENT ? CT_STATUS_OK : ct_write_status (errno);
  if (S_ISDIR (info.st_mode))
    return CT_STATUS_NOT_A_FILE;
  /* the new file only reserves the name */
  fd = ct_temporary_file_open (self->folder, moved->aside);
  if (fd < 0)
    return ct_write_status (errno);
  if (renameat (self->folder, name, self->folder, moved->aside) == 0)
    {
      strcpy (moved->name, name);
      self->n_moved++;
    }
  else
    {
      status = ct_write_status (errno);
      unlinkat (self->folder, moved->aside, 0);
    }
  close (fd);
  return status;
}

static CtStatus
put_one (Exchange *self, CtStemSetFile *file)
{
  CtStatus status = move_aside (self, file->name);

  if (status == CT_STATUS_OK && renameat (self->folder, file->temporary, self->folder, file->name) != 0)
    status = ct_write_status (errno);
  self->n_put += status == CT_STATUS_OK;
  return status;
}

/* Whether a file is one of the new ones. */
static bool
has_successor (const Exchange *self, const char *name)
{
  for (size_t i = 0; i < self->n; i++)
    if (strcmp (self->files[i]->name, name) == 0)
      return true;
  return false;
}

/* Whether a file is still what was written under its name. */
static bool
is_unchanged (const Exchange *self, const Listed *file)
{
  struct stat info;

  return fstatat (self->folder, file->name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG (info.st_mode)
         && info.st_size == file->size
         /* a manifest may give any time: in whole numbers the difference could overflow */
         && fabs ((double) info.st_mtim.tv_sec - (double) file->time_s) <= CLOCK_S;
}

/* Puts all files where they were. */
static void
undo (Exchange *self)
{
  while (self->n_put > 0)
    {
      const CtStemSetFile *file = self->files[--self->n_put];

      renameat (self->folder, file->name, self->folder, file->temporary);
    }
  while (self->n_moved > 0)
    {
      const Moved *moved = &self->moved[--self->n_moved];

      renameat (self->folder, moved->aside, self->folder, moved->name);
    }
  /* should this fail, it names more files than there are, none of which it could lead to the end of */
  if (self->old.n == 0)
    unlink (self->manifest);
  else
    (void) !write_manifest (self->manifest, &self->old, NULL, 0);
}

/* The manifest names both sets while they change places: whatever ends this process, what is left has a name. */
static CtStatus
exchange (Exchange *self, CtStemKeeps keeps, void *data, size_t *failed)
{
  static const List none;
  CtStatus status = write_manifest (self->manifest, &self->old, self->files, self->n);

  *failed = self->n;
  for (size_t i = 0; status == CT_STATUS_OK && i < self->n; i++)
    {
      status = put_one (self, self->files[i]);
      if (status != CT_STATUS_OK)
        *failed = i;
    }
  for (size_t i = 0; status == CT_STATUS_OK && i < self->old.n; i++)
    {
      const Listed *file = &self->old.files[i];

      if (!has_successor (self, file->name) && is_unchanged (self, file) && !keeps (data, file->name))
        status = move_aside (self, file->name);
    }
  if (status == CT_STATUS_OK)
    status = write_manifest (self->manifest, &none, self->files, self->n);
  return status;
}

CtStatus
ct_stem_set_put (int folder,
                 const char *path,
                 CtStemSetFile *const *files,
                 size_t n,
                 CtStemKeeps keeps,
                 void *data,
                 size_t *failed)
{
  Exchange self = { .folder = folder, .files = files, .n = n };
  CtStatus status = CT_STATUS_NO_MEMORY;

  *failed = n;
  if (asprintf (&self.manifest, "%s/" CT_STEM_MANIFEST, path) < 0)
    return status;
  status = read_manifest (self.manifest, &self.old);
  if (status == CT_STATUS_OK)
    {
      self.moved = calloc (n + self.old.n, sizeof *self.moved);
      status = self.moved ? exchange (&self, keeps, data, failed) : CT_STATUS_NO_MEMORY;
      if (status != CT_STATUS_OK && self.moved)
        undo (&self);
    }
  if (status == CT_STATUS_OK)
    {
      fsync (folder);
      for (size_t i = 0; i < self.n_moved; i++)
        unlinkat (folder, self.moved[i].aside, 0);
      for (size_t i = 0; i < n; i++)
        files[i]->temporary[0] = '\0';
    }
  free (self.moved);
  free (self.old.files);
  free (self.manifest);
  return status;
}
