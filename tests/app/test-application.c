/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ct-application.h"

#include <glib/gstdio.h>
#include <gtk/gtk.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/ui-test.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"
#include "ui/window/ct-window-open.h"
#include "ui/window/ct-window.h"

/* The windows with a document or a start page, not their dialogs. */
static guint
count_windows (CtApplication *application)
{
  guint n = 0;

  for (GList *item = gtk_application_get_windows (GTK_APPLICATION (application)); item; item = item->next)
    n += CT_IS_WINDOW (item->data);
  return n;
}

static CtWindow *
first_window (CtApplication *application)
{
  for (GList *item = gtk_application_get_windows (GTK_APPLICATION (application)); item; item = item->next)
    if (CT_IS_WINDOW (item->data))
      return item->data;
  return NULL;
}

/* Closes what is open without a question: windows have nothing to lose any more. */
static void
close_all (CtApplication *application)
{
  CtWindow *window;

  while ((window = first_window (application)))
    {
      CtSession *session = ct_window_get_session (window);

      if (session)
        ct_document_mark_saved (ct_session_get_document (session));
      gtk_window_close (GTK_WINDOW (window));
      ui_test_settle ();
    }
}

typedef struct
{
  CtApplication *application;
  void (*steps) (CtApplication *application);
} Run;

static gboolean
take_steps (gpointer data)
{
  Run *run = data;

  ui_test_settle ();
  run->steps (run->application);
  close_all (run->application);
  g_application_release (G_APPLICATION (run->application));
  return G_SOURCE_REMOVE;
}

/* Runs the program with one window at its start page, takes @steps and ends it; nothing may hold it after that. */
static void
run_program (void (*steps) (CtApplication *application))
{
  Run run = { ct_application_new (G_APPLICATION_NON_UNIQUE), steps };

  g_application_hold (G_APPLICATION (run.application));
  g_idle_add_full (G_PRIORITY_LOW, take_steps, &run, NULL);
  g_assert_cmpint (g_application_run (G_APPLICATION (run.application), 0, NULL), ==, 0);
  g_assert_finalize_object (run.application);
}

static void
activate_steps (CtApplication *application)
{
  g_assert_cmpuint (count_windows (application), ==, 1);
  g_application_activate (G_APPLICATION (application));
  ui_test_settle ();
  g_assert_cmpuint (count_windows (application), ==, 1);
  g_assert_true (g_action_group_has_action (G_ACTION_GROUP (first_window (application)), "show-help-overlay"));
}

static void
test_activate (void)
{
  run_program (activate_steps);
}

static gboolean
has_notes (CtWindow *window)
{
  CtSession *session = ct_window_get_session (window);

  return session && ct_document_get_score (ct_session_get_document (session))->n_notes;
}

static void
open_steps (CtApplication *application)
{
  g_autofree char *path = g_build_filename (g_getenv ("COLORATURA_DATA_DIR"), "demo.flac", NULL);
  g_autofree char *folder = g_dir_make_tmp ("ct-application-XXXXXX", NULL);
  g_autofree char *other_path = g_build_filename (folder, "other.flac", NULL);
  GFile *file = g_file_new_for_path (path), *other = g_file_new_for_path (other_path);
  GFile *files[] = { file, other, file };
  CtWindow *window;

  g_assert_true (g_file_copy (file, other, 0, NULL, NULL, NULL, NULL));
  g_application_open (G_APPLICATION (application), files, 3, "");
  ui_test_settle ();
  g_assert_cmpuint (count_windows (application), ==, 2);
  window = ct_window_find (GTK_APPLICATION (application), file);
  g_assert_nonnull (window);
  g_assert_nonnull (ct_window_find (GTK_APPLICATION (application), other));
  g_assert_true (ct_window_find (GTK_APPLICATION (application), other) != window);
  ui_test_wait_for (has_notes (window));
  g_application_open (G_APPLICATION (application), files, 1, "");
  ui_test_settle ();
  g_assert_cmpuint (count_windows (application), ==, 2);
  ui_test_wait_for (has_notes (ct_window_find (GTK_APPLICATION (application), other)));
  g_assert_true (g_file_delete (other, NULL, NULL));
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_object_unref (file);
  g_object_unref (other);
}

