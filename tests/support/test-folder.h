/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_FOLDER_H
#define TEST_FOLDER_H

#include <glib.h>
#include <glib/gstdio.h>

/* Calls @func (may be NULL) for every file of the folder and returns how many there are; 0 where it does not exist. */
static inline int
test_folder_each (const char *folder, void (*func) (const char *path, gpointer data), gpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  int n = 0;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (func)
        func (path, data);
      n++;
    }
  return n;
}

static inline void
test_folder_remove_file (const char *path, gpointer data)
{
  g_assert_cmpint (g_remove (path), ==, 0);
}

/* Removes a folder of files. */
static inline void
test_folder_remove (const char *folder)
{
  test_folder_each (folder, test_folder_remove_file, NULL);
  g_rmdir (folder);
}

#endif
