/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/project/ct-autosave.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/project-document.h"
#include "ui/document/ct-document.h"
#include "ui/project/ct-project-file.h"
#include "ui/project/ct-project.h"
#include "ui/session/ct-session.h"
#include "ui/support/ct-file-error.h"

#define N_FRAMES 300
#define N_KILLED 25

static char *program;
static char *state; /* XDG_STATE_HOME */
static char *copies;

/* Makes every note as loud as @velocity, in one step: a state in which they differ was never there. */
static void
set_velocities (CtDocument *document, guint velocity)
{
  guint n = (guint) ct_document_get_score (document)->n_notes;

  ct_document_begin (document, "Louder");
  for (guint i = 0; i < n; i++)
    {
      CtEditNote note = ct_document_get_score (document)->notes[i];

      note.velocity = (guint8) velocity;
      ct_document_set_note (document, &note);
    }
  ct_document_commit (document);
}

static void
assert_even (const CtEditScore *score)
{
  g_assert_cmpuint (score->n_notes, >, 10);
  for (gsize i = 0; i < score->n_notes; i++)
    g_assert_cmpint (score->notes[i].velocity, ==, score->notes[0].velocity);
}

static GPtrArray *
list (void)
{
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *found;

  ct_autosave_list_async (NULL, project_document_keep_result, &result);
  found = ct_autosave_list_finish (project_document_wait (&result), &error);
  g_assert_no_error (error);
  g_object_unref (result);
  return found;
}

static guint
count (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir && g_dir_read_name (dir))
    n++;
  return n;
}

/* The path of @name in the one folder there is, or NULL. */
static char *
find_copy (const char *name)
{
  g_autoptr (GDir) dir = g_dir_open (copies, 0, NULL);
  const char *folder = dir ? g_dir_read_name (dir) : NULL;
  g_autofree char *path = folder ? g_build_filename (copies, folder, name, NULL) : NULL;

  return path && g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}

