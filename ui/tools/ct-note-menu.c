/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tools/ct-note-menu.h"

#include <glib/gi18n.h>

#include "core/transcribe/ct-edit-score.h"

/* Appends a section of @items: label, detailed action, and so on, ended by NULL. */
static void
append_section (GMenu *menu, const char *const *items)
{
  g_autoptr (GMenu) section = g_menu_new ();

  for (; *items; items += 2)
    g_menu_append (section, items[0], items[1]);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

static GMenu *
new_track_menu (CtDocument *document)
{
  const CtEditScore *score = ct_document_get_score (document);
  GMenu *menu = g_menu_new ();

  for (gsize i = 0; i < score->n_tracks; i++)
    {
      g_autofree char *name = ct_document_dup_track_name (document, score->tracks[i].id);
      g_autoptr (GMenuItem) item = NULL;
      GString *label = g_string_new (NULL);

      /* underscores in names are not mnemonics */
      g_string_append_printf (label, "%" G_GSIZE_FORMAT "  %s", i + 1, name);
      g_string_replace (label, "_", "__", 0);
      item = g_menu_item_new (label->str, NULL);
      g_menu_item_set_action_and_target (item, "notes.move-to-track", "u", score->tracks[i].id);
      g_menu_append_item (menu, item);
      g_string_free (label, TRUE);
    }
  return menu;
}

static void
append_select_menu (GMenu *menu, gboolean on_note)
{
  g_autoptr (GMenu) select = g_menu_new ();
  const char *const by_note[] = { _ ("Similar _Timbre"), "notes.select-similar-timbre", _ ("Same _Pitch Range"),
                                  "notes.select-pitch-range", NULL };
  const char *const all[] = { _ ("Current T_rack"), "notes.select-track", _ ("_All"),
                              "notes.select-all",   _ ("_Invert"),        "notes.select-invert",
                              _ ("_None"),          "notes.select-none",  NULL };

  if (on_note)
    append_section (select, by_note);
  append_section (select, all);
  g_menu_append_submenu (menu, _ ("_Select"), G_MENU_MODEL (select));
}

GMenuModel *
ct_note_menu_new_for_notes (CtDocument *document)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) more = g_menu_new (), tracks = new_track_menu (document);
  const char *const clipboard[] = { _ ("Cu_t"),        "notes.cut",   _ ("_Copy"),    "notes.copy", _ ("D_uplicate"),
                                    "notes.duplicate", _ ("_Delete"), "notes.delete", NULL };
  const char *const shape[] = { _ ("_Split at Playhead"),      "notes.split-at-playhead", _ ("_Join"), "notes.join",
                                _ ("_Accept Uncertain Notes"), "notes.accept-uncertain",  NULL };
  const char *const rhythm[] = { _ ("_Quantize…"), "win.quantise", _ ("As _Heard"), "notes.as-heard", NULL };
  const char *const view[] = { _ ("_Fit Selection"), "notes.fit-selection", NULL };

  append_section (menu, clipboard);
  append_section (menu, shape);
  append_section (menu, rhythm);
  g_menu_append_submenu (more, _ ("_Move to Track"), G_MENU_MODEL (tracks));
  append_select_menu (more, TRUE);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (more));
  append_section (menu, view);
  return G_MENU_MODEL (menu);
}

GMenuModel *
ct_note_menu_new_for_canvas (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) more = g_menu_new (), tools = g_menu_new (), modes = g_menu_new ();
  const char *const pasting[] = { _ ("_Paste Here"),
                                  "notes.paste-here",
                                  _ ("Paste at Play_head"),
                                  "notes.paste",
                                  _ ("Paste in Pla_ce"),
                                  "notes.paste-in-place",
                                  NULL };
  const char *const rhythm[] = { _ ("_Quantize…"), "win.quantise", _ ("As _Heard"), "notes.as-heard", NULL };
  const char *const view[] = { _ ("_Fit All"), "notes.fit-all", NULL };

  append_section (menu, pasting);
  append_section (menu, rhythm);
  g_menu_append (tools, _ ("_Select"), "notes.tool::select");
  g_menu_append (tools, _ ("_Draw"), "notes.tool::draw");
  g_menu_append (tools, _ ("_Erase"), "notes.tool::erase");
  g_menu_append (tools, _ ("S_plit"), "notes.tool::split");
  g_menu_append (modes, _ ("_Box"), "notes.select-mode::box");
  g_menu_append (modes, _ ("_Time Range"), "notes.select-mode::column");
  g_menu_append (modes, _ ("_Pitch Range"), "notes.select-mode::row");
  append_select_menu (more, FALSE);
  g_menu_append_submenu (more, _ ("_Tool"), G_MENU_MODEL (tools));
  /* Translators: whether a selection is a box, a span of time or a range of pitch */
  g_menu_append_submenu (more, _ ("Selection S_hape"), G_MENU_MODEL (modes));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (more));
  append_section (menu, view);
  return G_MENU_MODEL (menu);
}
