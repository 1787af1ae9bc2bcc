/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/ct-toast.h"

#include <adwaita.h>
#include <string.h>

#include "tests/support/widget-find.h"
#include "tests/support/widget-picture.h"

typedef struct
{
  GtkWidget *window, *overlay, *child;
  guint n_undone;
} Fixture;

static void
undo (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ((Fixture *) data)->n_undone++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const GActionEntry entries[] = { { .name = "undo", .activate = undo } };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  fixture->window = gtk_window_new ();
  fixture->overlay = adw_toast_overlay_new ();
  fixture->child = gtk_label_new (NULL);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (fixture->overlay), fixture->child);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->overlay);
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), fixture);
  gtk_widget_insert_action_group (fixture->window, "win", G_ACTION_GROUP (actions));
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

/* What the toasts on show say, one a line. */
static char *
dup_shown (Fixture *fixture)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  GString *text = g_string_new (NULL);

  widget_find_all (fixture->overlay, GTK_TYPE_LABEL, labels);
  for (guint i = 0; i < labels->len; i++)
    {
      GtkWidget *label = g_ptr_array_index (labels, i);

      if (label != fixture->child && !gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON)
          && *gtk_label_get_text (GTK_LABEL (label)))
        g_string_append_printf (text, "%s\n", gtk_label_get_text (GTK_LABEL (label)));
    }
  return g_string_free (text, FALSE);
}

static void
assert_shown (Fixture *fixture, const char *expected)
{
  g_autofree char *shown = dup_shown (fixture);

  g_assert_cmpstr (shown, ==, expected);
}

/* Names of files are shown as they are: no markup, no line break, no broken bytes, and not longer than a line. */
static void
test_text (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = g_strnfill (1000, 'x'), *shown = NULL;

  ct_toast_send (fixture->child, "<b>Bach & Söhne</b>\nII", FALSE);
  assert_shown (fixture, "<b>Bach & Söhne</b> II\n");
  tear_down (fixture, data);
  set_up (fixture, data);
  ct_toast_send (fixture->child, "caf\xe9", FALSE);
  assert_shown (fixture, "caf\xef\xbf\xbd\n");
  tear_down (fixture, data);
  set_up (fixture, data);
  ct_toast_send (fixture->child, name, FALSE);
  shown = dup_shown (fixture);
  g_assert_cmpint (g_utf8_strlen (shown, -1), ==, 201);
  g_assert_true (g_str_has_suffix (shown, "x…\n"));
}

static GtkWidget *
find_undo (Fixture *fixture)
{
  g_autoptr (GPtrArray) buttons = g_ptr_array_new ();

  widget_find_all (fixture->overlay, GTK_TYPE_BUTTON, buttons);
  for (guint i = 0; i < buttons->len; i++)
    if (g_strcmp0 (gtk_button_get_label (g_ptr_array_index (buttons, i)), "Undo") == 0)
      return g_ptr_array_index (buttons, i);
  return NULL;
}

static void
test_undo (Fixture *fixture, gconstpointer data)
{
  GtkWidget *button;

  ct_toast_send (fixture->child, "2 notes deleted", TRUE);
  button = find_undo (fixture);
  g_assert_nonnull (button);
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), ==, "win.undo");
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpuint (fixture->n_undone, ==, 1);
}

static gboolean
has_one_line (gpointer data)
{
  g_autofree char *shown = dup_shown (data);

  return strcmp (shown, "Second\n") == 0;
}

/* A new toast takes the place of the one before, whose "Undo" would undo something else by now. */
static void
test_replaced (Fixture *fixture, gconstpointer data)
{
  ct_toast_send (fixture->child, "First", TRUE);
  assert_shown (fixture, "First\n");
  widget_picture_settle (fixture->overlay);
  ct_toast_send (fixture->child, "Second", FALSE);
  widget_wait (has_one_line, fixture);
  g_assert_null (find_undo (fixture));
}

/* So does one that comes before the other was drawn, as when an action reports twice. */
static void
test_at_once (Fixture *fixture, gconstpointer data)
{
  for (int i = 0; i < 5; i++)
    {
      ct_toast_send (fixture->child, "First", i % 2 == 0);
      ct_toast_send (fixture->child, "Second", i % 2 == 1);
      widget_wait (has_one_line, fixture);
      g_assert_cmpint (find_undo (fixture) != NULL, ==, i % 2 == 1);
      widget_picture_settle (fixture->overlay);
    }
}

/* Where no overlay is around, nothing is said and nothing breaks. */
static void
test_nowhere (Fixture *fixture, gconstpointer data)
{
  GtkWidget *label = g_object_ref_sink (gtk_label_new (NULL));

  ct_toast_send (label, "Lost", TRUE);
  assert_shown (fixture, "");
  g_assert_finalize_object (label);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(path, func) g_test_add ("/toast/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("text", test_text);
  ADD ("undo", test_undo);
  ADD ("replaced", test_replaced);
  ADD ("at-once", test_at_once);
  ADD ("nowhere", test_nowhere);
  return g_test_run ();
}
