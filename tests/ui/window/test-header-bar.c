/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-header-bar.h"

#include <adwaita.h>

#include "tests/support/note-document.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"

typedef struct
{
  CtDocument *document;
  CtSession *session;
  CtHeaderBar *bar;
  AdwWindowTitle *title;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = note_document_new (10);
  fixture->session = ct_session_new (fixture->document);
  fixture->bar = g_object_ref_sink (g_object_new (CT_TYPE_HEADER_BAR, NULL));
  fixture->title = ADW_WINDOW_TITLE (widget_find (GTK_WIDGET (fixture->bar), ADW_TYPE_WINDOW_TITLE, 0));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->bar);
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
}

static GtkWidget *
button (Fixture *fixture, const char *icon)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  widget_find_all (GTK_WIDGET (fixture->bar), GTK_TYPE_WIDGET, found);
  for (guint i = 0; i < found->len; i++)
    if ((GTK_IS_BUTTON (found->pdata[i]) && g_strcmp0 (gtk_button_get_icon_name (found->pdata[i]), icon) == 0)
        || (GTK_IS_MENU_BUTTON (found->pdata[i])
            && g_strcmp0 (gtk_menu_button_get_icon_name (found->pdata[i]), icon) == 0))
      return found->pdata[i];
  g_assert_not_reached ();
}

static gboolean
has (Fixture *fixture, const char *icon)
{
  return gtk_widget_get_visible (button (fixture, icon));
}

static void
edit (CtDocument *document)
{
  ct_document_begin (document, "Delete Note");
  ct_document_delete_note (document, note_document_id (document, 0));
  ct_document_commit (document);
}

static void
test_title (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (ct_header_bar_get_title (fixture->bar), ==, g_get_application_name ());
  ct_document_set_name (fixture->document, "A song");
  ct_header_bar_set_session (fixture->bar, fixture->session);
  g_assert_cmpstr (ct_header_bar_get_title (fixture->bar), ==, "A song");
  g_assert_cmpstr (adw_window_title_get_subtitle (fixture->title), ==, "");
  edit (fixture->document);
  g_assert_cmpstr (adw_window_title_get_subtitle (fixture->title), ==, "Edited");
  ct_document_mark_saved (fixture->document);
  g_assert_cmpstr (adw_window_title_get_subtitle (fixture->title), ==, "");
  /* a document that is no longer shown is not listened to */
  ct_header_bar_set_session (fixture->bar, NULL);
  edit (fixture->document);
  g_assert_cmpstr (ct_header_bar_get_title (fixture->bar), ==, g_get_application_name ());
  g_assert_cmpstr (adw_window_title_get_subtitle (fixture->title), ==, "");
}

static void
test_steps (Fixture *fixture, gconstpointer data)
{
  GtkWidget *undo = button (fixture, "edit-undo-symbolic"), *redo = button (fixture, "edit-redo-symbolic");

  ct_header_bar_set_session (fixture->bar, fixture->session);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (undo), ==, "Undo (Ctrl+Z)");
  edit (fixture->document);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (undo), ==, "Undo Delete Note (Ctrl+Z)");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (redo), ==, "Redo (Ctrl+Shift+Z)");
  ct_document_undo (fixture->document);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (undo), ==, "Undo (Ctrl+Z)");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (redo), ==, "Redo Delete Note (Ctrl+Shift+Z)");
}

/* On the start page one opens and records; where there is little room, the document's own buttons stay. */
static void
test_buttons (Fixture *fixture, gconstpointer data)
{
  g_object_set (fixture->bar, "narrow", TRUE, NULL);
  g_assert_true (has (fixture, "document-open-symbolic"));
  g_assert_true (has (fixture, "media-record-symbolic"));
  g_assert_false (has (fixture, "edit-undo-symbolic"));
  g_assert_false (has (fixture, "sidebar-show-right-symbolic"));
  ct_header_bar_set_session (fixture->bar, fixture->session);
  g_assert_false (has (fixture, "document-open-symbolic"));
  g_assert_false (has (fixture, "media-record-symbolic"));
  g_assert_false (has (fixture, "ct-display-symbolic"));
  g_assert_true (has (fixture, "edit-undo-symbolic"));
  g_assert_true (has (fixture, "sidebar-show-right-symbolic"));
  g_object_set (fixture->bar, "narrow", FALSE, NULL);
  g_assert_true (has (fixture, "document-open-symbolic"));
  g_assert_true (has (fixture, "ct-display-symbolic"));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add ("/header-bar/title", Fixture, NULL, set_up, test_title, tear_down);
  g_test_add ("/header-bar/steps", Fixture, NULL, set_up, test_steps, tear_down);
  g_test_add ("/header-bar/buttons", Fixture, NULL, set_up, test_buttons, tear_down);
  return g_test_run ();
}
