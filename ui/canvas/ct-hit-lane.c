/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-hit-lane.h"

#include <glib/gi18n.h>
#include <stdlib.h>

#include "core/base/ct-percussion.h"
#include "ui/canvas/ct-drag-escape.h"
#include "ui/canvas/ct-hit-menu.h"
#include "ui/canvas/ct-hit-paint.h"
#include "ui/canvas/ct-hit-pick.h"
#include "ui/canvas/ct-lane.h"
#include "ui/canvas/ct-layer.h"
#include "ui/canvas/ct-ruler.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-hit-edits.h"
#include "ui/session/ct-hit-text.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"

#define DRAG_PX 3.0 /* less is a click */
#define NEW_STRENGTH 0.7
#define STRENGTH_STEP 0.1

struct _CtHitLane
{
  CtLane parent_instance;

  gboolean has_hit; /* one is selected */
  CtHit hit;        /* it, as it was when it was selected */
  int row;          /* the selected one; -1: none */
  CtHitDrag drag;
  double grasp_s; /* of a drag: from the pointer to the hit */
  double menu_s;  /* where the menu was opened */
};

static guint sound_signal;

G_DEFINE_FINAL_TYPE (CtHitLane, ct_hit_lane, CT_TYPE_LANE)

static CtSession *
get_session (CtHitLane *self)
{
  return ct_layer_get_session (CT_LAYER (self));
}

static const CtEditScore *
get_score (CtHitLane *self)
{
  return get_session (self) ? ct_document_get_score (ct_session_get_document (get_session (self))) : NULL;
}

static const CtPercussion *
get_percussion (CtHitLane *self)
{
  static const CtPercussion none = { 0 };

  return get_session (self) ? &get_score (self)->percussion : &none;
}

/* ---- what is selected ---- */

static gsize
find_selected (CtHitLane *self)
{
  const CtPercussion *percussion = get_percussion (self);
  const CtHit *found;

  if (!self->has_hit || percussion->n_hits == 0)
    return CT_HIT_NONE;
  found = bsearch (&self->hit, percussion->hits, percussion->n_hits, sizeof self->hit, ct_hit_compare);
  return found ? (gsize) (found - percussion->hits) : CT_HIT_NONE;
}

int
ct_hit_lane_get_selected (CtHitLane *self)
{
  gsize place;

  g_return_val_if_fail (CT_IS_HIT_LANE (self), -1);
  place = find_selected (self);
  return place == CT_HIT_NONE ? -1 : (int) place;
}

int
ct_hit_lane_get_row (CtHitLane *self)
{
  g_return_val_if_fail (CT_IS_HIT_LANE (self), -1);
  return self->row < (int) get_percussion (self)->n_groups ? self->row : -1;
}

