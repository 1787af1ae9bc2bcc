/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The context menu: where and when it is shown. */
#include "ui/tools/ct-tools-private.h"

#include <gtk/gtk.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/canvas/ct-note-picker.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"
#include "ui/tools/ct-note-menu.h"
#include "ui/tools/ct-tools.h"
#include "ui/widgets/ct-popover.h"

/* One for all: GTK 4.8 may yet look for the pointer in a menu that has closed, to show a tooltip. */
static void
show_menu (CtTools *self, GMenuModel *model, double x, double y)
{
  if (!self->menu)
    g_set_weak_pointer (&self->menu, ct_popover_new_menu (self->stage));
  ct_popover_show_menu (self->menu, model, &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  g_object_unref (model);
}

/* Opens the context menu at (@x, @y) of the stage. */
static void
show_menu_at (CtTools *self, double x, double y)
{
  guint64 id;

  if (!self->session || !self->stage)
    return;
  ct_tools_cancel_drag (self);
  gtk_widget_grab_focus (self->stage); /* for the keys that the menu tells of */
  id = ct_note_picker_pick (self->session, gtk_widget_get_width (self->stage), gtk_widget_get_height (self->stage), x,
                            y, NULL);
  if (id && !ct_selection_contains (ct_session_get_selection (self->session), id))
    ct_selection_set (ct_session_get_selection (self->session), &id, 1);
  if (id)
    ct_session_set_current_track (self->session, ct_document_get_note (ct_tools_get_document (self), id)->track);
  self->menu_x = x;
  show_menu (self, id ? ct_note_menu_new_for_notes (ct_tools_get_document (self)) : ct_note_menu_new_for_canvas (), x,
             y);
}

void
ct_tools_show_menu_at_cursor (CtTools *self)
{
  const CtEditNote *note = ct_document_get_note (ct_tools_get_document (self),
                                                 ct_selection_get_cursor (ct_session_get_selection (self->session)));
  const CtView *view = ct_session_get_view (self->session);
  double width = gtk_widget_get_width (self->stage), height = gtk_widget_get_height (self->stage);
  gboolean on_note = ct_selection_get_n (ct_session_get_selection (self->session)) > 0;

  self->menu_x = -1;
  if (on_note && note)
    show_menu (self, ct_note_menu_new_for_notes (ct_tools_get_document (self)),
               CLAMP (ct_view_x (view, width, note->onset_s), 0, width),
               CLAMP (ct_view_y (view, height, note->midi - 0.5), 0, height));
  else
    show_menu (self,
               on_note ? ct_note_menu_new_for_notes (ct_tools_get_document (self)) : ct_note_menu_new_for_canvas (),
               width / 2, height / 2);
}

static void
pressed (GtkGestureClick *gesture, int n_press, double x, double y, CtTools *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (self->stage);
  show_menu_at (self, x, y);
}

void
ct_tools_attach_menu (CtTools *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed), self);
  ct_tools_add_controller (self, GTK_EVENT_CONTROLLER (click));
}
