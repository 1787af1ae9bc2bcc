/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-header-bar.h"

#include <adwaita.h>
#include <string.h>

#include "tests/support/note-document.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"

#define WIDE 800
#define NARROW 350

typedef struct
{
  CtDocument *document;
  CtSession *session;
  CtHeaderBar *bar;
  AdwWindowTitle *title;
  GtkWidget *window; /* NULL: none is needed */
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

/* Notes the letter that each item of @menu and its sections has, in @seen. */
static void
note_letters (GMenuModel *menu, GHashTable *seen)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autofree char *label = NULL;
      const char *mark;

      if (section)
        note_letters (section, seen);
      if (!g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label))
        continue;
      mark = strchr (label, '_');
      g_assert_nonnull (mark);
      if (!g_hash_table_add (seen, GINT_TO_POINTER (g_ascii_toupper (mark[1]))))
        g_error ("“%s” has the letter of another item", label);
    }
}

/* The keyboard reaches each item of the main menu by a letter of its own. */
static void
test_letters (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  GtkWidget *menu = button (fixture, "open-menu-symbolic");

  note_letters (gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (menu)), seen);
  g_assert_cmpuint (g_hash_table_size (seen), >, 10);
}

/* Whether a button is seen in a bar that has @width. */
static gboolean
has_within (Fixture *fixture, const char *icon, int width)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, -1);
  ui_test_wait_for (gtk_widget_get_width (GTK_WIDGET (fixture->bar)) == width);
  return gtk_widget_get_mapped (button (fixture, icon));
}

/* On the start page one opens and records; where there is little room, the document's own buttons stay. */
static void
test_buttons (Fixture *fixture, gconstpointer data)
{
  static const char *const everywhere[] = { "edit-undo-symbolic", "sidebar-show-right-symbolic", "open-menu-symbolic" };
  static const char *const spare[] = { "document-open-symbolic", "media-record-symbolic", "ct-display-symbolic",
                                       "edit-redo-symbolic" };
  int least;

  fixture->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (fixture->window), FALSE);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->bar));
  gtk_window_present (GTK_WINDOW (fixture->window));
  g_assert_true (has_within (fixture, "document-open-symbolic", NARROW));
  g_assert_true (has_within (fixture, "media-record-symbolic", NARROW));
  g_assert_false (has_within (fixture, "edit-undo-symbolic", WIDE));
  g_assert_false (has_within (fixture, "sidebar-show-right-symbolic", WIDE));
  ct_header_bar_set_session (fixture->bar, fixture->session);
  gtk_widget_measure (GTK_WIDGET (fixture->bar), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <, NARROW);
  for (guint i = 0; i < G_N_ELEMENTS (everywhere); i++)
    g_assert_true (has_within (fixture, everywhere[i], WIDE) && has_within (fixture, everywhere[i], least));
  for (guint i = 0; i < G_N_ELEMENTS (spare); i++)
    g_assert_true (has_within (fixture, spare[i], WIDE) && !has_within (fixture, spare[i], least));
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add ("/header-bar/title", Fixture, NULL, set_up, test_title, tear_down);
  g_test_add ("/header-bar/steps", Fixture, NULL, set_up, test_steps, tear_down);
  g_test_add ("/header-bar/letters", Fixture, NULL, set_up, test_letters, tear_down);
  g_test_add ("/header-bar/buttons", Fixture, NULL, set_up, test_buttons, tear_down);
  return g_test_run ();
}
