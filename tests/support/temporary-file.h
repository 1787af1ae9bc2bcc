/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEMPORARY_FILE_H
#define TEMPORARY_FILE_H

#include <glib.h>
#include <glib/gstdio.h>

/* A fixture: the path of a file that a test may make, alone in a folder of its own. */
typedef struct
{
  char *folder;
  char *path;
} TemporaryFile;

/* @name: what the file is called. */
static inline void
temporary_file_set_up (TemporaryFile *self, gconstpointer name)
{
  self->folder = g_dir_make_tmp ("coloratura-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, name, NULL);
}

/* Nothing else may be left in the folder. */
static inline void
temporary_file_tear_down (TemporaryFile *self, gconstpointer name)
{
  g_unlink (self->path);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->path);
  g_free (self->folder);
}

#endif
