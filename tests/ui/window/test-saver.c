/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-saver.h"

#include <glib/gstdio.h>

#include "tests/support/note-document.h"
#include "tests/support/ui-test.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"
#include "ui/window/ct-save-guard.h"

/* A window of a document that has a file, with changes. */
typedef struct
{
  char *folder, *path;
  GFile *file;
  GtkWindow *window;
  CtDocument *document;
  CtWorkspace *workspace;
  CtFileChooser *chooser;
  CtSaver *saver;
  CtSaveGuard *guard;
  guint n_saved; /* signal */
} Fixture;

static void
count_saved (CtSaver *saver, GFile *file, Fixture *fixture)
{
  fixture->n_saved++;
}

static void
edit (Fixture *fixture)
{
  ct_document_begin (fixture->document, "Delete Note");
  ct_document_delete_note (fixture->document, note_document_id (fixture->document, 0));
  ct_document_commit (fixture->document);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CtSession) session = NULL;

  fixture->folder = g_dir_make_tmp ("ct-saver-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "song.coloratura", NULL);
  fixture->file = g_file_new_for_path (fixture->path);
  fixture->window = g_object_ref (GTK_WINDOW (gtk_window_new ()));
  gtk_window_present (fixture->window);
  fixture->document = note_document_new (20);
  ct_document_set_file (fixture->document, fixture->file);
  session = ct_session_new (fixture->document);
  fixture->workspace = ct_workspace_new ();
  ct_workspace_set_session (fixture->workspace, session);
  fixture->chooser = ct_file_chooser_new (fixture->window);
  fixture->saver = ct_saver_new (fixture->window, fixture->workspace, fixture->chooser);
  fixture->guard = ct_save_guard_new (fixture->window, fixture->workspace, fixture->saver);
  g_signal_connect (fixture->saver, "saved", G_CALLBACK (count_saved), fixture);
  edit (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->guard);
  g_assert_finalize_object (fixture->saver);
  g_assert_finalize_object (fixture->chooser);
  ct_workspace_set_session (fixture->workspace, NULL);
  g_assert_finalize_object (fixture->workspace);
  gtk_window_destroy (fixture->window);
  g_assert_finalize_object (fixture->window);
  g_object_unref (fixture->document);
  g_object_unref (fixture->file);
  g_remove (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

/* Of a callback: -1 as long as it was not called. */
static void
keep_answer (gboolean saved, gpointer answer)
{
  g_assert_cmpint (*(int *) answer, ==, -1);
  *(int *) answer = saved;
}

static int
save (Fixture *fixture)
{
  int answer = -1;

  ct_saver_save (fixture->saver, FALSE, keep_answer, &answer);
  g_assert_true (ct_saver_get_saving (fixture->saver));
  ui_test_wait_for (answer >= 0);
  g_assert_false (ct_saver_get_saving (fixture->saver));
  return answer;
}

static void
test_save (Fixture *fixture, gconstpointer data)
{
  int answer = -1, second = -1;

  ct_saver_save (fixture->saver, FALSE, keep_answer, &answer);
  ct_saver_save (fixture->saver, FALSE, keep_answer, &second); /* one at a time */
  g_assert_cmpint (second, ==, FALSE);
  ui_test_wait_for (answer >= 0);
  g_assert_cmpint (answer, ==, TRUE);
  g_assert_cmpuint (fixture->n_saved, ==, 1);
  g_assert_false (ct_document_get_modified (fixture->document));
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_REGULAR));
}

/* A folder that is gone: a dialog says so, and the work stays unsaved. */
static void
test_failed (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_assert_cmpint (save (fixture), ==, FALSE);
  ui_test_answer (ui_test_find_message (fixture->window), "close");
  g_assert_cmpuint (fixture->n_saved, ==, 0);
  g_assert_true (ct_document_get_modified (fixture->document));
}

/* Starts a save over what another program wrote meanwhile, and answers the question. */
static int
save_over (Fixture *fixture, const char *response)
{
  int answer = -1;

  g_assert_true (g_file_set_contents (fixture->path, "written by another program", -1, NULL));
  ct_saver_save (fixture->saver, FALSE, keep_answer, &answer);
  ui_test_wait_for (ui_test_find_message (fixture->window));
  g_assert_cmpint (answer, ==, -1);
  ui_test_answer (ui_test_find_message (fixture->window), response);
  ui_test_wait_for (answer >= 0);
  return answer;
}

