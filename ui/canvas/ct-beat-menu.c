/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-beat-menu.h"

#include <glib/gi18n.h>

#include "ui/widgets/ct-popover.h"

#define KEY "ct-beat-menu"

static const struct
{
  const char *label;
  int numerator, denominator;
} meters[] = { { "2/4", 2, 4 }, { "3/4", 3, 4 }, { "4/4", 4, 4 }, { "5/4", 5, 4 }, { "6/4", 6, 4 },  { "2/2", 2, 2 },
               { "3/8", 3, 8 }, { "6/8", 6, 8 }, { "7/8", 7, 8 }, { "9/8", 9, 8 }, { "12/8", 12, 8 } };

static void
append (GMenu *menu, const char *label, const char *action, GVariant *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

static void
append_section (GMenu *menu, GMenu *section)
{
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  g_object_unref (section);
}

static GMenu *
meter_menu (double time_s)
{
  GMenu *menu = g_menu_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (meters); i++)
    append (menu, meters[i].label, "tempo.meter-at",
            g_variant_new ("(dii)", time_s, meters[i].numerator, meters[i].denominator));
  return menu;
}

GMenuModel *
ct_beat_menu_new (double time_s)
{
  GMenu *menu = g_menu_new (), *bars = g_menu_new (), *beats = g_menu_new (), *rest = g_menu_new ();
  g_autoptr (GMenu) submenu = meter_menu (time_s);

  append (bars, _ ("Bar 1 _Begins Here"), "tempo.downbeat-at", g_variant_new_double (time_s));
  /* Translators: a bar line is put here, and the bar before is cut: an upbeat in the middle of a piece */
  append (bars, _ ("Start a _New Bar Here"), "tempo.start-bar-at", g_variant_new_double (time_s));
  g_menu_append_submenu (bars, _ ("_Meter From This Bar On"), G_MENU_MODEL (submenu));
  append (bars, _ ("Bar Lines a Beat _Earlier"), "tempo.shift-earlier", NULL);
  append (bars, _ ("Bar Lines a Beat _Later"), "tempo.shift-later", NULL);
  append (beats, _ ("_Fix This Beat"), "tempo.fix-at", g_variant_new_double (time_s));
  append (beats, _ ("Twice as _Many Beats"), "tempo.double", NULL);
  append (beats, _ ("_Half as Many Beats"), "tempo.halve", NULL);
  append (beats, _ ("_Constant Tempo in the Selection"), "tempo.steady", NULL);
  append (beats, _ ("Find Beats _Again"), "tempo.find-again", NULL);
  append (rest, _ ("_Loop This Bar"), "tempo.loop-bar-at", g_variant_new_double (time_s));
  append_section (menu, bars);
  append_section (menu, beats);
  append_section (menu, rest);
  return G_MENU_MODEL (menu);
}

void
ct_beat_menu_present (GtkWidget *widget)
{
  GtkWidget *menu = g_object_get_data (G_OBJECT (widget), KEY);

  if (menu)
    gtk_popover_present (GTK_POPOVER (menu));
}

void
ct_beat_menu_drop (GtkWidget *widget)
{
  GtkWidget *menu = g_object_steal_data (G_OBJECT (widget), KEY);

  if (menu)
    ct_popover_drop (menu);
}

void
ct_beat_menu_show (GtkWidget *widget, double time_s, double x)
{
  g_autoptr (GMenuModel) model = ct_beat_menu_new (time_s);
  GtkWidget *menu = g_object_get_data (G_OBJECT (widget), KEY);

  if (!menu)
    g_object_set_data (G_OBJECT (widget), KEY, menu = ct_popover_new_menu (widget));
  ct_popover_show_menu (menu, model, &(GdkRectangle){ (int) x, 0, 1, gtk_widget_get_height (widget) });
}
