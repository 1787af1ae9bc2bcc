/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The context menu. */
#include "ui/tools/ct-tools-private.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/canvas/ct-note-picker.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"
#include "ui/tools/ct-tools.h"

/* Appends a section of items; @items ends with NULL: label, detailed action, and so on. */
static void
append_section (GMenu *menu, const char *const *items)
{
  g_autoptr (GMenu) section = g_menu_new ();

  for (; *items; items += 2)
    g_menu_append (section, items[0], items[1]);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

static GMenu *
new_track_menu (CtTools *self)
{
  const CtEditScore *score = ct_document_get_score (ct_tools_get_document (self));
  GMenu *menu = g_menu_new ();

  for (gsize i = 0; i < score->n_tracks; i++)
    {
      g_autofree char *name = ct_document_dup_track_name (ct_tools_get_document (self), score->tracks[i].id);
      g_autoptr (GMenuItem) item = NULL;
      GString *label = g_string_new (NULL);

      /* an underscore in a name is no mnemonic */
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

static GMenuModel *
new_note_menu (CtTools *self)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) more = g_menu_new (), tracks = new_track_menu (self);
  const char *const clipboard[] = { _ ("Cu_t"),        "notes.cut",   _ ("_Copy"),    "notes.copy", _ ("D_uplicate"),
                                    "notes.duplicate", _ ("_Delete"), "notes.delete", NULL };
  const char *const shape[] = { _ ("_Split at Playhead"),      "notes.split-at-playhead", _ ("_Join"), "notes.join",
                                _ ("_Accept Uncertain Notes"), "notes.accept-uncertain",  NULL };
  const char *const view[] = { _ ("_Fit Selection"), "notes.fit-selection", NULL };

  append_section (menu, clipboard);
  append_section (menu, shape);
  g_menu_append_submenu (more, _ ("_Move to Track"), G_MENU_MODEL (tracks));
  append_select_menu (more, TRUE);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (more));
  append_section (menu, view);
  return G_MENU_MODEL (menu);
}

static GMenuModel *
new_canvas_menu (CtTools *self)
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
  const char *const view[] = { _ ("_Fit All"), "notes.fit-all", NULL };

  append_section (menu, pasting);
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

/* Not while the popover is still in the middle of closing: its action comes after. */
static gboolean
drop_menu (gpointer data)
{
  GtkWidget *menu = data;

  if (gtk_widget_get_parent (menu))
    gtk_widget_unparent (menu);
  g_object_unref (menu);
  return G_SOURCE_REMOVE;
}

static void
menu_closed (GtkPopover *menu, gpointer data)
{
  g_idle_add_full (G_PRIORITY_LOW, drop_menu, g_object_ref (menu), NULL);
}

static void
show_menu (CtTools *self, GMenuModel *model, double x, double y)
{
  GtkWidget *menu;

  if (self->menu)
    gtk_widget_unparent (self->menu);
  menu = gtk_popover_menu_new_from_model (model);
  g_object_unref (model);
  g_set_weak_pointer (&self->menu, menu);
  gtk_widget_set_parent (menu, self->stage);
  gtk_popover_set_has_arrow (GTK_POPOVER (menu), FALSE);
  gtk_popover_set_position (GTK_POPOVER (menu), GTK_POS_BOTTOM);
  gtk_widget_set_halign (menu, GTK_ALIGN_START);
  gtk_popover_set_pointing_to (GTK_POPOVER (menu), &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  g_signal_connect (menu, "closed", G_CALLBACK (menu_closed), NULL);
  gtk_popover_popup (GTK_POPOVER (menu));
}

void
ct_tools_show_menu (CtTools *self, double x, double y)
{
  guint64 id;

  if (!self->session || !self->stage)
    return;
  ct_tools_cancel_drag (self);
  id = ct_note_picker_pick (self->session, gtk_widget_get_width (self->stage), gtk_widget_get_height (self->stage), x,
                            y, NULL);
  if (id && !ct_session_is_selected (self->session, id))
    ct_session_set_selected (self->session, &id, 1);
  self->menu_x = x;
  show_menu (self, id ? new_note_menu (self) : new_canvas_menu (self), x, y);
}

void
ct_tools_show_menu_at_cursor (CtTools *self)
{
  const CtEditNote *note = ct_document_get_note (ct_tools_get_document (self),
                                                 ct_session_get_cursor_note (self->session));
  const CtView *view = ct_session_get_view (self->session);
  double width = gtk_widget_get_width (self->stage), height = gtk_widget_get_height (self->stage);
  gboolean on_note = ct_session_get_n_selected (self->session) > 0;

  self->menu_x = -1;
  if (on_note && note)
    show_menu (self, new_note_menu (self), CLAMP (ct_view_x (view, width, note->onset_s), 0, width),
               CLAMP (ct_view_y (view, height, note->midi - 0.5), 0, height));
  else
    show_menu (self, on_note ? new_note_menu (self) : new_canvas_menu (self), width / 2, height / 2);
}

static void
pressed (GtkGestureClick *gesture, int n_press, double x, double y, CtTools *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (self->stage);
  ct_tools_show_menu (self, x, y);
}

void
ct_tools_attach_menu (CtTools *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed), self);
  ct_tools_add_controller (self, GTK_EVENT_CONTROLLER (click));
}
