/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-hit-menu.h"

#include <glib/gi18n.h>

#include "core/base/ct-drum.h"
#include "ui/session/ct-hit-text.h"

/* Keys of General MIDI that are of one family, by the first of the next. */
static const struct
{
  guint end;
  const char *name;
} families[] = {
  /* Translators: families of drums */
  { 41, N_ ("Kick and Snare") },
  { 60, N_ ("Toms, Hi-Hats and Cymbals") },
  { 69, N_ ("Latin Drums") },
  { CT_DRUM_HIGH + 1, N_ ("Small Percussion") },
};

static GMenuModel *
drums_new (void)
{
  GMenu *menu = g_menu_new ();
  guint drum = CT_DRUM_LOW;

  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    {
      g_autoptr (GMenu) family = g_menu_new ();

      for (; drum < families[i].end; drum++)
        {
          g_autoptr (GMenuItem) item = g_menu_item_new (ct_hit_text_drum (drum), NULL);

          g_menu_item_set_action_and_target (item, "hits.drum", "u", drum);
          g_menu_append_item (family, item);
        }
      g_menu_append_submenu (menu, _ (families[i].name), G_MENU_MODEL (family));
    }
  return G_MENU_MODEL (menu);
}

static GMenuModel *
others_new (const CtPercussion *percussion, guint group)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < percussion->n_groups; i++)
    if (i != group)
      {
        g_autofree char *name = ct_hit_text_dup_row (percussion, i);
        g_autoptr (GMenuItem) item = g_menu_item_new (name, NULL);

        g_menu_item_set_action_and_target (item, "hits.merge", "u", i);
        g_menu_append_item (menu, item);
      }
  return G_MENU_MODEL (menu);
}

GMenuModel *
ct_hit_menu_new (const CtPercussion *percussion, guint group, gboolean can_compare)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) hit = g_menu_new (), sound = g_menu_new (), row = g_menu_new (), away = g_menu_new ();
  g_autoptr (GMenuModel) drums = drums_new (), others = others_new (percussion, group);

  g_menu_append (hit, _ ("_Add Hit Here"), "hits.add");
  g_menu_append (hit, _ ("_Delete Hit"), "hits.delete");
  g_menu_append (sound, _ ("_Mute"), "hits.mute");
  g_menu_append (sound, _ ("_Solo"), "hits.solo");
  /* Translators: which drum a row of hits is */
  g_menu_append_submenu (row, _ ("_Drum"), drums);
  g_menu_append (row, _ ("_Rename…"), "hits.rename");
  if (percussion->n_groups > 1)
    /* Translators: the hits of a row join those of another */
    g_menu_append_submenu (row, _ ("Merge _Into"), others);
  if (can_compare)
    /* Translators: the hits of a row that sound otherwise than most get a row of their own */
    g_menu_append (row, _ ("S_plit by Sound"), "hits.split");
  else
    /* Translators: the soft hits of a row get a row of their own */
    g_menu_append (row, _ ("S_plit Off Soft Hits"), "hits.split");
  /* Translators: a row with all of its hits */
  g_menu_append (away, _ ("Delete R_ow"), "hits.delete-row");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (hit));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (sound));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (row));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (away));
  return G_MENU_MODEL (menu);
}

GtkWidget *
ct_hit_menu_name_new (const char *name, GCallback renamed, gpointer data)
{
  GtkWidget *popover = gtk_popover_new (), *entry = gtk_entry_new ();

  gtk_editable_set_text (GTK_EDITABLE (entry), name);
  gtk_entry_set_max_length (GTK_ENTRY (entry), CT_HIT_GROUP_NAME_SIZE - 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Name of the drum"), -1);
  g_signal_connect_object (entry, "activate", renamed, data, G_CONNECT_SWAPPED);
  gtk_popover_set_child (GTK_POPOVER (popover), entry);
  return popover;
}
