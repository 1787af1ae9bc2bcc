/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/ct-temporary-file.h"

typedef struct
{
  char *path;
  int folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->path = g_dir_make_tmp ("coloratura-XXXXXX", NULL);
  fixture->folder = open (fixture->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_assert_cmpint (fixture->folder, >=, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close (fixture->folder);
  g_assert_cmpint (g_rmdir (fixture->path), ==, 0);
  g_free (fixture->path);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;
  return n;
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  char names[2][CT_TEMPORARY_NAME_SIZE];
  int fds[2];

  for (int i = 0; i < 2; i++)
    {
      fds[i] = ct_temporary_file_open (fixture->folder, names[i]);
      g_assert_cmpint (fds[i], >=, 0);
      g_assert_true (g_str_has_prefix (names[i], ".coloratura-"));
      g_assert_null (strstr (names[i], "0x"));
      g_assert_cmpint (write (fds[i], "x", 1), ==, 1);
      g_assert_cmpint (pread (fds[i], (char[1]){ 0 }, 1, 0), ==, 1);
    }
  g_assert_cmpstr (names[0], !=, names[1]);
  for (int i = 0; i < 2; i++)
    {
      close (fds[i]);
      g_assert_cmpint (unlinkat (fixture->folder, names[i], 0), ==, 0);
    }
  g_assert_cmpint (ct_temporary_file_open (-1, names[0]), ==, -1);
  g_assert_cmpstr (names[0], ==, "");
}

/* What is being written stays, for as long as any descriptor of it is open. */
static void
test_held (Fixture *fixture, gconstpointer data)
{
  char name[CT_TEMPORARY_NAME_SIZE];
  int fd = ct_temporary_file_open (fixture->folder, name), other = dup (fd);

  ct_temporary_file_clean (fixture->folder);
  g_assert_cmpuint (count_files (fixture->path), ==, 1);
  close (fd);
  ct_temporary_file_clean (fixture->folder);
  g_assert_cmpuint (count_files (fixture->path), ==, 1);
  close (other);
  ct_temporary_file_clean (fixture->folder);
  g_assert_cmpuint (count_files (fixture->path), ==, 0);
}

/* A process that is killed leaves nothing for longer than until the next one cleans. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  int ready[2], status;
  pid_t child;
  char byte;

  g_assert_cmpint (pipe (ready), ==, 0);
  child = fork ();
  if (child == 0)
    {
      char name[CT_TEMPORARY_NAME_SIZE];

      if (ct_temporary_file_open (fixture->folder, name) < 0 || write (ready[1], "x", 1) != 1)
        _exit (1);
      for (;;)
        pause ();
    }
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  ct_temporary_file_clean (fixture->folder);
  g_assert_cmpuint (count_files (fixture->path), ==, 1);
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  ct_temporary_file_clean (fixture->folder);
  g_assert_cmpuint (count_files (fixture->path), ==, 0);
  close (ready[0]);
  close (ready[1]);
}

#define ADD(name, func) g_test_add ("/temporary-file/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("names", test_names);
  ADD ("held", test_held);
  ADD ("killed", test_killed);
  return g_test_run ();
}
