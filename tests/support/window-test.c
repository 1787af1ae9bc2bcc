/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/window-test.h"

#include <adwaita.h>

#include "tests/support/note-document.h"
#include "tests/support/ui-test.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"
#include "ui/window/ct-window-new.h"
#include "ui/window/ct-window.h"

static GtkApplication *application;

void
window_test_init (int *argc, char ***argv)
{
  ui_test_init (argc, argv);
  application = GTK_APPLICATION (adw_application_new ("io.github.coloratura.Test", G_APPLICATION_NON_UNIQUE));
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
}

int
window_test_run (void)
{
  int result = g_test_run ();

  g_clear_object (&application);
  return result;
}

GtkApplication *
window_test_application (void)
{
  return application;
}

CtWindow *
window_test_open (void)
{
  CtWindow *window = ct_window_new (application);

  gtk_window_present (GTK_WINDOW (window));
  ui_test_settle ();
  return window;
}

void
window_test_close (CtWindow *window)
{
  g_object_ref (window);
  gtk_window_close (GTK_WINDOW (window));
  ui_test_settle ();
  g_assert_null (gtk_application_get_windows (application));
  g_assert_finalize_object (window);
}

gboolean
window_test_is_enabled (CtWindow *window, const char *action)
{
  g_assert_true (g_action_group_has_action (G_ACTION_GROUP (window), action));
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), action);
}

CtSession *
window_test_show_document (CtWindow *window)
{
  g_autoptr (CtDocument) document = note_document_new (10);
  g_autoptr (CtSession) session = ct_session_new (document);

  ct_window_set_session (window, session);
  ui_test_settle ();
  return session;
}

static guint
count_notes (CtWindow *window)
{
  CtSession *session = ct_window_get_session (window);

  return session ? ct_document_get_score (ct_session_get_document (session))->n_notes : 0;
}

gboolean
window_test_is_heard (CtWindow *window)
{
  return count_notes (window) && !window_test_is_enabled (window, "cancel-analysis");
}
