/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-window-open.h"
#include "ui/window/ct-window.h"

#include <glib/gstdio.h>

#include "core/base/ct-percussion.h"
#include "tests/support/note-document.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "tests/support/window-test.h"
#include "ui/canvas/ct-canvas-stage.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-session.h"
#include "ui/window/ct-header-bar.h"
#include "ui/window/ct-settings.h"

static void
assert_enabled (CtWindow *window, gboolean enabled, const char *const *actions)
{
  for (; *actions; actions++)
    {
      if (window_test_is_enabled (window, *actions) != enabled)
        g_test_message ("%s", *actions);
      g_assert_cmpint (window_test_is_enabled (window, *actions), ==, enabled);
    }
}

static void
edit (CtSession *session, const char *name)
{
  CtDocument *document = ct_session_get_document (session);

  ct_document_begin (document, name);
  ct_document_delete_note (document, note_document_id (document, 0));
  ct_document_commit (document);
  ui_test_settle ();
}

static const char *const always[] = { "open",  "open-demo",   "guided-first-song", "help",
                                      "close", "import-midi", "fullscreen",        NULL };
static const char *const with_document[] = { "save",       "save-as",         "export-midi",
                                             "export-csv", "export-musicxml", "toggle-sidebar",
                                             NULL };
static const char *const with_steps[] = { "undo", "redo", "cancel-analysis", NULL };

static void
test_start (void)
{
  CtWindow *window = window_test_open ();

  g_assert_null (ct_window_get_session (window));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, g_get_application_name ());
  assert_enabled (window, TRUE, always);
  assert_enabled (window, FALSE, with_document);
  assert_enabled (window, FALSE, with_steps);
  window_test_close (window);
}

static void
test_document (void)
{
  CtWindow *window = window_test_open ();
  CtSession *session = window_test_show_document (window);
  CtDocument *document = ct_session_get_document (session);

  assert_enabled (window, TRUE, always);
  assert_enabled (window, TRUE, with_document);
  assert_enabled (window, FALSE, with_steps);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, ct_document_get_title (document));

  edit (session, "Delete Note");
  g_assert_true (window_test_is_enabled (window, "undo"));
  g_assert_false (window_test_is_enabled (window, "redo"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.undo", NULL);
  g_assert_cmpuint (ct_document_get_score (document)->n_notes, ==, 10);
  g_assert_false (window_test_is_enabled (window, "undo"));
  g_assert_true (window_test_is_enabled (window, "redo"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.redo", NULL);
  g_assert_cmpuint (ct_document_get_score (document)->n_notes, ==, 9);

  ct_window_set_session (window, NULL);
  ui_test_settle ();
  assert_enabled (window, FALSE, with_document);
  window_test_close (window);
}

/* A button that becomes insensitive while it has the focus leaves it to the canvas. */
static void
test_focus (void)
{
  CtWindow *window = window_test_open ();
  CtSession *session = window_test_show_document (window);
  GtkWidget *header = widget_find (GTK_WIDGET (window), CT_TYPE_HEADER_BAR, 0), *focus;
  GtkWidget *undo = widget_find (header, GTK_TYPE_BUTTON, 1);

  edit (session, "Delete Note");
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (undo)), ==, "win.undo");
  g_assert_true (gtk_widget_grab_focus (undo));
  gtk_widget_activate_action (undo, "win.undo", NULL);
  g_assert_false (gtk_widget_is_sensitive (undo));
  focus = gtk_window_get_focus (GTK_WINDOW (window));
  g_assert_nonnull (focus);
  g_assert_true (CT_IS_CANVAS_STAGE (focus));
  window_test_close (window);
}

/* The focus stays where it is when a button of the header bar is clicked. */
static void
test_header (void)
{
  CtWindow *window = window_test_open ();
  GtkWidget *header = widget_find (GTK_WIDGET (window), CT_TYPE_HEADER_BAR, 0);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  widget_find_all (header, GTK_TYPE_MENU_BUTTON, found);
  for (guint i = 0; i < found->len; i++)
    g_assert_false (gtk_widget_get_focus_on_click (found->pdata[i]));
  g_ptr_array_set_size (found, 0);
  widget_find_all (header, GTK_TYPE_BUTTON, found);
  for (guint i = 0; i < found->len; i++)
    {
      const char *action = gtk_actionable_get_action_name (found->pdata[i]);

      if (action && g_str_has_prefix (action, "win."))
        g_assert_false (gtk_widget_get_focus_on_click (found->pdata[i]));
    }
  window_test_close (window);
}

/* With the lanes of five drums, and all of the sidebar, the window fits on a screen of 640 by 480 beside a
 * panel. */
static void
test_low (void)
{
  static CtHit hits[] = { { 1, 1, 0 }, { 2, 1, 1 }, { 3, 1, 2 }, { 4, 1, 3 }, { 5, 1, 4 } };
  const CtPercussion percussion = { hits, 5, { { "", 36 }, { "", 38 }, { "", 42 }, { "", 46 }, { "", 49 } }, 5 };
  CtWindow *window = window_test_open ();
  CtDocument *document = ct_session_get_document (window_test_show_document (window));
  int minimum;

  ct_document_begin (document, "Hits");
  ct_document_set_percussion (document, &percussion);
  ct_document_commit (document);
  ct_document_mark_saved (document);
  ui_test_settle ();
  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_VERTICAL, 640, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 430);
  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  window_test_close (window);
}