static void
test_changed_on_disk (Fixture *fixture, gconstpointer data)
{
  g_autofree char *contents = NULL;

  g_assert_cmpint (save (fixture), ==, TRUE);
  edit (fixture);
  g_assert_cmpint (save_over (fixture, "cancel"), ==, FALSE);
  g_assert_true (g_file_get_contents (fixture->path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "written by another program");
  g_assert_true (ct_document_get_modified (fixture->document));
  g_assert_cmpint (save_over (fixture, "overwrite"), ==, TRUE);
  g_assert_false (ct_document_get_modified (fixture->document));
  g_assert_cmpuint (fixture->n_saved, ==, 2);
}

/* ---- the guard ---- */

static void
keep_leave (GtkWindow *window, gboolean may_leave, gpointer answer)
{
  keep_answer (may_leave, answer);
}

static int
leave (Fixture *fixture, const char *response)
{
  int answer = -1;

  ct_save_guard_leave (fixture->guard, keep_leave, &answer);
  if (response)
    ui_test_answer (ui_test_find_message (fixture->window), response);
  ui_test_wait_for (answer >= 0);
  return answer;
}

static void
test_leave (Fixture *fixture, gconstpointer data)
{
  int second = -1, first = -1;

  g_assert_false (ct_save_guard_may_close (fixture->guard));
  g_assert_cmpint (leave (fixture, "cancel"), ==, FALSE);
  g_assert_false (ct_save_guard_may_close (fixture->guard));

  /* asked again while it is open, there is one question, and the second asker may not leave */
  ct_save_guard_leave (fixture->guard, keep_leave, &first);
  ct_save_guard_leave (fixture->guard, keep_leave, &second);
  g_assert_cmpint (second, ==, FALSE);
  g_assert_cmpint (first, ==, -1);
  ui_test_answer (ui_test_find_message (fixture->window), "discard");
  g_assert_null (ui_test_find_message (NULL));
  g_assert_cmpint (first, ==, TRUE);
  g_assert_true (ct_save_guard_may_close (fixture->guard));
  g_assert_true (ct_document_get_modified (fixture->document));
}

static void
test_leave_saving (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (leave (fixture, "save"), ==, TRUE);
  g_assert_cmpuint (fixture->n_saved, ==, 1);
  g_assert_cmpint (leave (fixture, NULL), ==, TRUE); /* nothing to ask about */
}

/* A window that is destroyed takes its question with it. */
static void
test_leave_destroyed (Fixture *fixture, gconstpointer data)
{
  GtkWindow *window = g_object_ref (GTK_WINDOW (gtk_window_new ()));
  CtSaveGuard *guard = ct_save_guard_new (window, fixture->workspace, fixture->saver);
  int answer = -1;

  gtk_window_present (window);
  ct_save_guard_leave (guard, keep_leave, &answer);
  g_assert_nonnull (ui_test_find_message (window));
  gtk_window_destroy (window);
  g_assert_finalize_object (window);
  g_assert_null (ui_test_find_message (NULL));
  g_assert_finalize_object (guard);
  g_assert_cmpint (answer, ==, -1);
}

/* Where saving fails nobody leaves. */
static void
test_leave_failing (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_assert_cmpint (leave (fixture, "save"), ==, FALSE);
  g_assert_false (ct_save_guard_may_close (fixture->guard));
  ui_test_answer (ui_test_find_message (fixture->window), "close");
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add ("/saver/save", Fixture, NULL, set_up, test_save, tear_down);
  g_test_add ("/saver/failed", Fixture, NULL, set_up, test_failed, tear_down);
  g_test_add ("/saver/changed-on-disk", Fixture, NULL, set_up, test_changed_on_disk, tear_down);
  g_test_add ("/save-guard/leave", Fixture, NULL, set_up, test_leave, tear_down);
  g_test_add ("/save-guard/leave-saving", Fixture, NULL, set_up, test_leave_saving, tear_down);
  g_test_add ("/save-guard/leave-destroyed", Fixture, NULL, set_up, test_leave_destroyed, tear_down);
  g_test_add ("/save-guard/leave-failing", Fixture, NULL, set_up, test_leave_failing, tear_down);
  return g_test_run ();
}
