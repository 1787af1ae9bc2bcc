/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/ct-toast.h"

#include <gtk/gtk.h>

#include "tests/support/ui-test.h"
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
  fixture->child = gtk_label_new (NULL);
  fixture->overlay = ct_toast_new (fixture->child);
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

      GtkWidget *revealer = gtk_widget_get_ancestor (label, GTK_TYPE_REVEALER);

      if (revealer && gtk_revealer_get_reveal_child (GTK_REVEALER (revealer))
          && !gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON))
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
    if (g_strcmp0 (gtk_button_get_label (g_ptr_array_index (buttons, i)), "Undo") == 0
        && gtk_widget_get_visible (g_ptr_array_index (buttons, i)))
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

/* A new message takes the place of the one before, whose "Undo" would undo something else by now, however fast they
 * come: as when a key repeats, before a frame was drawn or in the middle of the animation. */
static void
test_replaced (Fixture *fixture, gconstpointer data)
{
  for (int i = 0; i < 40; i++)
    {
      ct_toast_send (fixture->child, "First", TRUE);
      assert_shown (fixture, "First\n");
      g_assert_nonnull (find_undo (fixture));
      if (i % 2)
        widget_picture_settle (fixture->overlay);
      ct_toast_send (fixture->child, "Second", FALSE);
      assert_shown (fixture, "Second\n");
      g_assert_null (find_undo (fixture));
    }
}

static gboolean
is_gone (gpointer data)
{
  return !gtk_revealer_get_child_revealed (GTK_REVEALER (widget_find (data, GTK_TYPE_REVEALER, 0)));
}

static gboolean
has_nothing (gpointer data)
{
  g_autofree char *shown = dup_shown (data);

  return *shown == '\0';
}

/* It goes by itself, at once by its button, and takes no room then. */
static void
test_goes (Fixture *fixture, gconstpointer data)
{
  GtkWidget *close = widget_find (fixture->overlay, GTK_TYPE_BUTTON, 1);

  ct_toast_send (fixture->child, "a", FALSE);
  g_signal_emit_by_name (close, "clicked");
  widget_wait (has_nothing, fixture);
  ct_toast_send (fixture->child, "a", FALSE);
  assert_shown (fixture, "a\n");
  widget_wait (has_nothing, fixture);
  widget_wait (is_gone, fixture->overlay);
  g_assert_true (gtk_widget_pick (fixture->overlay, gtk_widget_get_width (fixture->overlay) / 2,
                                  gtk_widget_get_height (fixture->overlay) - 1, GTK_PICK_DEFAULT)
                 == fixture->child);
}

/* Where no overlay is around, nothing is said and nothing breaks. */
static void
test_nowhere (Fixture *fixture, gconstpointer data)
{
  GtkWidget *label = g_object_ref_sink (gtk_label_new (NULL));

  ct_toast_send (label, "Lost", TRUE);
  g_assert_true (has_nothing (fixture));
  g_assert_finalize_object (label);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(path, func) g_test_add ("/toast/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("text", test_text);
  ADD ("undo", test_undo);
  ADD ("replaced", test_replaced);
  ADD ("goes", test_goes);
  ADD ("nowhere", test_nowhere);
  return g_test_run ();
}