static void
wait_for_copy (void)
{
  for (;;)
    {
      g_autofree char *path = find_copy ("score");

      if (path)
        return;
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

static void
test_crash (void)
{
  CtDocument *document = project_document_new (N_FRAMES), *recovered = ct_document_new ();
  CtSession *session = project_document_new_session (document), *shown;
  CtAutosave *autosave = ct_autosave_new (document, session);
  g_autoptr (CtProject) before = NULL, after = NULL;
  g_autoptr (GPtrArray) found = NULL, none = NULL;
  CtRecoverable *recoverable;
  const CtProject *project;
  g_autofree char *copy = NULL;

  ct_autosave_set_delay_ms (autosave, 10);
  copy = find_copy ("score");
  g_assert_null (copy); /* nothing is unsaved */
  set_velocities (document, 77);
  wait_for_copy ();
  none = list ();
  g_assert_cmpuint (none->len, ==, 0); /* its owner lives */
  before = ct_project_copy_document (document, session);
  g_assert_finalize_object (autosave);

  found = list ();
  while (found->len == 0)
    {
      /* the worker that wrote it has not let it go yet, as it would have in a crash */
      g_ptr_array_unref (found);
      found = list ();
    }
  g_assert_cmpuint (found->len, ==, 1);
  recoverable = found->pdata[0];
  g_assert_true (ct_recoverable_get_crashed (recoverable));
  g_assert_cmpstr (ct_recoverable_get_title (recoverable), ==, ct_document_get_title (document));
  g_assert_null (ct_recoverable_dup_original (recoverable));
  project = ct_recoverable_recover (recoverable, recovered);
  g_assert_true (ct_document_get_modified (recovered));
  g_assert_cmpstr (ct_document_get_title (recovered), ==, ct_document_get_title (document));
  shown = ct_session_new (recovered);
  ct_project_show (project, shown);
  after = ct_project_copy_document (recovered, shown);
  project_document_assert_same (before, after);

  /* the copy stays until what came of it is closed */
  autosave = ct_autosave_new_recovered (recoverable, recovered, shown);
  g_clear_pointer (&found, g_ptr_array_unref);
  g_clear_pointer (&copy, g_free);
  copy = find_copy ("score");
  g_assert_nonnull (copy);
  ct_autosave_close (autosave);
  g_assert_cmpuint (count (copies), ==, 0);
  g_assert_finalize_object (autosave);
  g_assert_finalize_object (shown);
  g_assert_finalize_object (recovered);
  g_assert_finalize_object (session);
  g_assert_finalize_object (document);
}

static void
save (CtDocument *document, GFile *file)
{
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;

  ct_project_file_save_async (document, NULL, file, 0, NULL, project_document_keep_result, &result);
  ct_project_file_save_finish (document, project_document_wait (&result), &error);
  g_assert_no_error (error);
  g_object_unref (result);
}

/* What was saved needs no copy; what is changed then has one that knows its project. */
static void
test_saved (void)
{
  g_autofree char *folder = project_document_new_folder ();
  g_autofree char *path = g_build_filename (folder, "a.coloratura", NULL), *copy = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path), original = NULL;
  CtDocument *document = project_document_new (N_FRAMES), *recovered = ct_document_new ();
  CtAutosave *autosave = ct_autosave_new (document, NULL);
  g_autoptr (GPtrArray) found = NULL;

  set_velocities (document, 20);
  ct_autosave_flush (autosave);
  copy = find_copy ("score");
  g_assert_nonnull (copy);
  save (document, file);
  g_clear_pointer (&copy, g_free);
  copy = find_copy ("score");
  g_assert_null (copy);
  set_velocities (document, 21);
  ct_autosave_flush (autosave);
  g_assert_finalize_object (autosave);
  g_assert_finalize_object (document);

  found = list ();
  g_assert_cmpuint (found->len, ==, 1);
  original = ct_recoverable_dup_original (found->pdata[0]);
  g_assert_true (g_file_equal (original, file));
  ct_recoverable_recover (found->pdata[0], recovered);
  assert_even (ct_document_get_score (recovered));
  g_assert_cmpint (ct_document_get_score (recovered)->notes[0].velocity, ==, 21);
  g_assert_true (g_file_equal (ct_document_get_file (recovered), file));
  /* and may be saved over it without a question */
  save (recovered, file);
  g_assert_false (ct_document_get_modified (recovered));
  ct_recoverable_discard (found->pdata[0]);
  g_assert_cmpuint (count (copies), ==, 0);
  g_assert_finalize_object (recovered);
  project_document_remove_folder (folder);
}

/* Work that is unsaved when the program is asked to end is kept, and told apart from what a crash left. */
static void
test_left (void)
{
  CtDocument *document = project_document_new (N_FRAMES), *recovered = ct_document_new ();
  CtAutosave *autosave = ct_autosave_new (document, NULL);
  g_autoptr (GPtrArray) found = NULL, again = NULL;

  ct_autosave_leave (autosave);
  g_assert_cmpuint (count (copies), ==, 0); /* nothing is unsaved */
  g_assert_finalize_object (autosave);

  autosave = ct_autosave_new (document, NULL);
  set_velocities (document, 33);
  ct_autosave_leave (autosave);
  ct_autosave_close (autosave); /* the window is closed after that */
  set_velocities (document, 34);
  g_assert_finalize_object (autosave);
  g_assert_finalize_object (document);

  found = list ();
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_false (ct_recoverable_get_crashed (found->pdata[0]));
  ct_recoverable_recover (found->pdata[0], recovered);
  g_assert_cmpint (ct_document_get_score (recovered)->notes[0].velocity, ==, 33);

  /* what crashes after it was recovered has crashed */
  autosave = ct_autosave_new_recovered (found->pdata[0], recovered, NULL);
  g_clear_pointer (&found, g_ptr_array_unref);
  set_velocities (recovered, 35);
  ct_autosave_flush (autosave);
  g_assert_finalize_object (autosave);
  again = list ();
  g_assert_cmpuint (again->len, ==, 1);
  g_assert_true (ct_recoverable_get_crashed (again->pdata[0]));
  ct_recoverable_discard (again->pdata[0]);
  g_assert_finalize_object (recovered);
}

/* The evidence is large and written once. */
static void
test_evidence (void)
{
  CtDocument *document = project_document_new (N_FRAMES), *other = project_document_new (N_FRAMES / 2);
  CtAutosave *autosave = ct_autosave_new (document, NULL);
  g_autofree char *first = NULL, *second = NULL;
  struct stat before, after;

  set_velocities (document, 1);
  ct_autosave_flush (autosave);
  first = find_copy ("evidence-1");
  g_assert_nonnull (first);
  g_assert_cmpint (g_stat (first, &before), ==, 0);
  set_velocities (document, 2);
  ct_autosave_flush (autosave);
  g_assert_cmpint (g_stat (first, &after), ==, 0);
  g_assert_cmpuint (before.st_ino, ==, after.st_ino);
  ct_document_set_evidence (document, ct_document_get_evidence (other));
  ct_autosave_flush (autosave);
  second = find_copy ("evidence-2");
  g_assert_nonnull (second);
  g_assert_false (g_file_test (first, G_FILE_TEST_EXISTS));
  ct_autosave_close (autosave);
  g_assert_finalize_object (autosave);
  g_assert_finalize_object (document);
  g_assert_finalize_object (other);
}

/* Without a folder nothing is kept, which is said, and everything else goes on. */
static void
test_no_folder (void)
{
  CtDocument *document = project_document_new (60);
  CtAutosave *autosave = ct_autosave_new (document, NULL);
  g_autoptr (GPtrArray) none = NULL;

  project_document_remove_folder (copies);
  g_assert_true (g_file_set_contents (copies, "", 0, NULL));
  set_velocities (document, 3);
  ct_autosave_flush (autosave);
  g_assert_error (ct_autosave_get_error (autosave), CT_FILE_ERROR, CT_FILE_ERROR_FAILED);
  none = list ();
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpint (g_unlink (copies), ==, 0);
  set_velocities (document, 4);
  ct_autosave_flush (autosave);
  g_assert_no_error (ct_autosave_get_error (autosave));
  ct_autosave_close (autosave);
  g_assert_finalize_object (autosave);
  g_assert_finalize_object (document);
}

/* Where the copies of the last list are that could not be read, or NULL. */
static char *
list_aside (void)
{
  GAsyncResult *result = NULL;
  g_autoptr (GPtrArray) none = NULL;
  char *aside;

  ct_autosave_list_async (NULL, project_document_keep_result, &result);
  none = ct_autosave_list_finish (project_document_wait (&result), NULL);
  g_assert_cmpuint (none->len, ==, 0);
  aside = g_strdup (ct_autosave_list_get_aside (result));
  g_object_unref (result);
  return aside;
}

/* A copy that cannot be read is kept aside for whoever can, and told of once. */
static void
test_damaged (void)
{
  CtDocument *document = project_document_new (60);
  CtAutosave *autosave = ct_autosave_new (document, NULL);
  g_autofree char *copy = NULL, *aside = NULL, *again = NULL;

  set_velocities (document, 3);
  ct_autosave_flush (autosave);
  copy = find_copy ("score");
  g_assert_cmpint (truncate (copy, 500), ==, 0);
  g_assert_finalize_object (autosave);
  aside = list_aside ();
  g_assert_nonnull (aside);
  g_assert_cmpuint (count (aside), ==, 1);
  g_assert_cmpuint (count (copies), ==, 0);
  again = list_aside ();
  g_assert_null (again);
  project_document_remove_folder (aside);
  g_assert_finalize_object (document);
}

/* ---- processes that are killed ---- */

/* Changes a document as fast as it can, and says so once a first state is kept. */
static gboolean
change (gpointer data)
{
  static guint velocity;

  set_velocities (data, 1 + velocity++ % 127);
  return G_SOURCE_CONTINUE;
}

static int
child_autosave (void)
{
  CtDocument *document = project_document_new (N_FRAMES);
  CtAutosave *autosave = ct_autosave_new (document, NULL);

  ct_autosave_set_delay_ms (autosave, 0);
  set_velocities (document, 127);
  ct_autosave_flush (autosave);
  g_idle_add (change, document);
  if (write (STDOUT_FILENO, "x", 1) != 1)
    return 1;
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

static int
child_save (const char *path)
{
  CtDocument *document = project_document_new (N_FRAMES);

  for (guint i = 0;; i++)
    {
      g_autoptr (CtProject) project = NULL;

      set_velocities (document, 1 + i % 127);
      project = ct_project_copy_document (document, NULL);
      if (!ct_project_file_write (project, path, NULL) || (i == 0 && write (STDOUT_FILENO, "x", 1) != 1))
        return 1;
    }
}

/* Starts this program with @mode and waits until it has kept a first state. */
static GPid
start (const char *mode, const char *path)
{
  const char *const argv[] = { program, mode, path, NULL };
  g_autoptr (GError) error = NULL;
  GPid pid;
  int out;
  char byte;

  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL, &out, NULL,
                            &error);
  g_assert_no_error (error);
  g_assert_cmpint (read (out, &byte, 1), ==, 1);
  close (out);
  return pid;
}

static void
kill_at_random (GPid pid)
{
  g_usleep ((gulong) g_test_rand_int_range (0, 30000));
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
}

static void
test_killed (void)
{
  for (guint i = 0; i < N_KILLED; i++)
    {
      GPid pid = start ("--autosave", NULL);
      CtDocument *document = ct_document_new ();
      g_autoptr (GPtrArray) none = list (), found = NULL;

      g_assert_cmpuint (none->len, ==, 0); /* another's, as long as it lives */
      kill_at_random (pid);
      found = list ();
      g_assert_cmpuint (found->len, ==, 1);
      ct_recoverable_recover (found->pdata[0], document);
      assert_even (ct_document_get_score (document));
      g_assert_nonnull (ct_document_get_evidence (document));
      ct_recoverable_discard (found->pdata[0]);
      g_assert_cmpuint (count (copies), ==, 0);
      g_assert_finalize_object (document);
    }
}

static void
test_killed_while_saving (void)
{
  g_autofree char *folder = project_document_new_folder ();
  g_autofree char *path = g_build_filename (folder, "a.coloratura", NULL);

  for (guint i = 0; i < N_KILLED; i++)
    {
      g_autoptr (CtProject) project = NULL;
      g_autoptr (GError) error = NULL;

      kill_at_random (start ("--save", path));
      project = ct_project_file_read (path, &error);
      g_assert_no_error (error);
      assert_even (project->score);
    }
  project_document_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  int failed;

  if (argc > 1 && g_str_equal (argv[1], "--autosave"))
    return child_autosave ();
  if (argc > 2 && g_str_equal (argv[1], "--save"))
    return child_save (argv[2]);
  program = argv[0];
  state = project_document_new_folder ();
  copies = g_build_filename (state, "coloratura", "autosave", NULL);
  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/autosave/crash", test_crash);
  g_test_add_func ("/autosave/saved", test_saved);
  g_test_add_func ("/autosave/left", test_left);
  g_test_add_func ("/autosave/evidence", test_evidence);
  g_test_add_func ("/autosave/no-folder", test_no_folder);
  g_test_add_func ("/autosave/damaged", test_damaged);
  g_test_add_func ("/autosave/killed", test_killed);
  g_test_add_func ("/autosave/killed-while-saving", test_killed_while_saving);
  failed = g_test_run ();
  project_document_remove_folder (state);
  g_free (state);
  g_free (copies);
  return failed;
}
