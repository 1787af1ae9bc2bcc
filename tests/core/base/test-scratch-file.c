/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/ct-scratch-file.h"

/* It can be written and read, only by its user, and the folder stays empty. */
static void
test_unnamed (void)
{
  g_autofree char *folder = g_dir_make_tmp ("coloratura-test-XXXXXX", NULL);
  g_autoptr (GDir) dir = NULL;
  int fd = ct_scratch_file_open (folder);
  char back[4];
  struct stat st;

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, "abc", 4), ==, 4);
  g_assert_cmpint (pread (fd, back, 4, 0), ==, 4);
  g_assert_cmpstr (back, ==, "abc");
  g_assert_cmpint (fstat (fd, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 077, ==, 0);
  g_assert_cmpint (st.st_nlink, ==, 0);
  dir = g_dir_open (folder, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
  close (fd);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_cmpint (ct_scratch_file_open (folder), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scratch-file/unnamed", test_unnamed);
  return g_test_run ();
}