static void
test_open (void)
{
  run_program (open_steps);
}

/* Every accelerator has a modifier, or is a function key: the other keys belong to the canvas. */
static void
accels_steps (CtApplication *application)
{
  g_auto (GStrv) actions = gtk_application_list_action_descriptions (GTK_APPLICATION (application));

  g_assert_cmpuint (g_strv_length (actions), >, 8);
  for (char **action = actions; *action; action++)
    {
      g_auto (GStrv) accels = gtk_application_get_accels_for_action (GTK_APPLICATION (application), *action);

      for (char **accel = accels; *accel; accel++)
        {
          guint key;
          GdkModifierType modifiers;

          g_assert_true (gtk_accelerator_parse (*accel, &key, &modifiers));
          g_assert_true ((modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK)) || (key >= GDK_KEY_F1 && key <= GDK_KEY_F12));
        }
    }
}

static void
test_accels (void)
{
  run_program (accels_steps);
}

static void
quit_steps (CtApplication *application)
{
  g_autoptr (CtDocument) document = ct_document_new ();
  g_autoptr (CtSession) session = ct_session_new (document);
  CtWindow *window;

  window = first_window (application);
  ct_window_set_session (window, session);
  ct_document_mark_modified (document);
  g_action_group_activate_action (G_ACTION_GROUP (application), "quit", NULL);
  ui_test_settle ();
  ui_test_answer (ui_test_find_message (GTK_WINDOW (window)), "cancel");
  g_assert_cmpuint (count_windows (application), ==, 1);

  g_action_group_activate_action (G_ACTION_GROUP (application), "quit", NULL);
  ui_test_settle ();
  ui_test_answer (ui_test_find_message (GTK_WINDOW (window)), "discard");
  g_assert_cmpuint (count_windows (application), ==, 0);
}

static void
test_quit (void)
{
  run_program (quit_steps);
}

static void
dialogs_steps (CtApplication *application)
{
  GListModel *windows = gtk_window_get_toplevels ();
  guint before;

  before = g_list_model_get_n_items (windows);
  g_action_group_activate_action (G_ACTION_GROUP (application), "preferences", NULL);
  ui_test_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (windows), ==, before + 1);
  g_action_group_activate_action (G_ACTION_GROUP (application), "about", NULL);
  ui_test_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (windows), ==, before + 2);
  for (GList *item = gtk_application_get_windows (GTK_APPLICATION (application)), *next; item; item = next)
    {
      next = item->next;
      if (!CT_IS_WINDOW (item->data))
        gtk_window_destroy (item->data);
    }
  ui_test_settle ();
}

static void
test_dialogs (void)
{
  run_program (dialogs_steps);
}

static void
damaged_steps (CtApplication *application)
{
  GtkWindow *window = GTK_WINDOW (first_window (application));

  ui_test_wait_for (ui_test_find_message (window));
  ui_test_answer (ui_test_find_message (window), "close");
  g_assert_null (ui_test_find_message (window));
}

/* Unsaved work that cannot be read is told of, and kept. */
static void
test_damaged (void)
{
  g_autofree char *state = g_build_filename (g_get_user_state_dir (), "coloratura", NULL);
  g_autofree char *folder = g_build_filename (state, "autosave", "left", NULL);
  g_autofree char *score = g_build_filename (folder, "score", NULL);
  g_autofree char *kept = g_build_filename (state, "unreadable", "left", "score", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (score, "no project", -1, NULL));
  run_program (damaged_steps);
  g_assert_false (g_file_test (score, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_unlink (kept), ==, 0);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/application/activate", test_activate);
  g_test_add_func ("/application/open", test_open);
  g_test_add_func ("/application/accels", test_accels);
  g_test_add_func ("/application/quit", test_quit);
  g_test_add_func ("/application/dialogs", test_dialogs);
  g_test_add_func ("/application/damaged", test_damaged);
  return g_test_run ();
}
