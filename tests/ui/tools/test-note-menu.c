/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tools/ct-note-menu.h"

#include <gtk/gtk.h>
#include <string.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/note-document.h"
#include "tests/support/ui-test.h"
#include "ui/canvas/ct-canvas.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-track-edits.h"
#include "ui/tools/ct-tools.h"

typedef struct
{
  char *label, *action;
  GVariant *target;
} Item;

static void
clear_item (gpointer data)
{
  Item *item = data;

  g_free (item->label);
  g_free (item->action);
  g_clear_pointer (&item->target, g_variant_unref);
}

/* Appends the items of @model, its sections and submenus. */
static void
flatten (GMenuModel *model, GArray *items)
{
  for (int i = 0; i < g_menu_model_get_n_items (model); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (model, i, G_MENU_LINK_SECTION);
      g_autoptr (GMenuModel) submenu = g_menu_model_get_item_link (model, i, G_MENU_LINK_SUBMENU);
      Item item = { 0 };

      if (section)
        flatten (section, items);
      if (submenu)
        flatten (submenu, items);
      if (section || submenu)
        continue;
      g_assert_true (g_menu_model_get_item_attribute (model, i, G_MENU_ATTRIBUTE_LABEL, "s", &item.label));
      g_assert_true (g_menu_model_get_item_attribute (model, i, G_MENU_ATTRIBUTE_ACTION, "s", &item.action));
      item.target = g_menu_model_get_item_attribute_value (model, i, G_MENU_ATTRIBUTE_TARGET, NULL);
      g_array_append_val (items, item);
    }
}

static GArray *
items_of (GMenuModel *model)
{
  GArray *items = g_array_new (FALSE, FALSE, sizeof (Item));

  g_array_set_clear_func (items, clear_item);
  flatten (model, items);
  return items;
}

static void
assert_actions (GActionGroup *actions, GArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      const Item *item = &g_array_index (items, Item, i);
      const char *name = item->action + strlen ("notes.");
      const GVariantType *type;

      if (g_str_equal (item->action, "win.quantise"))
        continue; /* the window's */
      g_assert_true (g_str_has_prefix (item->action, "notes."));
      g_assert_true (g_action_group_has_action (actions, name));
      type = g_action_group_get_action_parameter_type (actions, name);
      g_assert_cmpint (type != NULL, ==, item->target != NULL);
      g_assert_true (!type || g_variant_is_of_type (item->target, type));
    }
}

/* Whatever a menu offers exists, with the parameter that it passes. */
static void
test_actions (void)
{
  g_autoptr (CtDocument) document = note_document_new (3);
  g_autoptr (GMenuModel) notes = ct_note_menu_new_for_notes (document), canvas_menu = ct_note_menu_new_for_canvas ();
  g_autoptr (GArray) note_items = items_of (notes), canvas_items = items_of (canvas_menu);
  GtkWidget *canvas = g_object_ref_sink (ct_canvas_new ());
  CtTools *tools = ct_tools_new (ct_canvas_get_stage (CT_CANVAS (canvas)),
                                 ct_canvas_get_note_layer (CT_CANVAS (canvas)));

  g_assert_cmpuint (note_items->len, >, 12);
  g_assert_cmpuint (canvas_items->len, >, 12);
  assert_actions (ct_tools_get_actions (tools), note_items);
  assert_actions (ct_tools_get_actions (tools), canvas_items);
  g_assert_finalize_object (tools);
  g_assert_finalize_object (canvas);
}

/* Each track has an item that moves notes to it, by its id; what its name contains is no mnemonic. */
static void
test_tracks (void)
{
  g_autoptr (CtDocument) document = note_document_new (3);
  guint32 second = ct_document_get_score (document)->tracks[1].id;
  g_autoptr (GMenuModel) menu = NULL;
  g_autoptr (GArray) items = NULL;
  guint n_tracks = 0;

  ct_track_edits_rename (document, second, "Oboe_d'amore");
  ct_track_edits_shift (document, &second, 1, FALSE);
  menu = ct_note_menu_new_for_notes (document);
  items = items_of (menu);
  for (guint i = 0; i < items->len; i++)
    {
      const Item *item = &g_array_index (items, Item, i);

      if (strcmp (item->action, "notes.move-to-track") != 0)
        continue;
      g_assert_cmpstr (item->label, ==, n_tracks == 0 ? "1  Oboe__d'amore" : "2  Track 2");
      g_assert_cmpuint (g_variant_get_uint32 (item->target), ==, ct_document_get_score (document)->tracks[n_tracks].id);
      n_tracks++;
    }
  g_assert_cmpuint (n_tracks, ==, 2);
  g_assert_cmpuint (ct_document_get_score (document)->tracks[0].id, ==, second);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/note-menu/actions", test_actions);
  g_test_add_func ("/note-menu/tracks", test_tracks);
  return g_test_run ();
}
