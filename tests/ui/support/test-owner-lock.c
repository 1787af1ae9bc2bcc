/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/support/ct-owner-lock.h"

#include <glib.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/temporary-file.h"

/* One holder; another in the same process is refused like anybody else; then the next. */
static void
test_one (TemporaryFile *fixture, gconstpointer data)
{
  gboolean busy = TRUE;
  CtOwnerLock *lock = ct_owner_lock_take (fixture->path, &busy);
  g_autofree char *text = NULL, *pid = g_strdup_printf ("%d ", (int) getpid ());

  g_assert_nonnull (lock);
  g_assert_false (busy);
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, pid));
  g_assert_null (ct_owner_lock_take (fixture->path, &busy));
  g_assert_true (busy);
  ct_owner_lock_free (lock);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  lock = ct_owner_lock_take (fixture->path, &busy);
  g_assert_nonnull (lock);
  g_assert_false (busy);
  ct_owner_lock_free (lock);
  ct_owner_lock_free (NULL);
}

/* Takes the lock in another process, which then waits to be killed. */
static pid_t
hold_elsewhere (const char *path)
{
  int pipes[2];
  char taken = 0;
  pid_t pid;

  g_assert_cmpint (pipe (pipes), ==, 0);
  pid = fork ();
  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      gboolean busy;

      taken = ct_owner_lock_take (path, &busy) ? 'y' : 'n';
      if (write (pipes[1], &taken, 1) == 1)
        for (;;)
          pause ();
      _exit (1);
    }
  close (pipes[1]);
  g_assert_cmpint (read (pipes[0], &taken, 1), ==, 1);
  g_assert_cmpint (taken, ==, 'y');
  close (pipes[0]);
  return pid;
}

/* Of a process that was killed the file is left, and no lock. */
static void
test_killed (TemporaryFile *fixture, gconstpointer data)
{
  pid_t pid = hold_elsewhere (fixture->path);
  gboolean busy = FALSE;
  g_autoptr (CtOwnerLock) lock = NULL;

  g_assert_null (ct_owner_lock_take (fixture->path, &busy));
  g_assert_true (busy);
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  lock = ct_owner_lock_take (fixture->path, &busy);
  g_assert_nonnull (lock);
  g_assert_false (busy);
}

/* Where there can be no such file: not taken, and not busy. */
static void
test_impossible (TemporaryFile *fixture, gconstpointer data)
{
  g_autofree char *nowhere = g_build_filename (fixture->folder, "nowhere", "lock", NULL);
  gboolean busy = TRUE;

  g_assert_null (ct_owner_lock_take (nowhere, &busy));
  g_assert_false (busy);
  /* what a link of that name points to is left alone */
  g_assert_cmpint (symlink ("/dev/null", fixture->path), ==, 0);
  busy = TRUE;
  g_assert_null (ct_owner_lock_take (fixture->path, &busy));
  g_assert_false (busy);
}

/* Many takers at once: never two at a time, though each removes the file that the others wait for. */
static gpointer
take_and_give (gpointer data)
{
  static gint inside;
  guint n_taken = 0;

  for (guint i = 0; i < 300; i++)
    {
      gboolean busy;
      CtOwnerLock *lock = ct_owner_lock_take (data, &busy);

      if (!lock)
        continue;
      g_assert_cmpint (g_atomic_int_add (&inside, 1), ==, 0);
      n_taken++;
      g_assert_true (g_atomic_int_dec_and_test (&inside));
      ct_owner_lock_free (lock);
    }
  return GUINT_TO_POINTER (n_taken);
}

static void
test_race (TemporaryFile *fixture, gconstpointer data)
{
  GThread *threads[4];
  guint n_taken = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("taker", take_and_give, fixture->path);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    n_taken += GPOINTER_TO_UINT (g_thread_join (threads[i]));
  g_assert_cmpuint (n_taken, >, 0);
}

static void
test_state_folder (TemporaryFile *fixture, gconstpointer data)
{
  g_autofree char *path = ct_owner_lock_make_state_folder ("things");
  g_autofree char *expected = g_build_filename (g_get_user_state_dir (), "coloratura", "things", NULL);
  g_autofree char *again = NULL;
  struct stat status;

  g_assert_cmpstr (path, ==, expected);
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_true (S_ISDIR (status.st_mode));
  g_assert_cmpint (status.st_mode & 0077, ==, 0);
  again = ct_owner_lock_make_state_folder ("things");
  g_assert_cmpstr (again, ==, path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(name, func)                                                                                                \
  g_test_add ("/owner-lock/" name, TemporaryFile, "lock", temporary_file_set_up, func, temporary_file_tear_down)
  ADD ("one", test_one);
  ADD ("killed", test_killed);
  ADD ("impossible", test_impossible);
  ADD ("race", test_race);
  ADD ("state-folder", test_state_folder);
  return g_test_run ();
}
