/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tools/ct-note-keys.h"

#include <gtk/gtk.h>
#include <string.h>

#include "tests/support/ui-test.h"
#include "ui/canvas/ct-canvas.h"
#include "ui/tools/ct-tools.h"

static GtkShortcut *
shortcut_at (GListModel *keys, guint i)
{
  g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (keys, i);

  return shortcut;
}

/* Every key has an action that exists and takes what the key passes to it. */
static void
test_actions (void)
{
  GtkWidget *canvas = g_object_ref_sink (ct_canvas_new ());
  CtTools *tools = ct_tools_new (ct_canvas_get_stage (CT_CANVAS (canvas)),
                                 ct_canvas_get_note_layer (CT_CANVAS (canvas)));
  GActionGroup *actions = ct_tools_get_actions (tools);
  g_autoptr (GtkEventController) keys = ct_note_keys_new ();
  guint n = g_list_model_get_n_items (G_LIST_MODEL (keys));

  g_assert_cmpuint (n, >=, 39);
  for (guint i = 0; i < n; i++)
    {
      GtkShortcut *shortcut = shortcut_at (G_LIST_MODEL (keys), i);
      const char *name = gtk_named_action_get_action_name (GTK_NAMED_ACTION (gtk_shortcut_get_action (shortcut)));
      GVariant *argument = gtk_shortcut_get_arguments (shortcut);
      const GVariantType *type;

      g_assert_true (g_str_has_prefix (name, "notes."));
      g_assert_true (g_action_group_has_action (actions, name + strlen ("notes.")));
      type = g_action_group_get_action_parameter_type (actions, name + strlen ("notes."));
      g_assert_cmpint (type != NULL, ==, argument != NULL);
      g_assert_true (!type || g_variant_is_of_type (argument, type));
    }
  g_assert_finalize_object (tools);
  g_assert_finalize_object (canvas);
}

/* No key does two things. */
static void
test_unique (void)
{
  g_autoptr (GtkEventController) keys = ct_note_keys_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (keys)); i++)
    {
      GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut_at (G_LIST_MODEL (keys), i));

      g_assert_true (GTK_IS_KEYVAL_TRIGGER (trigger));
      g_assert_true (g_hash_table_add (seen, gtk_shortcut_trigger_to_string (trigger)));
    }
}

/* The last trigger of @action in the list, which is the one that menus show. */
static char *
dup_shown (const char *action, GVariant *argument)
{
  g_autoptr (GtkEventController) keys = ct_note_keys_new ();
  g_autoptr (GVariant) wanted = argument ? g_variant_ref_sink (argument) : NULL;
  char *shown = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (keys)); i++)
    {
      GtkShortcut *shortcut = shortcut_at (G_LIST_MODEL (keys), i);
      const char *name = gtk_named_action_get_action_name (GTK_NAMED_ACTION (gtk_shortcut_get_action (shortcut)));
      GVariant *its = gtk_shortcut_get_arguments (shortcut);

      if (strcmp (name, action) != 0 || (wanted && !(its && g_variant_equal (its, wanted))))
        continue;
      g_free (shown);
      shown = gtk_shortcut_trigger_to_string (gtk_shortcut_get_trigger (shortcut));
    }
  return shown;
}

static void
test_shown (void)
{
  g_autofree char *delete = dup_shown ("notes.delete", NULL), *next = dup_shown ("notes.next", NULL);
  g_autofree char *draw = dup_shown ("notes.tool", g_variant_new_string ("draw"));
  g_autofree char *third = dup_shown ("notes.move-to-track-number", g_variant_new_uint32 (3));

  g_assert_cmpstr (delete, ==, "Delete");
  g_assert_cmpstr (next, ==, "period");
  g_assert_cmpstr (draw, ==, "2");
  g_assert_cmpstr (third, ==, "<Control>3");
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/note-keys/actions", test_actions);
  g_test_add_func ("/note-keys/unique", test_unique);
  g_test_add_func ("/note-keys/shown", test_shown);
  return g_test_run ();
}