static void
test_leave (void)
{
  CtWindow *window = window_test_open ();
  CtSession *session = window_test_show_document (window);

  edit (session, "Delete Note");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.close", NULL);
  ui_test_settle ();
  ui_test_answer (ui_test_find_message (GTK_WINDOW (window)), "cancel");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (window)));
  g_assert_true (ct_window_get_session (window) == session);

  /* asked a second time, there is still one question only */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.close", NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.close", NULL);
  ui_test_settle ();
  g_object_ref (window);
  ui_test_answer (ui_test_find_message (GTK_WINDOW (window)), "discard");
  g_assert_null (ui_test_find_message (NULL));
  g_assert_null (gtk_application_get_windows (window_test_application ()));
  g_assert_finalize_object (window);
}

static void
test_save_and_leave (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ct-window-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "song.coloratura", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  CtWindow *window = window_test_open ();
  CtSession *session = window_test_show_document (window);
  CtDocument *document = ct_session_get_document (session);

  ct_document_set_file (document, file);
  edit (session, "Delete Note");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.close", NULL);
  ui_test_settle ();
  g_object_ref (window);
  ui_test_answer (ui_test_find_message (GTK_WINDOW (window)), "save");
  ui_test_wait_for (!gtk_application_get_windows (window_test_application ()));
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  g_assert_finalize_object (window);

  /* what was saved opens, and only once */
  window = window_test_open ();
  ct_window_open (window, file);
  ui_test_wait_for (ct_window_get_session (window));
  session = ct_window_get_session (window);
  g_assert_cmpuint (ct_document_get_score (ct_session_get_document (session))->n_notes, ==, 9);
  g_assert_false (ct_document_get_modified (ct_session_get_document (session)));
  ct_window_open (window, file);
  ui_test_settle ();
  g_assert_true (ct_window_find (window_test_application (), file) == window);
  g_assert_cmpuint (g_list_length (gtk_application_get_windows (window_test_application ())), ==, 1);
  window_test_close (window);
  g_remove (path);
  g_rmdir (folder);
}

static void
test_settings (void)
{
  g_autoptr (GSettings) settings = ct_settings_new ();
  CtWindow *window = window_test_open ();
  CtSession *session = window_test_show_document (window);

  g_settings_set_enum (settings, "color-map", CT_COLOR_MAP_CIVIDIS);
  g_settings_set_double (settings, "gain-db", 12);
  ui_test_settle ();
  g_assert_cmpint (ct_display_get_color_map (ct_session_get_display (session)), ==, CT_COLOR_MAP_CIVIDIS);
  g_assert_cmpfloat (ct_display_get_gain_db (ct_session_get_display (session)), ==, 12);
  g_object_set (ct_session_get_display (session), "contrast", 2.0, "show-uncertain", TRUE, NULL);
  ui_test_settle ();
  g_assert_cmpfloat (g_settings_get_double (settings, "contrast"), ==, 2);
  g_assert_true (g_settings_get_boolean (settings, "show-uncertain"));

  gtk_widget_activate_action (GTK_WIDGET (window), "win.toggle-sidebar", NULL);
  ui_test_settle ();
  g_assert_false (g_settings_get_boolean (settings, "sidebar-visible"));
  g_settings_reset (settings, "sidebar-visible");
  window_test_close (window);
}

int
main (int argc, char **argv)
{
  window_test_init (&argc, &argv);
  g_test_add_func ("/window/start", test_start);
  g_test_add_func ("/window/document", test_document);
  g_test_add_func ("/window/focus", test_focus);
  g_test_add_func ("/window/header", test_header);
  g_test_add_func ("/window/low", test_low);
  g_test_add_func ("/window/leave", test_leave);
  g_test_add_func ("/window/save-and-leave", test_save_and_leave);
  g_test_add_func ("/window/settings", test_settings);
  return window_test_run ();
}