/* What a screen reader says of the lane. */
static void
update_label (CtHitLane *self)
{
  const CtPercussion *percussion = get_percussion (self);
  int row = ct_hit_lane_get_row (self);
  gsize place = find_selected (self);
  g_autofree char *spoken = NULL;

  if (place != CT_HIT_NONE)
    spoken = ct_hit_text_dup_spoken (percussion, &percussion->hits[place],
                                     ct_session_get_tempo_map (get_session (self)));
  else if (row >= 0)
    spoken = ct_hit_text_dup_row (percussion, (guint) row);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken ? spoken : _ ("Drums"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _ ("The left and right arrows select a hit, up and down a row, Delete takes a hit "
                                     "out, Insert adds one at the playhead."),
                                  -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* @place: CT_HIT_NONE: only a row. */
static void
select_hit (CtHitLane *self, gsize place, int row)
{
  const CtPercussion *percussion = get_percussion (self);

  self->has_hit = place < percussion->n_hits;
  if (self->has_hit)
    self->hit = percussion->hits[place];
  self->row = self->has_hit ? self->hit.group : row;
  update_label (self);
}

/* Selects what is at a time in a row, after an edit that put it there. */
static void
select_at (CtHitLane *self, double time_s, guint group)
{
  select_hit (self, ct_hit_pick_nearest (get_percussion (self), (int) group, time_s), (int) group);
}

static void
sound (CtHitLane *self)
{
  gsize place = find_selected (self);

  if (place != CT_HIT_NONE)
    g_signal_emit (self, sound_signal, 0, (guint) get_percussion (self)->groups[self->hit.group].drum,
                   (double) self->hit.strength);
}

/* ---- edits ---- */

static void
add_at (CtHitLane *self, double time_s, guint group)
{
  if (!ct_hit_edits_add (get_session (self), time_s, group, NEW_STRENGTH))
    return;
  select_at (self, time_s, group);
  sound (self);
}

static void
remove_selected (CtHitLane *self)
{
  gsize place = find_selected (self);
  int row = self->row;

  if (place == CT_HIT_NONE)
    return;
  ct_hit_edits_remove (get_session (self), (guint) place);
  select_hit (self, CT_HIT_NONE, row);
}

static void
change_strength (CtHitLane *self, double step)
{
  gsize place = find_selected (self);

  if (place == CT_HIT_NONE)
    return;
  ct_hit_edits_set_strength (get_session (self), (guint) place, (double) self->hit.strength + step);
  select_hit (self, place, self->row);
  sound (self);
}

static void
toggle_mute (CtHitLane *self)
{
  int row = ct_hit_lane_get_row (self);

  if (row >= 0)
    ct_hit_edits_set_mute (get_session (self), (guint) row, !get_percussion (self)->groups[row].mute);
}

static void
toggle_solo (CtHitLane *self)
{
  int row = ct_hit_lane_get_row (self);

  if (row >= 0)
    ct_hit_edits_set_solo (get_session (self), (guint) row, !get_percussion (self)->groups[row].solo);
}

/* ---- the pointer ---- */

static double
time_at (CtHitLane *self, double x)
{
  return ct_lane_time_at (CT_LANE (self), x);
}

static int
row_at (CtHitLane *self, double y)
{
  return ct_hit_pick_row (get_percussion (self), y);
}

static gsize
hit_at (CtHitLane *self, double x, double y)
{
  CtGrid grid;

  return ct_layer_get_grid (CT_LAYER (self), &grid) ? ct_hit_pick_at (get_percussion (self), &grid, x, y) : CT_HIT_NONE;
}

static void
pressed (GtkGestureClick *click, int n_press, double x, double y, CtHitLane *self)
{
  CtTool tool;
  gsize place;

  if (get_percussion (self)->n_groups == 0)
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  tool = ct_session_get_tool (get_session (self));
  place = hit_at (self, x, y);
  select_hit (self, place, row_at (self, y));
  if (place != CT_HIT_NONE && tool == CT_TOOL_ERASE)
    remove_selected (self);
  else if (place == CT_HIT_NONE && (tool == CT_TOOL_DRAW || n_press == 2))
    add_at (self, time_at (self, x), (guint) row_at (self, y));
  else if (n_press == 1)
    sound (self);
}

static void
end_drag (CtHitLane *self)
{
  self->drag.hit = CT_HIT_NONE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
cancel_drag (GtkWidget *widget)
{
  end_drag (CT_HIT_LANE (widget));
}

static void
drag_began (GtkGestureDrag *gesture, double x, double y, CtHitLane *self)
{
  gsize place = hit_at (self, x, y);

  if (place == CT_HIT_NONE || ct_session_get_tool (get_session (self)) == CT_TOOL_ERASE)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  self->grasp_s = get_percussion (self)->hits[place].time_s - time_at (self, x);
}

static void
drag_updated (GtkGestureDrag *gesture, double x, double y, CtHitLane *self)
{
  double start_x, start_y;

  if (find_selected (self) == CT_HIT_NONE || !gtk_gesture_drag_get_start_point (gesture, &start_x, &start_y))
    return;
  if (self->drag.hit == CT_HIT_NONE && MAX (ABS (x), ABS (y)) < DRAG_PX)
    return;
  self->drag = (CtHitDrag){ find_selected (self), MAX (time_at (self, start_x + x) + self->grasp_s, 0),
                            (guint) row_at (self, start_y + y) };
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_ended (GtkGestureDrag *gesture, double x, double y, CtHitLane *self)
{
  CtHitDrag drag = self->drag;

  end_drag (self);
  if (drag.hit == CT_HIT_NONE || drag.hit != find_selected (self))
    return;
  ct_hit_edits_move (get_session (self), (guint) drag.hit, drag.time_s, drag.group);
  select_at (self, drag.time_s, drag.group);
}

/* ---- the menu ---- */

static void
show_menu (CtHitLane *self, double time_s)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int row = ct_hit_lane_get_row (self);
  g_autoptr (GMenuModel) menu = NULL;

  if (row < 0)
    return;
  self->menu_s = time_s;
  gtk_widget_action_set_enabled (widget, "hits.delete", find_selected (self) != CT_HIT_NONE);
  gtk_widget_action_set_enabled (widget, "hits.split", ct_hit_edits_can_split (get_session (self), (guint) row));
  menu = ct_hit_menu_new (get_percussion (self), (guint) row,
                          ct_hit_edits_can_compare (get_session (self), (guint) row));
  ct_lane_pop_up_menu (CT_LANE (self), menu, time_s, row * CT_HIT_PAINT_ROW, CT_HIT_PAINT_ROW, GTK_POS_TOP);
}

static void
ct_hit_lane_menu_asked (CtLane *lane, double x, double y)
{
  CtHitLane *self = CT_HIT_LANE (lane);

  if (get_percussion (self)->n_groups == 0)
    return;
  select_hit (self, hit_at (self, x, y), row_at (self, y));
  show_menu (self, time_at (self, x));
}

static void
renamed (CtHitLane *self, GtkEntry *entry)
{
  int row = ct_hit_lane_get_row (self);

  if (row >= 0)
    ct_hit_edits_rename (get_session (self), (guint) row, gtk_editable_get_text (GTK_EDITABLE (entry)));
  ct_lane_pop_down (CT_LANE (self));
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
rename_row (CtHitLane *self)
{
  int row = ct_hit_lane_get_row (self);

  if (row >= 0)
    ct_lane_pop_up (CT_LANE (self),
                    ct_hit_menu_name_new (ct_hit_text_group (&get_percussion (self)->groups[row]), G_CALLBACK (renamed),
                                          self),
                    self->menu_s, row * CT_HIT_PAINT_ROW, CT_HIT_PAINT_ROW, GTK_POS_TOP);
}

/* ---- keys ---- */

/* Selects the hit of the row beside the selected one; without one, beside the playhead. */
static void
go (CtHitLane *self, gboolean back)
{
  CtSession *session = get_session (self);
  gsize selected = find_selected (self);
  double from_s = selected != CT_HIT_NONE ? self->hit.time_s : ct_session_get_playhead_s (session);
  gsize place = ct_hit_pick_beside (get_percussion (self), self->row, from_s, selected, back);
  const CtView *view;

  if (place == CT_HIT_NONE)
    return;
  select_hit (self, place, self->row);
  view = ct_session_get_view (session);
  ct_session_reveal (session, self->hit.time_s, (view->low_midi + view->high_midi) / 2);
  sound (self);
}

static void
go_to_row (CtHitLane *self, int step)
{
  int n = (int) get_percussion (self)->n_groups;

  select_hit (self, CT_HIT_NONE, CLAMP (self->row + step, 0, n - 1));
}

static gboolean
ct_hit_lane_key_pressed (CtLane *lane, guint key, GdkModifierType state)
{
  CtHitLane *self = CT_HIT_LANE (lane);

  if (ct_hit_lane_get_row (self) < 0 || state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Left || key == GDK_KEY_Right)
    go (self, key == GDK_KEY_Left);
  else if (key == GDK_KEY_Up || key == GDK_KEY_Down)
    go_to_row (self, key == GDK_KEY_Up ? -1 : 1);
  else if (key == GDK_KEY_Delete || key == GDK_KEY_KP_Delete || key == GDK_KEY_BackSpace)
    remove_selected (self);
  else if (key == GDK_KEY_Insert || key == GDK_KEY_KP_Insert)
    add_at (self, ct_session_get_playhead_s (get_session (self)), (guint) self->row);
  else if (key == GDK_KEY_plus || key == GDK_KEY_KP_Add)
    change_strength (self, STRENGTH_STEP);
  else if (key == GDK_KEY_minus || key == GDK_KEY_KP_Subtract)
    change_strength (self, -STRENGTH_STEP);
  else if (key == GDK_KEY_m || key == GDK_KEY_M)
    toggle_mute (self);
  else if (key == GDK_KEY_s || key == GDK_KEY_S)
    toggle_solo (self);
  else if (key == GDK_KEY_Menu || (key == GDK_KEY_F10 && state & GDK_SHIFT_MASK))
    show_menu (self, self->has_hit ? self->hit.time_s : ct_session_get_playhead_s (get_session (self)));
  else if (key == GDK_KEY_space)
    gtk_widget_activate_action (GTK_WIDGET (self), "playback.play-pause", NULL);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* By keys: the first row. */
static void
ct_hit_lane_focus_came (CtLane *lane)
{
  CtHitLane *self = CT_HIT_LANE (lane);

  if (get_percussion (self)->n_groups > 0 && ct_hit_lane_get_row (self) < 0)
    select_hit (self, CT_HIT_NONE, 0);
}

static void
act (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CtHitLane *self = CT_HIT_LANE (widget);
  int row = ct_hit_lane_get_row (self);

  if (row < 0)
    return;
  if (g_str_equal (action, "hits.add"))
    add_at (self, self->menu_s, (guint) row);
  else if (g_str_equal (action, "hits.delete"))
    remove_selected (self);
  else if (g_str_equal (action, "hits.mute"))
    toggle_mute (self);
  else if (g_str_equal (action, "hits.solo"))
    toggle_solo (self);
  else if (g_str_equal (action, "hits.rename"))
    rename_row (self);
  else if (g_str_equal (action, "hits.drum"))
    ct_hit_edits_set_drum (get_session (self), (guint) row, g_variant_get_uint32 (parameter));
  else if (g_str_equal (action, "hits.merge") && g_variant_get_uint32 (parameter) < get_percussion (self)->n_groups)
    ct_hit_edits_merge (get_session (self), (guint) row, g_variant_get_uint32 (parameter));
  else if (g_str_equal (action, "hits.split"))
    ct_hit_edits_split (get_session (self), (guint) row);
  else if (g_str_equal (action, "hits.delete-row"))
    ct_hit_edits_remove_group (get_session (self), (guint) row);
}

/* ---- the widget ---- */

static void
ct_hit_lane_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CtHitLane *self = CT_HIT_LANE (widget);
  g_autoptr (PangoLayout) layout = ct_ruler_layout_new (widget);
  CtGrid grid;

  if (ct_layer_get_grid (CT_LAYER (self), &grid))
    ct_hit_paint_all (widget, snapshot, layout, &grid, get_score (self), &self->drag, find_selected (self),
                      ct_hit_lane_get_row (self));
}

static void
ct_hit_lane_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  int n = (int) get_percussion (CT_HIT_LANE (widget))->n_groups;

  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? n * CT_HIT_PAINT_ROW : 0;
}

static void
ct_hit_lane_changed (CtLayer *layer, guint changes)
{
  CtHitLane *self = CT_HIT_LANE (layer);

  if (changes & CT_LAYER_SESSION)
    {
      self->has_hit = FALSE;
      self->row = -1;
      ct_lane_drop_popover (CT_LANE (self));
    }
  if (changes & (CT_LAYER_SESSION | CT_LAYER_HITS))
    {
      end_drag (self);
      gtk_widget_set_visible (GTK_WIDGET (self), get_percussion (self)->n_groups > 0);
      gtk_widget_queue_resize (GTK_WIDGET (self));
    }
  if (changes & (CT_LAYER_SESSION | CT_LAYER_HITS | CT_LAYER_TEMPO))
    update_label (self);
}

static void
ct_hit_lane_class_init (CtHitLaneClass *klass)
{
  static const char *const actions[] = { "hits.add",    "hits.delete", "hits.mute",      "hits.solo",
                                         "hits.rename", "hits.split",  "hits.delete-row" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = ct_hit_lane_snapshot;
  widget_class->measure = ct_hit_lane_measure;
  CT_LAYER_CLASS (klass)->changed = ct_hit_lane_changed;
  CT_LAYER_CLASS (klass)->redraws = CT_LAYER_VIEW | CT_LAYER_TRACKS | CT_LAYER_HITS;
  CT_LANE_CLASS (klass)->menu_asked = ct_hit_lane_menu_asked;
  CT_LANE_CLASS (klass)->key_pressed = ct_hit_lane_key_pressed;
  CT_LANE_CLASS (klass)->focus_came = ct_hit_lane_focus_came;
  sound_signal = g_signal_new ("sound", CT_TYPE_HIT_LANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                               G_TYPE_UINT, G_TYPE_DOUBLE);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i], NULL, act);
  gtk_widget_class_install_action (widget_class, "hits.drum", "u", act);
  gtk_widget_class_install_action (widget_class, "hits.merge", "u", act);
  gtk_widget_class_set_css_name (widget_class, "hitlane");
}

static void
add_input (CtHitLane *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *click = gtk_gesture_click_new (), *drag = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_began), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_updated), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_ended), self);
  ct_drag_escape_attach (drag, cancel_drag);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_gesture_group (click, drag);
}

static void
ct_hit_lane_init (CtHitLane *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->row = -1;
  self->drag.hit = CT_HIT_NONE;
  add_input (self);
  gtk_widget_set_tooltip_text (widget, _ ("Click a hit to hear it, drag it to move it, double-click to add one, "
                                          "right-click for more"));
  update_label (self);
}

GtkWidget *
ct_hit_lane_new (void)
{
  return g_object_new (CT_TYPE_HIT_LANE, NULL);
}
